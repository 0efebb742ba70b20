"""What the parts do on a full disk and in folders that may only be read, without making either."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from assistant import filling, vectors
from assistant.errors import IndexingError, VectorStoreError
from assistant.full_disk import is_full
from assistant.library import Library
from assistant.library.database import translated
from assistant.vectors import VectorStore
from evals.trust.house import furnished


def test_every_way_of_saying_full_is_known(tmp_path: Path) -> None:
    assert is_full(tmp_path, OSError(errno.ENOSPC, "No space left on device"))
    assert is_full(tmp_path, RuntimeError("(code: 13) database or disk is full"))
    try:
        try:
            raise OSError(errno.EDQUOT, "quota")
        except OSError as error:
            raise ValueError("something else") from error
    except ValueError as wrapped:
        assert is_full(tmp_path / "not" / "there", wrapped)
    assert not is_full(tmp_path, OSError(errno.EACCES, "Permission denied"))


def test_a_full_disk_is_told_in_swedish(tmp_path: Path) -> None:
    for error in (
        OSError(errno.ENOSPC, "No space left on device"),
        sqlite3.OperationalError("database or disk is full"),
    ):
        if isinstance(error, sqlite3.Error):
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
        with pytest.raises(IndexingError, match="Disken är full"), translated(tmp_path / "x"):
            raise error


def test_a_store_that_cannot_be_repaired_for_lack_of_room_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = furnished(tmp_path, 1, texts=1)
    house.index()

    def full(*_: object) -> bool:
        try:
            raise OSError(errno.ENOSPC, "No space left on device")
        except OSError as error:
            raise VectorStoreError("Disken är full.") from error

    with house.opened() as service:
        info = service.library.documents()[0]
        service.library.forget(info.id)
        monkeypatch.setattr(filling, "make_equal", full)
        assert not filling.ensure_vectors(service.library, service.vectors)
        assert service.vectors.count() > service.library.passage_count()


def test_what_a_full_disk_cut_off_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = np.eye(5, dtype=np.float32)
    store = VectorStore(tmp_path)
    store.add(["0", "1"], rows[:2])
    store.publish()
    published = {path.name for path in tmp_path.iterdir()}
    store.add(["2"], rows[2:3])
    assert store.ids() == {"0", "1", "2"}
    assert {path.name for path in tmp_path.iterdir()} > published
    assert store._writing is not None

    def full(**_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(store._writing.rows, "upsert", full)
    with pytest.raises(VectorStoreError, match="Disken är full"):
        store.add(["3"], rows[3:4])
    # the room is there again, and what was published goes on being seen
    assert {path.name for path in tmp_path.iterdir()} == published
    assert store.ids() == {"0", "1"}
    assert store.query(rows[1], 1)[0][0] == "1"
    store.add(["3"], rows[3:4])
    assert store.ids() == {"0", "1", "3"}
    store.close()


def test_a_run_that_fails_leaves_no_half_made_vectors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = furnished(tmp_path, 1, texts=2)
    house.index()
    before = {path.name for path in (house.indexes / "chroma").iterdir()}
    (house.corpus / "ny.md").write_text("# Ny\n\nInsatsen Alfa har 12 deltagare.\n")

    def full(*_: object, **__: object) -> None:
        raise IndexingError("Disken är full: här.", "Frigör utrymme")

    monkeypatch.setattr(Library, "replace", full)
    with pytest.raises(IndexingError):
        house.index()
    assert {path.name for path in (house.indexes / "chroma").iterdir()} == before


def test_an_answer_is_given_when_it_cannot_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = furnished(tmp_path, 1, texts=1)
    house.index()

    def full(*_: object) -> None:
        raise IndexingError("Disken är full: här.", "Frigör utrymme")

    with house.opened() as service:
        monkeypatch.setattr(Library, "add_turn", full)
        answer = service.ask("Hur många deltog i insatsen Alfa?")
        assert answer.answer
        assert "Samtalet sparades inte: Disken är full" in answer.notice


def test_a_generation_that_may_only_be_read_is_searched_in_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = np.eye(5, dtype=np.float32)
    store = VectorStore(tmp_path)
    store.add([str(n) for n in range(5)], rows)
    store.publish()
    store.close()
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    monkeypatch.setattr(vectors, "_writable", lambda _: False)
    reader = VectorStore(tmp_path)
    assert reader.query(rows[3], 1)[0][0] == "3"
    assert reader._reading is not None
    copy = Path(reader._reading._copy)
    assert copy.is_dir()
    assert not copy.is_relative_to(tmp_path)
    reader.close()
    assert not copy.exists()
    assert {path: path.read_bytes() for path in before} == before
