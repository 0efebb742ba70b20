"""Research over the documents: quotes on a theme, and documents that are alike.

Puts retrieval's passages and the documents' own sentences together. It writes nothing of its
own: every excerpt is a whole unit, word for word.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from assistant.attribution import is_contrary, speaker
from assistant.citations import citation, stands_in
from assistant.schema import Citation, DocumentInfo, Filters, Passage, Unit
from assistant.service import Excerpt, Theme

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.library import Library
    from assistant.swedish.analysis import QueryTerm

_QUOTED = ("sentence", "list_item", "footnote")
_PASSAGES = 60
_LEAST_WORDS = 5
_SAME_DOCUMENT = 0.86
"""What each earlier quote of a document takes from its next."""
_HEADING = 0.45
_PARTS = 0.6
_ENOUGH = 0.4
"""Share of the theme's weight that a sentence and its headings must carry."""


class Searcher(Protocol):
    """The part of the second arrow that research asks."""

    def search(self, text: str, k: int = 10, filters: Filters | None = None) -> list[Citation]: ...


class Words(Protocol):
    """The part of the Swedish analysis that research uses."""

    def analyse(self, text: str) -> list[str]: ...
    def query_terms(
        self, text: str, vocabulary: Mapping[str, int] | None = None
    ) -> list[QueryTerm]: ...


class Store(Protocol):
    """The part of the library that a theme reads."""

    def units(
        self, document_id: str, first: int | None = None, last: int | None = None
    ) -> list[Unit]: ...
    def document_passages(self, document_id: str) -> list[Passage]: ...
    def documents(self, filters: Filters | None = None) -> list[DocumentInfo]: ...
    def vocabulary(self) -> Mapping[str, int]: ...


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the theme: its terms, a compound's parts, and how much it tells (0 to 1)."""

    word: str
    terms: Mapping[str, float]
    parts: frozenset[str]
    weight: float
    known: bool

    def strength(self, found: AbstractSet[str]) -> float:
        """How well `found` terms carry the word; a compound's parts count all together."""
        whole = max((w for term, w in self.terms.items() if term in found), default=0.0)
        return max(whole, _PARTS if len(self.parts) > 1 and self.parts <= found else 0.0)


@dataclass(frozen=True, slots=True)
class _Candidate:
    unit: Unit
    around: tuple[Unit, ...]
    document: DocumentInfo
    score: float


def theme(
    query: str,
    answerer: Searcher,
    library: Store,
    analyzer: Words,
    k: int = 12,
    filters: Filters | None = None,
) -> Theme:
    """At most `k` whole sentences on the theme, spread over the documents.

    Findings that turn against it are marked; `missing` are the words that no document of the
    filters says anything about.
    """
    words = _words(query, analyzer, library.vocabulary())
    documents = {one.id: one for one in library.documents(filters)}
    candidates: dict[tuple[str, int], _Candidate] = {}
    met: set[str] = set()
    passages: dict[str, dict[str, Passage]] = {}
    for rank, hit in enumerate(answerer.search(query, _PASSAGES, filters)):
        document = documents.get(hit.document)
        if document is None:
            continue
        if document.id not in passages:
            every = library.document_passages(document.id)
            passages[document.id] = {one.text: one for one in every}
        passage = passages[document.id].get(hit.quote)
        if passage is None:
            continue
        best = _best(passage, document, words, rank, library, analyzer, met)
        if best is not None:
            key = (document.id, best.unit.ordinal)
            candidates.setdefault(key, best)
    chosen = _spread(_once(candidates.values()), k)
    excerpts = tuple(
        _excerpt(one, number, words, analyzer) for number, one in enumerate(chosen, start=1)
    )
    return Theme(query, excerpts, tuple(one.word for one in words if one.word not in met))


def _words(query: str, analyzer: Words, vocabulary: Mapping[str, int]) -> list[_Word]:
    total = max(max(vocabulary.values(), default=1), 1)
    groups: dict[str, dict[str, float]] = defaultdict(dict)
    parts: dict[str, set[str]] = defaultdict(set)
    for term in analyzer.query_terms(query, vocabulary):
        if term.origin == "part":
            parts[term.word].add(term.term)
            groups[term.word]
            continue
        group = groups[term.word]
        group[term.term] = max(term.weight, group.get(term.term, 0.0))
    words = []
    for word, terms in groups.items():
        whole = [vocabulary.get(term, 0) for term in terms]
        rest = [vocabulary.get(term, 0) for term in parts[word]]
        often = max(whole, default=0) or min(rest, default=0)
        weight = max(math.log((total + 1) / (often + 0.5)) / math.log(total + 2), 0.06)
        words.append(_Word(word, terms, frozenset(parts[word]), min(weight, 1.0), bool(often)))
    return words


