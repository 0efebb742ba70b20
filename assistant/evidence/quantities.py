"""What kind of quantity a cell or point of a chart gives: money, a share, a count or a time.

Read from its own words, else from the nearest heading that says it. Which cell answers is
chosen elsewhere (`cells`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from assistant.evidence.fitting import counted
from assistant.schema import Cell, Point, Unit
from assistant.understanding import Asked, Question

Quantity = Literal["", "money", "share", "count", "time"]

_KINDS: tuple[tuple[Quantity, re.Pattern[str]], ...] = (
    ("share", re.compile(r"%|\bprocent\w*|\bandel\w*|\w+andel\b", re.IGNORECASE)),
    (
        "money",
        re.compile(
            r"\b(?:kr|tkr|mkr|mnkr|mdkr|sek|ksek|msek|kronor|tusental|belopp\w*)\b|"
            r"\w*(?:kostnad|intäkt|utgift|avgift|bidrag|anslag|kapital|ersättning)(?:en|er|erna|s|et)?\b",
            re.IGNORECASE,
        ),
    ),
    (
        "time",
        re.compile(
            r"\b(?:månader|dagar|veckor|timmar)\b|\b(?:vistelse|vänte|kö|handläggnings)tid\w*",
            re.IGNORECASE,
        ),
    ),
    (
        "count",
        re.compile(
            r"\bantal\w*|\w*deltagar\w*|\bpersoner\b|\bindivider\b|\bunika\b|\bkvinnor\b|\bmän\b|"
            r"\binskriv\w+|\butskriv\w+|\bavslut\w+|\bärenden\b|\b(?:möten|besök|tillfällen|träffar)\b|"
            r"\btill (?:arbete|studier)\b",
            re.IGNORECASE,
        ),
    ),
)
_BUDGET = re.compile(r"\b(?:budget|prognos)\w*", re.IGNORECASE)
_OTHERS: dict[Asked, tuple[Quantity, ...]] = {
    "number": ("money", "share", "time"),
    "amount": ("share", "count", "time"),
    "share": ("money", "time"),
}


def of_cell(unit: Unit, cell: Cell) -> Quantity:
    """The quantity of a cell of the unit; "" where nothing says it."""
    headings = tuple(reversed(cell.headings))
    return _first((cell.text, *headings, cell.row_heading, unit.caption, *unit.section[-1:]))


def of_point(unit: Unit, point: Point) -> Quantity:
    """The quantity of a point of the unit; "" where nothing says it."""
    return _first((point.value, point.series, unit.caption, *unit.section[-1:]))


def other_than(question: Question, quantity: Quantity) -> bool:
    """True where a question for a figure cannot be answered by this quantity."""
    if question.asked == "number":
        noun = counted(question.own)
        if not noun or _kind(noun) in ("money", "share", "time"):
            # "vad blev utfallet" leaves it open, "hur många månader" asks for a time
            return False
    return quantity in _OTHERS.get(question.asked, ())


@lru_cache(20_000)
def _first(texts: Sequence[str]) -> Quantity:
    for text in texts:
        found = _kind(text)
        if found:
            return found
    # of a table that says nothing else, a budget is one of money
    return "money" if any(_BUDGET.search(text) for text in texts) else ""


def _kind(text: str) -> Quantity:
    return next((kind for kind, pattern in _KINDS if pattern.search(text)), "")
