"""Whether two pieces of evidence give different figures for the same thing, and how that is said.

Compares what they say, never which is right: both are shown, each with its year.
"""

from __future__ import annotations

import re

from assistant.composing.comparing import figure
from assistant.evidence import Evidence
from assistant.retrieval import years_of
from assistant.swedish.numbers import same
from assistant.swedish.units import akin

_WORD = re.compile(r"[^\W\d_]{3,}")
# the share of the shorter text's words that two texts about the same thing have in common
_SHARED = 0.6


def disagree(one: Evidence, other: Evidence) -> bool:
    """True when both give one figure of a kind for the same thing, and the figures differ."""
    first, second = figure(one), figure(other)
    if first is None or second is None or not akin(first.unit, second.unit):
        return False
    # the one's own place and the whole country are two things
    far = one.features.get("far", 0.0) != other.features.get("far", 0.0)
    return not far and not same(first, second) and _about(one, other)


def notice(one: Evidence, other: Evidence) -> str:
    """What the user is told: the sources differ, which they are, and what to look at."""
    names = " och ".join(_name(evidence) for evidence in (one, other))
    hint = "Se efter vilket år och vad som räknas i var och en."
    return f"Källorna ger olika uppgifter: {names}. {hint}"


def _about(one: Evidence, other: Evidence) -> bool:
    """Whether both speak of the same thing: the same row and column, or mostly the same words."""
    if one.cell is not None and other.cell is not None:
        return (one.cell.row_heading, one.cell.headings) == (
            other.cell.row_heading,
            other.cell.headings,
        )
    if one.unit.cells or other.unit.cells or one.point or other.point:
        return False
    ours, theirs = (set(_WORD.findall(e.unit.plain.casefold())) for e in (one, other))
    return len(ours & theirs) >= _SHARED * min(len(ours), len(theirs)) > 0


def _name(one: Evidence) -> str:
    title = one.document.metadata.title.value
    years = years_of(one.document)
    year = str(years[-1]) if years else ""
    return title if not year or year in title else f"{title} ({year})"
