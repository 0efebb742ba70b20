"""What kind of answer a question asks for, read from its question words.

Holds ordered patterns, Swedish first, English beside; the first that matches decides.
It never looks at documents.
"""

from __future__ import annotations

import re

from assistant.understanding.question import Along, Asked

_MONEY = (
    r"kost(?:nad\w*|ar|ade|at|a)\b|budget\w*|belopp\w*|kron\w+|\bkr\b|m?kr\b|tkr|pengar\w*|medel\b|"
    r"medlems?avgift\w*|avgift\w*|intäkt\w*|hyra\w*|\w*hyran?\b|lön\w*|arvode\w*|bidrag\w*|"
    r"\w*bidraget\b|underskott\w*|överskott\w*|resultat(?:et)?\b|kapital\w*|buffert\w*|skuld\w*|"
    r"anslag\w*|omsättning\w*|finansiering\w*"
)
_MONEY_EN = (
    r"cost\w*|budget\w*|money|fees?|paid|pay|funds?|capital|rent|salary|grant\w*|surplus|deficit"
)

# "när" asks where it opens a clause or a verb follows it; elsewhere it joins clauses ("även när de
# slutat", "när det gäller")
_WHEN = (
    r"(?:^|[.?!;:,]\s*|\boch |\bmen )när\b(?! det gäller| man| de\b| du\b| ni\b)|"
    r"\bnär (?:är|var|blev|blir|börja\w*|starta\w*|bilda\w*|kom|kommer|ska|skall|går|gick|fick|hölls|drog|"
    r"drogs|infördes|upphör\w*|sluta\w*|avsluta\w*|trädde|beslut\w*|skrevs|tillträd\w*|anta\w*|fattade\w*)\b"
)

