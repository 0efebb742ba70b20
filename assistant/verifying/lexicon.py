"""Words that decide what a sentence claims: negations, quantifiers, modality, direction.

Swedish and English, lower case, as data. Whoever changes, adds or leaves out one of these has
said another thing. Holds no rules.
"""

from __future__ import annotations

from functools import cache

from assistant.swedish.stopwords import stopwords


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEGATION = _words(
    """
    inte ej icke aldrig ingen inget inga ingenting ingenstans varken knappast utan saknar
    saknas not no never none without neither nor cannot
    """
)
QUANTIFIER = _words(
    """
    alla all allt samtliga varje varannan ingendera båda bägge flera fler flest flesta
    färre färst många få fåtal några någon något mer mera mindre mest minst högst lägst max
    maximalt minimum minimalt endast bara enbart uteslutande cirka ca ungefär drygt knappt
    nästan närmare åtminstone högre lägre större störst största mindre minsta ofta sällan
    ibland alltid oftast ytterligare dessutom delvis helt hälften dubbelt majoriteten
    merparten every each both most least only about approximately nearly almost fewer less
    more always often rarely sometimes
    """
)
MODALITY = _words(
    """
    kan kunna kunde ska skall skulle bör borde måste vill ville planeras planerar planerade
    avser avses förväntas väntas beräknas beräknade uppskattas bedöms bedömer troligen
    möjligen kanske eventuellt sannolikt antas prognos prognosen föreslås föreslår menar
    anser tror hävdar påstår påstås önskar hoppas om ifall förutsatt såvida enligt can could
    may might should must would will expected planned proposed if
    """
)
DIRECTION = _words(
    """
    ökar ökade ökat öka ökning ökningen ökande minskar minskade minskat minska minskning
    minskningen minskande stiger steg stigit sjunker sjönk sjunkit höjs höjdes höjt sänks
    sänktes sänkt upp ner ned före efter innan sedan tidigare senare bättre sämre positiv
    negativ positivt negativt överskott underskott inklusive exklusive startade startar
    avslutade avslutas avslutades började börjar slutade slutar lyckades misslyckades
    increased decreased rose fell before after better worse
    """
)
# what stands right before a figure and says how it is meant
BEFORE_FIGURE = _words(
    """
    från till med av över under runt omkring kring mellan minst högst max maximalt cirka ca
    ungefär drygt knappt nästan närmare än endast bara enbart ytterligare of from to by over
    under about at
    """
)
BEFORE_YEAR = _words(
    """
    från till före efter innan sedan before after since until from to
    """
)
# what joins clauses, so that the words on either side belong to different claims
JOINING = _words(
    """
    och samt men medan respektive varav eller while and but or whereas resp
    """
)
# what may part two forms of one word
ENDINGS = _words(
    """
    a e en et er ar or n na s t arna erna orna ens ets ers ars an ade at as des te de
    """
)
# what an answer may begin with without claiming anything of its own
FRAMES = (
    "enligt dokumenten",
    "i dokumenten står",
    "dokumenten ger olika uppgifter",
    "dokumenten säger olika",
    "uppgifterna skiljer sig",
    "uppgifterna skiljer sig åt",
    "the documents say",
    "according to the documents",
    "the documents differ",
)
_FILLERS = _words(
    """
    antal antalet uppgick uppgår totalt svar svaret fråga frågan också
    """
)


@cache
def decisive() -> frozenset[str]:
    """Every word that decides by itself."""
    return NEGATION | QUANTIFIER | MODALITY | DIRECTION


@cache
def empty() -> frozenset[str]:
    """Words that claim nothing: function words and the fillers of an answer."""
    return (frozenset(stopwords()) | _FILLERS) - decisive()
