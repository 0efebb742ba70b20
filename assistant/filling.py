"""Keeps the vector store equal to the library: the second half of a write, and its repair.

Each change in the library leaves the passages concerned as pending, in the same transaction;
here the store is told, and only when it has published that are they settled. So a crash at any
point leaves either nothing to do or something that is still written down. It embeds nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import Enum
from threading import Thread
from typing import TYPE_CHECKING, Protocol

from assistant.errors import FinsamError, IndexBusy, VectorStoreError
from assistant.full_disk import is_full
from assistant.library import Library
from assistant.lock import writer_lock

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

_BATCH = 2_000

OnStep = Callable[[int, int], None]
"""Called with (vectors done, vectors in all)."""


class Outcome(Enum):
    """What came of bringing the store to what the library holds."""

    EQUAL = "it was so already"
    FILLED = "it had to be told"
    BUSY = "another process holds the writer's lock"
    LEFT = "nothing can be written"


class Store(Protocol):
    """What is asked of the vector store."""

    def begin(self) -> None:
        """Make ready for `add` and `remove`; may be called from another thread than they."""
        ...

    def give_up(self) -> None:
        """Forget what `begin` and what followed have written."""
        ...

    def add(self, ids: Sequence[str], vectors: Matrix) -> None:
        """Add or replace vectors."""
        ...

    def remove(self, ids: Sequence[str]) -> None:
        """Remove vectors; unknown ids are ignored."""
        ...

    def check(self, expected: Collection[str]) -> bool:
        """Whether the store answers and holds exactly these ids; if so, it does from now on."""
        ...

    def reset(self) -> None:
        """Empty the store, whatever state it is in."""
        ...


@contextmanager
def begun_early(store: Store) -> Iterator[None]:
    """Let the store make ready while the documents are read and embedded."""

    def begin() -> None:
        # what is wrong with it is found, and mended, when it is told of the documents
        with suppress(VectorStoreError):
            store.begin()

    thread = Thread(target=begin, name="vectors", daemon=True)
    thread.start()
    try:
        yield
    except FinsamError:
        thread.join()
        # the run ends here, perhaps for lack of the room that this takes
        store.give_up()
        raise
    finally:
        thread.join()


def make_equal(library: Library, store: Store, on_step: OnStep | None = None) -> bool:
    """Bring the store to what the library holds; returns whether it had to be filled anew.

    The writer's lock must be held. Raises `VectorStoreError` if even a new store fails; what
    is pending stays so until the store has it for good.
    """
    pending, change = library.pending()
    ids = library.all_passage_ids()
    try:
        _tell(library, store, pending)
        if store.check(ids):
            library.settled(change)
            return False
    except VectorStoreError:
        pass  # whatever is wrong with the store, the library can fill a new one
    store.reset()
    _fill(library, store, len(ids), on_step)
    if not store.check(ids):
        raise VectorStoreError(
            "Vektorlagret håller inte det som skrevs i det.",
            "Ta bort mappen chroma i indexmappen och kör: finsam index",
        )
    library.settled(change)
    return True


def ensure_vectors(library: Library, store: Store, on_step: OnStep | None = None) -> bool:
    """Check the store at opening and repair it; returns whether anything had to be done.

    As `mend`, for whoever need not know why nothing was done.
    """
    return mend(library, store, on_step) is Outcome.FILLED


def mend(library: Library, store: Store, on_step: OnStep | None = None) -> Outcome:
    """Check the store and repair it.

    Leaves it alone while another process holds the writer's lock: that one repairs it, unless
    it is killed first, so whoever is told `BUSY` asks again. On a full disk it stays as it is.
    Raises `VectorStoreError` if it cannot be repaired.
    """
    try:
        if not library.pending()[0] and store.check(library.all_passage_ids()):
            return Outcome.EQUAL
    except VectorStoreError:
        pass
    if library.read_only:
        return Outcome.LEFT
    try:
        with writer_lock(library.path.parent):
            make_equal(library, store, on_step)
    except IndexBusy:
        return Outcome.BUSY
    except VectorStoreError as error:
        if not is_full(library.path.parent, error):
            raise
        # the store as it was goes on being searched; what it lacks is found by its words
        return Outcome.LEFT
    return Outcome.FILLED


def _tell(library: Library, store: Store, ids: Sequence[str]) -> None:
    for start in range(0, len(ids), _BATCH):
        some = ids[start : start + _BATCH]
        vectors = library.vectors_of(some)
        absent = [item for item in some if item not in vectors]
        if absent:
            store.remove(absent)
        _add(store, list(vectors), list(vectors.values()))


def _fill(library: Library, store: Store, total: int, on_step: OnStep | None) -> None:
    ids: list[str] = []
    rows: list[Matrix] = []
    done = 0
    for passage_id, vector in library.vectors():
        ids.append(passage_id)
        rows.append(vector)
        if len(ids) == _BATCH:
            _add(store, ids, rows)
            done += len(ids)
            ids, rows = [], []
            if on_step:
                on_step(done, total)
    _add(store, ids, rows)


def _add(store: Store, ids: list[str], rows: list[Matrix]) -> None:
    import numpy as np

    if ids:
        store.add(ids, np.vstack(rows))
