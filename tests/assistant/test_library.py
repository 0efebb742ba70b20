"""The library: documents, keywords, vectors, in transactions."""

import sqlite3
import threading
from dataclasses import replace
from pathlib import Path
from time import sleep

import numpy as np
import pytest

from assistant.errors import IndexMismatch, IndexMissing, UnknownItem
from assistant.library import DamagedLibrary, Library
from assistant.schema import Cell, Filters, Finding, Mark, Point, Unit
from assistant.splitting import embedded_text
from tests.assistant.making import DIMENSION, document, put, vector_of


@pytest.fixture
def library(tmp_path: Path) -> Library:
    opened = Library.open(tmp_path / "library.sqlite", create=True)
    opened.use_model("fake-1")
    return opened


def test_a_missing_library_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="finsam index"):
        Library.open(tmp_path / "library.sqlite")
    (tmp_path / "library.sqlite").touch()
    with pytest.raises(IndexMissing):
        Library.open(tmp_path / "library.sqlite")


def test_units_come_back_as_they_were(library: Library) -> None:
    rich = Unit(
        2,
        "table_row",
        "Malmö3 447 -",
        page=1,
        section=("Mål", "Utfall"),
        block=7,
        boxes=(),
        cells=(Cell("Malmö3", 0), Cell("447", 1, "Malmö3", ("År", "2020"))),
        points=(Point("", "2020", "447"),),
        marks=(Mark(5, 6, "3"),),
        unassigned=("12",),
        ocr=True,
    )
    item = document("Ett.\nTvå.\nTre.")
    item = replace(item, units=(*item.units[:2], rich))
    put(library, item)
    assert tuple(library.units(item.id)) == item.units
    assert library.units(item.id, 1, 1) == [item.units[1]]
    assert library.units(item.id, 2) == [rich]
    assert tuple(library.pages(item.id)) == item.pages
    assert library.document(item.id).metadata == item.metadata
    assert library.metadata == {item.id: item.metadata}


def test_replace_takes_the_place_of_the_same_file_and_the_same_content(library: Library) -> None:
    old = document("Gammal text om hunden.", "a.txt")
    new = document("Ny text om katten.", "a.txt")
    put(library, old)
    put(library, new)
    assert [info.id for info in library.documents()] == [new.id]
    put(library, replace(new, file="b.txt"))
    assert [info.file for info in library.documents()] == ["b.txt"]
    assert library.keyword_search(["hunden"], 5) == []
    assert [found for found, _ in library.keyword_search(["katten"], 5)] == [f"{new.id}:0"]
    assert "hunden" not in library.vocabulary()


def test_an_interrupted_replace_leaves_nothing_behind(library: Library) -> None:
    kept = document("Det som stod kvar.")
    put(library, kept)
    before = library.generation()
    changed = document("Det nya.")
    passages = [replace(p, id="samma") for p in library.document_passages(kept.id)]
    with pytest.raises(sqlite3.IntegrityError):
        library.replace(
            changed,
            passages * 2,
            ["det nya"] * 2,
            np.ones((2, DIMENSION), dtype=np.float32),
        )
    assert [info.id for info in library.documents()] == [kept.id]
    assert library.generation() == before
    assert library.keyword_search(["kvar"], 1)
    assert not library.keyword_search(["nya"], 1)


def test_bm25_orders_by_rarity_and_length_with_ties_by_id(library: Library) -> None:
    texts = {
        "a.txt": "hund hund katt",
        "b.txt": "hund fisk fågel häst",
        "c.txt": "fisk fågel häst ko",
        "d.txt": "gris ko lamm get",
        "e.txt": "mus råtta lamm get",
        "f.txt": "gris räv lamm get",
    }
    ids = {name: put(library, document(text, name))[0].id for name, text in texts.items()}
    assert [found for found, _ in library.keyword_search(["hund"], 9)] == [
        ids["a.txt"],
        ids["b.txt"],
    ]
    tied = library.keyword_search(["häst"], 9)
    assert tied[0][1] == tied[1][1]
    assert [found for found, _ in tied] == sorted([ids["b.txt"], ids["c.txt"]])
    assert library.keyword_search(["häst"], 1) == tied[:1]
    either = [found for found, _ in library.keyword_search(["katt", "mus"], 9)]
    assert set(either) == {ids["a.txt"], ids["e.txt"]}
    weighted = library.keyword_search({"katt": 0.1, "mus": 1.0}, 9)
    assert [found for found, _ in weighted] == [ids["e.txt"], ids["a.txt"]]
    assert library.keyword_search([], 9) == []
    assert library.vocabulary()["lamm"] == 3