_PATTERNS: tuple[tuple[Asked, str], ...] = (
    (
        "reason",
        r"\bvarför\b|\bvad är det som gör\b|\bvad gör (?:att|det)\b|\bhur förklar\w+\b|\bhur kan det komma\b|\bvar ?för\b(?=.*\?)|\bav vilken anledning\b|\bav vilka skäl\b|\borsak\w*|"
        r"\banledning\w*|\bvad beror\b|\bhur kommer det sig\b|\bwhy\b|\breasons?\b",
    ),
    (
        "share",
        r"\b(hur )?stor andel|\bhur många procent|\bhur m[åy]ck?et procent|\bandel(en)?\b|"
        r"\bprocent(en)?\b|%|\bhur stor del\b|\bhur mycket av (?:en |ett )?(?:heltid|tiden)|\bhur många procentenheter|\bwhat (share|percent\w*|proportion)|\bpercent\w*|"
        r"\bhow large a (share|part)",
    ),
    ("number", r"\bhur många\b|\bhow many\b|\bhur manga\b"),
    (
        "amount",
        rf"\bhur mycket\b|\bhow much\b|\b(vad|hur stor[at]?) .*?({_MONEY})|"
        rf"\b(?:vilken|vilket) (?:\w+ )?({_MONEY})|"
        rf"\bwhat .*?\b({_MONEY_EN})\b|\bhur stor[at]? (är|var|blev|blir)",
    ),
    (
        "date",
        rf"{_WHEN}|\bvilket år\b|\bvilka år\b|\bvilket datum\b|\bhur ofta\b|\bhur länge\b|"
        r"\btill och med när\b|\bvilken (dag|månad|tid)\w*|\bwhen\b|\bwhat (year|date)|\bhow (often|long)\b|"
        r"\bsedan när\b|\bfrån och med när\b|\bhur tätt\b|\b(?:senaste|sista) (?:datum|dag)\w*|\bdeadline\b",
    ),
    ("number", r"\bantal(et)?\b|\bnumber of\b"),
    (
        "definition",
        r"\bva[d]? (står|betyder|innebär|menas|avses|syftar|är syftet|går .* ut på|handlar)\b|\bvad är syfte|"
        r"\bsyftet med\b|\bdefinition\w*|\bdefinieras\b|\bbetydelse\w* av\b|"
        r"\bwhat does\b.*\b(mean|stand for)\b|\bwhat is meant\b|\bförklara\b|\bvilke[nt] (vision|uppgift|syfte|roll|ändamål|uppdrag)\b",
    ),
    # whom a thing is for is told by a description, not by a name
    (
        "general",
        r"\bvem (?:får|kan|passar|riktar|vänder)\b|\bför vem\b|\bvem är .{1,40}\bför\b|"
        r"\bwho (?:can|may)\b|\bwho (?:is|are) .{1,40}\bfor\b",
    ),
    (
        "name",
        r"\bvem\b|\bvilka sitter\b|\bvad het(?:er|te)\b|\bvems\b|\bwho\b|\b(?:vilken|which) (myndighet|person|part|"
        r"organisation|kommun|leverantör|utvärderare|högskola|universitet|region|förening|firma|byrå|"
        r"revisions\w+|konsult\w*|bolag|företag|lag|förordning|insats|projekt|program|metod|modell|ort|stad|"
        r"län|parti|firm|company|agency|authority|municipality|law|project)\b|"
        r"\bvilket (?:förbund|företag|bolag|universitet|parti|projekt|program|län|system|register|verktyg|lärosäte)\b",
    ),
    (
        "list",
        r"\bvilka\b|\bnämn\b|\blista\b|\bräkna upp\b|\bwhich .*s\b (are|were|does|do|did|is)|\bwhat are the\b|\blist\b",
    ),
    ("definition", r"^\W*vad (är|e|ä)\b|^\W*what(?:'s| is| are)\b"),
    (
        "yesno",
        r"^\W*(och )?(är|har|hade|får|fick|kan|kunde|ska|skall|skulle|finns|fanns|blev|var|går|gick|måste|"
        r"behöver|stämmer|ingår|ingick|gäller|deltar|deltog|nådde|nåddes|ökade|minskade|did|does|do|is|are|was|were|has|have|can)\b",
    ),
)
_COMPILED = tuple((asked, re.compile(pattern, re.IGNORECASE)) for asked, pattern in _PATTERNS)
_HOW_MUCH = re.compile(
    r"\b(?:hur mycket|how much)\s+(?!har|hade|är|var|får|fick|finns|fanns|kosta|gick|blev|blir|is|was|did|does|of)",
    re.IGNORECASE,
)
_ANY_MONEY = re.compile(
    f"{_MONEY}|{_MONEY_EN}|\\bfördela\\b|\\bdela ut\\b|\\bkvar\\b|\\bsökte\\b|\\bfick\\b|"
    r"\bbetala\w*|\bsatsa\w*|\bavs[aä]tt\w*|\bspara\w*|\blade\b|\blägger\b",
    re.IGNORECASE,
)
_KEYWORD_AMOUNT = re.compile(_MONEY, re.IGNORECASE)

_COMPARES = re.compile(
    r"\bjämför\w*|\bi jämförelse\b|\bskillnad\w*|\bskiljer\b|\bförändr\w*|\bändra\w*|\butvecklat?s?\b|"
    r"\b(fler|färre|högre|lägre|större|mindre|mer|bättre|sämre|äldre|yngre|dyrare|billigare)\b.{0,60}\bän\b|"
    r"\b(ökade|ökat|minskade|minskat|sjönk|sjunkit|steg|stigit|växte|vuxit)\b|\bkontra\b|\bgentemot\b|\bcompare\w*|"
    r"\bdifference\b|\b(more|less|higher|lower|fewer|larger|smaller)\b.{0,60}\bthan\b|\bchanged?\b|\bversus\b|\bvs\.?\b",
    re.IGNORECASE,
)
_MEASURES: tuple[tuple[str, str], ...] = (
    (
        "outcome",
        r"\butfall\w*|\bgjort av med\b|\bkostat\b|\bkostade\b|\bgått åt\b|\banvänts\b|\bnådde\w*|\bverklig\w*|\bfaktisk\w*|\buppnådd\w*|\bblev\b|\bförbruka\w*|\boutcome|\bactual",
    ),
    ("forecast", r"\bprognos\w*|\bprognosticera\w*|\bforecast"),
    (
        "target",
        r"\bsikta\w*|\bmål(et|en|sättning\w*|tal\w*)?\b|\w+mål(et|en)?\b|\btarget\b|\bgoal\b",
    ),
    ("budget", r"\bbudget\w*|\bbudgeterad\w*|\bplanera[dt]\w*"),
)
_WORD_NUMBERS = {
    "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8, "nio": 9, "tio": 10,
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
}  # fmt: skip


