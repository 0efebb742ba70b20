"""Whose figure a text gives: the association's own, one insats's, or somebody else's."""

from __future__ import annotations

import re
from collections.abc import Collection

from assistant.schema import DocumentInfo, Unit

_ELSEWHERE = re.compile(
    r"\bi (?:hela )?(?:sverige|landet|riket)\b|\bnationellt\b|\bpå nationell nivå\b"
    r"|\b(?:andra|övriga|samtliga) \w*förbund",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b[Ii] ([A-ZÅÄÖ][a-zåäöé]+(?:-[A-ZÅÄÖ]?[a-zåäöé]+)?)"
    r"|[Ss]amordningsförbundet (?:i )?([A-ZÅÄÖ]\w+)"
)


def owner(document: DocumentInfo) -> str:
    """Whose figures a document gives: its issuer's; without one, only its own."""
    issuer = document.metadata.issuer
    return issuer.value if issuer else document.metadata.title.value


def is_elsewhere(text: str, document: DocumentInfo) -> bool:
    """True when a text speaks of the country or of a place that is not the issuer's."""
    if _ELSEWHERE.search(text):
        return True
    own = owner(document).casefold()
    named = (match[1] or match[2] for match in _PLACE.finditer(text))
    return any(name.casefold().rstrip("s") not in own for name in named)


def pattern_of(names: Collection[str]) -> re.Pattern[str] | None:
    """Finds any of the insatser `names`, letter case aside; None when there are none."""
    if not names:
        return None
    longest = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)", re.IGNORECASE)


def about_one(unit: Unit, text: str, names: re.Pattern[str] | None) -> bool:
    """True when a unit stands under, or a text names, one of the insatser."""
    if names is None:
        return False
    return any(names.search(one) for one in (text, unit.lead, unit.caption, *unit.section) if one)
