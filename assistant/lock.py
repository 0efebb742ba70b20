"""The one lock that whoever writes the index holds.

Two processes that write to Chroma on one path corrupt it, so there is one writer. The lock is
the operating system's: it goes with the process, also when that is killed. Readers and
conversations never take it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import IndexBusy, IndexingError

FILE_NAME = "writer.lock"


@contextmanager
def writer_lock(indexes: Path, wait_s: float = 0.0) -> Iterator[None]:
    """Hold the lock of the folder `indexes`; waits at most `wait_s` seconds for it.

    Raises `IndexBusy` if another process holds it, `IndexingError` if the folder cannot be
    written to.
    """
    from filelock import FileLock, Timeout

    try:
        indexes.mkdir(parents=True, exist_ok=True)
        lock = FileLock(indexes / FILE_NAME, timeout=wait_s)
        lock.acquire()
    except Timeout as error:
        raise IndexBusy(
            "En annan process skriver i indexet just nu.",
            "Vänta tills den är klar och kör sedan igen: finsam index",
        ) from error
    except OSError as error:
        raise IndexingError(
            f"Mappen {indexes} går inte att skriva i ({error.strerror or error}).",
            "Ge skrivrätt, eller ange en annan mapp med --indexes.",
        ) from error
    try:
        yield
    finally:
        lock.release()
