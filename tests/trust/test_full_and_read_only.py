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
