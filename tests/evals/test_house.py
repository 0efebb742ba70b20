"""What the trust evals check an index by sees no fault that another process made it see."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant.errors import IndexBusy
from assistant.library import Library
from assistant.local_service import LocalService
from assistant.lock import FILE_NAME, writer_lock
from assistant.schema import Answer, Unit
from evals.trust.house import House
from tests.evals.material import cite

QUESTION = "Hur många deltog i insatsen Alfa år 2019?"


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A house of one document, indexed."""
    made = House(tmp_path)
    made.corpus.mkdir()
    (made.corpus / "alfa.md").write_text(
        "# Rapport\n\nUnder 2019 deltog 124 personer i insatsen Alfa.\n", encoding="utf-8"
    )
    made.index()
    return made


@contextmanager
def another(house: House) -> Iterator[Library]:
    """The library as another process has it."""
    library = Library.open(house.settings.library_file)
    try:
        yield library
    finally:
        library.close()


def test_a_document_taken_away_between_two_reads_is_not_half(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Listed, then replaced or forgotten by a run, then asked for its units."""
    read = Library.units
    gone: list[str] = []

    def units(
        self: Library, document: str, first: int | None = None, last: int | None = None
    ) -> list[Unit]:
        if not gone:
            gone.append(document)
            with another(house) as library:
                library.forget(document)
        return read(self, document, first, last)

    monkeypatch.setattr(Library, "units", units)
    assert house.faults(repaired=False) == []
    assert len(gone) == 1
    with another(house) as library:
        assert library.documents() == []


@pytest.mark.parametrize("disturbed", [False, True])
def test_an_answer_is_judged_by_the_index_that_it_was_given_from(
    house: House, monkeypatch: pytest.MonkeyPatch, disturbed: bool
) -> None:
    """Also where the index changes each time that the question is asked."""

    def ask(self: LocalService, question: str) -> Answer:
        if disturbed:
            with another(house) as library, library._db.writing(index=True):
                pass
        quote = cite(1, "Det här står ingenstans.", file="borta.md")
        return Answer(question, question, "answered", quote.quote, citations=(quote,))

    monkeypatch.setattr(LocalService, "ask", ask)
    found = house.faults([QUESTION], repaired=False)
    assert found == ([] if disturbed else [f"”{QUESTION}”: borta.md finns inte i biblioteket"])


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="locks are inherited as on Linux")
def test_what_a_killed_run_leaves_behind_is_waited_for(house: House) -> None:
    """A reader that is being started has the lock's file open after its run is gone."""
    with another(house) as library:
        library.forget(library.documents()[0].id)
    lock = os.open(house.indexes / FILE_NAME, os.O_RDWR)
    fcntl.flock(lock, fcntl.LOCK_EX)
    with subprocess.Popen(
        [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, pass_fds=(lock,)
    ) as reader:
        os.close(lock)
        with pytest.raises(IndexBusy), writer_lock(house.indexes):
            pass
        assert reader.stdin is not None
        reader.stdin.close()
        house.deserted()
        assert reader.wait(10) is not None
    with writer_lock(house.indexes):
        pass