def test_bm25_as_worked_out_by_hand(library: Library) -> None:
    # context and text: "titel 2022 · avsnitt" (4 terms), then the text's 2, 1 and 3
    for name, text in (("a", "ko ko"), ("b", "ko"), ("c", "får get lamm")):
        put(library, document(text, f"{name}.txt"))
    scores = sorted(score for _, score in library.keyword_search(["ko"], 9))
    rarity = 0.470004  # ln(1 + (3 - 2 + 0.5) / (2 + 0.5)) = ln 1.6
    twice = rarity * 2 * 2.2 / (2 + 1.2)  # 6 terms, as the mean
    once = rarity * 1 * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 5 / 6))
    assert scores == pytest.approx([once, twice], rel=1e-5)


def test_the_sum_of_weighted_terms_is_the_sum_of_their_searches(library: Library) -> None:
    for name, text in (("a", "sol måne"), ("b", "sol regn"), ("c", "regn"), ("d", "x"), ("e", "y")):
        put(library, document(f"{text} {name}", f"{name}.txt"))
    alone = {term: dict(library.keyword_search([term], 9)) for term in ("sol", "regn")}
    for found, score in library.keyword_search({"sol": 1.0, "regn": 0.5}, 9):
        expected = alone["sol"].get(found, 0) + 0.5 * alone["regn"].get(found, 0)
        assert score == pytest.approx(expected)


@pytest.mark.parametrize("term", ["27,8", 'a"b', "3:2", "100%", "åäö", "i_d", "c++", "l'a", "ab*"])
def test_a_term_is_found_whatever_characters_it_has(library: Library, term: str) -> None:
    put(library, document(f"före {term} efter"))
    put(library, document("helt annat", "b.txt"))
    assert len(library.keyword_search([term], 5)) == 1
    assert library.vocabulary()[term] == 1


def test_swedish_letters_are_kept_apart(library: Library) -> None:
    put(library, document("får"))
    assert library.keyword_search(["far"], 5) == []
    assert len(library.keyword_search(["får"], 5)) == 1


def test_filters_bind(library: Library) -> None:
    plan = document("Plan ett.", "plan.txt", kind="verksamhetsplan", year="2026")
    report = document("Rapport ett.", "rapport.txt", year="2012–2022")
    secret = document("Hemlig ett.", "intern.txt", year="", audience="intern")
    for item in (plan, report, secret):
        put(library, item)

    def files(filters: Filters) -> set[str]:
        return {info.file for info in library.documents(filters)}

    assert files(Filters(years=(2015,))) == {"rapport.txt"}
    assert files(Filters(years=(2015, 2026))) == {"rapport.txt", "plan.txt"}
    assert files(Filters(kinds=("verksamhetsplan",))) == {"plan.txt"}
    assert files(Filters(audience=("alla",))) == {"plan.txt", "rapport.txt"}
    assert files(Filters(audience=())) == set()
    assert files(Filters(files=("intern.txt",))) == {"intern.txt"}
    assert library.passage_ids(Filters()) is None
    assert library.passage_ids(Filters(audience=("alla",))) == frozenset(
        {f"{plan.id}:0", f"{report.id}:0"}
    )
    assert library.passage_ids(Filters(years=(1999,))) == frozenset()
    found = library.keyword_search(["ett"], 9, Filters(years=(2015,)))
    assert [passage for passage, _ in found] == [f"{report.id}:0"]
    library.forget(report.id)
    assert library.passage_ids(Filters(audience=("alla",))) == frozenset({f"{plan.id}:0"})


