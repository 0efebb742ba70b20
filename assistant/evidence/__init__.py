"""From ranked passages to the units that answer: a sentence, a cell, a point of a series.

`find` is the door. Evidence is judged by which of the question's words it carries (and from
where), whether it holds the kind of thing asked for, and whether time and group agree.
"""

from assistant.evidence.finding import EvidenceFinder
from assistant.evidence.record import Evidence

__all__ = ["Evidence", "EvidenceFinder"]
