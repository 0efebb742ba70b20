"""From a question to ranked passages: vectors and keywords, fused by reciprocal rank.

Each side of a comparison is searched for itself. Knows ranks only: what a passage proves is
the business of `assistant.evidence`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assistant import keywords
from assistant.schema import DocumentInfo, Filters, Passage, Ranked
from assistant.swedish.analysis import QueryTerm
from assistant.understanding import Question

# Cormack, Clarke & Büttcher (2009): the constant of reciprocal rank fusion
_RRF = 60
_CHANNEL = 60
_BONUS = 0.15
# a chart or table over so many years is what tells how something went
_SERIES, _SERIES_BONUS = 3, 0.3


class PassageStore(Protocol):
    """The part of the library that retrieval reads."""

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]: ...
    def passage_ids(self, filters: Filters | None = None) -> frozenset[str] | None: ...
    def keyword_search(
        self, terms: Sequence[str] | Mapping[str, float], k: int, filters: Filters | None = None
    ) -> list[tuple[str, float]]: ...
    def vocabulary(self) -> Mapping[str, int]: ...
    def documents(self, filters: Filters | None = None) -> list[DocumentInfo]: ...


class VectorSearch(Protocol):
    """The part of the vector store that retrieval reads."""

    def query(
        self, vector: NDArray[np.float32], k: int, allowed: AbstractSet[str] | None = None
    ) -> list[tuple[str, float]]: ...


class Retriever:
    """Finds passages. Thread-safe as far as its parts are."""

    def __init__(
        self,
        store: PassageStore,
        vectors: VectorSearch,
        encode_query: Callable[[str], NDArray[np.float32]],
        query_terms: Callable[[str, Mapping[str, int]], list[QueryTerm]],
        by_keywords: bool = True,
    ) -> None:
        self._store = store
        self._vectors = vectors
        self._encode = encode_query
        self._terms = query_terms
        self._keywords = by_keywords

    def retrieve(
        self, question: Question, filters: Filters | None = None, k: int = 60
    ) -> list[Ranked]:
        """The `k` best passages, best first, ties broken by id; [] when nothing is indexed."""
        filters = filters or Filters()
        texts = list(dict.fromkeys((question.standalone, *question.sides)))
        if question.follows and question.own != question.standalone:
            texts.append(question.own)
        allowed = self._store.passage_ids(filters)
        vector_ranks: dict[str, int] = {}
        keyword_ranks: dict[str, int] = {}
        scores: dict[str, float] = defaultdict(float)
        similar: dict[str, float] = {}
        for text in texts:
            weight = 0.5 if text == question.own and question.follows else 1.0
            near = self._vectors.query(self._encode(text), _CHANNEL, allowed)
            self._add([found for found, _ in near], weight, scores, vector_ranks)
            for found, distance in near:
                similar[found] = max(1.0 - distance, similar.get(found, -1.0))
            if self._keywords:
                self._add(self._by_keywords(text, filters), weight, scores, keyword_ranks)
        passages = self._store.passages(list(scores))
        self._prefer(question, passages, scores, filters)
        order = sorted(passages, key=lambda found: (-scores[found], found))[:k]
        return [
            Ranked(
                passages[found],
                scores[found],
                vector_ranks.get(found),
                keyword_ranks.get(found),
                similar.get(found),
            )
            for found in order
        ]

    def _by_keywords(self, text: str, filters: Filters) -> list[str]:
        terms = self._terms(text, self._store.vocabulary())
        found = keywords.search(self._store, terms, _CHANNEL, filters)
        return [passage for passage, _ in found]

    @staticmethod
    def _add(
        found: Iterable[str], weight: float, scores: dict[str, float], ranks: dict[str, int]
    ) -> None:
        for rank, passage in enumerate(found, start=1):
            scores[passage] += weight / (_RRF + rank)
            ranks[passage] = min(rank, ranks.get(passage, rank))

    def _prefer(
        self,
        question: Question,
        passages: Mapping[str, Passage],
        scores: dict[str, float],
        filters: Filters,
    ) -> None:
        """Raise documents of the kind or year that the question names, and for how something went
        over the years the passages that show it: a preference, no filter."""
        if question.along:
            for found, passage in passages.items():
                if (
                    passage.source in ("chart", "table")
                    and len(set(_years_in(passage.text))) >= _SERIES
                ):
                    scores[found] *= 1 + _SERIES_BONUS
        if not (question.kinds or question.years or question.newest):
            return
        documents = {document.id: document for document in self._store.documents(filters)}
        for found, passage in passages.items():
            document = documents.get(passage.document)
            if document is None:
                continue
            if document.metadata.kind.value in question.kinds:
                scores[found] *= 1 + _BONUS
            if question.years and speaks_of(document, question.years):
                scores[found] *= 1 + _BONUS


def speaks_of(document: DocumentInfo, years: Sequence[int]) -> bool:
    """True when the document's year (or span of years) holds one of `years`."""
    covered = years_of(document)
    return any(year in covered for year in years)


def years_of(document: DocumentInfo) -> range:
    """The years a document speaks of; an empty range when unknown."""
    finding = document.metadata.year or document.metadata.written
    digits = [int(part) for part in _years_in(finding.value)] if finding else []
    return range(min(digits), max(digits) + 1) if digits else range(0)


def _years_in(text: str) -> list[str]:
    return re.findall(r"\b(?:19|20)\d\d\b", text)
