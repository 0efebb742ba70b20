"""The library's schema as numbered steps, from the first version on.

Holds SQL only. A step that has been released is never changed: a later one is added, and the
tests open a library of every earlier version. It never reads documents.
"""

from __future__ import annotations

import sqlite3

from assistant.errors import IndexMismatch

APPLICATION_ID = 0x46494E53
"""Marks an SQLite file as ours ("FINS")."""

# Analysed terms come blank-separated and may hold anything else, so only blanks may separate.
# FTS5's default tokenizer would fold ä into a and split "27,8".
_TOKENIZER = "ascii tokenchars ''!\"#$%&''''()*+,-./:;<=>?@[\\]^_`{|}~''"

STEPS: tuple[str, ...] = (
    f"""
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

    CREATE TABLE documents (
        key INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        file TEXT NOT NULL UNIQUE,
        fingerprint TEXT NOT NULL,
        format TEXT NOT NULL,
        kind TEXT NOT NULL,
        audience TEXT NOT NULL,
        first_year INTEGER,
        last_year INTEGER,
        info TEXT NOT NULL,          -- DocumentInfo as JSON
        made TEXT NOT NULL           -- versions of reader, splitter and analyser
    );

    CREATE TABLE pages (
        document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
        number INTEGER NOT NULL,
        page TEXT NOT NULL,          -- Page as JSON
        PRIMARY KEY (document, number)
    ) WITHOUT ROWID;

    CREATE TABLE units (
        document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        page INTEGER,
        block INTEGER NOT NULL,
        kind TEXT NOT NULL,
        unit TEXT NOT NULL,          -- Unit as JSON
        PRIMARY KEY (document, ordinal)
    ) WITHOUT ROWID;

    -- keyed by model and text, so that no text is embedded twice
    CREATE TABLE embeddings (
        key INTEGER PRIMARY KEY,
        hash BLOB NOT NULL UNIQUE,
        vector BLOB NOT NULL         -- float32, little-endian
    );

    CREATE TABLE passages (
        key INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        passage TEXT NOT NULL,       -- Passage as JSON
        terms TEXT NOT NULL,         -- analysed, blank-separated
        length INTEGER NOT NULL,     -- how many terms
        embedding INTEGER NOT NULL REFERENCES embeddings
    );
    CREATE INDEX passages_by_document ON passages (document, ordinal);
    CREATE INDEX passages_by_embedding ON passages (embedding);

    CREATE VIRTUAL TABLE keywords USING fts5 (
        terms, content='passages', content_rowid='key', tokenize='{_TOKENIZER}'
    );
    CREATE VIRTUAL TABLE vocabulary USING fts5vocab (keywords, row);
    CREATE VIRTUAL TABLE occurrences USING fts5vocab (keywords, instance);

    -- passages whose vectors the vector store has not been told about yet
    CREATE TABLE pending (change INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL);

    -- what was seen of each file at the last index run
    CREATE TABLE files (
        file TEXT PRIMARY KEY,
        fingerprint TEXT NOT NULL,
        stamp TEXT NOT NULL          -- size and times; "" means: look at the content again
    ) WITHOUT ROWID;

    CREATE TABLE conversations (
        id TEXT PRIMARY KEY,
        owner TEXT NOT NULL,
        started TEXT NOT NULL,
        changed TEXT NOT NULL,
        title TEXT NOT NULL
    );
    CREATE INDEX conversations_by_owner ON conversations (owner, changed);

    CREATE TABLE turns (
        conversation TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        asked TEXT NOT NULL,
        question TEXT NOT NULL,
        status TEXT NOT NULL,
        answer TEXT NOT NULL,        -- Answer as JSON
        PRIMARY KEY (conversation, ordinal)
    ) WITHOUT ROWID;

    CREATE TABLE feedback (
        conversation TEXT NOT NULL,
        turn INTEGER NOT NULL,
        good INTEGER NOT NULL,
        comment TEXT NOT NULL,
        given TEXT NOT NULL,
        PRIMARY KEY (conversation, turn),
        FOREIGN KEY (conversation, turn) REFERENCES turns ON DELETE CASCADE
    ) WITHOUT ROWID;

    CREATE TABLE log (
        key INTEGER PRIMARY KEY,
        happened TEXT NOT NULL,
        who TEXT NOT NULL,
        what TEXT NOT NULL,
        detail TEXT NOT NULL
    );
    CREATE INDEX log_by_time ON log (happened);

    -- from a number of its own, so that a rebuilt file is not taken for the old one
    INSERT INTO meta VALUES ('generation', abs(random() % 1000000000));
    """,
)

VERSION = len(STEPS)
"""The schema's version, kept in SQLite's `user_version`."""


def version_of(connection: sqlite3.Connection) -> int:
    """The schema version of an open file; 0 when it is new."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the file to `VERSION`, one transaction a step.

    Raises `IndexMismatch` if a newer version of the program made it.
    """
    version = version_of(connection)
    if version > VERSION:
        raise IndexMismatch(
            f"Biblioteket är skapat av en nyare version av programmet (schema {version}).",
            "Uppgradera programmet, eller ange en annan mapp med --indexes.",
        )
    for number in range(version + 1, VERSION + 1):
        # executescript would commit first; a step must be all or nothing
        connection.execute("BEGIN IMMEDIATE")
        try:
            if version_of(connection) < number:
                for statement in _statements(STEPS[number - 1]):
                    connection.execute(statement)
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise


def _statements(script: str) -> list[str]:
    """The script's statements one by one."""
    statements: list[str] = []
    pending = ""
    for part in script.split(";")[:-1]:
        pending += part + ";"
        if sqlite3.complete_statement(pending):  # else the semicolon stood in a string
            statements.append(pending.strip())
            pending = ""
    return statements
