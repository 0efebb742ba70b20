"""Whether evidence is enough to answer, or the honest reply is that the documents don't say.

Thresholds were set on the development questions (`finsam eval`); each rule names what it
guards against. It never looks for more evidence.
"""

from __future__ import annotations

from assistant.evidence.record import Evidence
from assistant.understanding import Question

COVERAGE = 0.4
# the heaviest noun of the question must not be missing
GAP = 0.7
SAID = 0.5
# for the cell of a row that the question names in full
EXACT = 0.2
OWN = 0.25


def suffices(question: Question, evidence: Evidence) -> bool:
    """True when the evidence may stand as the answer.

    Guards against: the neighbour's figure (wrong kind of value), another year, another sex,
    another person, place or project (a name that nothing carries), a person asked for where
    none is named, and passages that merely share words.
    """
    if not (evidence.year_fits and evidence.sex_fits and evidence.fits):
        return False
    if evidence.nameless:
        return False
    if evidence.exact and evidence.coverage >= EXACT:
        return True
    if evidence.gap > GAP:
        return False
    if question.asked == "name" and not evidence.person and evidence.weakest < SAID:
        # words without a name answer only if they say all that was asked ("Styrelsen är …")
        return False
    return evidence.coverage >= COVERAGE and evidence.own >= OWN