def _best(
    passage: Passage,
    document: DocumentInfo,
    words: Sequence[_Word],
    rank: int,
    library: Store,
    analyzer: Words,
    met: set[str],
) -> _Candidate | None:
    """The sentence of the passage that says most of the theme; None when none says enough.

    The words that stand in any of its sentences are added to `met`.
    """
    # a word that no document holds is named as missing, and asked of no sentence
    total = sum(word.weight for word in words if word.known) or 1.0
    units = library.units(document.id, max(passage.first - 1, 0), passage.last + 1)
    best: _Candidate | None = None
    for place, unit in enumerate(units):
        inside = passage.first <= unit.ordinal <= passage.last
        if not inside or unit.kind not in _QUOTED or len(unit.text.split()) < _LEAST_WORDS:
            continue
        own = set(analyzer.analyse(unit.plain))
        head = set(analyzer.analyse(" ".join([*unit.section[-2:], unit.lead])))
        score, here = _carried(words, own, head)
        met |= here
        if not here or score / total < _ENOUGH:
            continue
        # whole sentences before fragments, earlier passages before later ones
        score *= (1.0 if re.search(r"[.!?”\"]$", unit.text) else 0.85) / (1 + rank / 60)
        if best is None or score > best.score:
            around = tuple(units[max(place - 1, 0) : place + 2])
            best = _Candidate(unit, around, document, score)
    return best


def _carried(words: Sequence[_Word], own: set[str], head: set[str]) -> tuple[float, frozenset[str]]:
    """How much of the theme's weight stands in a sentence, and which words of it."""
    score = 0.0
    met = set()
    for word in words:
        inside = word.strength(own)
        score += word.weight * max(inside, _HEADING * word.strength(head))
        if inside:
            met.add(word.word)
    return score, frozenset(met)


def _once(candidates: Iterable[_Candidate]) -> list[_Candidate]:
    """Each sentence once, though a report's summary repeats it."""
    kept: dict[str, _Candidate] = {}
    for one in sorted(candidates, key=lambda c: (-c.score, c.document.file, c.unit.ordinal)):
        kept.setdefault(re.sub(r"\W+", "", one.unit.plain).casefold(), one)
    return list(kept.values())


def _spread(candidates: Sequence[_Candidate], k: int) -> list[_Candidate]:
    """The best `k`, where each further quote of one document has to be better."""
    left = list(candidates)
    taken: dict[str, int] = defaultdict(int)
    chosen: list[_Candidate] = []
    while left and len(chosen) < k:
        best = max(
            left, key=lambda c: (c.score * _SAME_DOCUMENT ** taken[c.document.id], -c.unit.ordinal)
        )
        left.remove(best)
        taken[best.document.id] += 1
        chosen.append(best)
    return chosen


def _excerpt(one: _Candidate, label: int, words: Sequence[_Word], analyzer: Words) -> Excerpt:
    before, after = "", ""
    for other in one.around:
        if other.section != one.unit.section or other.kind not in _QUOTED:
            continue
        if other.ordinal == one.unit.ordinal - 1:
            before = other.plain
        elif other.ordinal == one.unit.ordinal + 1:
            after = other.plain
    # a footnote without the mark it begins with, where that still stands word for word
    quote = one.unit.plain if stands_in(one.unit.plain, one.unit) else ""
    if one.unit.kind == "list_item" and one.unit.lead:
        before = one.unit.lead
    return Excerpt(
        citation=citation(one.unit, one.document, label, quote),
        before=before,
        after=after,
        speaker=one.unit.speaker or speaker(one.unit.plain, before),
        contrary=is_contrary(one.unit.plain, _places(one.unit.plain, words, analyzer)),
    )


def _places(text: str, words: Sequence[_Word], analyzer: Words) -> list[tuple[int, int]]:
    """Where the theme's words stand in the text."""
    terms = {term for word in words for term in (*word.terms, *word.parts)}
    return [
        match.span()
        for match in re.finditer(r"[\w-]+", text)
        if terms.intersection(analyzer.analyse(match.group()))
    ]


_MEANS: dict[str, tuple[int, list[str], NDArray[np.float32]]] = {}
_MEANS_LOCK = Lock()


def similar(library: Library, document: str, k: int = 3) -> list[DocumentInfo]:
    """The `k` documents whose mean passage vector is nearest; [] for a document without text.

    Raises `UnknownItem` for a document that is not there.
    """
    library.document(document)
    ids, means = _means(library)
    if document not in ids:
        return []
    near = means @ means[ids.index(document)]
    order = sorted(range(len(ids)), key=lambda place: (-float(near[place]), ids[place]))
    return [library.document(ids[place]) for place in order if ids[place] != document][:k]


def _means(library: Library) -> tuple[list[str], NDArray[np.float32]]:
    """Each document's mean passage vector, of length 1; kept until the index changes."""
    import numpy as np

    key, generation = str(library.path), library.generation()
    with _MEANS_LOCK:
        known = _MEANS.get(key)
        if known is not None and known[0] == generation:
            return known[1], known[2]
    sums: dict[str, NDArray[np.float32]] = {}
    for passage, vector in library.vectors():
        owner = passage.partition(":")[0]
        sums[owner] = sums[owner] + vector if owner in sums else vector.copy()
    ids = sorted(sums)
    means = np.array([sums[one] for one in ids], dtype=np.float32)
    if len(ids):
        means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)
    with _MEANS_LOCK:
        _MEANS.clear()
        _MEANS[key] = (generation, ids, means)
    return ids, means
