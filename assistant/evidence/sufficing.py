"""Whether evidence is enough to answer, or the honest reply is that the documents don't say.

Holds the threshold of trust, and the contradictions that no trust outweighs. What makes
evidence trusted is learned (`assistant.evidence.ranking`); it never looks for more evidence.
"""

from __future__ import annotations

from assistant.evidence.record import Evidence

# where the answers that are lost begin to outnumber the wrong ones that are stopped
# (`python -m evals.learn` prints both for every threshold)
TRUST = 0.2
# from here on the evidence answers alone: nothing else is needed beside it
SURE = 0.6
# a side of a comparison is borne up by the other side
SIDE = 0.15


def suffices(evidence: Evidence) -> bool:
    """True when the evidence may stand as the answer, or as one side of it.

    Never of another kind, year or sex than the one asked for, without a name of the question, or
    where a plain question ("Vem är vice ordförande?") is mostly about something else:
    in the questions that the weights were learned from, some right answers in a hundred had such
    a fault, and every third of the tempting wrong ones.
    """
    if (
        not (evidence.fits and evidence.year_fits and evidence.sex_fits)
        or evidence.nameless
        or evidence.unsaid
    ):
        return False
    return evidence.trust >= (SIDE if evidence.side else TRUST)
