"""Reads several files side by side while the one before them is embedded.

Holds the order and the number of what is read ahead; how a file is read, and what limits it,
is said in `assistant.reading`. What is made of a document as soon as it is read is the caller's
to say. It keeps no document once it has been handed over.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Protocol, TypeVar

from assistant.reading.options import ReadingOptions
from assistant.schema import Document

if TYPE_CHECKING:
    from assistant.reading.catalogue import CatalogueEntry

    Catalogue = Mapping[str, CatalogueEntry]

_AHEAD = 4
"""Documents that wait read, at most: a long report can take tens of megabytes."""

_WORKERS = 4

Made = TypeVar("Made")


class Reader(Protocol):
    """Reads the file at `path`, named `file` below the corpus folder. Raises `ReadingError`."""

    def __call__(self, path: Path, file: str, catalogue: Catalogue) -> Document: ...


def read_ahead(
    files: Sequence[tuple[Path, str]],
    catalogue: Catalogue,
    make: Callable[[int, Document], Made],
    read: Reader | None = None,
    options: ReadingOptions = ReadingOptions(),
) -> Generator[tuple[int, Future[Made]], None, None]:
    """(place in `files`, what `make` makes) of each (path, name) once read, errors in `result`.

    A file is handed over as soon as it is read, so that none waits for a scanned one before
    it; of several that are read, the first comes first. `make(place, document)` runs in the
    worker's thread. Without `read`, each worker reads in a process of its own, as `options`
    say. Close the iterator to stop.
    """
    if not files:
        return
    from assistant.reading.isolation import IsolatedReader

    workers = min(os.cpu_count() or 1, len(files), _WORKERS)
    isolated = [] if read else [IsolatedReader(options=options) for _ in range(workers)]
    free: SimpleQueue[Reader] = SimpleQueue()
    for number in range(workers):
        free.put(read or isolated[number].read)

    def work(place: int, path: Path, file: str) -> Made:
        reader = free.get()
        try:
            document = reader(path, file, catalogue)
        finally:
            free.put(reader)
        return make(place, document)

    pool = ThreadPoolExecutor(workers, thread_name_prefix="read")
    waiting: dict[Future[Made], int] = {}
    try:
        for place, (path, file) in enumerate(files):
            waiting[pool.submit(work, place, path, file)] = place
            if len(waiting) > _AHEAD:
                yield _next(waiting)
        while waiting:
            following = _next(waiting)
            if not waiting:
                for item in isolated:
                    item.dismiss()
            yield following
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for item in isolated:
            item.close()  # ends what is being read, so that its thread ends
        pool.shutdown(wait=True)
        for item in isolated:
            item.close()  # a thread that was about to begin may have started another


def _next(waiting: dict[Future[Made], int]) -> tuple[int, Future[Made]]:
    """Take the first of those that are read, waiting for one if need be."""
    done = wait(waiting, return_when=FIRST_COMPLETED).done
    first = min(done, key=waiting.__getitem__)
    return waiting.pop(first), first
