"""Whether the numerals of a statement stand in its own sources.

A reading of numbers of its own, independent of the core's verification: two checks that share
their code share their mistakes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from assistant.schema import Citation, Statement
from evals.matching import without_labels

Grounding = Literal["no numerals", "grounded", "by year", "computed", "ungrounded"]

_BLANK = "[ \u00a0\u2007\u2009\u202f]"
_NUMBER = re.compile(rf"\d{{1,3}}(?:(?:{_BLANK}|\.)\d{{3}})+(?![\d])(?:,\d+)?|\d+(?:[.,]\d+)*")
_RUN = re.compile(rf"\d+(?:[.,]\d+)*(?:{_BLANK}+\d+(?:[.,]\d+)*)*")


def numerals(text: str) -> tuple[str, ...]:
    """The numbers of a Swedish text, thousands joined and the decimal sign a point."""
    return tuple(_canonical(match[0]) for match in _NUMBER.finditer(text))


def readings(text: str) -> frozenset[str]:
    """Every number that the text can be read to hold.

    In a row "150 325" may be one amount or two cells, so both readings count.
    """
    found: set[str] = set()
    for run in _RUN.finditer(text):
        groups = re.split(rf"{_BLANK}+", run[0])
        for start in range(len(groups)):
            found.add(_canonical(groups[start]))
            joined = groups[start]
            for group in groups[start + 1 :]:
                whole = re.fullmatch(r"\d{3}(,\d+)?", group)
                if not whole or not re.fullmatch(r"\d{1,3}( \d{3})*", joined):
                    break
                joined += " " + group
                found.add(_canonical(joined))
    return frozenset(found)


def grounding(statement: Statement, citations: Sequence[Citation]) -> Grounding:
    """How the statement's numerals are borne out by the citations that it names.

    "grounded": all stand in a quote, section or title. "by year": all but the document's own
    year do. "computed": it says that it was worked out, and its terms are grounded.
    """
    own = [c for c in citations if c.label in statement.citations]
    wanted = set(numerals(without_labels(statement.text)))
    if not wanted:
        return "no numerals"
    held = readings("\n".join(f"{c.quote}\n{c.section}\n{c.title}" for c in own))
    if wanted <= held:
        return "grounded"
    years = {str(c.year) for c in own if c.year}
    if wanted <= held | years:
        return "by year"
    if statement.computed:
        terms, _, result = statement.computed.partition("=")
        if set(numerals(terms)) <= held | years and wanted <= held | years | set(numerals(result)):
            return "computed"
    return "ungrounded"


def _canonical(number: str) -> str:
    number = re.sub(_BLANK, "", number)
    number = re.sub(r"\.(?=\d{3}(?!\d))", "", number)
    return number.replace(",", ".")
