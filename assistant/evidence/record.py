"""The record of one piece of evidence, and the words a question is weighed by. No rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.schema import Cell, DocumentInfo, Point, Unit


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the question: the terms that stand for it, each with a weight in (0, 1].

    `weight` is how much the word tells (inverse document frequency, 0 to 1, times how
    directly the user said it). `parts` are terms of a compound's parts: they count together.
    `name` is True for names, abbreviations and versions: evidence about something else must
    not stand in for them. `known` is False when no document holds any of its terms;
    `own` when this turn of the conversation added it; `verb` for what looks like a verb, which
    documents often put another way. `met` remembers how well sets of terms met the word:
    headings and neighbours are shared by many units.
    """

    word: str
    terms: Mapping[str, float]
    parts: tuple[str, ...]
    weight: float
    name: bool
    known: bool
    own: bool = True
    verb: bool = False
    met: dict[frozenset[str], float] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )


@dataclass(frozen=True, slots=True)
class Evidence:
    """A unit that may answer, and how well.

    `score` is its share of the candidates' worth (0 to 1), comparable within one question, or
    one side of a comparison; `trust` how likely it is that it answers (0 to 1), comparable
    between questions. `coverage` is the share (0 to 1) of the question's word weight that the
    unit and its context carry, `own` the share that the unit itself carries. `missing` are the
    words nothing carries. `fits` is True when the unit holds the kind of thing asked for;
    `year_fits` and `sex_fits` are False when it speaks of another time or group. `cell` or
    `point` is the one that answers, None when the whole unit does. `rank` is that of its passage
    (1-based), `side` the side of a comparison (1-based; 0 where there is none). `excerpt` is the
    part of a long cell that answers, word for word; "" when the whole does. `nameless` is True
    when a name of the question is carried by nothing near it, `unsaid` when most of what a plain
    question says is carried by nothing, `strange` when what it wants counted stands in no
    document, `unnamed` when it wants a person's name and there is none. `features` are what score
    and trust were worked out from.
    """

    unit: Unit
    document: DocumentInfo
    score: float
    coverage: float
    own: float
    rank: int
    fits: bool = True
    year_fits: bool = True
    sex_fits: bool = True
    missing: tuple[str, ...] = ()
    cell: Cell | None = None
    point: Point | None = None
    side: int = 0
    excerpt: str = ""
    nameless: bool = False
    unsaid: bool = False
    strange: bool = False
    unnamed: bool = False
    trust: float = 0.0
    features: Mapping[str, float] = field(default_factory=dict, compare=False, repr=False)
