"""Opens a library that may have been damaged, and starts a new one beside it if it is.

Holds what is done to a file that SQLite refuses: it is set aside, never deleted, and what
people wrote (conversations, feedback, the log) is brought over as far as it can be read. The
documents come back from the corpus folder at the next index run.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from assistant.library import DamagedLibrary, Library
from assistant.library.database import translated
from assistant.lock import writer_lock

_KEPT = ("conversations", "turns", "feedback", "log")


def open_or_renew(path: Path) -> tuple[Library, Path | None]:
    """The library in `path`, created if it is missing, renewed if it is damaged.

    Also returns where a damaged file was set aside; None if there was no damage that opening
    shows (an index run looks closer). Raises `IndexBusy` while another process writes to a
    damaged library.
    """
    try:
        return Library.open(path, create=True), None
    except DamagedLibrary:
        pass
    with writer_lock(path.parent):
        aside = _set_aside(path)
        library = Library.open(path, create=True)
        _bring_over(aside, library)
    return library, aside


def renew(library: Library) -> Path:
    """Set the file of an open library aside and go on with a new one; returns where it went.

    For damage that shows itself in the middle of work. The writer's lock must be held.
    """
    library.close()
    aside = _set_aside(library.path)
    fresh = Library.open(library.path, create=True)
    _bring_over(aside, fresh)
    fresh.close()
    return aside


def _set_aside(path: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    aside = path.with_name(f"{path.stem}-skadat-{stamp}{path.suffix}")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.stem}-skadat-{stamp}-{number}{path.suffix}")
    with translated(path):
        # the log of changes first: left behind, it would be replayed into the new file
        for ending in ("-wal", "-shm"):
            beside = path.with_name(path.name + ending)
            if beside.exists():
                beside.replace(aside.with_name(aside.name + ending))
        path.replace(aside)
    return aside


def _bring_over(aside: Path, library: Library) -> None:
    """Copy row by row what can still be read; what cannot is left where it is."""
    old = sqlite3.connect(aside)
    try:
        # without this SQLite opens no file that is shorter than it says, however little is gone
        old.execute("PRAGMA writable_schema = ON")
        for table in _KEPT:
            library.add_rows(table, _readable(old, table))
    finally:
        old.close()


def _readable(old: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    try:
        for row in old.execute(f"SELECT * FROM {table}"):
            rows.append(row)
    except sqlite3.DatabaseError:
        pass  # the rest of the table is in the lost part
    return rows
