"""What was seen of each file at the last index run.

Holds file names, content fingerprints and stamps (size and times), so that an unchanged file
is recognised without reading it. It never opens a file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.library.database import Database


@dataclass(frozen=True, slots=True)
class SeenFile:
    """A file as it was last seen. `stamp` "" means that its content must be looked at again."""

    file: str
    fingerprint: str
    stamp: str


class FileTable:
    """The files of the corpus folder as last seen."""

    _db: Database

    def seen_files(self) -> dict[str, SeenFile]:
        """Every file last seen, by its name below the corpus folder."""
        with self._db.reading() as connection:
            rows = connection.execute("SELECT file, fingerprint, stamp FROM files").fetchall()
        return {row[0]: SeenFile(*row) for row in rows}

    def see_files(self, seen: Iterable[SeenFile], gone: Iterable[str] = ()) -> None:
        """Remember files as seen now, and that others are gone."""
        with self._db.writing() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO files VALUES (?,?,?)",
                ((item.file, item.fingerprint, item.stamp) for item in seen),
            )
            connection.executemany("DELETE FROM files WHERE file = ?", ((name,) for name in gone))
