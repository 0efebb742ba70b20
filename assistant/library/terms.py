"""Keyword search by BM25 over the postings that SQLite's FTS5 keeps.

Holds search and vocabulary. It never analyses text: terms come in as the index holds
them, in lower case.

FTS5 keeps the postings in the documents' own transactions; the sum is made here. FTS5's
`rank` cannot weigh terms, counts a word in more than half of the passages as nothing, and took
ten times as long on frequent words and minutes under a filter (89,000 passages).
"""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import TYPE_CHECKING

from assistant.library import selection
from assistant.library.database import Database
from assistant.schema import Filters

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Reals = NDArray[np.float64]

K1 = 1.2
B = 0.75
_KEPT_POSTINGS = 3_000_000
"""Postings kept in memory, 16 bytes each."""


class _View:
    """The passages of one generation by position, and the postings read so far."""

    def __init__(self, connection: sqlite3.Connection, generation: int) -> None:
        import numpy as np

        # in one row: each row would wait for the Python that other threads run
        columns = connection.execute(
            "SELECT json_group_array(key), json_group_array(id), json_group_array(document),"
            " json_group_array(length)"
            " FROM (SELECT key, id, document, length FROM passages ORDER BY key)"
        ).fetchone()
        keys, ids, documents, lengths = map(json.loads, columns)
        self.generation = generation
        self.keys: Numbers = np.array(keys, dtype=np.int64)
        self.ids: list[str] = ids
        self.documents: Numbers = np.array(documents, dtype=np.int64)
        long: Reals = np.array(lengths, dtype=np.float64)
        mean = long.mean() if ids else 1.0
        self.damping: Reals = K1 * (1 - B + B * long / (mean or 1.0))
        self._postings: dict[str, tuple[Numbers, Reals]] = {}
        self._kept = 0

    def gains(self, connection: sqlite3.Connection, term: str) -> tuple[Numbers, Reals]:
        """Positions of the passages with `term`, and what it adds to the score of each."""
        known = self._postings.get(term)
        if known is not None:
            return known
        import numpy as np

        found = connection.execute(
            "SELECT json_group_array(doc) FROM occurrences WHERE term = ?", (term,)
        )
        keys, counts = np.unique(
            np.array(json.loads(found.fetchone()[0]), dtype=np.int64), return_counts=True
        )
        positions: Numbers = np.searchsorted(self.keys, keys)
        total, having = len(self.ids), len(keys)
        rarity = math.log(1 + (total - having + 0.5) / (having + 0.5))
        gains: Reals = rarity * counts * (K1 + 1) / (counts + self.damping[positions])
        if self._kept + having > _KEPT_POSTINGS:
            self._postings, self._kept = {}, 0
        self._postings[term] = positions, gains
        self._kept += having
        return positions, gains


class TermTable:
    """Keyword search and the vocabulary."""

    _db: Database
    _counting: Lock
    _vocabulary: tuple[int, dict[str, int]] | None = None
    _view: _View | None = None

    def keyword_search(
        self,
        terms: Sequence[str] | Mapping[str, float],
        k: int,
        filters: Filters | None = None,
    ) -> list[tuple[str, float]]:
        """(passage id, BM25) of the `k` best passages with any of `terms`, best first.

        BM25 as in Robertson and Zaragoza (2009) with k1 1.2 and b 0.75, and the rarity of a
        term as ln(1 + (N - n + 0.5) / (n + 0.5)), so that it is never negative. Higher is
        better; ties by id. A mapping gives each term a weight above 0, by which its part of
        the sum is multiplied.
        """
        weights = terms if isinstance(terms, Mapping) else dict.fromkeys(terms, 1.0)
        if not weights or k < 1:
            return []
        import numpy as np

        with self._db.reading() as connection:
            view = self._current(connection)
            scores: Reals = np.zeros(len(view.ids))
            for phrase, weight in weights.items():
                for term in phrase.split():
                    positions, gains = view.gains(connection, term)
                    scores[positions] += weight * gains
            if filters is not None:
                scores[~_allowed(connection, view, filters)] = 0.0
        return _best(view.ids, scores, k)

    def make_ready(self) -> None:
        """Read what the first question would wait for (half a second at 90,000 passages)."""
        self.vocabulary()
        with self._db.reading() as connection:
            self._current(connection)

    def vocabulary(self) -> Mapping[str, int]:
        """Each term of the index with the number of passages that hold it.

        Counted once a generation, however many threads ask (a third of a second at 45,000
        passages).
        """
        with self._counting, self._db.reading() as connection:
            generation = _generation(connection)
            if self._vocabulary is None or self._vocabulary[0] != generation:
                # in one row: each row would wait for the Python that other threads run
                found = connection.execute("SELECT json_group_object(term, doc) FROM vocabulary")
                self._vocabulary = (generation, json.loads(found.fetchone()[0]))
            return self._vocabulary[1]

    def _current(self, connection: sqlite3.Connection) -> _View:
        generation = _generation(connection)
        view = self._view
        if view is None or view.generation != generation:
            view = self._view = _View(connection, generation)
        return view


def _allowed(connection: sqlite3.Connection, view: _View, filters: Filters) -> NDArray[np.bool_]:
    import numpy as np

    condition, values = selection.condition(filters)
    rows = connection.execute(f"SELECT key FROM documents WHERE {condition}", values)
    return np.isin(view.documents, np.fromiter((row[0] for row in rows), dtype=np.int64))


def _best(ids: Sequence[str], scores: Reals, k: int) -> list[tuple[str, float]]:
    """The `k` best of the scores above 0, ties by id, also where the last place is shared."""
    import numpy as np

    found = np.flatnonzero(scores > 0)
    if len(found) > k:
        least = np.partition(scores[found], len(found) - k)[len(found) - k]
        found = found[scores[found] >= least]
    ranked = sorted((-float(scores[position]), ids[position]) for position in found.tolist())
    return [(passage, -score) for score, passage in ranked[:k]]


def _generation(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()[0])
