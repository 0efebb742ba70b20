"""From terms to the library's search."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant import keywords
from assistant.schema import Filters


@dataclass(frozen=True)
class Term:
    term: str
    weight: float


class Index:
    """Remembers what it was asked."""

    asked: Mapping[str, float]
    filters: Filters | None

    def keyword_search(
        self, terms: Sequence[str] | Mapping[str, float], k: int, filters: Filters | None = None
    ) -> list[tuple[str, float]]:
        assert isinstance(terms, Mapping)
        self.asked, self.filters = terms, filters
        return [("a:0", 1.0)][:k]


def test_index_terms_are_separated_by_single_blanks_only() -> None:
    assert keywords.index_terms(lambda text: [text, "2 581", "a\u00a0b"], "x") == "x 2581 ab"
    assert keywords.index_terms(lambda text: [], "x") == ""


def test_a_term_counts_once_with_its_greatest_weight() -> None:
    index = Index()
    terms: list[str | keywords.WeightedTerm] = [
        Term("bil", 0.5),
        "bil",
        Term("bil", 0.2),
        Term("tåg", 0.3),
        Term("x", 0.0),
        " ",
    ]
    filters = Filters(years=(2022,))
    assert keywords.search(index, terms, 3, filters) == [("a:0", 1.0)]
    assert index.asked == {"bil": 1.0, "tåg": 0.3}
    assert index.filters is filters
