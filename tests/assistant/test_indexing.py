"""The first arrow: what an index run does to library and store."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.errors import (
    IndexBusy,
    IndexingError,
    IndexMismatch,
    SettingsError,
    UnknownItem,
    VectorStoreError,
)
from assistant.indexing import Indexer, ensure_vectors
from assistant.library import Library
from assistant.lock import writer_lock
from assistant.schema import FileReport
from assistant.service import Progress
from assistant.settings import Privacy, load_settings
from tests.assistant.making import FakeEmbedder, FakeStore, analyse, read_lines, vector_of


class House:
    """A corpus folder with a library, a store and an indexer."""

    def __init__(self, folder: Path) -> None:
        self.corpus = folder / "corpus"
        self.corpus.mkdir(exist_ok=True)
        self.settings = load_settings(None, self.corpus, folder / "indexes")
        self.library = Library.open(self.settings.library_file, create=True)
        self.store = FakeStore()
        self.embedder = FakeEmbedder()
        self.reads: list[str] = []

    def indexer(self, versions: str = "") -> Indexer:
        def read(path: Path, file: str, catalogue: object) -> object:
            self.reads.append(file)
            return read_lines(path, file, catalogue)  # type: ignore[arg-type]

        return Indexer(
            self.settings,
            self.library,
            self.embedder,
            self.store,
            analyse,
            read=read,  # type: ignore[arg-type]
            versions=versions,
        )

    def write(self, name: str, text: str) -> Path:
        path = self.corpus / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        return path

    def run(self, *paths: str, **options: object) -> dict[str, str]:
        reports = self.indexer().run(paths, **options)  # type: ignore[arg-type]
        self.assert_whole()
        return {report.file: report.outcome for report in reports}

    def found(self, word: str) -> list[str]:
        """Files whose passages a keyword finds."""
        ids = [found for found, _ in self.library.keyword_search([word], 10)]
        passages = self.library.passages(ids)
        return sorted({self.library.document(passages[i].document).file for i in ids})

    def assert_whole(self) -> None:
        """Library and store hold the same passages, each with the vector of its own text."""
        vectors = dict(self.library.vectors())
        assert set(self.store.vectors) == set(vectors) == self.library.all_passage_ids()
        for item, vector in vectors.items():
            np.testing.assert_array_equal(self.store.vectors[item], vector)
        assert self.library.pending()[0] == []
        assert self.library.damage() == ""


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_a_file_is_added_changed_renamed_and_removed(house: House) -> None:
    house.write("a.txt", "Hunden sover.")
    house.write("b.txt", "Katten jagar.")
    assert house.run() == {"a.txt": "added", "b.txt": "added"}
    assert house.found("hunden") == ["a.txt"]

    house.write("a.txt", "Hästen springer.")
    assert house.run() == {"a.txt": "changed", "b.txt": "unchanged"}
    assert house.found("hunden") == []
    assert house.found("hästen") == ["a.txt"]

    (house.corpus / "a.txt").rename(house.corpus / "c.txt")
    assert house.run() == {"b.txt": "unchanged", "c.txt": "renamed"}
    assert house.found("hästen") == ["c.txt"]
    (info,) = [info for info in house.library.documents() if info.file == "c.txt"]
    assert info.metadata.title.value == "c"

    (house.corpus / "c.txt").unlink()
    assert house.run() == {"b.txt": "unchanged", "c.txt": "removed"}
    assert house.found("hästen") == []
    assert house.run() == {"b.txt": "unchanged"}


def test_nothing_is_read_or_embedded_twice(house: House) -> None:
    path = house.write("a.txt", "Hunden sover.")
    house.write("b.txt", "Katten jagar.")
    house.run()
    reads, embedded = len(house.reads), len(house.embedder.texts)
    house.run()
    os.utime(path, (1, 1))
    house.run()
    assert len(house.reads) == reads
    house.write("b.txt", "Katten jagar.\nOch råttan.\nFlyr.\nUndan.")
    house.run()
    assert house.reads[reads:] == ["b.txt"]
    # three lines a page: the first passage has changed, the second is new
    assert len(house.embedder.texts) == embedded + 2


def test_a_change_that_keeps_size_and_time_is_seen_while_the_file_is_young(house: House) -> None:
    path = house.write("a.txt", "Hunden sover.")
    house.run()
    stamp = path.stat()
    house.write("a.txt", "Katten sover.")
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert house.run() == {"a.txt": "changed"}


def test_the_same_content_under_two_names_is_indexed_once(house: House) -> None:
    house.write("b.txt", "Hunden sover.")
    house.run()
    house.write("a.txt", "Hunden sover.")
    reports = {r.file: r for r in house.indexer().run()}
    assert reports["a.txt"].outcome == "duplicate"
    assert reports["a.txt"].message == "Samma innehåll som b.txt."
    assert reports["b.txt"].outcome == "unchanged"
    assert house.library.passage_count() == 1
    (house.corpus / "b.txt").unlink()
    assert house.run() == {"a.txt": "renamed"}
    assert house.found("hunden") == ["a.txt"]


def test_names_may_be_swapped_and_copies_may_change(house: House) -> None:
    house.write("a.txt", "Hunden sover.")
    house.write("b.txt", "Katten jagar.")
    house.run()
    house.write("a.txt", "Katten jagar.")
    house.write("b.txt", "Hunden sover.")
    assert house.run() == {"a.txt": "renamed", "b.txt": "renamed"}
    assert house.found("katten") == ["a.txt"]
    assert house.found("hunden") == ["b.txt"]
    house.write("c.txt", "Hunden sover.")
    house.write("b.txt", "Något nytt.")
    assert house.run() == {"a.txt": "unchanged", "b.txt": "changed", "c.txt": "renamed"}
    assert house.found("hunden") == ["c.txt"]
    assert house.found("nytt") == ["b.txt"]


def test_one_bad_file_stops_nothing_and_is_not_cited_any_more(house: House) -> None:
    house.write("a.txt", "Hunden sover.")
    house.write("b.txt", "Katten jagar.")
    house.run()
    house.write("a.txt", "TRASIG")
    house.write("c.txt", "KRASCH")
    house.write("d.txt", "TRASIG")
    house.write("e.txt", "Räven smyger.")
    reports = {r.file: r for r in house.indexer().run()}
    house.assert_whole()
    assert {name: r.outcome for name, r in reports.items()} == {
        "a.txt": "failed",
        "b.txt": "unchanged",
        "c.txt": "failed",
        "d.txt": "failed",
        "e.txt": "added",
    }
    assert reports["a.txt"].message == reports["d.txt"].message == "Filen är trasig. Spara om den."
    assert "ett fel i läsaren" in reports["c.txt"].message
    assert house.found("hunden") == []
    assert house.run()["a.txt"] == "failed"
    house.write("a.txt", "Hunden sover.")
    assert house.run()["a.txt"] == "added"


def test_what_is_no_document_is_left_alone(house: House) -> None:
    for name in (".dold.txt", "README.md", "catalogue.toml", "~$a.docx", ".git/x.txt"):
        house.write(name, "")
    house.write("mapp/å.txt", "Text.")
    outside = house.corpus.parent / "utanför.txt"
    outside.write_text("Hemligt.", encoding="utf-8")
    (house.corpus / "länk.txt").symlink_to(outside)
    (house.corpus / "bruten.txt").symlink_to(house.corpus / "saknas")
    assert house.run() == {"mapp/å.txt": "added"}


def test_paths_limit_the_run(house: House) -> None:
    house.write("a.txt", "Hunden sover.")
    house.write("mapp/b.txt", "Katten jagar.")
    assert house.run("mapp") == {"mapp/b.txt": "added"}
    assert house.run(str(house.corpus / "a.txt")) == {"a.txt": "added"}
    (house.corpus / "a.txt").unlink()
    house.write("mapp/b.txt", "Katten sover.")
    assert house.run("a.txt") == {"a.txt": "removed"}
    assert house.run("mapp/b.txt") == {"mapp/b.txt": "changed"}
    with pytest.raises(UnknownItem, match=r"saknas\.txt"):
        house.run("saknas.txt")


def test_a_missing_corpus_is_not_an_emptied_one(house: House) -> None:
    house.write("a.txt", "Hunden sover.")
    house.run()
    house.corpus.rename(house.corpus.with_name("borta"))
    with pytest.raises(IndexingError, match="--corpus"):
        house.run()
    assert house.found("hunden") == ["a.txt"]


def test_the_catalogue_is_followed_and_must_be_sound(house: House) -> None:
    house.write("a.txt", "Hunden sover.")
    house.write("b.txt", "Katten jagar.")
    house.run()
    house.write(
        "catalogue.toml", '[[document]]\nfile = "a.txt"\naudience = "intern"\ntitle = "Ny"\n'
    )
    assert house.run() == {"a.txt": "changed", "b.txt": "unchanged"}
    (info,) = [info for info in house.library.documents() if info.file == "a.txt"]
    assert (info.metadata.audience, info.metadata.title.value) == ("intern", "Ny")
    house.write("catalogue.toml", "[[document]\n")
    with pytest.raises(SettingsError):
        house.run()


def test_other_versions_of_the_programs_parts_read_anew(house: House) -> None:
    house.write("a.txt", "Hunden sover.")
    house.run()
    assert house.indexer("analysis 2").run()[0].outcome == "changed"
    assert house.indexer("analysis 2").run()[0].outcome == "unchanged"


def test_another_model_needs_a_rebuild(house: House) -> None:
    house.write("a.txt", "Hunden sover.")
    house.run()
    conversation = house.library.new_conversation()
    house.embedder = FakeEmbedder("fake-2")
    with pytest.raises(IndexMismatch, match="--rebuild"):
        house.run()
    assert house.found("hunden") == ["a.txt"]
    assert house.run(rebuild=True) == {"a.txt": "added"}
    assert len(house.embedder.texts) == 1
    assert house.library.conversation(conversation).id == conversation


def test_a_store_that_fails_is_told_when_it_is_back(house: House) -> None:
    house.write("a.txt", "Hunden sover.")
    house.run()
    house.write("a.txt", "Katten jagar.")
    house.store.failing = True
    with pytest.raises(VectorStoreError):
        house.run()
    assert house.found("katten") == ["a.txt"]
    assert not house.store.check(house.library.all_passage_ids())
    with pytest.raises(VectorStoreError):
        ensure_vectors(house.library, house.store)
    house.store.failing = False
    assert ensure_vectors(house.library, house.store)
    house.assert_whole()
    assert not ensure_vectors(house.library, house.store)


def test_a_store_that_was_lost_is_filled_without_embedding(house: House) -> None:
    for number in range(5):
        house.write(f"{number}.txt", f"Text nummer {number}.")
    house.run()
    embedded = len(house.embedder.texts)
    house.store = FakeStore()
    house.store.vectors["spöke:0"] = vector_of("spöke")
    assert ensure_vectors(house.library, house.store)
    house.assert_whole()
    assert len(house.embedder.texts) == embedded


def test_opening_leaves_the_store_to_the_process_that_writes(house: House) -> None:
    house.write("a.txt", "Hunden sover.")
    house.run()
    house.store.vectors.clear()
    with writer_lock(house.settings.indexes):
        assert not ensure_vectors(house.library, house.store)
        assert house.store.vectors == {}


def test_two_writers_are_one_too_many(house: House) -> None:
    with (
        writer_lock(house.settings.indexes),
        pytest.raises(IndexBusy, match="finsam index"),
    ):
        house.indexer().run()


def test_a_run_can_be_stopped_and_gone_on_with(house: House) -> None:
    for number in range(6):
        house.write(f"{number}.txt", f"Text nummer {number}.")
    done: list[Progress] = []
    first = house.run(on_progress=done.append, cancelled=lambda: any(p.done >= 2 for p in done))
    assert 2 <= len(first) < 6
    assert set(first.values()) == {"added"}
    second = house.run()
    assert [second[name] for name in first] == ["unchanged"] * len(first)
    assert len(house.library.documents()) == 6
    assert house.library.log()[-1].detail.endswith("avbruten")


def test_stopping_while_embedding_leaves_no_half_document(house: House) -> None:
    house.write("a.txt", "\n".join(f"Mening {n}." for n in range(2000)))
    calls: list[Sequence[str]] = []
    embed = house.embedder.encode_passages

    def counted(texts: Sequence[str]) -> NDArray[np.float32]:
        calls.append(texts)
        return embed(texts)

    house.embedder.encode_passages = counted  # type: ignore[method-assign]
    assert house.run(cancelled=lambda: len(calls) >= 1) == {}
    assert house.library.documents() == []
    assert house.run() == {"a.txt": "added"}
    # 667 passages, of which the first 256 had been embedded before the stop
    assert sum(len(texts) for texts in calls) == 667


def test_progress_counts_files_and_estimates(house: House) -> None:
    for number in range(3):
        house.write(f"{number}.txt", f"Text nummer {number}.")
    seen: list[Progress] = []
    house.run(on_progress=seen.append)
    assert [p.done for p in seen if p.total == 3 and p.doing.startswith("Läser")] == [0, 1, 2]
    assert any(p.doing == "Läser 1.txt" for p in seen)
    assert seen[0].doing == "Letar efter ändringar"


def test_a_run_with_nothing_to_do_changes_nothing(house: House) -> None:
    house.write("a.txt", "Hunden sover.")
    house.run()
    generation, log = house.library.generation(), house.library.log()
    house.run()
    assert (house.library.generation(), house.library.log()) == (generation, log)


def test_a_broken_catalogue_forgets_nothing_even_in_a_rebuild(house: House) -> None:
    house.write("a.txt", "Hunden sover.")
    house.run()
    house.write("catalogue.toml", "[[document]\n")
    with pytest.raises(SettingsError):
        house.run(rebuild=True)
    assert house.found("hunden") == ["a.txt"]


@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_a_library_cut_off_is_built_anew_by_the_next_run(house: House, share: float) -> None:
    for number in range(30):
        house.write(f"{number}.txt", "\n".join(f"Mening {n} av {number}." for n in range(40)))
    house.run()
    conversation = house.library.new_conversation()
    house.library.close()
    path = house.settings.library_file
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    assert set(house.run().values()) == {"added"}
    assert len(house.library.documents()) == 30
    assert list(path.parent.glob("library-skadat-*.sqlite"))
    if share > 0.9:
        assert house.library.conversation(conversation)


def test_personal_identity_numbers_are_reported(house: House) -> None:
    house.write("a.txt", "Ett.\nTvå.\nTre.\nAnna har 900118-9811.")
    for outcome in ("added", "unchanged"):
        (report,) = house.indexer().run()
        assert (report.outcome, report.notices) == (
            outcome,
            ("Innehåller personnummer på s. 2.",),
        )
    house.settings = replace(house.settings, privacy=Privacy("refuse"))
    (report,) = house.indexer().run()
    assert report.outcome == "failed"
    assert house.library.documents() == []


def test_the_report_says_what_was_found_and_guessed(house: House) -> None:
    house.write("a.txt", "\n".join(f"Mening {n}." for n in range(7)))
    for outcome in ("added", "unchanged"):
        (report,) = house.indexer().run()
        assert report == FileReport(
            "a.txt", outcome, pages=3, units=7, guessed=("typ",), seconds=report.seconds
        )
