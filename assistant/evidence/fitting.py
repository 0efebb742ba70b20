"""Whether a unit holds the kind of thing a question asks for, and speaks of its time and group.

Judged on the unit's own words and headings; it never weighs words against each other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.retrieval import years_of
from assistant.schema import DocumentInfo, Unit
from assistant.swedish.numbers import Numeral, numerals
from assistant.understanding import Asked, Question

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
    r"\b(månadsvis|årligen|årsvis|veckovis|dagligen|kvartalsvis|löpande|varje \w+|\w+ gånger (per|om|under)|"
    r"per (år|månad|vecka)|januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|"
    r"årsskiftet|våren|hösten|sommaren|vintern)\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(eftersom|därför|på grund av|beror|orsak\w*|anledning\w*|då\b|för att|i syfte|så att|vilket (innebär|gör|medför)|"
    r"innebär|leder till|medför\w*|konsekvens|förklar\w*|skäl\w*|till följd|utmaning\w*|svår\w*|hinder|hindra\w*|risk\w*)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<![.!?:”\"] )(?<!^)\b[A-ZÅÄÖ][\wåäöé-]+")
_FULL_NAME = re.compile(r"\b[A-ZÅÄÖ][a-zåäöé-]+(?: [A-ZÅÄÖ][a-zåäöé-]+)+")
_ACTOR = re.compile(
    r"^\W*(?:[A-ZÅÄÖ][\w-]*(?:en|et|n|na|erna|arna|s))\b.{0,60}?\b"
    r"(är|har|utses|utser|består|leds|beslutar|ansvarar|leder|förvaltar|utgörs|fastställer|granskas?)\b"
)
_DEFINES = re.compile(
    r"\b(är|innebär|betyder|avser|syftar|står för|menas|definieras|kallas|består av|utgörs av|ska|skall|handlar om|"
    r"lyder|används|så kallad\w*|det vill säga|dvs)\b|[:(]",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\d.,])((?:19|20)\d\d)(?!\d)")
_SHORT_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?!\d)|(?<!\d)(\d\d)(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?!\d)"
)
_SPAN = re.compile(r"\b((?:19|20)\d\d)\s?[-–—/]\s?((?:(?:19|20)\d\d)|\d\d)\b(?!-\d\d)")
_WHOLE_YEAR = re.compile(
    r"\bhelår\w*|\bhela (?:året|20\d\d)|\bfull year|\bwhole (?:year|of)", re.IGNORECASE
)
_PART_YEAR = re.compile(
    r"\b20\d\d-?(?:0[1-9]|1[01])-?\d\d\b|\bjan\w*\s?[-–]\s?aug|\bdelår", re.IGNORECASE
)
_LAST_YEAR = re.compile(
    r"\b(?:förra årsskiftet|föregående år|förra året|året (?:innan|före)|jämfört med 20\d\d var)\b",
    re.IGNORECASE,
)
_WOMEN = re.compile(r"\b(kvinn\w*|tjejer\w*|flickor\w*)\b", re.IGNORECASE)
_MEN = re.compile(r"\b(män|männen|mäns|manlig\w*|pojkar\w*)\b", re.IGNORECASE)


# units and their headings come again with every question about the same pages
_kept = lru_cache(20_000)


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
        return bool(units & {"year", "date"}) or bool(_YEAR.search(text) or _OFTEN.search(text))
    if asked == "name":
        if unit.kind in ("table_row", "list_item"):
            return bool(re.search(r"[A-ZÅÄÖ][a-zåäö]+", text))
        return bool(_FULL_NAME.search(text) or _NAME.search(text) or _ACTOR.search(text))
    if asked == "definition" and unit.kind == "table_row":
        return len(re.findall(r"[^\W\d_]{2,}", text)) >= _TELLING
    if asked == "definition":
        return bool(_DEFINES.search(text)) and unit.kind != "chart_series"
    if asked == "reason":
        return unit.kind not in ("table_row", "chart_series") or bool(_REASON.search(text))
    return True


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


@_kept
def acts(text: str) -> bool:
    """True for a sentence that opens with the one who acts ("Styrelsen är …")."""
    return bool(_ACTOR.search(text))


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


@_kept
def gives_reason(text: str) -> bool:
    """True when the words say why."""
    return bool(_REASON.search(text))


def years_in(text: str) -> set[int]:
    """Every year a text names, spans filled in, "220831" and "20220831" read as dates."""
    return set(_years_in(text))


@_kept
def _years_in(text: str) -> frozenset[int]:
    years = {int(match.group(1)) for match in _YEAR.finditer(text)}
    for match in _SPAN.finditer(text):
        first, tail = int(match.group(1)), match.group(2)
        last = int(tail) if len(tail) == 4 else int(str(first)[:2] + tail)
        if first < last < first + 40:
            years |= set(range(first, last + 1))
    for match in _SHORT_DATE.finditer(text):
        years.add(int(match.group(1)) if match.group(1) else 2000 + int(match.group(2)))
    return frozenset(years)


def named_alone(text: str) -> set[int]:
    """The years a text names outside any span."""

    def without(match: re.Match[str]) -> str:
        return " " if len(years_in(match.group())) > 1 else match.group()

    return years_in(_SPAN.sub(without, text))


def year_fits(
    question: Question, unit: Unit, document: DocumentInfo, headings: str = "", earlier: str = ""
) -> float:
    """1.0 when the unit speaks of the question's time, down to 0.0 when it speaks of another.

    `headings` are the column headings of the chosen cell: they decide over the rest. `earlier`
    is the text before it, which gives the time of a sentence that points back.
    """
    plain = unit.plain  # one object: a unit with marks makes a new text each time
    wanted = set(question.years)
    if not wanted:
        return 1.0
    if question.period and len(question.years) == 2:
        wanted = set(range(question.years[0], question.years[1] + 1))
    covered = set(years_of(document))
    before = earlier if points_back(plain) else ""
    previous = earlier
    for text, weak in (
        (headings, False),
        (plain, True),
        (before, True),
        (unit.caption, True),
        (" ".join(unit.section), True),
    ):
        named = years_in(text)
        if not named:
            continue
        if named & wanted:
            if not question.period and text is not headings and not named_alone(text) & wanted:
                # "2018–2022" says nothing certain of 2018 by itself
                return 0.3
            if question.period and not set(question.years) <= named:
                return 0.35 if text is not before else 0.9
            if _part_of_year(text) and _WHOLE_YEAR.search(question.text):
                return 0.0
            if _LAST_YEAR.search(plain) and not _LAST_YEAR.search(question.text):
                return 0.6
            return 1.0
        if not weak:
            return 0.0
        if text is plain and not wanted & covered:
            return 0.0
        if text is plain:
            # another year in the sentence may be what it is compared with, or when it was decided,
            # unless the document goes through many years
            figure = question.asked in ("number", "share", "amount")
            return 0.2 if figure and len(covered) > 2 else 0.5
        if text is before:
            continue
        return 0.25
    if _LAST_YEAR.search(plain) and not _LAST_YEAR.search(question.text):
        return 0.5
    if named_alone(previous) & wanted:
        return 0.9
    if wanted & covered:
        if question.period:
            return 0.95 if set(question.years) <= {min(covered), max(covered)} else 0.45
        if len(covered) <= 2:
            return 0.95
        # a figure without a year in a report over many years is no figure of one of them
        return 0.25 if question.asked in ("number", "share", "amount") else 0.6
    return 0.0 if covered else 0.4


def _part_of_year(text: str) -> bool:
    return bool(_PART_YEAR.search(text))


def sex_fits(question: Question, text: str) -> bool:
    """False when the question asks for one sex and the text does not name it."""
    if not question.sex:
        return True
    return bool((_WOMEN if question.sex == "women" else _MEN).search(text))


_POINTS_BACK = re.compile(
    r"^\W*(?:de|den|det|dessa|denna|detta|dess|deras|där|här|sådana|av dessa|av de)\b|"
    r"\b(?:siffran|siffrorna|samma (?:period|tid|tidsperiod|år|datum)|motsvarande|dessa|denna|detta|(?:lämnade )?uppgifterna|gruppen)\b",
    re.IGNORECASE,
)


@_kept
def points_back(text: str) -> bool:
    """True when a sentence takes its subject or its time from the one before."""
    return bool(_POINTS_BACK.search(text))


_OPPOSITES = (
    (
        re.compile(
            r"\b(?:före|innan|vid (?:insats)?start|vid insatsens start|insatsstart|before)\b",
            re.IGNORECASE,
        ),
        re.compile(r"\b(?:efter|vid avslut|avslutad|avslutat|after)\b", re.IGNORECASE),
    ),
    (
        re.compile(r"\b(?:öka\w*|fler|högre|steg|stigit|växt)\b", re.IGNORECASE),
        re.compile(r"\b(?:minska\w*|färre|lägre|sjönk|sjunkit)\b", re.IGNORECASE),
    ),
    (
        re.compile(r"\b(?:intäkt\w*|inkomst\w*)\b", re.IGNORECASE),
        re.compile(r"\b(?:kostnad\w*|utgift\w*)\b", re.IGNORECASE),
    ),
    (
        re.compile(r"\b(?:utan|inte|ej|saknar|saknas|ingen|inget|inga)\b", re.IGNORECASE),
        re.compile(r"\b(?:med|ingår|ingick|finns|har)\b", re.IGNORECASE),
    ),
    (
        re.compile(
            r"\b(?:skriv\w*|skrev\w*|skriv[ie]ts)(?: \w+)? in\b|\binskri\w+|\binregistr\w+|\binflytt\w+"
        ),
        re.compile(
            r"\b(?:skriv\w*|skrev\w*|skriv[ie]ts)(?: \w+){0,3} ut\b|\butskri\w+|\bavslut\w+"
        ),
    ),
    (re.compile(r"\bindivid\w*", re.IGNORECASE), re.compile(r"\bstruktur\w*", re.IGNORECASE)),
)


def opposes(question: str, text: str) -> bool:
    """True when the text speaks only of the opposite of what the question names ("före", "efter")."""
    return any(
        against.search(text) and not asked.search(text) for asked, against in _named(question)
    )


@_kept
def _named(question: str) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """What the question names of pairs of opposites, each with its opposite."""
    return tuple(
        (asked, against)
        for one, other in _OPPOSITES
        for asked, against in ((one, other), (other, one))
        if asked.search(question) and not against.search(question)
    )


@_kept
def names_a_pole(text: str) -> bool:
    """True when the text itself says "före" or "efter", "ökade" or "minskade" …"""
    return any(one.search(text) or other.search(text) for one, other in _OPPOSITES)


def full_name(text: str) -> bool:
    """True when a person's name, or another name of several words, stands in the text."""
    return bool(_FULL_NAME.search(text))


