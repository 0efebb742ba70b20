"""A draft: statements with the evidence each rests on, before labels and verification."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Line:
    """One statement to be: its words and the evidence it rests on.

    `computed` shows a calculation with its terms; "" when nothing was worked out.
    `quotes` are further units that belong to the quote (items of a list).
    """

    text: str
    evidence: tuple[Evidence, ...]
    computed: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """The lines of a lead, in order, and a notice for the user ("" if none).

    `composer` names who worded it; "" means the composer that was asked.
    """

    lines: tuple[Line, ...]
    notice: str = ""
    composer: str = ""