def asked_for(question: str) -> Asked:
    """The kind of answer; a bare keyword query is judged by its nouns."""
    for asked, pattern in _COMPILED:
        if pattern.search(question):
            if asked == "amount" and _HOW_MUCH.search(question) and not _ANY_MONEY.search(question):
                # "hur mycket sjukfrånvaro" asks for no money
                return "general"
            return asked
    return "amount" if _KEYWORD_AMOUNT.search(question) else "general"


_TREND = re.compile(
    r"\bhur\b.*\b(?:utveckla[td]?e?s?|förändra[td]?e?s?|ändra[td]?e?s?|ökat|minskat|vuxit|växt)\b|\btrend\w*|"
    r"\butvecklingen\b(?! och)|\böver (?:åren|tid)\b|\bår (?:för|från|till) år\b|\bper år\b|"
    r"\bvarje år\b|\bgenom åren\b|\bfrån \d{4} till \d{4}\b|\bover (?:the years|time)\b|\beach year\b",
    re.IGNORECASE,
)
_MOST = re.compile(
    r"\b(flest|mest|högst\w*|störst\w*|dyrast\w*|toppår\w*|rekord\w*|most|highest|largest)\b",
    re.IGNORECASE,
)
_LEAST = re.compile(
    r"\b(färst|minst|lägst\w*|billigast\w*|least|lowest|fewest|smallest|cheapest)\b", re.IGNORECASE
)
_WHICH_TIME = re.compile(
    r"\bvilke[nt]\b|\bvem\b|\bnär\b|\bwhich\b|\bwhat year\b|\bwhen\b", re.IGNORECASE
)


def along(question: str) -> Along:
    """How a question wants a series read: "trend", "highest", "lowest", or ""."""
    if _WHICH_TIME.search(question):
        if _MOST.search(question):
            return "highest"
        if _LEAST.search(question):
            return "lowest"
    return "trend" if _TREND.search(question) else ""


def compares(question: str) -> bool:
    """True when two things, places or times are held against each other."""
    return bool(_COMPARES.search(question))


def measure(question: str) -> str:
    """ "budget", "outcome", "forecast", "target", or "" when the question names none or several."""
    found = [name for name, pattern in _MEASURES if re.search(pattern, question, re.IGNORECASE)]
    return found[0] if len(found) == 1 else ""


def sex(question: str) -> str:
    """ "women", "men" or "" (also when both are named)."""
    women = bool(re.search(r"\bkvinn\w*|\bwom[ae]n\b|\btjej\w*|\bfemale", question, re.IGNORECASE))
    men = bool(re.search(r"\bmän(nen|s)?\b|\bmen\b|\bkillar\w*|\bmale\b", question, re.IGNORECASE))
    return "" if women == men else ("women" if women else "men")


def two_groups(question: str) -> bool:
    """True when both sexes, or one's own place and the country, are named together."""
    women = re.search(r"\bkvinn\w*|\bwomen\b", question, re.IGNORECASE)
    men = re.search(r"\bmän(nen|s)?\b|\bmen\b", question, re.IGNORECASE)
    nation = re.search(
        r"\b(landet|riket|sverige|nationellt|in the country)\b", question, re.IGNORECASE
    )
    here = re.search(r"\bi (?!landet|riket|Sverige|hela)[A-ZÅÄÖ]\w+", question)
    return bool(women and men) or bool(
        nation and here and re.search(r"\boch\b|\bmot\b|\band\b", question)
    )


def how_many_things(question: str) -> int:
    """4 for "vilka fyra teman"; 0 when the question gives no count."""
    match = re.search(
        r"\b(?:vilka|de|dom|the|which|nämn|lista)\s+(?:är\s+|var\s+)?(?:de\s+|the\s+)?(\w+)\b",
        question,
        re.IGNORECASE,
    )
    if not match:
        return 0
    word = match.group(1).casefold()
    return int(word) if word.isdigit() and len(word) < 3 else _WORD_NUMBERS.get(word, 0)
