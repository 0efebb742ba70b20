"""What takes seconds to put together from the documents, kept on disk until something changes.

Derived and safe to throw away: a file that cannot be read, or was made of other documents or by
other code, counts as missing. Never holds what a user asked or wrote.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from assistant.records_json import from_plain, to_plain
from assistant.schema import DocumentInfo, Filters

R = TypeVar("R")
FOLDER = "remembered"
MOST = 200
"""Lists in memory; the oldest goes first."""


class Remembered:
    """Lists of records: those of this process in memory, and some in a folder as well."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[tuple[str, Filters], tuple[str, Any]] = {}
        self._making: dict[str, threading.Lock] = {}

    def once(
        self,
        name: str,
        filters: Filters,
        stamp: str,
        make: Callable[[], list[R]],
        on_disk: type[R] | None = None,
    ) -> list[R]:
        """What `make` gives, made once as long as `stamp` stays, however many ask at a time.

        Records of type `on_disk` outlive the process, unless the filters choose kinds, years or
        files: that is one person's, of one moment.
        """
        key = (name, filters)
        with self._making.setdefault(name, threading.Lock()):
            known = self._made.get(key)
            if known is not None and known[0] == stamp:
                return cast("list[R]", known[1])
            kind = on_disk if filters == Filters(audience=filters.audience) else None
            found = self._read(name, filters, stamp, kind) if kind else None
            records = make() if found is None else found
            if kind and found is None:
                self._write(name, filters, stamp, records)
            while len(self._made) >= MOST:
                del self._made[next(iter(self._made))]
            self._made[key] = (stamp, records)
            return records

    def clear(self) -> None:
        """Forget everything, so that no quote outlives its document here."""
        self._made.clear()
        with suppress(OSError):
            for file in list(self._folder.iterdir()):
                file.unlink(missing_ok=True)

    def _read(self, name: str, filters: Filters, stamp: str, kind: type[R]) -> list[R] | None:
        try:
            kept = json.loads(self._file(name, filters).read_text("utf-8"))
            if kept["stamp"] != stamp:
                return None
            return [from_plain(kind, plain) for plain in kept["records"]]
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _write(self, name: str, filters: Filters, stamp: str, records: Sequence[Any]) -> None:
        """Where nothing can be written, they are made anew the next time."""
        kept = {"stamp": stamp, "records": [to_plain(one, brief=True) for one in records]}
        file = self._file(name, filters)
        made = file.with_suffix(".new")
        with suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            made.write_text(json.dumps(kept, ensure_ascii=False), "utf-8")
            made.replace(file)

    def _file(self, name: str, filters: Filters) -> Path:
        chosen = hashlib.sha256(repr(filters).encode()).hexdigest()[:12]
        return self._folder / f"{name}-{chosen}.json"


def stamp(generation: int, documents: Iterable[DocumentInfo], *settings: str) -> str:
    """What the records are made of: the documents as they were read, settings, and the code."""
    parts = [f"{info.id} {info.indexed} {info.metadata}" for info in documents]
    whole = "\n".join([str(generation), *parts, *settings, _code()])
    return hashlib.sha256(whole.encode()).hexdigest()


@cache
def _code() -> str:
    """Changes with any file of this package: other code may give other answers."""
    files = sorted(Path(__file__).parent.rglob("*.*"))
    told = []
    for file in files:
        if file.suffix in (".py", ".toml"):
            status = file.stat()
            told.append(f"{file.name} {status.st_size} {status.st_mtime_ns}")
    return "\n".join(told)