def announces(text: str) -> bool:
    """True when the words say that reasons follow ("Det finns flera anledningar till …")."""
    return bool(
        re.search(
            r"\b(?:flera|olika|några|två|tre|fyra|många) (?:\w+ )?(?:anledningar|orsaker|skäl|förklaringar|faktorer|hinder)\b|"
            r"\b(?:anledningarna|orsakerna|utmaningarna|hindren)\b.{0,90}\b(?:är|kan vara) (?:flera|många|olika)\b",
            text,
            re.IGNORECASE,
        )
    )


_PERMITS = re.compile(r"\b(?:får|kan|möjliggör\w*|rätt att|tillåt\w*)\b", re.IGNORECASE)
_ASKS_LEAVE = re.compile(
    r"\b(?:får|kan|bör) (?:vi|man|förbundet|ett förbund|styrelsen)\b|\bmay we\b|\bcan we\b",
    re.IGNORECASE,
)


def permits(question: str, text: str) -> bool | None:
    """Whether the text says what may be done; None when the question does not ask for it."""
    return bool(_PERMITS.search(text)) if _ASKS_LEAVE.search(question) else None


_PURPOSE = re.compile(
    r"^(?:syftet?|beskrivning|uppdrag|betydelse|förklaring|innehåll|om insatsen|ändamål)\b",
    re.IGNORECASE,
)


