"""The vector store, embedded and on a real server: what it finds, and what damage does to it."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.errors import VectorStoreError
from assistant.vectors import VectorStore

N = 300


def make_vectors(count: int, seed: int = 0) -> NDArray[np.float32]:
    rows = np.random.default_rng(seed).normal(size=(count, 384)).astype(np.float32)
    unit: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


VECTORS = make_vectors(N)
IDS = [f"0123456789abcdef:{row}" for row in range(N)]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = Path(sys.executable).with_name("chroma")
    folder = tmp_path_factory.mktemp("server")
    command = [str(program), "run", "--path", str(folder), "--host", "127.0.0.1"]
    with subprocess.Popen(
        [*command, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            until = time.monotonic() + 60
            while time.monotonic() < until:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.2)
            else:
                pytest.fail("chroma run did not start")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


@pytest.fixture(params=["embedded", pytest.param("server", marks=pytest.mark.network)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[VectorStore]:
    url = request.getfixturevalue("server") if request.param == "server" else ""
    opened = VectorStore(tmp_path / "chroma", url)
    opened.reset()
    yield opened
    opened.close()


class TestStore:
    """What holds wherever Chroma runs."""

    def test_finds_the_nearest_first(self, store: VectorStore) -> None:
        store.add(IDS, VECTORS)
        assert store.check(IDS)
        near = 0.9 * VECTORS[7] + 0.1 * VECTORS[8]
        near /= np.linalg.norm(near)
        hits = store.query(near, 5)
        exact = np.argsort(-(VECTORS @ near))[:5]
        assert [name for name, _ in hits] == [IDS[row] for row in exact]
        assert hits[0][1] == pytest.approx(1 - float(VECTORS[7] @ near), abs=1e-4)

    @pytest.mark.parametrize("share", [0.02, 0.6])
    def test_finds_only_what_is_allowed(self, store: VectorStore, share: float) -> None:
        store.add(IDS, VECTORS)
        store.publish()
        rows = list(range(0, N, round(1 / share)))
        allowed = {IDS[row] for row in rows}
        hits = store.query(VECTORS[1], 5, allowed)
        exact = sorted(rows, key=lambda row: -float(VECTORS[row] @ VECTORS[1]))[:5]
        assert [name for name, _ in hits] == [IDS[row] for row in exact]

    def test_returns_all_there_are_when_asked_for_more(self, store: VectorStore) -> None:
        store.add(IDS[:3], VECTORS[:3])
        store.publish()
        assert len(store.query(VECTORS[0], 10)) == 3
        assert len(store.query(VECTORS[0], 10, {IDS[0], IDS[2]})) == 2
        assert store.query(VECTORS[0], 10, set()) == []

    def test_allowed_ids_that_are_not_there_are_ignored(self, store: VectorStore) -> None:
        store.add(IDS, VECTORS)
        store.publish()
        assert [name for name, _ in store.query(VECTORS[0], 2, {IDS[5], "x:1"})] == [IDS[5]]

    def test_an_empty_store_finds_nothing(self, store: VectorStore) -> None:
        assert store.query(VECTORS[0], 3) == []
        assert store.count() == 0
        assert store.check([])

    def test_adding_again_replaces(self, store: VectorStore) -> None:
        store.add(IDS[:2], VECTORS[:2])
        store.add(IDS[:1], VECTORS[5:6])
        assert store.check(IDS[:2])
        nearest, distance = store.query(VECTORS[5], 1)[0]
        assert nearest == IDS[0]
        assert distance == pytest.approx(0, abs=1e-4)

    def test_removes_and_ignores_the_unknown(self, store: VectorStore) -> None:
        store.add(IDS[:4], VECTORS[:4])
        store.remove([IDS[0], "x:9"])
        assert store.ids() == set(IDS[1:4])
        assert store.check(IDS[1:4])
        assert IDS[0] not in [name for name, _ in store.query(VECTORS[0], 4)]

    def test_check_sees_too_many_and_too_few(self, store: VectorStore) -> None:
        store.add(IDS[:4], VECTORS[:4])
        assert not store.check(IDS[:3])
        assert not store.check(IDS[:5])
        assert store.check(IDS[:4])

    def test_more_rows_than_chroma_takes_at_once(self, store: VectorStore) -> None:
        many = make_vectors(5_600, seed=2)
        names = [f"m:{row}" for row in range(len(many))]
        told: list[tuple[int, int]] = []
        store.add(names, many, lambda done, total: told.append((done, total)))
        assert told == [(5_000, 5_600), (5_600, 5_600)]
        assert store.count() == 5_600
        store.remove(names)
        assert store.count() == 0

    def test_reset_empties(self, store: VectorStore) -> None:
        store.add(IDS, VECTORS)
        assert store.check(IDS)
        store.reset()
        assert store.count() == 0
        assert store.check([])
        assert store.query(VECTORS[0], 3) == []


def test_queries_see_what_was_published(tmp_path: Path) -> None:
    writer, reader = VectorStore(tmp_path), VectorStore(tmp_path)
    writer.add(IDS[:2], VECTORS[:2])
    writer.publish()
    assert len(reader.query(VECTORS[0], 5)) == 2
    writer.add(IDS[2:5], VECTORS[2:5])
    assert len(reader.query(VECTORS[0], 5)) == 2
    assert len(writer.query(VECTORS[0], 5)) == 2
    writer.publish()
    assert len(reader.query(VECTORS[0], 5)) == 5


def test_reading_leaves_the_files_as_they_were(tmp_path: Path) -> None:
    writer = VectorStore(tmp_path)
    for count in (3, 150):
        writer.add(IDS[:count], VECTORS[:count])
        assert writer.check(IDS[:count])
        writer.close()
        for _ in range(2):
            reader = VectorStore(tmp_path)
            assert reader.query(VECTORS[0], 1)[0][0] == IDS[0]
            assert reader.check(IDS[:count])
            reader.close()


def stamps(folder: Path) -> dict[str, int]:
    """When each file was last written, but for SQLite's, which counts how often it is opened."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): path.stat().st_mtime_ns for path in files if "sqlite3" not in path.name}


