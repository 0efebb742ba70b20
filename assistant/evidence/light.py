"""Words that say little about a subject: light verbs, adverbs, and words for the kind of answer.

A question may use them where the documents use others ("hur många gånger hade podden lyssnats
på"), so evidence without them is not worse. They still count a little.
"""

from __future__ import annotations

import re

from assistant.swedish import tokens

FACTOR = 0.2
UNKNOWN = 0.05
VERB = 0.6
FOREIGN = 0.3

_ANSWER_KIND = """
antal antalet gånger gång totalt total totala sammanlagt sammanlagda samlade stycken st andel andelen procent procenten del
belopp beloppet summa summan exakt pengar pengarna kronor kr storlek storleken siffra siffran siffror siffrorna
myndighet myndigheten organisation organisationen instans
datum tidpunkt namn namnet person personen anledning anledningen orsak orsaken skäl syfte syftet innebörd
betydelse fakta uppgift uppgifter information svar exempel lista förteckning
number share percentage percent amount total whole date name reason many much figure
"""
_LIGHT = """
gå går gick gått hända hände använda används användes använt börja börjar började börjat dela delar delade delat komma kommit kom ta tar tog tagit
tas togs ge ger gav gett gavs få fick fått skriva skrev skrevs skrivit skrivet göra gör gjorde gjort gjordes hålla håller
höll hållit hölls ligga ligger låg legat stå stod stått sätta satte satt vara varit bli blev blivit blir kunna
kunnat vilja velat veta visste lyfta lyfter lyfte lyfts nämna nämns nämner nämndes redovisa redovisas redovisade framgå framgår
tala talar talade säga sade sagt stå kvar via genom ungefär cirka drygt knappt nästan runt omkring hela sista första
senaste nya gamla olika viss vissa själv själva egentligen bara redan fortfarande direkt sedan fram åren året år tid tiden period perioden
mellan två tre fyra fem sex sju åtta nio tio ett samtliga vardera respektive enligt bland helt ganska mycket väldigt
knepigt svårt lätt viktig viktiga viktigast viktigaste bra dålig dåligt stor stora litet liten mest minst fler flest
ut in upp ned ner bort hem ihop tillsammans varje ofta ibland alltid aldrig inte mer mindre exempelvis främst
ändrades ändrats förändrades förändrats ökade ökat minskade minskat högre lägre större mindre fler färre skillnad skillnaden
jämför jämförelse jämfört utveckling utvecklats hösten våren sommaren vintern januari februari mars april maj juni juli
augusti september oktober november december delåret helåret halvåret kvartalet början slutet utgången ingången
månad månader månaderna vecka veckor dag dagar dagarna halvår kvartal datum
planen rapporten dokumentet dokumenten redovisningen diagrammet tabellen figuren enl
hand sköter sköta hanterar hör höra hörde tillhör tillhöra tillhörde ingår ingå ingick omfattar omfatta utgör sitter sitta
january february march april may june july august september october december
handlar gäller gällde berör rör kallas heter menas avses betyder innebär egentliga närvarande nuvarande aktuell
dra drar drog dragit dras draget bestämt bestämd gjort klara klart max maximalt efteråt sammantaget
störst största högst högsta lägst lägsta färst dyrast dyraste billigast billigaste most least highest lowest largest
set aside signed everyone come came get got give gave take took make made go went have been use used start begin show shows
"""
MONTHS = frozenset(
    [*tokens.MONTHS, *["january", "february", "march", "may", "june", "july", "august", "october"]]
)
WORDS = MONTHS | frozenset(f"{_ANSWER_KIND} {_LIGHT}".split())

_SCOPE = re.compile(r"^(landet|riket|sverige|sveriges|nationell\w*|country|national\w*|sweden)$")
_VERB = re.compile(
    r"\w{3,}(?:ade|ades|ats|at|te|tes|ts|ed|ddes|dde|des|erar|eras|erat|erats|erade|erades)$"
)


def is_scope(word: str) -> bool:
    """True for words that only say "in the whole country": judged by `reach` instead."""
    return bool(_SCOPE.match(word.casefold()))


def is_verb(word: str) -> bool:
    """True for what looks like an inflected verb: documents often use another verb or a noun."""
    return bool(_VERB.fullmatch(word.casefold()))
