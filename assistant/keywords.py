"""The keyword channel: from text to index terms, and from a question to passages by BM25.

Joins the one analyzer with the library's terms. It holds no linguistics and no SQL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from assistant.schema import Filters

Analyse = Callable[[str], list[str]]
"""From a text to its index terms, in order."""


class WeightedTerm(Protocol):
    """A term to look up, with its weight above 0 and at most 1."""

    @property
    def term(self) -> str: ...

    @property
    def weight(self) -> float: ...


class TermIndex(Protocol):
    """What the library offers for keyword search."""

    def keyword_search(
        self, terms: Sequence[str] | Mapping[str, float], k: int, filters: Filters | None = None
    ) -> list[tuple[str, float]]:
        """(passage id, BM25), best first."""
        ...


def index_terms(analyse: Analyse, text: str) -> str:
    """The terms of `text` as the library keeps them: separated by blanks."""
    return " ".join("".join(term.split()) for term in analyse(text))


def search(
    index: TermIndex, terms: Iterable[str | WeightedTerm], k: int, filters: Filters | None = None
) -> list[tuple[str, float]]:
    """(passage id, BM25) of the `k` best passages with any of the terms; ties by id.

    A term that comes twice counts once, with its greatest weight.
    """
    weights: dict[str, float] = {}
    for item in terms:
        term, weight = (item, 1.0) if isinstance(item, str) else (item.term, item.weight)
        key = "".join(term.split())
        if key and weight > 0:
            weights[key] = max(weights.get(key, 0.0), weight)
    return index.keyword_search(weights, k, filters)
