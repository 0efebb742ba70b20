"""A folder whose contents are replaced whole: readers see one finished generation or the next.

Each generation is a subfolder, with a seal beside it that says what its files looked like when
it was finished; the file `current` names the one to read. A writer works on a copy, so that a
crash leaves the finished generation as it was. It knows nothing of what the files hold.
One process writes at a time; the writer's lock sees to that.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import uuid
from pathlib import Path

POINTER = "current"
_EDGE = 1 << 16
_PASSING = ("-wal", "-shm", "-journal")
"""Files that SQLite makes and removes as it goes."""


class Generations:
    """The generations in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> Path | None:
        """The generation to read, whole or not; None if nothing was ever published."""
        try:
            name = (self.folder / POINTER).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return None
        # a damaged pointer must not lead out of the folder
        return self.folder / name if name.isalnum() else None

    def is_whole(self, generation: Path) -> bool:
        """Whether the generation's files are as they were when it was sealed.

        Compares sizes, and contents of the first and last 64 KiB of each file: what is cut
        off, missing or zeroed at the end is seen without reading hundreds of megabytes.
        """
        try:
            sealed = json.loads(_seal_of(generation).read_text("utf-8"))
            return bool(sealed == _prints(generation))
        except (OSError, ValueError):
            return False

    def start(self, source: Path | None) -> Path:
        """A new, unpublished generation: a copy of `source`, or empty. Raises `OSError`."""
        self.sweep()
        generation = self.folder / uuid.uuid4().hex[:12]
        if source is None:
            generation.mkdir(parents=True)
            return generation
        try:
            shutil.copytree(source, generation)
        except OSError:
            shutil.rmtree(generation, ignore_errors=True)
            raise
        return generation

    def publish(self, generation: Path) -> None:
        """Seal a generation and make it the one to read. Raises `OSError`."""
        _write(_seal_of(generation), json.dumps(_prints(generation), sort_keys=True))
        _write(self.folder / POINTER, generation.name + "\n")

    def sweep(self) -> None:
        """Remove all generations but the current one: old ones and those never finished."""
        current = self.current()
        kept = {POINTER}
        if current is not None:
            kept |= {current.name, _seal_of(current).name}
        for path in list(self.folder.iterdir()) if self.folder.is_dir() else []:
            if path.name in kept:
                continue
            # where an open file cannot be removed (Windows), the next sweep does it
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                with contextlib.suppress(OSError):
                    path.unlink()


def _seal_of(generation: Path) -> Path:
    return generation.with_name(f"{generation.name}.seal.json")


def _prints(generation: Path) -> dict[str, list[int | str]]:
    """Path → [bytes, digest of both ends] for every file that lasts."""
    prints: dict[str, list[int | str]] = {}
    for path in sorted(generation.rglob("*")):
        if not path.is_file() or path.name.endswith(_PASSING):
            continue
        size = path.stat().st_size
        with path.open("rb") as file:
            # SQLite counts in its first page how often it was opened
            ends = hashlib.sha256(b"" if path.suffix == ".sqlite3" else file.read(_EDGE))
            file.seek(max(size - _EDGE, 0))
            ends.update(file.read(_EDGE))
        prints[path.relative_to(generation).as_posix()] = [size, ends.hexdigest()]
    return prints


def _write(path: Path, text: str) -> None:
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    with part.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
