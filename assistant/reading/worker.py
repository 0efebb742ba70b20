"""The process behind `isolation`: reads one file after the other and answers in JSON.

Started as `python -m assistant.reading.worker MEMORY_MB`; never imported by the rest.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from assistant import records_json
from assistant.errors import DamagedFile, ReadingError
from assistant.reading import read
from assistant.reading.isolation import read_frame, write_frame
from assistant.reading.options import ReadingOptions

_MAX_REQUEST = 1 << 20


def answer(path: Path, file: str, options: ReadingOptions) -> bytes:
    """The document at `path`, or the error that reading it raised, as one frame."""
    try:
        document = read(path, file, options=options)
        return b"document\n" + records_json.dumps(document).encode("utf-8", "replace")
    except ReadingError as error:
        return _error(error)
    except MemoryError:
        return _error(DamagedFile("Filen kräver för mycket minne för att läsas.", "Dela upp den."))
    except Exception as error:  # a parser met what nobody thought of: the file's fault, not ours
        reason = type(error).__name__
        return _error(DamagedFile(f"Filen kunde inte läsas ({reason}).", "Spara om den."))


def _error(error: ReadingError) -> bytes:
    said = {"error": type(error).__name__, "message": error.message, "remedy": error.remedy}
    return b"error\n" + json.dumps(said).encode()


def bound_memory(megabytes: int) -> None:
    """Bound this process's address space, where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for limit, value in (
        (resource.RLIMIT_AS, megabytes * 2**20),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            _, hard = resource.getrlimit(limit)
            allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(limit, (allowed, hard))
        except (ValueError, OSError):  # macOS refuses some of them
            continue


def main() -> None:
    """Answer requests until the pipe closes."""
    bound_memory(int(sys.argv[1]))
    # Libraries print, and programs they start read: neither may touch the pipes.
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    while (frame := read_frame(requests, _MAX_REQUEST)) is not None:
        request = json.loads(frame)
        options = ReadingOptions(**request["options"])
        write_frame(answers, answer(Path(request["path"]), request["file"], options))


if __name__ == "__main__":
    main()
