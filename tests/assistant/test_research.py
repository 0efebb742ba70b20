"""Quotes on a theme: whole sentences, who says them, what speaks against, what is missing."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from assistant.attribution import is_contrary, speaker
from assistant.errors import UnknownItem
from assistant.library import Library
from assistant.research import similar, theme
from assistant.schema import (
    Citation,
    Document,
    DocumentInfo,
    Filters,
    Finding,
    Metadata,
    Passage,
    Unit,
)
from assistant.service import Theme


@pytest.mark.parametrize(
    ("text", "before", "who"),
    [
        ("”Det tog tid”, säger Anna Ek, förbundschef.", "", "Anna Ek"),
        ("Nationalekonomen Bo Al menar att effekten är stor.", "", "Nationalekonomen Bo Al"),
        ("Enligt Riksrevisionen saknas uppföljning.", "", "Riksrevisionen"),
        ("Det är svårt, säger en handläggare på Komvux.", "", "en handläggare på Komvux"),
        ("”Vi hinner inte.”", "En socialsekreterare uttrycker det så:", "En socialsekreterare"),
        ("Vi hinner inte.", "En socialsekreterare uttrycker det så:", ""),
        ("Det visar att fler får arbete.", "", ""),
        ("Rapporten beskriver att fler får arbete.", "", ""),
        ("Man menar att det är dyrt.", "", ""),
        ("Enligt rapporten saknas uppföljning.", "", ""),
        ("Samtalen ökade under året.", "", ""),
    ],
)
def test_who_says_it(text: str, before: str, who: str) -> None:
    assert speaker(text, before) == who


@pytest.mark.parametrize(
    ("text", "contrary"),
    [
        ("Samverkan har lett till kortare tider.", False),
        ("Men samverkan har tagit mycket tid.", True),
        ("Samverkan har dock tagit mycket tid.", True),
        ("Samverkan fungerar inte i alla delar.", True),
        ("Samverkan fungerar inte bara på papperet.", False),
        ("Samverkan saknas helt.", True),
        (
            "Samverkan växte mellan alla parter i länet under hela det långa och händelserika "
            "året, och de gamla lokalerna behövdes inte.",
            False,
        ),
    ],
)
def test_what_speaks_against(text: str, contrary: bool) -> None:
    assert is_contrary(text, [(text.lower().find("samverkan"), 9)]) is contrary


def test_the_themes_own_word_is_no_denial() -> None:
    text = "Problem tas upp på mötena."
    assert not is_contrary(text, [(0, 7)])


class Words:
    """Words in lower case as terms; "jobb" also stands for "arbete", compounds are parts."""

    def analyse(self, text: str) -> list[str]:
        return [word.strip(".,:;”?!").casefold() for word in text.split()]

    def query_terms(self, text: str, vocabulary: Mapping[str, int] | None = None) -> list[Any]:
        terms = []
        for word in text.casefold().split():
            terms.append(SimpleNamespace(term=word, weight=1.0, origin="word", word=word))
            if word == "jobb":
                terms.append(
                    SimpleNamespace(term="arbete", weight=0.7, origin="synonym", word=word)
                )
            if word == "arbetsväg":
                for part in ("arbete", "väg"):
                    terms.append(SimpleNamespace(term=part, weight=0.5, origin="part", word=word))
        return terms


class Shelf:
    """One passage a unit list, in memory."""

    def __init__(self, books: Mapping[str, Sequence[Unit]]) -> None:
        self.books = books

    def documents(self, filters: Filters | None = None) -> list[DocumentInfo]:
        files = filters.files if filters else ()
        return [info(name) for name in self.books if not files or f"{name}.txt" in files]

    def units(
        self, document_id: str, first: int | None = None, last: int | None = None
    ) -> list[Any]:
        units = self.books[document_id]
        end = len(units) if last is None else last
        return [unit for unit in units if (first or 0) <= unit.ordinal <= end]

    def document_passages(self, document_id: str) -> list[Passage]:
        return [
            Passage(f"{document_id}:{n}", document_id, n, n, n, unit.text, "")
            for n, unit in enumerate(self.books[document_id])
        ]

    def vocabulary(self) -> Mapping[str, int]:
        counts: dict[str, int] = {}
        for units in self.books.values():
            for unit in units:
                for word in set(Words().analyse(unit.text)):
                    counts[word] = counts.get(word, 0) + 1
        return counts

    def search(self, text: str, k: int = 10, filters: Filters | None = None) -> list[Citation]:
        return [
            Citation(1, d.id, d.file, d.id, "", None, None, "", p.text, "prose")
            for d in self.documents(filters)
            for p in self.document_passages(d.id)
        ][:k]


def info(name: str) -> DocumentInfo:
    metadata = Metadata(Finding(name, "found"), Finding("rapport", "found"))
    return DocumentInfo(name, f"{name}.txt", "txt", metadata, 0, 1, 0, 0)


def units(*texts: str, **more: object) -> list[Unit]:
    return [Unit(n, "sentence", text, **more) for n, text in enumerate(texts)]  # type: ignore[arg-type]


FIRST = units(
    "Här börjar berättelsen om allt.",
    "Vägen till arbete är lång för många.",
    "Så slutar den till sist igen.",
    "Om något helt annat står det här.",
)
SECOND = units("Vi fick fler i arbete under året.", "Arbete.", speaker="Anna Ek")
THIRD = units("Men arbete saknas för de flesta.")


def find(query: str, k: int = 12, filters: Filters | None = None) -> Theme:
    shelf = Shelf({"ett": FIRST, "två": SECOND, "tre": THIRD})
    return theme(query, shelf, shelf, Words(), k, filters)


def test_a_theme_gives_whole_sentences_with_their_surroundings() -> None:
    found = find("arbete")
    quotes = {one.citation.quote: one for one in found.excerpts}
    assert set(quotes) == {FIRST[1].text, SECOND[0].text, THIRD[0].text}
    first = quotes[FIRST[1].text]
    assert (first.before, first.after) == (FIRST[0].text, FIRST[2].text)
    assert (first.speaker, first.contrary) == ("", False)
    assert quotes[SECOND[0].text].speaker == "Anna Ek"
    assert quotes[THIRD[0].text].contrary
    assert [one.citation.label for one in found.excerpts] == [1, 2, 3] and found.missing == ()


def test_synonyms_count_and_missing_words_are_named() -> None:
    found = find("jobb rymdskepp")
    assert len(found.excerpts) == 3 and found.missing == ("rymdskepp",)
    assert find("rymdskepp").excerpts == () and find("rymdskepp").missing == ("rymdskepp",)


def test_a_compound_needs_all_its_parts() -> None:
    shelf = Shelf(
        {"ett": units("Arbete är bra för alla här.", "En väg till arbete finns för alla.")}
    )
    found = theme("arbetsväg", shelf, shelf, Words())
    assert [one.citation.quote for one in found.excerpts] == ["En väg till arbete finns för alla."]


def test_documents_take_turns_and_repeated_sentences_stand_once() -> None:
    many = units(*[f"Arbete nummer {n} är viktigt för alla." for n in range(6)])
    shelf = Shelf(
        {"ett": many, "två": units("Till sist fick fler ett arbete att gå till."), "tre": many}
    )
    found = theme("arbete", shelf, shelf, Words(), 3)
    assert "två" in {one.citation.document for one in found.excerpts}
    quotes = [one.citation.quote for one in theme("arbete", shelf, shelf, Words(), 20).excerpts]
    assert len(quotes) == len(set(quotes)) == 7


def test_filters_bind_a_theme() -> None:
    found = find("arbete", filters=Filters(files=("tre.txt",)))
    assert {one.citation.document for one in found.excerpts} == {"tre"}


def library_of(path: Path, vectors: Mapping[str, Sequence[Sequence[float]]]) -> Library:
    library = Library.open(path / "library.sqlite", create=True)
    library.use_model("fake")
    for name, rows in vectors.items():
        metadata = Metadata(Finding(name, "found"), Finding("rapport", "found"))
        document = Document(name, f"{name}.txt", name, "txt", metadata)
        passages = [
            Passage(f"{name}:{n}", name, n, n, n, f"{name} {n}", "") for n in range(len(rows))
        ]
        library.replace(document, passages, ["x"] * len(rows), np.array(rows, dtype=np.float32))
    return library


def test_similar_documents_by_their_mean_vectors(tmp_path: Path) -> None:
    library = library_of(
        tmp_path, {"a": [[1, 0], [0.8, 0.6]], "b": [[0, 1]], "c": [[0.9, 0.4]], "d": [[-1, 0]]}
    )
    assert [one.id for one in similar(library, "a", 2)] == ["c", "b"]
    library.forget("c")
    assert [one.id for one in similar(library, "a", 5)] == ["b", "d"]
    with pytest.raises(UnknownItem):
        similar(library, "c", 1)
    library.close()
