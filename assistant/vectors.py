"""The vector store: passages' ids and vectors in Chroma, for nearest-neighbour search.

The only module that knows Chroma. It holds nothing that the library does not also hold: a
store that is damaged, stale or gone is reset and filled again from the library's vectors,
without embedding anything. It computes no vectors and keeps no text.

Embedded, it never changes the files that queries read: Chroma killed while it writes can leave
a store that only answers errors, or wrongly, and a second process that reads meanwhile may
write as well. Changes go to a copy (`generations`), which `publish` puts in its place. On a
server, changes are seen at once. One process writes at a time; the library's lock sees to that.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.errors import VectorStoreError
from assistant.full_disk import is_full
from assistant.generations import Generations

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

COLLECTION = "passages"
ADD_BATCH = 5_000
"""Rows in one `upsert`; Chroma takes at most 5,461."""
GET_BATCH = 30_000
"""Rows in one `get`; Chroma takes at most 32,766."""
_FEW = 0.25
"""The share of ids up to which Chroma's own filter is faster than asking for more and sifting."""
_HNSW = {
    "space": "cosine",
    "ef_construction": 100,
    "ef_search": 200,
    "max_neighbors": 16,
    # written to disk at once: a log left over makes whoever reads it first write; see `_settle`
    "sync_threshold": 2,
    "batch_size": 2,
}


class _Collection:
    """An open Chroma collection, and where it is (None on a server)."""

    def __init__(self, client: Any, path: Path | None, create: bool = True, copy: str = "") -> None:
        self.path = path
        self._copy = copy
        self._client = client
        if create:
            # only where it may have to be made: the import takes half of the start of a program
            from langchain_chroma import Chroma

            Chroma(
                client=client,
                collection_name=COLLECTION,
                collection_configuration={"hnsw": _HNSW},  # type: ignore[arg-type]
            )
        # LangChain's own `add_texts` wants text beside each vector, at twice the time
        self.rows = client.get_collection(COLLECTION, embedding_function=None)
        self._count: int | None = None

    def total(self) -> int:
        """How many vectors queries see; a folder that is read never changes, so counted once."""
        if self.path is None:
            return int(self.rows.count())
        if self._count is None:
            self._count = int(self.rows.count())
        return self._count

    def ids(self) -> set[str]:
        """The ids of all vectors. They count them too, so `total` need not."""
        found: set[str] = set()
        page: list[str] | None = None
        while page is None or len(page) == GET_BATCH:
            page = self.rows.get(include=[], limit=GET_BATCH, offset=len(found))["ids"]
            found.update(page)
        if self.path is not None:
            self._count = len(found)
        return found

    def emptied(self) -> _Collection:
        """The same collection made anew, with nothing in it."""
        self._client.delete_collection(COLLECTION)
        return _Collection(self._client, self.path)

    def close(self) -> None:
        """Let go of the files."""
        with suppress(Exception):  # closing what is broken may fail in any way
            self._client.close()
        if self._copy:
            shutil.rmtree(self._copy, ignore_errors=True)


