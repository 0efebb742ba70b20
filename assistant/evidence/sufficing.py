"""Whether evidence is enough to answer, or the honest reply is that the documents don't say.

Holds the one threshold. What makes evidence trusted is learned (`assistant.evidence.ranking`);
it never looks for more evidence.
"""

from __future__ import annotations

from assistant.evidence.record import Evidence

# where the answers that are lost begin to outnumber the wrong ones that are stopped
# (`python -m evals.learn` prints both for every threshold)
TRUST = 0.3
# a side of a comparison is borne up by the other side
SIDE = 0.15


def suffices(evidence: Evidence) -> bool:
    """True when the evidence may stand as the answer, or as one side of it."""
    return evidence.trust >= (SIDE if evidence.side else TRUST)
