"""Whether a unit holds the kind of thing a question asks for: a count, a name, a date.

Judged on the unit's own words and headings; it never weighs words against each other.
"""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.evidence.sentences import acts, full_name, gives_reason
from assistant.evidence.years import names_year
from assistant.schema import Unit
from assistant.swedish.numbers import Numeral, numerals
from assistant.swedish.stopwords import stopwords
from assistant.understanding import Asked, Question

_kept = lru_cache(20_000)
_MONEY_UNITS = {"kr", "tkr", "mkr", "mdkr", "miljoner", "kronor", "miljarder"}
# a bare number this large in a table may be money; smaller ones are counts
_NO_COUNT = 100
# a cell of fewer words explains nothing
_TELLING = 4
_SHARE_WORDS = re.compile(
    r"\b(hälften|\w*fjärdedel\w*|\w*tredjedel\w*|\w*femtedel\w*|majoritet\w*|merparten|flertalet|jämnt fördela\w+)\b",
    re.IGNORECASE,
)
_OFTEN = re.compile(
    r"\b(månadsvis|årligen|årsvis|veckovis|dagligen|kvartalsvis|halvårsvis|löpande|varje \w+|"
    r"varannan \w+|vartannat \w+|var (?:tredje|fjärde|femte|sjätte) \w+|"
    r"(?:mån|tis|ons|tors|fre|lör|sön)dag\w*|\w+ gånger (per|om|under)|"
    r"per (år|månad|vecka)|januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|"
    r"årsskiftet|våren|hösten|sommaren|vintern)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<![.!?:”\"] )(?<!^)\b[A-ZÅÄÖ][\wåäöé-]+")
_DEFINES = re.compile(
    r"\b(är|innebär|betyder|avser|syftar|står för|menas|definieras|kallas|består av|utgörs av|ska|skall|handlar om|"
    r"lyder|används|så kallad\w*|det vill säga|dvs)\b|[:(]",
    re.IGNORECASE,
)
_WOMEN = re.compile(r"\b(kvinn\w*|tjejer\w*|flickor\w*)\b", re.IGNORECASE)
_MEN = re.compile(r"\b(män|männen|mäns|manlig\w*|pojkar\w*)\b", re.IGNORECASE)


def fits(asked: Asked, text: str, unit: Unit) -> bool:
    """True when `text` (the unit, or a cell with its headings) can answer such a question."""
    found = numerals(text)
    units = {numeral.unit for numeral in found}
    if asked == "share":
        return bool(units & {"procent"}) or bool(_SHARE_WORDS.search(text))
    if asked == "amount":
        if units & _MONEY_UNITS:
            return True
        return unit.kind in ("table_row", "chart_series") and any(
            numeral.unit == "plain" and abs(numeral.number) >= _NO_COUNT for numeral in found
        )
    if asked == "number":
        return any(_counts(text, numeral) for numeral in found) and unit.kind != "caption"
    if asked == "date":
        return bool(units & {"year", "date"}) or names_year(text) or bool(_OFTEN.search(text))
    if asked == "name":
        if unit.kind in ("table_row", "list_item"):
            return bool(re.search(r"[A-ZÅÄÖ][a-zåäö]+", text))
        return full_name(text) or bool(_NAME.search(text)) or acts(text)
    if asked == "definition" and unit.kind == "table_row":
        return len(re.findall(r"[^\W\d_]{2,}", text)) >= _TELLING
    if asked == "definition":
        return bool(_DEFINES.search(text)) and unit.kind != "chart_series"
    if asked == "reason":
        return unit.kind not in ("table_row", "chart_series") or gives_reason(text)
    return True


@_kept
def tells_new(asked: Asked, question: str, text: str) -> bool:
    """False when all of the kind asked for that the text holds stands in the question already.

    "En uppföljning av Ungkraft ska upphandlas" names nobody to whoever asks who follows up
    Ungkraft. True where no figure, name or date is asked for.
    """
    if asked in ("number", "share", "amount"):
        known = {numeral.number for numeral in numerals(question)}
        return any(numeral.number not in known for numeral in numerals(text))
    if asked == "date":
        known = {numeral.number for numeral in numerals(question)}
        told = [n for n in numerals(text) if n.unit in ("year", "date")]
        return any(n.number not in known for n in told) or bool(_OFTEN.search(text))
    if asked == "name":
        low = question.casefold()
        named = [word.casefold() for word in re.findall(r"[^\W\d_]*[A-ZÅÄÖ][\wåäöé-]+", text)]
        return any(word.removesuffix("s") not in low and word not in stopwords() for word in named)
    return True


