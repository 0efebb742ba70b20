"""Comparisons: one line a side, and the difference worked out when both sides give a figure.

The figures are taken from the cells or sentences that answer each side; the calculation is
shown with its terms, so that both can be checked.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.composing import wording
from assistant.composing.draft import Draft, Line
from assistant.evidence import Evidence
from assistant.evidence.sufficing import suffices
from assistant.evidence.years import years_in
from assistant.swedish.numbers import Numeral, numerals
from assistant.understanding import Question


def compare(question: Question, evidence: Sequence[Evidence]) -> Draft | None:
    """One line a side; None when a side has no sufficient evidence, or all sides the same."""
    chosen: list[Evidence] = []
    for number in range(1, len(question.sides) + 1):
        own = next((one for one in evidence if one.side == number and suffices(one)), None)
        if own is None:
            return None
        chosen.append(own)
    both = _in_one(question, evidence)
    if both is not None:
        return Draft((Line(wording.sentence(both.unit), (both,)),))
    lines = [_line(question, number, one) for number, one in enumerate(chosen)]
    units = {(one.document.id, one.unit.ordinal, one.cell, one.point) for one in chosen}
    if len(units) == 1:
        return None
    if len(lines) == 2 and question.asked in ("number", "share", "amount"):
        difference = _difference(chosen)
        if difference:
            lines.append(difference)
    return Draft(tuple(lines))


def _in_one(question: Question, evidence: Sequence[Evidence]) -> Evidence | None:
    """A sentence that gives both sides itself, when it is among the best of each."""
    years = set(question.years)
    for one in evidence[:6]:
        if one.unit.kind == "sentence" and len(years) > 1 and one.year_fits and one.fits:
            counts = [n for n in numerals(one.unit.plain) if n.unit not in ("year", "date")]
            if years <= years_in(one.unit.plain) and len(counts) >= 2 and one.coverage > 0.6:
                return one
    return None


def _line(question: Question, number: int, one: Evidence) -> Line:
    if one.cell is not None or one.point is not None:
        text = wording.cell(one)
    elif one.unit.kind == "table_row":
        text = wording.row(one.unit)
    elif one.unit.kind == "chart_series":
        text = wording.series(one.unit)
    else:
        text = wording.sentence(one.unit, limit=30)
    label = str(question.years[number]) if len(question.years) > number else ""
    if label and label not in text:
        text = f"{label}: {text}"
    return Line(text, (one,))


def figure(one: Evidence) -> Numeral | None:
    """The single figure that the evidence gives; None when it gives several or none."""
    text = one.cell.text if one.cell else one.point.value if one.point else one.unit.plain
    found = [n for n in numerals(text) if n.unit not in ("year", "date")]
    values = {(n.value, n.unit) for n in found}
    return found[0] if len(values) == 1 else None


def _difference(chosen: Sequence[Evidence]) -> Line | None:
    first, second = figure(chosen[0]), figure(chosen[1])
    if first is None or second is None or first.unit != second.unit:
        return None
    change = second.number - first.number
    unit = {"procent": " procentenheter", "plain": ""}.get(first.unit, f" {first.unit}")
    terms = f"{swedish(second.number)} − {swedish(first.number)} = {swedish(change)}"
    word = "Ingen skillnad" if not change else "Skillnad"
    text = (
        f"{word}: {swedish(change)}{unit} ({terms}, uträknat)" if change else f"{word} (uträknat)"
    )
    return Line(text, tuple(chosen), computed=f"{terms}{unit}")


def swedish(value: Decimal) -> str:
    """A number the Swedish way: "27 854 587", "−1,5"."""
    sign = "−" if value < 0 else ""
    whole, _, decimals = f"{abs(value.normalize()):f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", " ")
    return f"{sign}{grouped}{',' + decimals if decimals else ''}"
