"""Reading in a process of its own, with a time and a memory limit.

A file that crashes, hangs or swells its reader takes that process down and nothing else. The
process is kept for the next file, so that the price is paid once. What comes back is JSON:
nothing that a hijacked reader sends is run. It uses no `multiprocessing`, whose children
import the caller's main script again.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

import assistant.errors
from assistant import records_json
from assistant.errors import DamagedFile, ReadingError
from assistant.reading.options import ReadingOptions
from assistant.schema import Document

if TYPE_CHECKING:
    from assistant.reading.catalogue import CatalogueEntry

TIMEOUT_S = 120.0
MEMORY_MB = 2048
_SECONDS_PER_MB = 60.0
"""Added to the time limit: a scanned page weighs a tenth of a megabyte and takes seconds."""
_FILES_EACH = 100
"""Files after which the process is replaced, so that leaks of parsers do not add up."""
_MAX_ANSWER = 1 << 30


class IsolatedReader:
    """One reading process; several of them read side by side. Use it as a context manager.

    `timeout_s` is wall time for a small file, large ones get more; `memory_mb` bounds the
    process's address space (on Linux; elsewhere only time is bounded). `options` as in
    `assistant.reading.read`.
    """

    def __init__(
        self,
        timeout_s: float = TIMEOUT_S,
        memory_mb: int = MEMORY_MB,
        options: ReadingOptions = ReadingOptions(),
    ) -> None:
        self.timeout_s = timeout_s
        self.options = options
        self.memory_mb = memory_mb
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._files = 0

    def __enter__(self) -> IsolatedReader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(
        self, path: Path, file: str, catalogue: Mapping[str, CatalogueEntry] | None = None
    ) -> Document:
        """Like `assistant.reading.read`; a reader that dies or hangs raises `DamagedFile`."""
        with self._lock:
            document = self._ask(path, file)
        entry = (catalogue or {}).get(file)
        return replace(document, metadata=entry.override(document.metadata)) if entry else document

    def dismiss(self) -> None:
        """Let the process, if there is one, end by itself; no file may be being read.

        `close` then has nothing to wait for, and the next `read` starts another.
        """
        if self._process is not None and self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()

    def close(self) -> None:
        """End the process, if there is one; the next `read` starts another."""
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
        try:
            process.wait(1)
        except subprocess.TimeoutExpired:
            _kill(process)
            process.wait()

    def _ask(self, path: Path, file: str) -> Document:
        leaving = self._process is not None and getattr(self._process.stdin, "closed", True)
        if leaving or self._files >= _FILES_EACH:
            self.close()
        if self._process is None or self._process.poll() is not None:
            self._process, self._files = _start(self.memory_mb), 0
        self._files += 1
        process = self._process
        late = threading.Event()

        def stop() -> None:
            late.set()
            _kill(process)

        seconds = self.timeout_s
        with contextlib.suppress(OSError):
            seconds += _SECONDS_PER_MB * Path(path).stat().st_size / 2**20
        timer = threading.Timer(seconds, stop)
        timer.daemon = True
        timer.start()
        try:
            assert process.stdin is not None and process.stdout is not None
            said = {
                "path": str(Path(path).resolve()),
                "file": file,
                "options": asdict(self.options),
            }
            write_frame(process.stdin, json.dumps(said).encode())
            answer = read_frame(process.stdout, _MAX_ANSWER)
        except (OSError, ValueError):
            answer = None
        finally:
            timer.cancel()
        if answer is None:
            self.close()
            if late.is_set():
                raise DamagedFile(
                    f"Filen tog längre tid än {seconds:.0f} sekunder att läsa.",
                    "Spara om den eller dela upp den.",
                )
            raise DamagedFile("Läsningen av filen kraschade.", "Spara om filen och försök igen.")
        return _unpack(answer)


def read_safely(
    path: Path,
    file: str,
    catalogue: Mapping[str, CatalogueEntry] | None = None,
    timeout_s: float = TIMEOUT_S,
    memory_mb: int = MEMORY_MB,
    options: ReadingOptions = ReadingOptions(),
) -> Document:
    """`assistant.reading.read` in a process that this program keeps for the purpose.

    Files are read one at a time; for more, use an `IsolatedReader` each. Raises a
    `ReadingError`, `DamagedFile` also when the reader crashes or runs over a limit.
    """
    with _shared_lock:
        reader = _shared.get(memory_mb)
        if reader is None:
            reader = _shared[memory_mb] = IsolatedReader(memory_mb=memory_mb)
        reader.timeout_s, reader.options = timeout_s, options
        return reader.read(path, file, catalogue)


_shared: dict[int, IsolatedReader] = {}
_shared_lock = threading.Lock()


@atexit.register
def _close_shared() -> None:
    for reader in _shared.values():
        reader.close()


def write_frame(pipe: IO[bytes], data: bytes) -> None:
    """Write `data` with its length before it."""
    pipe.write(len(data).to_bytes(8, "big") + data)
    pipe.flush()


def read_frame(pipe: IO[bytes], limit: int) -> bytes | None:
    """What `write_frame` wrote; None at the end. Raises `ValueError` over `limit` bytes."""
    head = pipe.read(8)
    if len(head) < 8:
        return None
    length = int.from_bytes(head, "big")
    if length > limit:
        raise ValueError("the frame is too long")
    data = pipe.read(length)
    return data if len(data) == length else None


def _start(memory_mb: int) -> subprocess.Popen[bytes]:
    environment = dict(os.environ)
    environment["PYTHONPATH"] = os.pathsep.join(entry for entry in sys.path if entry)
    # Each reader is one of several; libraries that start a thread a core would fight.
    environment.setdefault("OMP_THREAD_LIMIT", "1")
    root = str(Path(assistant.errors.__file__).resolve().parents[1])
    environment["PYTHONPATH"] = os.pathsep.join([root, environment["PYTHONPATH"]])
    return subprocess.Popen(
        [sys.executable, "-m", "assistant.reading.worker", str(memory_mb)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        # A group of its own, so that what a reader starts (OCR) ends with it.
        start_new_session=True,
    )


def _kill(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def _unpack(answer: bytes) -> Document:
    """The document in a worker's answer. Raises the `ReadingError` that it reports."""
    head, _, body = answer.partition(b"\n")
    try:
        if head == b"document":
            return records_json.loads(Document, body.decode("utf-8"))
        said = json.loads(body)
        kind = getattr(assistant.errors, str(said["error"]), None)
        message, remedy = str(said["message"]), str(said["remedy"])
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedFile("Läsningen av filen gav ett obegripligt svar.") from error
    if isinstance(kind, type) and issubclass(kind, ReadingError):
        raise kind(message, remedy)
    raise DamagedFile(message, remedy)
