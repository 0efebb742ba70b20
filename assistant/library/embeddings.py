"""Vectors by what was embedded, and what the vector store still has to be told.

Holds float32 vectors keyed by model and text: a text that has been embedded once, in whatever
document, is never embedded again. It never computes a vector and never searches.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.library.database import Database

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

_VARIABLES = 500
_BATCH = 2_000


class EmbeddingTable:
    """Vectors and the vector store's backlog."""

    _db: Database

    def known_vectors(self, texts: Sequence[str]) -> list[Vector | None]:
        """The vector of each text under the library's model; None where it is unknown."""
        found: dict[bytes, Vector] = {}
        with self._db.reading() as connection:
            name = model(connection)
            hashes = [_hash(name, text) for text in texts]
            for start in range(0, len(hashes), _VARIABLES):
                some = hashes[start : start + _VARIABLES]
                marks = ",".join("?" * len(some))
                for key, blob in connection.execute(
                    f"SELECT hash, vector FROM embeddings WHERE hash IN ({marks})", some
                ):
                    found[key] = _vector(blob)
        return [found.get(key) for key in hashes]

    def remember_vectors(self, texts: Sequence[str], vectors: Vector) -> None:
        """Keep vectors before their document is whole, so that an interrupted run loses none."""
        with self._db.writing() as connection:
            keep(connection, model(connection), texts, vectors)

    def drop_unused_vectors(self) -> int:
        """Remove vectors that no passage uses any more; returns how many."""
        with self._db.writing() as connection:
            return connection.execute(
                "DELETE FROM embeddings WHERE NOT EXISTS"
                " (SELECT 1 FROM passages WHERE passages.embedding = embeddings.key)"
            ).rowcount

    def vectors(self) -> Iterator[tuple[str, Vector]]:
        """(passage id, vector) of every passage, by id."""
        last = ""
        while True:
            with self._db.reading() as connection:
                rows = connection.execute(
                    "SELECT p.id, e.vector FROM passages p JOIN embeddings e"
                    " ON e.key = p.embedding WHERE p.id > ? ORDER BY p.id LIMIT ?",
                    (last, _BATCH),
                ).fetchall()
            if not rows:
                return
            for passage_id, blob in rows:
                yield passage_id, _vector(blob)
            last = rows[-1][0]

    def vectors_of(self, ids: Sequence[str]) -> dict[str, Vector]:
        """The vectors of these passages; those that are gone are left out."""
        found: dict[str, Vector] = {}
        with self._db.reading() as connection:
            for start in range(0, len(ids), _VARIABLES):
                some = list(ids[start : start + _VARIABLES])
                for passage_id, blob in connection.execute(
                    "SELECT p.id, e.vector FROM passages p JOIN embeddings e ON e.key = p.embedding"
                    f" WHERE p.id IN ({','.join('?' * len(some))})",
                    some,
                ):
                    found[passage_id] = _vector(blob)
        return found

    def pending(self) -> tuple[list[str], int]:
        """Passages whose vectors changed or went since the vector store was last told.

        Also returns the number of the last change, for `settled`.
        """
        with self._db.reading() as connection:
            rows = connection.execute("SELECT id, change FROM pending ORDER BY change").fetchall()
        return list(dict.fromkeys(row[0] for row in rows)), rows[-1][1] if rows else 0

    def settled(self, change: int) -> None:
        """The vector store holds, for good, all changes up to the one of this number."""
        with self._db.writing() as connection:
            connection.execute("DELETE FROM pending WHERE change <= ?", (change,))


def model(connection: sqlite3.Connection) -> str:
    """The fingerprint of the library's embedding model; "" before the first."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'model'").fetchone()
    return str(row[0]) if row else ""


def keep(
    connection: sqlite3.Connection, name: str, texts: Sequence[str], vectors: Vector
) -> list[int]:
    """Write vectors of the model `name` within a transaction; returns the key of each."""
    keys: list[int] = []
    for text, vector in zip(texts, vectors, strict=True):
        digest = _hash(name, text)
        connection.execute(
            "INSERT OR IGNORE INTO embeddings (hash, vector) VALUES (?,?)",
            (digest, vector.astype("<f4").tobytes()),
        )
        row = connection.execute("SELECT key FROM embeddings WHERE hash = ?", (digest,))
        keys.append(int(row.fetchone()[0]))
    return keys


def _hash(name: str, text: str) -> bytes:
    return hashlib.blake2b(f"{name}\0{text}".encode(), digest_size=16).digest()


def _vector(blob: bytes) -> Vector:
    import numpy as np

    vector: Vector = np.frombuffer(blob, dtype="<f4")
    return vector
