"""Comparisons: one line a side, and the difference worked out when both sides give a figure.

The figures are taken from the cells or sentences that answer each side; the calculation is
shown with its terms, so that both can be checked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations, islice, product
from math import prod

from assistant.composing import wording
from assistant.composing.draft import Draft, Line
from assistant.evidence import Evidence
from assistant.evidence.sufficing import suffices
from assistant.evidence.years import years_in
from assistant.swedish.numbers import Numeral, numerals
from assistant.understanding import Question

_LOOKED_AT = 5
_MOST_PAIRS = 200
# what is left of the worth of two that have no word in common
_UNLIKE = 0.3
_WORD = re.compile(r"[^\W\d_]{3,}")


def compare(question: Question, evidence: Sequence[Evidence]) -> Draft | None:
    """One line a side; None when a side has no sufficient evidence, or all sides the same."""
    chosen = _chosen(question, evidence)
    if chosen is None:
        return None
    both = _in_one(question, evidence)
    if both is not None:
        return Draft((Line(wording.sentence(both.unit), (both,)),))
    lines = [_line(question, number, one) for number, one in enumerate(chosen)]
    if len({_place(one) for one in chosen}) == 1:
        return None
    if len(lines) == 2 and question.asked in ("number", "share", "amount"):
        difference = _difference(chosen)
        if difference:
            lines.append(difference)
    return Draft(tuple(lines))


def _chosen(question: Question, evidence: Sequence[Evidence]) -> tuple[Evidence, ...] | None:
    """One sufficient evidence a side, each likely by itself and like the others in what it says.

    Like is compared with like: the same row in two columns, or two sentences about the same
    measure, rather than the best of each side whatever it counts.
    """
    of_sides = [
        [one for one in evidence if one.side == number and suffices(one)][:_LOOKED_AT]
        for number in range(1, len(question.sides) + 1)
    ]
    if not all(of_sides):
        return None
    return max(
        islice(product(*of_sides), _MOST_PAIRS),
        key=lambda pair: prod(one.trust for one in pair) * _likeness(pair),
    )


def _likeness(pair: Sequence[Evidence]) -> float:
    """How much alike the measures of the evidence are, `_UNLIKE` to 1; the same place is unlike."""
    likeness = 1.0
    for one, other in combinations(pair, 2):
        if _place(one) == _place(other):
            return _UNLIKE
        words, others = _measure(one), _measure(other)
        shared = len(words & others) / max(1, len(words | others))
        first, second = figure(one), figure(other)
        if first and second and first.unit != second.unit:
            shared = 0.0
        likeness = min(likeness, _UNLIKE + (1 - _UNLIKE) * shared)
    return likeness


def _measure(one: Evidence) -> frozenset[str]:
    """The words that say what the evidence counts, years and figures left out."""
    unit = one.unit
    if one.cell is not None:
        texts = [one.cell.row_heading, *one.cell.headings, unit.caption]
    elif one.point is not None:
        texts = [one.point.series, unit.caption]
    else:
        texts = [unit.plain]
    return frozenset(_WORD.findall(" ".join(texts).casefold()))


def _place(one: Evidence) -> tuple[object, ...]:
    return one.document.id, one.unit.ordinal, one.cell, one.point


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