@pytest.mark.parametrize(
    "states",
    [
        pytest.param([{0}], id="one"),
        pytest.param([{0}, {1}], id="one for another"),
        pytest.param([{0, 1}, {1}], id="one of two"),
        pytest.param([set(), {0}], id="one after none"),
        pytest.param([{0}, set()], id="none after one"),
        pytest.param([{0, 1, 2}, set(), {3}], id="one after an emptying"),
    ],
)
def test_few_or_none_are_sealed_and_stay_so(tmp_path: Path, states: list[set[int]]) -> None:
    writer, before = VectorStore(tmp_path), set[int]()
    writer.reset()
    for state in states:
        writer.remove([IDS[row] for row in before - state])
        for row in state - before:
            writer.add([IDS[row]], VECTORS[row : row + 1])
        held = {IDS[row] for row in state}
        assert writer.check(held)
        writer.close()
        sealed = stamps(tmp_path)
        for _ in range(2):
            reader = VectorStore(tmp_path)
            assert reader.ids() == held
            assert {name for name, _ in reader.query(VECTORS[0], 5)} == held
            assert reader.check(held)
            reader.close()
        assert stamps(tmp_path) == sealed
        before = state


READING = """
import sys
from pathlib import Path
from tests.assistant.test_vectors import IDS, VECTORS
from assistant.vectors import VectorStore
store = VectorStore(Path(sys.argv[1]))
for line in sys.stdin:
    found = [name for name, _ in store.query(VECTORS[0], 5)]
    print(store.ids() == {IDS[0]}, found == [IDS[0]], store.check(IDS[:1]), flush=True)
"""