def states_purpose(heading: str) -> bool:
    """True for a heading under which something is explained ("Syfte", "Beskrivning")."""
    return bool(_PURPOSE.search(heading.strip()))


@_kept
def causes(text: str) -> bool:
    """True when the words name a cause outright ("har flera orsaker", "beror på")."""
    return bool(
        re.search(
            r"\b(orsak\w*|anledning\w*|skäl|beror på|på grund av|eftersom)\b", text, re.IGNORECASE
        )
    )


def spells_out(text: str, abbreviations: Sequence[str]) -> bool:
    """True when words in the text begin with the letters of one of the abbreviations, in order."""
    words = re.findall(r"[^\W\d_]+", text)
    for abbreviation in abbreviations:
        letters = abbreviation.casefold()
        if not 2 <= len(letters) <= 6 or not re.search(
            rf"\b{re.escape(abbreviation)}\b", text, re.IGNORECASE
        ):
            continue
        initials = "".join(
            word[0].casefold()
            for word in words
            if word.casefold() not in ("och", "för", "av", "i", "om", "på", "the", "of", "and")
            and word.casefold() != letters
        )
        inner = "".join(word[0].casefold() for word in words if word.casefold() != letters)
        if letters in initials or letters in inner:
            return True
    return False


_AFTER_THIS = re.compile(
    r"^\W*(Efter|Utöver|Förutom|Exklusive|Trots|Utan|Inklusive)\b", re.IGNORECASE
)
_FINITE = re.compile(
    r"\b(?:är|var|blir|blev|har|hade|finns|fanns|återstår|kvarstår|ger|gav|uppgår|uppgick|får|fick|kan|ska|skall|kommer|kom|har)\b"
)


