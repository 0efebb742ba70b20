"""Finding passages: two channels fused by rank, sides searched apart, filters binding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from assistant.retrieval import Retriever, speaks_of, years_of
from assistant.schema import DocumentInfo, Filters, Finding, Metadata, Passage
from assistant.swedish.analysis import QueryTerm
from assistant.understanding import Question, understand
from tests.assistant.small_documents import TODAY, World, town


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("retrieval"), *town())


class Channels:
    """Gives the same two rankings to every query, and keeps what was asked."""

    def __init__(self, near: list[str], words: list[str], info: DocumentInfo | None = None) -> None:
        self.near, self.words = near, words
        self.info = info or document("d", "rapport", "2031")
        self.texts: list[str] = []
        self.filters: list[Any] = []

    def query(self, vector: Any, k: int, allowed: Any = None) -> list[tuple[str, float]]:
        self.filters.append(allowed)
        return [(one, 0.1 * n) for n, one in enumerate(self.near)]

    def keyword_search(
        self, terms: Any, k: int, filters: Filters | None = None
    ) -> list[tuple[str, float]]:
        self.filters.append(filters)
        return [(one, 10.0 - n) for n, one in enumerate(self.words)]

    def passages(self, ids: Any) -> dict[str, Passage]:
        return {one: Passage(one, self.info.id, 0, 0, 0, one, "") for one in ids}

    def passage_ids(self, filters: Filters | None = None) -> frozenset[str] | None:
        return frozenset({"only"}) if filters and filters.kinds else None

    def vocabulary(self) -> Mapping[str, int]:
        return {}

    def documents(self, filters: Filters | None = None) -> list[DocumentInfo]:
        return [self.info]

    def encode(self, text: str) -> Any:
        self.texts.append(text)
        return np.zeros(2, dtype=np.float32)

    def retriever(self, **options: Any) -> Retriever:
        return Retriever(self, self, self.encode, self.terms, **options)

    @staticmethod
    def terms(text: str, vocabulary: Mapping[str, int]) -> list[QueryTerm]:
        return [QueryTerm("x", 1.0, "word", "x")]


def document(name: str, kind: str, year: str) -> DocumentInfo:
    metadata = Metadata(Finding(name, "found"), Finding(kind, "found"), year=Finding(year, "found"))
    return DocumentInfo(name, f"{name}.pdf", "pdf", metadata, 1, 1, 0, 0)


def asked(text: str = "Vad är en brygga?") -> Question:
    return understand(text, (), TODAY)


def test_ranks_are_fused_reciprocally() -> None:
    found = Channels(["a", "b"], ["b", "c"]).retriever().retrieve(asked())
    assert [one.passage.id for one in found] == ["b", "a", "c"]
    scores = {one.passage.id: one.score for one in found}
    assert scores["b"] == pytest.approx(1 / 62 + 1 / 61)
    assert scores["a"] == pytest.approx(1 / 61)
    assert scores["c"] == pytest.approx(1 / 62)
    ranks = {one.passage.id: (one.vector_rank, one.keyword_rank) for one in found}
    assert ranks == {"a": (1, None), "b": (2, 1), "c": (None, 2)}


def test_ties_go_by_id() -> None:
    found = Channels(["b"], ["a"]).retriever().retrieve(asked())
    assert [one.passage.id for one in found] == ["a", "b"]


def test_similarity_is_the_cosine_and_unknown_where_only_words_met() -> None:
    found = {
        one.passage.id: one.similarity
        for one in Channels(["a", "b"], ["c"]).retriever().retrieve(asked())
    }
    assert found == {"a": pytest.approx(1.0), "b": pytest.approx(0.9), "c": None}


def test_no_more_than_wanted_and_none_of_nothing() -> None:
    assert len(Channels(["a", "b", "c"], []).retriever().retrieve(asked(), k=2)) == 2
    assert Channels([], []).retriever().retrieve(asked()) == []


def test_keywords_can_be_left_out() -> None:
    found = Channels(["a"], ["b"]).retriever(by_keywords=False).retrieve(asked())
    assert [one.passage.id for one in found] == ["a"]


def test_each_side_of_a_comparison_is_searched_for_itself() -> None:
    channels = Channels(["a"], [])
    question = asked("Hur många deltog i Lyktan 2030 jämfört med 2031?")
    channels.retriever().retrieve(question)
    assert channels.texts == [question.standalone, *question.sides]


def test_filters_reach_both_channels() -> None:
    channels = Channels(["a"], ["a"])
    filters = Filters(kinds=("lag",))
    channels.retriever().retrieve(asked(), filters)
    assert channels.filters == [frozenset({"only"}), filters]


@pytest.mark.parametrize(
    ("question", "raised"),
    [
        ("Vad säger verksamhetsplanen?", True),
        ("Vad säger lagen?", False),
        ("Vad hände 2032?", True),
        ("Vad hände 2030?", False),
    ],
)
def test_a_kind_or_year_in_the_question_is_a_preference(question: str, raised: bool) -> None:
    info = document("d", "verksamhetsplan", "2032")
    (found,) = Channels(["a"], [], info).retriever().retrieve(asked(question))
    assert (found.score > 1 / 61) is raised


def test_years_of_a_document() -> None:
    assert list(years_of(document("d", "rapport", "2029–2031"))) == [2029, 2030, 2031]
    assert list(years_of(document("d", "rapport", "okänt"))) == []
    assert speaks_of(document("d", "rapport", "2029–2031"), (2030,))
    assert not speaks_of(document("d", "rapport", "2029–2031"), (2032,))


def test_the_passage_that_says_it_comes_first(world: World) -> None:
    assert "keramik" not in world.ranked("Varför lades Fyren ner?")[0].passage.text
    assert "mögel" in world.ranked("Varför lades Fyren ner?")[0].passage.text
    assert "Kvarngatan" in world.ranked("Vilken gata ligger kontoret på?")[0].passage.text


@pytest.mark.parametrize(
    ("filters", "files"),
    [
        (
            Filters(),
            {"arsredovisning-2031.pdf", "verksamhetsplan-2032.docx", "lonekartlaggning.pdf"},
        ),
        (Filters(audience=("alla",)), {"arsredovisning-2031.pdf", "verksamhetsplan-2032.docx"}),
        (Filters(kinds=("verksamhetsplan",)), {"verksamhetsplan-2032.docx"}),
        (Filters(years=(2032,)), {"verksamhetsplan-2032.docx"}),
        (Filters(files=("lonekartlaggning.pdf",)), {"lonekartlaggning.pdf"}),
        (Filters(files=("lonekartlaggning.pdf",), audience=("alla",)), set()),
        (Filters(kinds=("lag",)), set()),
    ],
)
def test_filters_bind(world: World, filters: Filters, files: set[str]) -> None:
    names = {one.id: one.file for one in world.documents()}
    for text in ("Vad kostar Lyktan?", "Vilken månadslön har vaktmästaren?"):
        found = {names[one.passage.document] for one in world.ranked(text, filters)}
        assert found <= files
    assert {names[one.passage.document] for one in world.ranked("Lyktan lön", filters)} == files


class Series(Channels):
    """Finds one chart over three years, and one passage of prose."""

    def passages(self, ids: Any) -> dict[str, Passage]:
        found = super().passages(ids)
        found["chart"] = replace(found["chart"], text="2030 41 2031 38 2032 45", source="chart")
        return found


@pytest.mark.parametrize(
    ("question", "first"),
    [("Hur har antalet utvecklats?", "chart"), ("Hur många är det?", "prose")],
)
def test_how_something_went_is_looked_for_in_series(question: str, first: str) -> None:
    found = Series(["prose", "chart"], []).retriever().retrieve(asked(question))
    assert found[0].passage.id == first
