"""Answers which row of a table has the highest or lowest value ("Vilken insats är dyrast?").

It compares the figures of one column of one table, never figures of different tables, and only
where each of them is of the same unit. The words are the row's own; that it is the highest is
worked out, and said in the draft's notice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.composing import wording
from assistant.composing.draft import Draft, Line
from assistant.composing.listing import TOTAL, Lists, beside
from assistant.evidence import Evidence
from assistant.evidence.sufficing import suffices
from assistant.evidence.years import years_in
from assistant.schema import Cell
from assistant.swedish.numbers import Numeral, numerals
from assistant.understanding import Question

_LOOKED_AT = 5
_COVERAGE = 0.3
_FEWEST = 3
_LONG_NAME = 60
_STEM = 5
_SAYS_EDGE = re.compile(
    r"\b(?:flest|mest|högst\w*|störst\w*|dyrast\w*|färst|minst|lägst\w*|billigast\w*)\b",
    re.IGNORECASE,
)
_WHICH = re.compile(r"\b(?:vilken|vilket|which|what)\s+(?:enda\s+)?([^\W\d_]{2,})", re.IGNORECASE)


def asks_edge(question: Question) -> bool:
    """True for "Vilken insats är dyrast?": a thing is asked for, chosen by its figure."""
    return question.along in ("highest", "lowest") and bool(_WHICH.search(question.own))


def extreme(question: Question, evidence: Sequence[Evidence], lists: Lists) -> Draft | None:
    """The row with the edge of the column that the best evidence chose; None where none is sure.

    None also where a sentence that may answer is better and says itself what is the edge.
    """
    if not asks_edge(question):
        return None
    for one in evidence[:_LOOKED_AT]:
        if not one.unit.cells and suffices(one) and _SAYS_EDGE.search(one.unit.plain):
            return None
        if one.cell is None or one.coverage < _COVERAGE or one.nameless or one.side:
            continue
        if not (one.sex_fits and one.year_fits):
            continue
        rows = _column(one, lists)
        if not _of_kind(question, [row for row, _ in rows]):
            continue
        found = _edge(rows, lowest=question.along == "lowest") if len(rows) >= _FEWEST else None
        if found is not None:
            return Draft((Line(wording.cell(found), (found,)),), _notice(question, found, rows))
    return None


def _column(one: Evidence, lists: Lists) -> list[tuple[Evidence, Numeral]]:
    """The rows of its table, totals left out, with their figure in its column.

    [] where a row is not named, or a figure is of another unit than the first.
    """
    assert one.cell is not None
    found: list[tuple[Evidence, Numeral]] = []
    for unit in lists.table(one):
        cell = next((c for c in unit.cells if c.column == one.cell.column and c.text), None)
        if cell is None or TOTAL.match(_name(cell, unit.cells[0])):
            continue
        values = [value for value in numerals(cell.text) if value.unit not in ("date", "reference")]
        if cell.headings != one.cell.headings or len(_name(cell, unit.cells[0])) > _LONG_NAME:
            return []
        if not values:
            continue
        if len(values) > 1 or (found and found[0][1].unit != values[0].unit):
            return []
        found.append((replace(beside(one, unit), cell=cell), values[0]))
    return found


def _of_kind(question: Question, rows: Sequence[Evidence]) -> bool:
    """Whether the table's rows are what the question chooses among ("Vilken insats …")."""
    noun = _WHICH.search(question.own)
    if noun is None or not rows:
        return bool(rows)
    units = [row.unit for row in rows]
    if noun[1].casefold() in ("år", "året", "year"):
        return all(
            years_in(_name(row.cell or row.unit.cells[0], row.unit.cells[0])) for row in rows
        )
    named = [units[0].caption, *units[0].section, *units[0].cells[0].headings]
    named += [unit.cells[0].text for unit in units]
    return noun[1].casefold()[:_STEM] in " ".join(named).casefold()


def _name(cell: Cell, first: Cell) -> str:
    return cell.row_heading or first.text


def _edge(rows: Sequence[tuple[Evidence, Numeral]], *, lowest: bool) -> Evidence | None:
    """The one row with the highest (or lowest) figure; None where two share it."""
    values = [value.number for _, value in rows]
    edge = min(values) if lowest else max(values)
    at = [row for (row, _), value in zip(rows, values, strict=True) if value == edge]
    return at[0] if len(at) == 1 else None


def _notice(question: Question, found: Evidence, rows: Sequence[object]) -> str:
    """Which table was worked through, and how many of its rows had a figure."""
    assert found.cell is not None
    most = "lägsta" if question.along == "lowest" else "högsta"
    column = " ".join(found.cell.headings)
    where = f" i kolumnen ”{column}”" if column else ""
    return f"Uträknat: det {most} av {len(rows)} värden{where} i samma tabell."
