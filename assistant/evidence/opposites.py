"""Words that stand against each other: before and after, more and fewer, income and cost."""

from __future__ import annotations

import re
from functools import lru_cache

_kept = lru_cache(20_000)
_OPPOSITES = (
    (
        re.compile(
            r"\b(?:före|innan|vid (?:insats)?start|vid insatsens start|insatsstart|before)\b",
            re.IGNORECASE,
        ),
        re.compile(r"\b(?:efter|vid avslut|avslutad|avslutat|after)\b", re.IGNORECASE),
    ),
    (
        re.compile(r"\b(?:öka\w*|fler|högre|steg|stigit|växt)\b", re.IGNORECASE),
        re.compile(r"\b(?:minska\w*|färre|lägre|sjönk|sjunkit)\b", re.IGNORECASE),
    ),
    (
        re.compile(r"\b(?:intäkt\w*|inkomst\w*)\b", re.IGNORECASE),
        re.compile(r"\b(?:kostnad\w*|utgift\w*)\b", re.IGNORECASE),
    ),
    (
        re.compile(r"\b(?:utan|inte|ej|saknar|saknas|ingen|inget|inga)\b", re.IGNORECASE),
        re.compile(r"\b(?:med|ingår|ingick|finns|har)\b", re.IGNORECASE),
    ),
    (
        re.compile(
            r"\b(?:skriv\w*|skrev\w*|skriv[ie]ts)(?: \w+)? in\b|\binskri\w+|\binregistr\w+|\binflytt\w+"
        ),
        re.compile(
            r"\b(?:skriv\w*|skrev\w*|skriv[ie]ts)(?: \w+){0,3} ut\b|\butskri\w+|\bavslut\w+"
        ),
    ),
    (re.compile(r"\bindivid\w*", re.IGNORECASE), re.compile(r"\bstruktur\w*", re.IGNORECASE)),
)


def opposes(question: str, text: str) -> bool:
    """True when the text speaks only of the opposite of what the question names ("före", "efter")."""
    return any(
        against.search(text) and not asked.search(text) for asked, against in _named(question)
    )


@_kept
def _named(question: str) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """What the question names of pairs of opposites, each with its opposite."""
    return tuple(
        (asked, against)
        for one, other in _OPPOSITES
        for asked, against in ((one, other), (other, one))
        if asked.search(question) and not against.search(question)
    )


@_kept
def names_a_pole(text: str) -> bool:
    """True when the text itself says "före" or "efter", "ökade" or "minskade" …"""
    return any(one.search(text) or other.search(text) for one, other in _OPPOSITES)
