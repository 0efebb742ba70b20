"""Answers from a whole series: the highest or lowest point, or how it went over the years.

Works on the points of a chart and on rows whose columns are years. It compares figures that
stand in one series of one document, never figures of different sources.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.composing import wording
from assistant.composing.draft import Draft, Line
from assistant.evidence import Evidence
from assistant.evidence.sufficing import suffices
from assistant.evidence.years import years_in
from assistant.schema import Point, Unit
from assistant.swedish.numbers import numerals
from assistant.understanding import Question

_FEWEST = 3
_COVERAGE = 0.25
_ASKS_TIME = re.compile(
    r"\bnär\b|\bvilket (?:år|läsår|kvartal)|\bvilken (?:månad|period)|\bwhen\b|\b(?:which|what) year",
    re.IGNORECASE,
)


def along(question: Question, evidence: Sequence[Evidence]) -> Draft | None:
    """The draft when the question asks for an extreme or a trend and a series holds it."""
    if not question.along or (question.along == "trend" and question.sides):
        return None
    if question.along != "trend" and not _ASKS_TIME.search(question.own):
        # "vilken insats är dyrast" asks for a row, not for a year
        return None
    for one in evidence:
        unlike = one.coverage < _COVERAGE and not suffices(one)
        if unlike or not one.sex_fits or one.nameless:
            continue
        points = series(question, one.unit)
        if len(points) < _FEWEST:
            continue
        whole = replace(one, point=None, cell=None)
        if question.along != "trend":
            best = _pick(points, lowest=question.along == "lowest")
            if best is None:
                return None
            chosen = _chosen(one, best)
            return Draft((Line(wording.cell(chosen), (chosen,)),))
        values = "; ".join(f"{point.category}: {point.value}" for point in points)
        return Draft((Line(f"{_title(one.unit, points[0])}: {values}", (whole,)),))
    return None


def series(question: Question, unit: Unit) -> list[Point]:
    """The points of the one series that the question can mean; [] when there are several."""
    points = list(unit.points)
    if not points:
        points = [
            Point(cell.row_heading, " ".join(cell.headings), cell.text, cell.boxes)
            for cell in unit.cells
            if cell.text and len(years_in(" ".join(cell.headings))) == 1
        ]
    names = list(dict.fromkeys(point.series for point in points))
    if len(names) > 1:
        low = question.standalone.casefold()
        named = [name for name in names if name and name.casefold() in low]
        if len(named) != 1:
            return []
        points = [point for point in points if point.series == named[0]]
    dated = all(years_in(point.category) for point in points)
    return points if dated and all(_value(point) is not None for point in points) else []


def _pick(points: Sequence[Point], *, lowest: bool) -> Point | None:
    """The one extreme point; None when two share it."""
    values = {point: _value(point) or Decimal(0) for point in points}
    edge = min(values.values()) if lowest else max(values.values())
    at = [point for point, value in values.items() if value == edge]
    return at[0] if len(at) == 1 else None


def _chosen(one: Evidence, point: Point) -> Evidence:
    """The evidence with the point (or the cell it was made of) as what answers."""
    if one.unit.points:
        return replace(one, point=point, cell=None)
    cell = next(c for c in one.unit.cells if c.text == point.value and c.boxes == point.boxes)
    return replace(one, point=None, cell=cell)


def _title(unit: Unit, point: Point) -> str:
    return " – ".join(part for part in dict.fromkeys((unit.caption, point.series)) if part)


def _value(point: Point) -> Decimal | None:
    found = numerals(point.value)
    return found[0].value if len(found) == 1 else None
