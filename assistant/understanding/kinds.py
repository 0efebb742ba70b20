"""Which kinds of document a question points to ("planen", "enligt lagen", "utvärderingen").

The words are general; the kinds are those of `assistant.reading.metadata`.
"""

from __future__ import annotations

import re

_WORDS: tuple[tuple[str, str], ...] = (
    ("delårsrapport", r"\bdelårs\w*|\bdelåret\w*|\btertial\w*|\binterim report"),
    (
        "verksamhetsplan",
        r"\bverksamhetsplan\w*|\bplanen\b|\bplan (?:för )?20\d\d|\bactivity plan|\bplan of operations",
    ),
    ("årsredovisning", r"\bårsredovisning\w*|\bannual report|\bbokslut\w*"),
    ("regleringsbrev", r"\bregleringsbrev\w*"),
    ("lag", r"\blagen\b|\blag(?:text|stiftning)\w*|\bfinsamlagen\b|\bthe (?:law|act)\b"),
    ("utvärdering", r"\butvärdering\w*|\bevaluation"),
    ("uppföljning", r"\buppföljningen\b|\buppföljningsrapport\w*|\bförsäkringskassans rapport"),
    ("rapport", r"\b\w*rapporten\b"),
    ("protokoll", r"\bprotokoll\w*"),
    ("podd", r"\bpodd\w*|\bavsnitt\w*|\bpodcast"),
    ("förbundsordning", r"\bförbundsordning\w*"),
    ("budget", r"\bbudgeten för\b"),
)


def kinds(question: str) -> tuple[str, ...]:
    """The kinds named, in the order of this table; () when none is."""
    return tuple(kind for kind, pattern in _WORDS if re.search(pattern, question, re.IGNORECASE))
