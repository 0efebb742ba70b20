"""The parts of finding that can be switched off, to measure what each of them does.

Holds what the rest does without a part (`settings.RETRIEVAL_PARTS`). Nothing here runs in use:
an empty `retrieval.disable` never imports this module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any

from assistant import splitting
from assistant.evidence import Evidence, EvidenceFinder
from assistant.retrieval import Retriever
from assistant.schema import Document, Filters, Passage, Ranked, Unit
from assistant.swedish.analysis import Analyzer, QueryTerm
from assistant.swedish.synonyms import Synonyms
from assistant.understanding import Question

Parts = AbstractSet[str]
INDEX_PARTS = ("stemming", "compounds", "tables", "headings")
"""Parts that make another index; the rest are off for the question alone."""


class PartialAnalyzer(Analyzer):
    """The analyzer without stemming, compounds, synonyms or spelling."""

    def __init__(self, synonyms: Synonyms, without: Parts) -> None:
        self._without = without
        super().__init__(synonyms)
        if "stemming" in without:
            self.stem = _same

    @property
    def fingerprint(self) -> str:
        off = [part for part in INDEX_PARTS[:2] if part in self._without]
        return "-".join([super().fingerprint, *off])

    def parts(self, word: str) -> tuple[str, ...]:
        return () if "compounds" in self._without else super().parts(word)

    def query_terms(
        self, text: str, vocabulary: Mapping[str, int] | None = None
    ) -> list[QueryTerm]:
        off = {"spelling"} if "spelling" in self._without else set()
        off |= {"synonym", "translation"} if "synonyms" in self._without else set()
        off |= {"part"} if "compounds" in self._without else set()
        return [term for term in super().query_terms(text, vocabulary) if term.origin not in off]

    def _base(self, word: str) -> str:
        return word if "stemming" in self._without else super()._base(word)


class PartialRetriever(Retriever):
    """Retrieval without a channel, without years and kinds, or of turns as they are written."""

    def __init__(
        self,
        store: Any,
        vectors: Any,
        encode_query: Callable[[str], Any],
        query_terms: Callable[[str, Mapping[str, int]], list[QueryTerm]],
        without: Parts,
    ) -> None:
        nearest = _Nothing() if "vectors" in without else vectors
        super().__init__(store, nearest, encode_query, query_terms, "keywords" not in without)
        self._without = without

    def retrieve(
        self, question: Question, filters: Filters | None = None, k: int = 60
    ) -> list[Ranked]:
        return super().retrieve(_partly(question, self._without), filters, k)


class PartialFinder(EvidenceFinder):
    """Evidence without years and kinds, of turns as written, or in the order of retrieval."""

    without: Parts = frozenset()

    def find(self, question: Question, ranked: Sequence[Ranked]) -> list[Evidence]:
        found = super().find(_partly(question, self.without), ranked)
        if "evidence" not in self.without:
            return found
        unweighed = [replace(one, score=1 / one.rank) for one in found]
        return sorted(unweighed, key=lambda one: (one.rank, one.unit.ordinal))


class _Nothing:
    """A vector store in which nothing is near."""

    def query(self, *_: object) -> list[tuple[str, float]]:
        return []


def document_without(parts: Parts) -> Callable[[Document], Document]:
    """What is done to a document as read: without "tables", a row is a sentence like others."""
    if "tables" not in parts:
        return _same
    return lambda document: replace(document, units=tuple(map(_flat, document.units)))


def split_without(parts: Parts) -> Callable[[Document], list[Passage]]:
    """How a document is split: without "headings", nothing is put before a passage."""
    if "headings" not in parts:
        return splitting.split
    return lambda document: [replace(one, context="") for one in splitting.split(document)]


def versions_without(parts: Iterable[str]) -> str:
    """What to add to the versions that made a document; "" when it is made whole."""
    off = [part for part in INDEX_PARTS if part in set(parts)]
    return f" without {', '.join(off)}" if off else ""


def _flat(unit: Unit) -> Unit:
    if unit.kind != "table_row":
        return unit
    return replace(unit, kind="sentence", cells=(), caption="")


def _partly(question: Question, without: Parts) -> Question:
    """The question as far as the parts that are on understand it."""
    if "followups" in without and question.follows:
        question = replace(
            question, standalone=question.text, own=question.text, follows=False, sides=()
        )
    if "year" in without:
        question = replace(question, years=(), kinds=(), period=False, newest=False)
    return question


def _same(value: Any) -> Any:
    return value
