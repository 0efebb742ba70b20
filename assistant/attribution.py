"""Who says a sentence, as far as the document says it; and whether it speaks against.

Holds patterns only. "" is always right when nobody is named: a wrong speaker is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

_SAYS = (
    r"(?:säger|sade|menar|menade|anser|ansåg|berättar|berättade|konstaterar|konstaterade|skriver|"
    r"skrev|framhåller|framhöll|påpekar|påpekade|förklarar|förklarade|beskriver|beskrev|uppger|"
    r"uppgav|uttrycker|uttryckte|betonar|betonade|efterfrågar|efterfrågade|understryker|lyfter)"
)
_WHO = r"(?P<who>[^\W\d_][^,.;:”\"()]{1,70}?)"
_NAME = r"[A-ZÅÄÖ][\wåäöé-]+(?:\s[A-ZÅÄÖ][\wåäöé-]+){0,3}"
_PATTERNS = (
    # ”…”, säger Anna Ek, förbundschef
    re.compile(rf"[”\"],?\s*{_SAYS}\s+{_WHO}(?=[,.;]|$)"),
    # , säger Anna Ek.
    re.compile(
        rf",\s*{_SAYS}\s+(?P<who>{_NAME}|(?:en|ett|flera|många)\s[^,.;:]{{3,60}})(?=[,.;]|$)"
    ),
    # Enligt Riksrevisionen …
    re.compile(rf"\b[Ee]nligt\s+(?P<who>{_NAME})(?=[\s,.;]|$)"),
    # En socialsekreterare menar att …; Nationalekonomen Ingvar Nilsson skriver …
    re.compile(
        rf"^(?P<who>[A-ZÅÄÖ][^,.;:”\"()]{{2,70}}?)\s+{_SAYS}(?:\s+(?:också|även|vidare|dock))?"
        r"(?:,?\s+att\b|\s*:|\s+sig\b)"
    ),
)
_NOBODY = frozenset(
    (
        *("det", "detta", "de", "den", "dessa", "man", "vi", "jag", "hon", "han", "här", "där"),
        *("som", "vilket", "rapporten", "texten", "tabellen", "figuren", "diagrammet", "lagen"),
        *("paragraf", "uppgifter", "uppgiften", "källan"),
    )
)
_OPENS = re.compile(r"^[”\"–-]")

_TURNS = re.compile(
    r"^(?:men|däremot|dock|trots|samtidigt|å andra sidan|tyvärr|ändå|likväl|emellertid|i motsats)\b"
    r"|\b(?:däremot|dock|emellertid|å andra sidan|trots att|tvärtom|snarare än|i stället för)\b",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\b(?:inte|ej|aldrig|ingen|inget|inga|varken|utan att|knappast|saknas|saknar|saknade|"
    r"brist(?:er|ande)?|svår(?:t|a|ast|are|ighet\w*)?|misslyckas|minskade?|sämre|otillräcklig\w*|"
    r"kritiser\w*|kritik\w*|problem\w*|hinder|hindra\w*)\b",
    re.IGNORECASE,
)
_NO_NEGATION = re.compile(r"\binte\s+(?:bara|enbart|endast|minst|sällan)\b", re.IGNORECASE)
_NEAR = 70
"""Characters between a negation and a word of the theme that it may concern."""


def speaker(text: str, before: str = "") -> str:
    """Who says `text`; `before` is the sentence that may introduce a quotation. "" if nobody."""
    found = _named(text)
    if not found and before.rstrip().endswith(":") and _OPENS.match(text):
        found = _named(before) or _introducer(before)
    return found


def is_contrary(text: str, places: Sequence[tuple[int, int]]) -> bool:
    """Whether a sentence turns against, or denies something about, what stands at `places`.

    `places` are where the theme's words stand in the text, [start, end).
    """
    if _TURNS.search(text):
        return True
    cleared = _NO_NEGATION.sub(lambda match: " " * len(match.group()), text)
    return any(
        start - _NEAR < match.end() and match.start() < end + _NEAR
        for match in _NEGATION.finditer(cleared)
        for start, end in places
        # "väntetider är ett problem" denies, "problem" alone as the theme does not
        if not (start <= match.start() < end)
    )


def _named(text: str) -> str:
    for pattern in _PATTERNS:
        match = pattern.search(text)
        if match:
            who = re.sub(r"\s+", " ", match["who"]).strip(" ,–-")
            if _is_somebody(who, _NOBODY):
                return who
    return ""


def _introducer(before: str) -> str:
    """The subject of a sentence that leads in a quotation: "En handläggare uttrycker det så:"."""
    match = re.match(rf"(?P<who>[A-ZÅÄÖ][^,.;:”\"()]{{2,70}}?)\s+{_SAYS}\b", before)
    who = match["who"].strip() if match else ""
    return who if who and _is_somebody(who, _NOBODY) else ""


def _is_somebody(who: str, nobody: Collection[str]) -> bool:
    words = who.casefold().split()
    return bool(words) and len(words) <= 8 and words[0] not in nobody and words[-1] not in nobody