def test_vectors_follow_their_passages_and_are_kept_by_content(library: Library) -> None:
    item = document("\n".join(f"Mening {n}." for n in range(9)))
    passages = put(library, item)
    assert len(passages) == 3
    vectors = dict(library.vectors())
    assert set(vectors) == {passage.id for passage in passages} == library.all_passage_ids()
    for passage in passages:
        np.testing.assert_array_equal(vectors[passage.id], vector_of(embedded_text(passage)))
    texts = [embedded_text(passage) for passage in passages]
    library.forget(item.id)
    assert all(vector is not None for vector in library.known_vectors(texts))
    assert library.drop_unused_vectors() == 3
    assert library.known_vectors(texts) == [None] * 3


def test_another_model_is_refused_and_starts_afresh(library: Library) -> None:
    item = document("Text.")
    put(library, item)
    library.check_model("fake-1")
    with pytest.raises(IndexMismatch, match="finsam index --rebuild"):
        library.check_model("fake-2")
    library.use_model("fake-2")
    assert library.documents() == []
    assert library.vocabulary() == {}
    assert library.pending()[0] == [f"{item.id}:0"]


def test_rename_and_unknown_documents(library: Library) -> None:
    item = document("Text.")
    put(library, item)
    library.rename(item.id, "ny.txt")
    assert library.document(item.id).file == "ny.txt"
    assert [info.file for info in library.documents(Filters(files=("ny.txt",)))] == ["ny.txt"]
    with pytest.raises(UnknownItem):
        library.rename("finns-inte", "x.txt")
    with pytest.raises(UnknownItem):
        library.document("finns-inte")
    assert library.passages(["finns-inte:0"]) == {}
    library.forget("finns-inte")


def test_readers_in_other_threads_see_whole_documents_only(library: Library) -> None:
    versions = [document("\n".join(f"{word} {n}." for n in range(6))) for word in ("a", "b")]
    put(library, versions[0])
    stop = threading.Event()
    wrong: list[str] = []

    def look() -> None:
        while not stop.is_set():
            with library._db.reading() as connection:
                units = connection.execute("SELECT count(*) FROM units").fetchone()[0]
                terms = connection.execute(
                    "SELECT count(*) FROM keywords WHERE keywords MATCH 'avsnitt'"
                ).fetchone()[0]
            if (units, terms) != (6, 2):
                wrong.append(f"{units} units, {terms} passages")

    threads = [threading.Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    for turn in range(20):
        put(library, versions[turn % 2])
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_file_that_is_no_library_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    path.write_bytes(b"detta ar ingen databas" * 100)
    with pytest.raises(DamagedLibrary, match="finsam index"):
        Library.open(path, create=True)
    other = sqlite3.connect(tmp_path / "other.sqlite")
    other.execute("PRAGMA user_version = 1")
    other.close()
    with pytest.raises(DamagedLibrary):
        Library.open(tmp_path / "other.sqlite", create=True)


def test_documents_are_listed_by_kind_year_and_title(library: Library) -> None:
    for file, kind, year in (
        ("1", "årsredovisning", "2020"),
        ("2", "verksamhetsplan", "2024"),
        ("3", "verksamhetsplan", "2026"),
        ("4", "verksamhetsplan", ""),
    ):
        put(library, document(f"Text {file}.", file, kind=kind, year=year))
    assert [info.file for info in library.documents()] == ["3", "2", "4", "1"]


def test_the_first_full_sentence_says_what_a_document_is_about(library: Library) -> None:
    long = "Rapporten beskriver vad förbundet har uppnått under året."
    item = document(f"Kort.\n{long}\nMer.")
    put(library, item)
    info = library.document(item.id)
    assert info.about == long
    assert (info.units, info.pages, info.tables) == (3, 1, 0)
    assert info.metadata.title == Finding("Titel", "found")


def test_closing_waits_for_whoever_is_reading(library: Library) -> None:
    reading = threading.Event()
    told: list[int] = []

    def read() -> None:
        with library._db.reading() as connection:
            reading.set()
            sleep(0.2)
            told.append(connection.execute("SELECT count(*) FROM passages").fetchone()[0])

    thread = threading.Thread(target=read)
    thread.start()
    assert reading.wait(5)
    library.close()
    assert told == [library.passage_count()]
    thread.join()