def main_clause(text: str, question: str = "") -> str:
    """The text from its finite verb on when it opens with "Efter …", "Utöver …": what is named
    before that is set aside, so the figure that follows is not its figure. A question that
    itself says "efter" asks for just that."""
    opening = _AFTER_THIS.search(text)
    if not opening or re.search(rf"\b{opening.group(1)}\b", question, re.IGNORECASE):
        return text
    verb = _FINITE.search(text)
    return text[verb.start() :] if verb else text


def defines(text: str, subjects: Sequence[str]) -> bool:
    """True when the text says what one of the subjects is or stands for."""
    for subject in subjects:
        name = re.escape(subject)
        if re.search(
            rf"(?:^|\W){name}\w{{0,4}}\s*[:(]|\({name}\)|kalla[dts]*\s+(?:för )?{name}\b|"
            rf"^\W*(?:\w+\s+){{0,3}}{name}\w{{0,4}}\b(?:\s+\w+){{0,6}}?\s(?:är|innebär|avser|betyder|syftar|ska|utgörs|består|lyder|lyfter|handlar|kan vara|kan röra|kan innebära|används)\b",
            text,
            re.IGNORECASE,
        ):
            return True
    return False


def lists(text: str, units: Sequence[Unit]) -> int:
    """How many things a unit, with the items that follow it, enumerates."""
    items = sum(unit.kind == "list_item" for unit in units)
    if items:
        return items
    parts = re.split(r",\s|\soch\s|\ssamt\s|;\s", text)
    return len(parts) if len(parts) > 1 else 0


def who_is(question: str) -> bool:
    """True when the question wants somebody's name ("Vem är …", "Who was …")."""
    return bool(
        re.search(
            r"^\W*(?:och |and )?(?:vem (?:är|var|heter|blev)|who (?:is|was)|vad heter)\b",
            question,
            re.IGNORECASE,
        )
    )
