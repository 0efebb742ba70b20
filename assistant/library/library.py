"""The library as one object, put together from its tables.

Holds opening, closing and the fingerprint of the index. The tables' own rooms hold the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from assistant.errors import IndexMismatch
from assistant.library import embeddings
from assistant.library.conversations import Conversations
from assistant.library.database import Database
from assistant.library.documents import Documents
from assistant.library.embeddings import EmbeddingTable
from assistant.library.files import FileTable
from assistant.library.safekeeping import Safekeeping
from assistant.library.terms import TermTable

FILE_NAME = "library.sqlite"


class Library(Documents, TermTable, EmbeddingTable, FileTable, Conversations, Safekeeping):
    """One SQLite file; safe to use from many threads and processes at once."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._counting = Lock()

    @classmethod
    def open(cls, path: Path, *, create: bool = False) -> Library:
        """Open the library in the file `path`.

        Raises `IndexMissing` if there is none (unless `create`), `DamagedLibrary`,
        `IndexMismatch` if a newer program made it.
        """
        return cls(Database(path, create=create))

    @property
    def path(self) -> Path:
        """The library's file."""
        return self._db.path

    @property
    def read_only(self) -> bool:
        """Whether the folder cannot be written to: reading works, writing does not."""
        return self._db.read_only

    def close(self) -> None:
        """Close every connection. The library can still be used: it opens again."""
        self._db.close()

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """What this thread reads within is of one moment, whoever writes meanwhile.

        It must not write within.
        """
        with self._db.reading():
            yield

    def model(self) -> str:
        """The fingerprint of the embedding model that made the vectors; "" before the first."""
        with self._db.reading() as connection:
            return embeddings.model(connection)

    def check_model(self, fingerprint: str) -> None:
        """Raises `IndexMismatch` if the vectors were made by another model than this."""
        made = self.model()
        if made and made != fingerprint:
            raise IndexMismatch(
                f"Indexet är gjort med en annan inbäddningsmodell ({made}) än den som är vald"
                f" ({fingerprint}).",
                "Bygg om det: finsam index --rebuild",
            )

    def use_model(self, fingerprint: str) -> None:
        """Say which model makes the vectors from now on.

        Documents whose vectors another model made are forgotten: no search may mix them.
        """
        if self.model() == fingerprint:
            return
        with self._db.writing(index=True) as connection:
            if embeddings.model(connection) not in ("", fingerprint):
                self._empty(connection)
            connection.execute("INSERT OR REPLACE INTO meta VALUES ('model', ?)", (fingerprint,))

    def forget_all(self) -> None:
        """Forget every document; conversations, feedback and the log stay."""
        with self._db.writing(index=True) as connection:
            self._empty(connection)
