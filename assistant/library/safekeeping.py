"""Backup, restoring and checking of the library's file.

Holds what keeps the file safe while others read and write it. It never touches the corpus or
the vector store, which is filled again from the library.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from assistant.errors import IndexingError
from assistant.library import migrations
from assistant.library.database import Database, translated

_SMALL = 64 * 2**20
"""Bytes that are read through in a few tenths of a second."""


class Safekeeping:
    """Copies of the library that can be trusted."""

    _db: Database

    def backup(self, path: Path, *, settings: str = "") -> None:
        """Write a consistent copy to `path`, whole or not at all, with the settings' text."""
        partial = path.with_name(path.name + ".del")
        with translated(path):
            partial.unlink(missing_ok=True)
            copy = sqlite3.connect(partial, isolation_level=None)
            try:
                self._db.connection().backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
                copy.execute("INSERT OR REPLACE INTO meta VALUES ('settings', ?)", (settings,))
                _verify(copy, path)
            finally:
                copy.close()
            with partial.open("rb") as file:
                os.fsync(file.fileno())
            partial.replace(path)

    def restore(self, path: Path) -> str:
        """Put the copy in `path` in the library's place; returns the settings' text in it.

        Readers go on with what they see until it is done. Raises `IndexingError` if the file
        is no backup, and then changes nothing. The vector store must be filled afterwards.
        """
        if not path.is_file():
            raise IndexingError(f"Säkerhetskopian {path} finns inte.", "Ange en annan fil.")
        with translated(path):
            copy = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
            try:
                _verify(copy, path)
                row = copy.execute("SELECT value FROM meta WHERE key = 'settings'").fetchone()
                generation = self._generation_now()
                copy.backup(self._db.connection())
            finally:
                copy.close()
        migrations.migrate(self._db.connection())
        with self._db.writing(index=True) as connection:
            # caches are kept by generation: it must not come back to a number already used
            connection.execute(
                "UPDATE meta SET value = max(value + 0, ?) WHERE key = 'generation'", (generation,)
            )
            connection.execute("DELETE FROM meta WHERE key = 'settings'")
            connection.execute("UPDATE files SET stamp = ''")
        return str(row[0]) if row else ""

    def damage(self) -> str:
        """What is wrong with the file, in SQLite's words; "" if nothing is. Reads all of it."""
        with self._db.reading() as connection:
            rows = connection.execute("PRAGMA quick_check(3)").fetchall()
        found = "; ".join(row[0] for row in rows)
        return "" if found == "ok" else found

    def is_cut_off(self) -> bool:
        """Whether parts of the file are missing or zeroed, as after a power cut.

        Of a large file it reads little, unless there are changes that are still in the log;
        `damage` reads all.
        """
        with self._db.reading() as connection:
            pages = int(connection.execute("PRAGMA page_count").fetchone()[0])
            size = int(connection.execute("PRAGMA page_size").fetchone()[0])
        log = self._db.path.with_name(self._db.path.name + "-wal")
        if log.exists() and log.stat().st_size:
            # pages may still be in the log alone, so only reading everything tells
            return bool(self.damage())
        if self._db.path.stat().st_size < pages * size:
            return True
        return pages * size <= _SMALL and bool(self.damage())

    def add_rows(self, table: str, rows: Sequence[tuple[object, ...]]) -> None:
        """Add whole rows saved from another library; those that no longer fit are left out."""
        with self._db.writing() as connection:
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            marks = ",".join("?" * len(columns))
            for row in rows:
                if len(row) == len(columns):
                    with suppress(sqlite3.IntegrityError):
                        connection.execute(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", row)

    def _generation_now(self) -> int:
        with self._db.reading() as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()
        return int(row[0])

    @staticmethod
    def _empty(connection: sqlite3.Connection) -> None:
        """Every document out, within a transaction."""
        connection.execute("INSERT INTO pending (id) SELECT id FROM passages")
        connection.execute("INSERT INTO keywords (keywords) VALUES ('delete-all')")
        for table in ("passages", "units", "pages", "documents", "embeddings", "files"):
            connection.execute(f"DELETE FROM {table}")


def _verify(connection: sqlite3.Connection, path: Path) -> None:
    """Raises `IndexingError` if an open file is not a whole library."""
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    if mark != migrations.APPLICATION_ID:
        raise IndexingError(
            f"{path} är inte en säkerhetskopia av biblioteket.", "Ange en annan fil."
        )
    if migrations.version_of(connection) > migrations.VERSION:
        raise IndexingError(
            f"Säkerhetskopian {path} är gjord av en nyare version av programmet.",
            "Uppgradera programmet först.",
        )
    result = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if result != "ok":
        raise IndexingError(f"Säkerhetskopian {path} är skadad ({result}).", "Ange en annan fil.")