def other_number(question: str, text: str) -> bool:
    """True when the question names a quantity ("av de 57 …") and the text has none such."""
    asked = {n.number for n in numerals(question) if n.unit not in ("year", "date")}
    return bool(asked) and not asked & {n.number for n in numerals(text)}


@_kept
def candidates(asked: Asked, text: str) -> int:
    """How many figures of the asked kind stand in the text: more than one may be a neighbour's."""
    found = numerals(text)
    if asked == "share":
        return sum(numeral.unit == "procent" for numeral in found)
    if asked == "amount":
        return sum(numeral.unit in _MONEY_UNITS for numeral in found)
    if asked == "number":
        return sum(_counts(text, numeral) for numeral in found)
    return 1


_DIFFERENCE = re.compile(
    r"\d\s*(?:%|procent(?:enheter)?|stycken|st\.?|\w+)?\)?\s+(?:[\w(%]+\s*){0,4}?\)?\s*(?:fler|färre|högre|lägre|mer|mindre|mera)(?:\s\w+){0,2} än\b|"
    r"\b(?:öka\w*|minska\w*) med\b",
    re.IGNORECASE,
)
_MEAN = re.compile(
    r"\bi (?:medeltal|genomsnitt|snitt)\b|\bgenomsnitt\w*|\bmedel(?:värde|tal)\w*|\baverage\b|\bmean\b",
    re.IGNORECASE,
)


def other_measure(question: str, text: str) -> bool:
    """True when the figure is a difference or a mean and the question asks for neither."""
    return bool(_MEAN.search(text)) and not _MEAN.search(question)


@_kept
def only_difference(text: str) -> bool:
    """True when the text gives how much more or less, rather than how much."""
    return bool(_DIFFERENCE.search(text))


_COUNTED = re.compile(
    r"\b(?:hur många|how many|antalet|antal|number of)\s+(?:av\s+)?(?:de\s+|the\s+)?([^\W\d_]+)",
    re.IGNORECASE,
)


def counted(question: str) -> str:
    """The noun that "hur många" asks for; "" when there is none."""
    match = _COUNTED.search(question)
    return match.group(1) if match else ""


@_kept
def near_numerals(text: str) -> str:
    """The words round the counts of a text: four before and three after each."""
    pieces: list[str] = []
    for numeral in numerals(text):
        if _counts(text, numeral):
            pieces += text[: numeral.start].split()[-4:] + text[numeral.end :].split()[:3]
    return " ".join(pieces)


_MEASURED = {
    "target": re.compile(
        r"\bmål\w*|\w+mål\b|\bska(?:ll)? (?:nå|ta del|spelas|arrangeras|minst)\b|\bminst\b",
        re.IGNORECASE,
    ),
    "budget": re.compile(
        r"\bbudget\w*|\bkostnad\w*|\bavsatt\w*|\bplanera\w*|\btilldela\w*", re.IGNORECASE
    ),
    "forecast": re.compile(r"\bprognos\w*|\bberäkna\w*|\bförvänta\w*", re.IGNORECASE),
}


@_kept
def measured(measure: str, text: str) -> bool:
    """False when the question asks for a target, budget or forecast and the text names none."""
    return measure not in _MEASURED or bool(_MEASURED[measure].search(text))


def _counts(text: str, numeral: Numeral) -> bool:
    """A count of something: no version, no length of time, no "de två", no negative amount."""
    alone = text.strip() == numeral.text and numeral.unit == "year"
    if not (alone or numeral.unit in ("plain", "tusen", "miljoner")) or numeral.number < 0:
        return False
    before, after = text[: numeral.start], text[numeral.end :]
    if re.search(r"[A-ZÅÄÖa-zåäö]\s$", before) and re.fullmatch(r"\d\.\d", numeral.text):
        return False
    if re.match(r"\s*(?:år|åren|års|månad|vecka|veckor|dag|timm|tim\b|§)", after):
        return False
    if numeral.text[0].isalpha() and re.search(
        r"\b(?:de|dessa|alla|minst|båda)\s$", before, re.IGNORECASE
    ):
        return False
    return not re.search(
        r"\b(?:tabell|diagram|figur|bilaga|avsnitt|kapitel|s\.|sid\w*|not)\s$",
        before,
        re.IGNORECASE,
    )


def sex_fits(question: Question, text: str) -> bool:
    """False when the question asks for one sex and the text does not name it."""
    if not question.sex:
        return True
    return bool((_WOMEN if question.sex == "women" else _MEN).search(text))
