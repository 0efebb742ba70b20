"""A run killed anywhere is finished by the next, and ends as a clean build would.

`FINSAM_KILLS` sets the number of rounds (default 15).
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from assistant.library import Library
from assistant.schema import Filters
from tests.assistant.killed_run import FileStore, main

ROUNDS = int(os.environ.get("FINSAM_KILLS", "15"))


def content(folder: Path) -> dict[str, Any]:
    """Everything that can be found or cited, without what depends on the order of writing."""
    library = Library.open(folder / "indexes" / "library.sqlite")
    documents = {}
    for info in library.documents():
        documents[info.file] = (
            info.metadata,
            tuple(library.units(info.id)),
            tuple(library.document_passages(info.id)),
        )
    terms = dict(library.vocabulary())
    found = {term: library.keyword_search([term], 50, Filters()) for term in sorted(terms)[::17]}
    vectors = {item: vector.tobytes() for item, vector in library.vectors()}
    assert FileStore(folder / "store").contents() == vectors
    assert library.pending()[0] == []
    assert library.damage() == ""
    library.close()
    return {"documents": documents, "terms": terms, "found": found, "vectors": vectors}


def whole_documents_only(folder: Path) -> None:
    """What a reader sees right after a kill: every document is in with all its parts."""
    path = folder / "indexes" / "library.sqlite"
    if not path.exists():
        return
    library = Library.open(path, create=True)
    for info in library.documents():
        assert len(library.units(info.id)) == info.units
        passages = library.document_passages(info.id)
        assert passages[-1].last == info.units - 1
        assert set(library.vectors_of([p.id for p in passages])) == {p.id for p in passages}
    library.close()


def change_something(corpus: Path, chance: random.Random) -> None:
    files = sorted(corpus.iterdir())
    kind = chance.choice(["add", "change", "rename", "remove", "copy"])
    one = chance.choice(files)
    if kind == "add" or len(files) < 4:
        (corpus / f"ny-{chance.random()}.txt").write_text(text(chance), encoding="utf-8")
    elif kind == "change":
        one.write_text(text(chance), encoding="utf-8")
    elif kind == "rename":
        one.rename(corpus / f"omdöpt-{chance.random()}.txt")
    elif kind == "copy":
        shutil.copy(one, corpus / f"kopia-{chance.random()}.txt")
    else:
        one.unlink()


def text(chance: random.Random) -> str:
    return "\n".join(
        f"ord{chance.randrange(400)} mening {n}." for n in range(chance.randrange(1, 90))
    )


@pytest.mark.slow
def test_killed_runs_end_as_a_clean_build(tmp_path: Path) -> None:
    chance = random.Random(7)
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number in range(25):
        (corpus / f"{number}.txt").write_text(text(chance), encoding="utf-8")
    main(tmp_path)
    killed, length = 0, 0.0
    for number in range(ROUNDS + 1):
        for _ in range(3):
            change_something(corpus, chance)
        run = subprocess.Popen(
            [sys.executable, "-m", "tests.assistant.killed_run", str(tmp_path)],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )
        assert run.stdout is not None
        assert run.stdout.readline()
        if number == 0:
            # the first is let be, to know how long a run is on this machine
            begun = time.perf_counter()
            run.wait()
            length = time.perf_counter() - begun
        else:
            time.sleep(chance.uniform(0.0, length))
            killed += run.poll() is None
            run.kill()
            run.wait()
        run.stdout.close()
        whole_documents_only(tmp_path)
    assert killed > ROUNDS / 3, "most runs were over before the kill: the test shows nothing"

    main(tmp_path)
    clean = tmp_path / "clean"
    clean.mkdir()
    shutil.copytree(corpus, clean / "corpus")
    # which of two equal files is the document depends on which came first
    kept = set(content(tmp_path)["documents"])
    for path in (clean / "corpus").iterdir():
        if path.name not in kept:
            path.unlink()
    main(clean)
    assert content(tmp_path) == content(clean)
