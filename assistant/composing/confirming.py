"""Questions that state a figure ("stämmer det att … 12 miljoner?"): yes, or no with the right one.

Only says "Ja" or "Nej" when the evidence gives one figure of the same kind; otherwise the
evidence stands without either word.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.composing.comparing import figure
from assistant.composing.draft import Line
from assistant.evidence import Evidence
from assistant.swedish.numbers import numerals, same
from assistant.swedish.units import akin
from assistant.understanding import Question


def confirm(question: Question, best: Evidence, lines: Sequence[Line]) -> list[Line]:
    """The lines, the first led in by "Ja" or "Nej" when the question states a figure."""
    if not question.claim:
        return list(lines)
    claimed = numerals(question.claim)
    found = figure(best)
    if len(claimed) != 1 or found is None or not akin(claimed[0].unit, found.unit):
        return list(lines)
    word = "Ja" if same(claimed[0], found) else "Nej"
    first = lines[0]
    return [Line(f"{word}. {first.text}", first.evidence, first.computed), *lines[1:]]