@pytest.mark.slow
def test_one_passage_is_read_by_several_processes_at_once(tmp_path: Path, root: Path) -> None:
    folder = tmp_path / "chroma"
    writer = VectorStore(folder)
    writer.add(IDS[:1], VECTORS[:1])
    assert writer.check(IDS[:1])
    sealed = stamps(folder)
    command = [sys.executable, "-c", READING, str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    with ExitStack() as stack:
        readers = [
            stack.enter_context(
                subprocess.Popen(
                    command, cwd=root, env=environment, text=True,
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                )
            )
            for _ in range(2)
        ]  # fmt: skip
        for _ in range(2):
            for process in readers:
                assert process.stdin is not None
                process.stdin.write("read\n")
                process.stdin.flush()
            for process in readers:
                assert process.stdout is not None
                assert process.stdout.readline() == "True True True\n"
    assert writer.check(IDS[:1])
    writer.close()
    assert stamps(folder) == sealed
    # as it is found at the next opening
    late = VectorStore(folder)
    assert late.ids() == {IDS[0]}
    late.close()


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    store = VectorStore(folder)
    store.add(IDS, VECTORS)
    assert store.check(IDS)
    store.close()
    return folder


NAMES = [
    "chroma.sqlite3", "data_level0.bin", "header.bin", "length.bin", "link_lists.bin",
    "index_metadata.pickle", "seal.json", "current",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("left", [None, 0.0, 0.5])
def test_a_damaged_file_is_seen_and_a_reset_mends(
    published: Path, tmp_path: Path, name: str, left: float | None
) -> None:
    import shutil

    folder = tmp_path / "chroma"
    shutil.copytree(published, folder)
    path = next(path for path in folder.rglob("*") if path.name.endswith(name))
    if left is None:
        path.unlink()
    elif path.stat().st_size == 0:
        pytest.fail(f"{name} is empty and cannot be cut off")
    else:
        os.truncate(path, int(path.stat().st_size * left))
    store = VectorStore(folder)
    assert not store.check(IDS)
    store.reset()
    store.add(IDS, VECTORS)
    assert store.check(IDS)
    assert store.query(VECTORS[9], 1)[0][0] == IDS[9]
    store.close()


def test_a_damaged_store_says_what_to_do(published: Path, tmp_path: Path) -> None:
    import shutil

    folder = tmp_path / "chroma"
    shutil.copytree(published, folder)
    next(folder.rglob("data_level0.bin")).unlink()
    with pytest.raises(VectorStoreError) as raised:
        VectorStore(folder).query(VECTORS[0], 1)
    assert raised.value.remedy == "Kör: finsam index"


def test_a_pointer_never_leads_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "current").write_text("../elsewhere")
    assert VectorStore(tmp_path).query(VECTORS[0], 1) == []


@pytest.mark.network
def test_a_server_that_is_not_there_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        store = VectorStore(tmp_path, url)
        with pytest.raises(VectorStoreError) as raised:
            store.count()
        assert url in raised.value.remedy
        assert not store.check(IDS)


ADDING = """
import sys
from pathlib import Path
import numpy as np
from tests.assistant.test_vectors import make_vectors
from assistant.vectors import VectorStore
store = VectorStore(Path(sys.argv[1]))
vectors = make_vectors(4_000, seed=3)
print("adding", flush=True)
for start in range(0, 4_000, 100):
    store.add([f"k:{row}" for row in range(start, start + 100)], vectors[start:start + 100])
    store.publish()
print("done", flush=True)
"""


@pytest.mark.slow
def test_killed_while_adding_what_was_published_stays(tmp_path: Path, root: Path) -> None:
    folder = tmp_path / "chroma"
    chance = random.Random(5)
    started = VectorStore(folder)
    started.add(IDS, VECTORS)
    assert started.check(IDS)
    started.close()
    for _ in range(4):
        with subprocess.Popen(
            [sys.executable, "-c", ADDING, str(folder)],
            cwd=root, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(root)},
        ) as process:  # fmt: skip
            assert process.stdout is not None
            assert process.stdout.readline() == b"adding\n"
            time.sleep(chance.uniform(0.05, 1.0))
            process.send_signal(signal.SIGKILL)
            process.wait()
        store = VectorStore(folder)
        held = store.ids()
        assert set(IDS) <= held
        assert (len(held) - N) % 100 == 0
        assert store.check(held)
        assert store.query(VECTORS[3], 1)[0][0] == IDS[3]
        store.close()
    store = VectorStore(folder)
    store.reset()
    store.add(IDS, VECTORS)
    assert store.check(IDS)
    # the current generation, its seal and the pointer: nothing is left of the killed ones
    store.reset()
    assert len(list(folder.iterdir())) == 4
    store.close()