class VectorStore:
    """Ids and unit vectors in one Chroma collection, embedded or on a server.

    `query` sees what was last published; `add`, `remove`, `count`, `ids` and `check` work on
    what is being written, if anything is. Nothing is opened before it is used. All methods
    raise `VectorStoreError`, but for `check`. On a full disk what is being written is given up.
    """

    def __init__(self, folder: Path, url: str = "") -> None:
        """The store in `folder`, or on the Chroma server at `url` ("http://host:port")."""
        self.folder = folder
        self.url = url
        self._generations = Generations(folder)
        self._lock = RLock()
        self._reading: _Collection | None = None
        self._writing: _Collection | None = None
        self._retired: _Collection | None = None

    def open(self) -> None:
        """Make ready for `query`, which otherwise waits for it (up to a second)."""
        with self._translated():
            self._reader()

    def begin(self) -> None:
        """Make ready for `add` and `remove`, which otherwise wait for it (up to a second)."""
        with self._translated():
            self._writer()

    def add(
        self,
        ids: Sequence[str],
        vectors: Vectors,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """Add or replace the vectors of `ids` (row i of `vectors` is that of ids[i]).

        `on_progress` is called with (vectors done, vectors in all).
        """
        with self._translated():
            rows = self._writer().rows
            for start in range(0, len(ids), ADD_BATCH):
                end = min(start + ADD_BATCH, len(ids))
                rows.upsert(ids=list(ids[start:end]), embeddings=vectors[start:end])
                if on_progress:
                    on_progress(end, len(ids))

    def remove(self, ids: Sequence[str]) -> None:
        """Remove `ids`; those that are not there are ignored."""
        with self._translated():
            rows = self._writer().rows
            for start in range(0, len(ids), ADD_BATCH):
                rows.delete(ids=list(ids[start : start + ADD_BATCH]))

    def publish(self) -> bool:
        """Let queries in all processes see what was written; whether anything was.

        Raises `VectorStoreError` if the nearest neighbours cannot be searched in it.
        """
        with self._lock, self._translated():
            if self._writing and not self.url and not self._writing.rows.count():
                # who reads a collection that was emptied makes its files anew; a new one has none
                self.reset()
            written = self._writing
            if written is None or written.path is None:
                return False
            _settle(written.rows)
            self._probe(written)
            # sealed as the files lie on disk once Chroma has let go of them
            written.close()
            self._writing = None
            self._generations.publish(written.path)
            self._reader()
            return True

    def query(
        self, vector: Vectors, k: int, allowed: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """The `k` nearest (id, cosine distance), nearest first, of `allowed` ids if given.

        Distance is 1 - cosine: 0 for the same direction, 2 for the opposite. Fewer than `k`
        come back only if there are fewer. `allowed` should be a set.
        """
        if k < 1 or (allowed is not None and not allowed):
            return []
        with self._translated():
            opened = self._reader() or self._writing
            if opened is None:
                return []
            total = opened.rows.count() if opened is self._writing else opened.total()
            if allowed is None:
                return _nearest(opened.rows, vector, min(k, total))
            if len(allowed) < _FEW * total:
                # fails if one of them is not in the store (yet): then they are sifted out
                with suppress(Exception):
                    return _nearest(opened.rows, vector, min(k, len(allowed)), list(allowed))
            wanted = 4 * k
            while True:
                found = _nearest(opened.rows, vector, min(wanted, total))
                kept = [hit for hit in found if hit[0] in allowed]
                if len(kept) >= k or wanted >= total:
                    return kept[:k]
                wanted *= 4

    def count(self) -> int:
        """How many vectors there are."""
        with self._translated():
            opened = self._writing or self._reader()
            return int(opened.rows.count()) if opened else 0

    def ids(self) -> set[str]:
        """The ids of all vectors."""
        with self._translated():
            opened = self._writing or self._reader()
            return opened.ids() if opened else set()

    def check(self, expected: Collection[str]) -> bool:
        """Whether the store answers and holds exactly the `expected` ids; if so, publishes.

        False for a store that is damaged, that never was, or that was left unfinished.
        """
        try:
            if self.ids() != set(expected):
                return False
            if not self.publish() and expected:
                with self._translated():
                    self._probe(self._reader())
        except VectorStoreError:
            return False
        return self.url != "" or not expected or self._generations.current() is not None

    def reset(self) -> None:
        """Start an empty store, whatever state the old one is in.

        Embedded, queries go on seeing the old one until `publish`.
        """
        with self._lock, self._translated():
            if self.url:
                self._writing = self._writer().emptied()
                return
            if self._writing:
                self._writing.close()
            self._writing = _open_folder(self._generations.start(None), create=True)

    def give_up(self) -> None:
        """Forget what was written and not published, and give its room on the disk back."""
        with self._lock:
            written, self._writing = self._writing, None
            if written is not None:
                written.close()
                if written.path is not None:
                    shutil.rmtree(written.path, ignore_errors=True)

    def close(self) -> None:
        """Let go of all files; what was written and not published is forgotten."""
        with self._lock:
            for opened in (self._reading, self._writing, self._retired):
                if opened:
                    opened.close()
            self._reading = self._writing = self._retired = None

    def _probe(self, opened: _Collection | None) -> None:
        """Raises `VectorStoreError` if the nearest neighbours cannot be searched."""
        import numpy as np

        some: Any = opened.rows.get(include=["embeddings"], limit=1)["embeddings"] if opened else ()
        if opened is None or not len(some):
            return
        found = _nearest(opened.rows, np.asarray(some[0], np.float32), 1)
        if not found or found[0][1] > 1e-3:
            raise VectorStoreError("Vektorlagret hittar inte det som står i det.", self._remedy)

    def _reader(self) -> _Collection | None:
        """What queries see, opened anew if another process has published since."""
        with self._lock:
            if self.url:
                return self._writer()
            current = self._generations.current()
            if self._reading and self._reading.path == current:
                return self._reading
            if current is None:
                return None
            if not self._generations.is_whole(current):
                raise VectorStoreError("Vektorlagret är skadat.", self._remedy)
            opened = _open_to_read(current)
            # a query in another thread may still be using the one before; not the one before that
            if self._retired:
                self._retired.close()
            self._retired, self._reading = self._reading, opened
            return opened

    def _writer(self) -> _Collection:
        with self._lock:
            if self._writing is None:
                if self.url:
                    self._writing = _Collection(_open_server(self.url), None)
                    return self._writing
                current = self._generations.current()
                if current is not None and not self._generations.is_whole(current):
                    raise VectorStoreError("Vektorlagret är skadat.", self._remedy)
                started = self._generations.start(current)
                self._writing = _open_folder(started, create=current is None)
            return self._writing

    @property
    def _remedy(self) -> str:
        if self.url:
            return f"Kontrollera att Chroma-servern på {self.url} är igång."
        return "Kör: finsam index"

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except VectorStoreError:
            raise
        except Exception as error:
            if not self.url and is_full(self.folder, error):
                self.give_up()
                raise VectorStoreError(
                    f"Disken är full: {self.folder}.", "Frigör utrymme och kör: finsam index"
                ) from error
            raise VectorStoreError(f"Vektorlagret svarar inte ({error}).", self._remedy) from error
        except BaseException as error:
            # a panic in Chroma's Rust part is no `Exception`
            if type(error).__name__ != "PanicException":
                raise
            raise VectorStoreError("Vektorlagret är skadat.", self._remedy) from error


def _nearest(
    rows: Any, vector: Vectors, k: int, among: list[str] | None = None
) -> list[tuple[str, float]]:
    if k == 0:
        return []
    found = rows.query(
        query_embeddings=vector.reshape(1, -1), n_results=k, ids=among, include=["distances"]
    )
    return list(zip(found["ids"][0], found["distances"][0], strict=True))


def _settle(rows: Any) -> None:
    """Make Chroma move its log into the index now, not at a reader's first query."""
    some = rows.get(include=["embeddings"], limit=2)
    if len(some["ids"]) == 1:
        # may never have reached `sync_threshold`, which is 2 at least; written again, it does
        rows.upsert(ids=some["ids"], embeddings=some["embeddings"])
    if some["ids"]:
        rows.query(query_embeddings=some["embeddings"][:1], n_results=1, include=[])


def _open_folder(path: Path, create: bool = False) -> _Collection:
    import chromadb

    client = chromadb.PersistentClient(str(path), _settings())
    try:
        return _Collection(client, path, create)
    except BaseException:
        client.close()  # type: ignore[attr-defined]
        raise


def _open_to_read(path: Path) -> _Collection:
    """A generation to read, where it lies if that can be."""
    if not _writable(path):
        return _open_copy(path)
    try:
        return _open_folder(path)
    except Exception as error:
        if not is_full(path, error):
            raise
        return _open_copy(path)


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and all(os.access(file, os.W_OK) for file in path.iterdir())


def _open_copy(path: Path) -> _Collection:
    """A generation that may only be read: Chroma writes to whatever it opens, so to a copy."""
    import chromadb

    folder = tempfile.mkdtemp(prefix="finsam-")
    # whoever forgets to close leaves nothing behind
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for file in path.rglob("*"):
        target = Path(folder) / file.relative_to(path)
        if file.is_dir():
            target.mkdir(parents=True, exist_ok=True)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)  # not its mode, which forbids writing
    client = chromadb.PersistentClient(folder, _settings())
    return _Collection(client, path, False, folder)


def _open_server(url: str) -> Any:
    import chromadb

    parts = urlsplit(url if "//" in url else f"http://{url}")
    return chromadb.HttpClient(
        host=parts.hostname or "",
        port=parts.port or (443 if parts.scheme == "https" else 8000),
        ssl=parts.scheme == "https",
        settings=_settings(),
    )


def _settings() -> Any:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)
