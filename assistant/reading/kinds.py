"""The kinds of documents, and the words by which a title gives its kind away."""

from __future__ import annotations

import re

KINDS = (
    "lag",
    "förordning",
    "proposition",
    "regleringsbrev",
    "förbundsordning",
    "avtal",
    "verksamhetsplan",
    "budget",
    "delårsrapport",
    "årsredovisning",
    "utvärdering",
    "uppföljning",
    "rapport",
    "protokoll",
    "policy",
    "podd",
    "blankett",
    "övrigt",
)
"""What `Metadata.kind` may be."""

# Endings are left open on purpose: "verksamhetsplanen", "verksamhetsplaner".
_WORDS = {
    "lag": r"\blag(en)? \(\d{4}:\d+\)|\blag(en)? om\b|\blagtext|(socialtjänst|kommunal)lagen\b",
    "förordning": r"\bförordning",
    "proposition": r"\bproposition|\bprop\. \d",
    "regleringsbrev": r"regleringsbrev",
    "förbundsordning": r"förbundsordning",
    "avtal": r"\b(samverkans)?avtal|överenskommelse",
    "verksamhetsplan": r"verksamhetsplan|handlingsplan|inriktning(sdokument)?\b",
    "budget": r"\bbudget(?!propositionen)",
    "delårsrapport": r"delårs?(rapport|bokslut|redovisning)|(tertial|halvårs)rapport",
    "årsredovisning": r"årsredovisning|årsrapport|verksamhetsberättelse|bokslut\b",
    "utvärdering": r"utvärdering|effektstudie",
    "uppföljning": r"uppföljning",
    "rapport": r"rapport|\bkartläggning|\b(studie|utredning)\b|behovsanalys|revisionsberättelse",
    "protokoll": r"protokoll|minnesanteckning",
    "policy": r"policy|riktlinje|\brutin(er)?\b|handbok|(delegations|attest|arbets)ordning",
    "podd": r"\bpod(d|den|cast)?\b|poddavsnitt|\bavsnitt \d+\b",
    "blankett": r"blankett|samtycke|formulär|fullmakt|\bansökan\b|\banmälan\b",
}
_PATTERNS = {kind: re.compile(words, re.IGNORECASE) for kind, words in _WORDS.items()}
_SELF = re.compile(
    r"\b(?:denna|detta|den här|det här|föreliggande|i|denne)\s+(?:\w+\s+)?"
    r"(\w*(?:rapport(?:en)?|plan(?:en)?|redovisning(?:en)?|uppföljning(?:en)?|utvärdering(?:en)?|"
    r"protokoll(?:et)?|policy(?:n)?|berättelse(?:n)?|brev(?:et)?|blankett(?:en)?|lag(?:en)?))\b",
    re.IGNORECASE,
)


def kind_in(title: str) -> str:
    """The kind that a title names first; "" when it names none.

    "Uppföljning av verksamhetsplanen" is an uppföljning: the first word counts.
    """
    found = [
        (match.start(), order, kind)
        for order, (kind, pattern) in enumerate(_PATTERNS.items())
        if (match := pattern.search(title))
    ]
    return min(found)[2] if found else ""


def kind_of_itself(text: str) -> str:
    """The kind that a text calls itself ("föreliggande rapport", "denna verksamhetsplan")."""
    counts: dict[str, int] = {}
    for match in _SELF.finditer(text):
        if match.group(0).lower().startswith("i ") and not match.group(1).lower().endswith("en"):
            continue
        kind = kind_in(match.group(1))
        if kind:
            counts[kind] = counts.get(kind, 0) + 1
    return max(counts, key=lambda kind: counts[kind]) if counts else ""
