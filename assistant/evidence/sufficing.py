"""Whether evidence is enough to answer, or the honest reply is that the documents don't say.

Holds the threshold of trust, and the contradictions that no trust outweighs. What makes
evidence trusted is learned (`assistant.evidence.ranking`); it never looks for more evidence.
"""

from __future__ import annotations

from assistant.evidence.ranking import JUDGED
from assistant.evidence.record import Evidence

# where the answers that are lost begin to outnumber the wrong ones that are stopped
# (`python -m evals.learn` prints both for every threshold)
TRUST = 0.25
# from here on the evidence answers alone: nothing else is needed beside it
SURE = 0.6
# below this an answer says itself that it may not be one: of questions kept from the judge,
# two in five of such answers are right, and three in four of the others
UNSURE = 0.45
# a side of a comparison is borne up by the other side
SIDE = 0.2
# without the judge trust tells less, and more is left to rules
UNJUDGED, UNJUDGED_SIDE = 0.2, 0.15


def suffices(evidence: Evidence) -> bool:
    """True when the evidence may stand as the answer, or as one side of it.

    Never of another year or sex than the one asked for, nor without a name of the question, for
    a thing to be counted that no document knows, or without anybody's name where one is asked
    for: in the questions that the weights were learned from, few right answers had such a fault,
    and many of the tempting wrong ones. Where no judge has read it, it must also hold the kind of
    thing asked for, and a plain question ("Vem är vice ordförande?") must not be mostly about
    something else.
    """
    if not (evidence.year_fits and evidence.sex_fits):
        return False
    if evidence.nameless or evidence.strange or evidence.unnamed:
        return False
    if JUDGED in evidence.features:
        return evidence.trust >= (SIDE if evidence.side else TRUST)
    if not evidence.fits or evidence.unsaid:
        return False
    return evidence.trust >= (UNJUDGED_SIDE if evidence.side else UNJUDGED)
