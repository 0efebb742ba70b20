"""The SQLite file beneath the library: connections, transactions, errors.

Holds what every table needs and no table. One connection a thread; readers never wait for
the writer (WAL). SQLite's own errors never leave this room: they become `IndexingError`.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import IndexBusy, IndexingError, IndexMissing
from assistant.full_disk import is_full
from assistant.library import migrations

BUSY_SECONDS = 20.0
"""How long a writer waits for another writer's transaction."""


_SHORT_READ = 522  # SQLITE_IOERR_SHORT_READ: the file ends too early


_CANNOT_GROW = (
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    # a log that cannot be created
    sqlite3.SQLITE_CANTOPEN,
)


class DamagedLibrary(IndexingError):
    """The library's file is not a database any more, or lacks parts."""


class _Handle:
    """A connection that closes itself when its thread is gone.

    `used` is held while its thread runs statements: SQLite crashes where one is closed under it.
    """

    def __init__(self, connection: sqlite3.Connection, state: tuple[int, ...]) -> None:
        self.connection = connection
        self.state = state
        self.used = threading.RLock()

    def __del__(self) -> None:
        self.connection.close()


class Database:
    """One SQLite file, opened once per thread.

    Raises `IndexMissing` when the file is not there (unless `create`), `DamagedLibrary` when
    it cannot be read, `IndexMismatch` when a newer program made it.
    """

    def __init__(self, path: Path, *, create: bool = False) -> None:
        self.path = path
        self._local = threading.local()
        self._handles: weakref.WeakSet[_Handle] = weakref.WeakSet()
        if not path.is_file():
            if not create:
                raise IndexMissing("Inget är indexerat ännu.", "Kör: finsam index")
            with translated(path):
                path.parent.mkdir(parents=True, exist_ok=True)
        self.read_only = not os.access(path.parent, os.W_OK)
        with translated(path):
            connection = self.connection()
            if self.read_only:
                connection.execute("SELECT 1 FROM meta").fetchone()
                return
            version = migrations.version_of(connection)
            mark = connection.execute("PRAGMA application_id").fetchone()[0]
            if version and mark != migrations.APPLICATION_ID:
                raise DamagedLibrary(
                    f"Filen {path} är inte ett bibliotek.", "Ange en annan mapp med --indexes."
                )
            if not version and not create:
                raise IndexMissing("Inget är indexerat ännu.", "Kör: finsam index")
            migrations.migrate(connection)

    def connection(self) -> sqlite3.Connection:
        """This thread's connection; opened anew when the file has been replaced."""
        return self._handle().connection

    def _handle(self) -> _Handle:
        state = self._state()
        handle: _Handle | None = getattr(self._local, "handle", None)
        if handle is None or (handle.state != state and not handle.connection.in_transaction):
            opened = self._open()
            handle = _Handle(opened, self._state())
            self._local.handle = handle
            self._handles.add(handle)
        return handle

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One consistent view over several statements."""
        handle = self._opened()
        connection = handle.connection
        with translated(self.path), handle.used:
            if connection.in_transaction:
                yield connection
                return
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.execute("ROLLBACK")

    @contextmanager
    def writing(self, *, index: bool = False) -> Iterator[sqlite3.Connection]:
        """One transaction, kept whole or not at all.

        With `index`, what can be found changes, and the generation is raised.
        """
        handle = self._opened()
        connection = handle.connection
        with translated(self.path), handle.used:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                if index:
                    connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'generation'")
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def _opened(self) -> _Handle:
        with translated(self.path):
            return self._handle()

    def close(self) -> None:
        """Close every thread's connection, once it has done what it is doing."""
        for handle in list(self._handles):
            with handle.used:
                handle.connection.close()
        self._local = threading.local()

    def _state(self) -> tuple[int, ...]:
        """What, when it changes, asks for another connection."""
        try:
            found = self.path.stat()
        except OSError:
            return ()
        if not self.read_only:
            return (found.st_ino,)
        # nobody tells a connection without locks that another user has written
        return (found.st_ino, found.st_size, found.st_mtime_ns, self._log().exists())

    def _log(self) -> Path:
        return self.path.with_name(self.path.name + "-wal")

    def _open(self) -> sqlite3.Connection:
        mode = ""
        if self.read_only:
            # a log cannot be created in such a folder, but one that is there must be read
            mode = "?mode=ro" if self._log().exists() else "?mode=ro&immutable=1"
        connection = sqlite3.connect(
            f"{self.path.absolute().as_uri()}{mode}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            if not self.read_only:
                connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute("PRAGMA cache_size = -32000")
        except BaseException:
            connection.close()
            raise
        return connection


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """SQLite's and the file system's errors as ours, in Swedish, with what to do."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", None) or 0
        if code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise IndexBusy(
                "Biblioteket är upptaget av en annan process.", "Försök igen om en stund."
            ) from error
        if code & 0xFF in _CANNOT_GROW and is_full(path.parent, error):
            raise IndexingError(
                f"Disken är full: {path.parent}.", "Frigör utrymme och kör: finsam index"
            ) from error
        if code & 0xFF in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
            raise IndexingError(
                f"Mappen {path.parent} går inte att läsa eller skriva i ({error}).",
                "Ge rättigheter till den, eller ange en annan mapp med --indexes.",
            ) from error
        if code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or code == _SHORT_READ:
            raise DamagedLibrary(
                f"Biblioteket {path.name} är skadat ({error}).", "Bygg om det: finsam index"
            ) from error
        if code & 0xFF == sqlite3.SQLITE_IOERR:
            raise IndexingError(
                f"Biblioteket {path} går inte att läsa eller skriva ({error}).",
                "Kontrollera disken, eller ange en annan mapp med --indexes.",
            ) from error
        raise
    except OSError as error:
        if is_full(path.parent, error):
            raise IndexingError(
                f"Disken är full: {path.parent}.", "Frigör utrymme och kör: finsam index"
            ) from error
        raise IndexingError(
            f"Mappen {path.parent} går inte att använda ({error.strerror or error}).",
            "Kontrollera rättigheter och utrymme, eller ange en annan mapp med --indexes.",
        ) from error
