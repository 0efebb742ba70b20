"""Which years a text speaks of, and whether they are those that a question asks about.

Judged on the unit's own words, its headings and its document's years.
"""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.evidence.sentences import points_back
from assistant.retrieval import years_of
from assistant.schema import DocumentInfo, Unit
from assistant.understanding import Question

# units and their headings come again with every question about the same pages
_kept = lru_cache(20_000)
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


def years_in(text: str) -> set[int]:
    """Every year a text names, spans filled in, "220831" and "20220831" read as dates."""
    return set(_years_in(text))


def names_year(text: str) -> bool:
    """True when a year stands in the text by itself."""
    return bool(_YEAR.search(text))


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
            whole = _WHOLE_YEAR.search(question.text)
            # a column for the whole year may stand in a report on a part of it
            if whole and _part_of_year(text) and not _WHOLE_YEAR.search(f"{headings} {plain}"):
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
