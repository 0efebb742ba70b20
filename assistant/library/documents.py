"""The documents in the library: written whole, listed, read back.

Holds documents, pages, units and passages. It never embeds, analyses or ranks. Ordinals are
0-based and pages 1-based, as in `assistant.schema`.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant import records_json
from assistant.errors import UnknownItem
from assistant.library import embeddings, selection
from assistant.library.database import Database
from assistant.schema import Document, DocumentInfo, Filters, Metadata, Page, Passage, Unit
from assistant.splitting import embedded_text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_VARIABLES = 500
"""Values in one statement; SQLite's own limit has been as low as 999."""

_ABOUT_LENGTH = 40
"""A sentence of at least this many characters can say what a document is about."""


class Documents:
    """Documents with their units and passages, in transactions."""

    _db: Database
    _infos: tuple[int, dict[str, DocumentInfo]] | None = None
    _selected: tuple[int, dict[Filters, frozenset[str] | None]] | None = None

    def generation(self) -> int:
        """A number that rises each time what can be found changes."""
        with self._db.reading() as connection:
            return _generation(connection)

    def replace(
        self,
        document: Document,
        passages: Sequence[Passage],
        terms: Sequence[str],
        vectors: NDArray[np.float32],
        *,
        made: str = "",
    ) -> None:
        """Keep `document` whole, in place of whatever had its id or its file name.

        `terms` are the analysed terms of each passage, blank-separated; row i of `vectors` is
        the vector of `splitting.embedded_text(passages[i])` by the library's model. `made`
        says which versions of the program's parts made it.
        """
        if not len(passages) == len(terms) == len(vectors):
            raise ValueError("passages, terms and vectors must be of one length")
        texts = [embedded_text(passage) for passage in passages]
        with self._db.writing(index=True) as connection:
            for (old,) in connection.execute(
                "SELECT id FROM documents WHERE id = ? OR file = ?", (document.id, document.file)
            ).fetchall():
                _remove(connection, old)
            info = describe(document)
            years = selection.years_of(document.metadata) or (None, None)
            key = connection.execute(
                "INSERT INTO documents (id, file, fingerprint, format, kind, audience,"
                " first_year, last_year, info, made) VALUES (?,?,?,?,?,?,?,?,?,?)",
                (
                    document.id,
                    document.file,
                    document.fingerprint,
                    document.format,
                    document.metadata.kind.value,
                    document.metadata.audience,
                    *years,
                    records_json.dumps(info),
                    made,
                ),
            ).lastrowid
            connection.executemany(
                "INSERT INTO pages VALUES (?,?,?)",
                ((key, page.number, records_json.dumps(page)) for page in document.pages),
            )
            connection.executemany(
                "INSERT INTO units VALUES (?,?,?,?,?,?)",
                (
                    (key, u.ordinal, u.page, u.block, u.kind, records_json.dumps(u))
                    for u in document.units
                ),
            )
            kept = embeddings.keep(connection, embeddings.model(connection), texts, vectors)
            for passage, line, embedding in zip(passages, terms, kept, strict=True):
                row = connection.execute(
                    "INSERT INTO passages"
                    " (id, document, ordinal, passage, terms, length, embedding)"
                    " VALUES (?,?,?,?,?,?,?)",
                    (
                        passage.id,
                        key,
                        passage.ordinal,
                        records_json.dumps(passage),
                        line,
                        len(line.split()),
                        embedding,
                    ),
                ).lastrowid
                connection.execute("INSERT INTO keywords (rowid, terms) VALUES (?,?)", (row, line))
                connection.execute("INSERT INTO pending (id) VALUES (?)", (passage.id,))

    def forget(self, document_id: str) -> None:
        """Remove a document and everything made from it; nothing happens if it is unknown."""
        with self._db.writing(index=True) as connection:
            _remove(connection, document_id)

    def rename(self, document_id: str, new_file: str) -> None:
        """Give a document another file name. Raises `UnknownItem`.

        Its metadata may rest on the old name, so it counts as made by no version at all: a run
        that is killed before it has read the file again leaves that to the next.
        """
        with self._db.writing(index=True) as connection:
            info = replace(_info(connection, document_id), file=new_file)
            connection.execute(
                "UPDATE documents SET file = ?, info = ?, made = '' WHERE id = ?",
                (new_file, records_json.dumps(info), document_id),
            )

    def documents(self, filters: Filters | None = None) -> list[DocumentInfo]:
        """The documents that `filters` let through, by kind, year (newest first) and title."""
        infos = self._all_infos()
        chosen = list(infos.values())
        if filters is not None:
            where, values = selection.condition(filters)
            with self._db.reading() as connection:
                ids = {row[0] for row in connection.execute(_SELECT_IDS + where, values)}
            chosen = [info for info in chosen if info.id in ids]
        return sorted(chosen, key=_shelf)

    def document(self, document_id: str) -> DocumentInfo:
        """One document. Raises `UnknownItem`."""
        info = self._all_infos().get(document_id)
        if info is None:
            raise _unknown(document_id)
        return info

    @property
    def metadata(self) -> dict[str, Metadata]:
        """Each document's metadata by its id."""
        return {info.id: info.metadata for info in self._all_infos().values()}

    def made(self) -> dict[str, str]:
        """Which versions of the program's parts made each document, by id."""
        with self._db.reading() as connection:
            return dict(connection.execute("SELECT id, made FROM documents").fetchall())

    def pages(self, document_id: str) -> list[Page]:
        """The document's pages in order; [] where the format has none."""
        with self._db.reading() as connection:
            rows = connection.execute(
                "SELECT page FROM pages WHERE document = (SELECT key FROM documents WHERE id = ?)"
                " ORDER BY number",
                (document_id,),
            ).fetchall()
        return [records_json.loads(Page, row[0]) for row in rows]

    def units(
        self, document_id: str, first: int | None = None, last: int | None = None
    ) -> list[Unit]:
        """The units with ordinals `first` to `last`, both included; None means the end."""
        with self._db.reading() as connection:
            rows = connection.execute(
                "SELECT unit FROM units WHERE document = (SELECT key FROM documents WHERE id = ?)"
                " AND ordinal BETWEEN ? AND ? ORDER BY ordinal",
                (document_id, first or 0, sys.maxsize if last is None else last),
            ).fetchall()
        return [_unit(row[0]) for row in rows]

    def passages(self, ids: Iterable[str]) -> dict[str, Passage]:
        """The passages with these ids; those that are gone are left out."""
        found: dict[str, Passage] = {}
        with self._db.reading() as connection:
            for some in _chunks(list(ids)):
                for row in connection.execute(
                    f"SELECT passage FROM passages WHERE id IN ({','.join('?' * len(some))})", some
                ):
                    passage = records_json.loads(Passage, row[0])
                    found[passage.id] = passage
        return found

    def document_passages(self, document_id: str) -> list[Passage]:
        """All passages of one document in reading order."""
        with self._db.reading() as connection:
            rows = connection.execute(
                "SELECT passage FROM passages WHERE document ="
                " (SELECT key FROM documents WHERE id = ?) ORDER BY ordinal",
                (document_id,),
            ).fetchall()
        return [records_json.loads(Passage, row[0]) for row in rows]

    def passage_ids(self, filters: Filters | None = None) -> frozenset[str] | None:
        """The ids of the passages that `filters` let through; None when that is all of them."""
        if filters is None:
            return None
        with self._db.reading() as connection:
            generation = _generation(connection)
            if self._selected is None or self._selected[0] != generation:
                self._selected = (generation, {})
            known = self._selected[1]
            if filters not in known:
                known[filters] = _select(connection, filters)
            return known[filters]

    def passage_count(self) -> int:
        """How many passages there are."""
        with self._db.reading() as connection:
            return int(connection.execute("SELECT count(*) FROM passages").fetchone()[0])

    def all_passage_ids(self) -> set[str]:
        """The id of every passage."""
        with self._db.reading() as connection:
            # in one row: each row would wait for the Python that other threads run
            found = connection.execute("SELECT json_group_array(id) FROM passages")
            return set(json.loads(found.fetchone()[0]))

    def _all_infos(self) -> dict[str, DocumentInfo]:
        with self._db.reading() as connection:
            generation = _generation(connection)
            if self._infos is None or self._infos[0] != generation:
                rows = connection.execute("SELECT info FROM documents").fetchall()
                infos = (records_json.loads(DocumentInfo, row[0]) for row in rows)
                self._infos = (generation, {info.id: info for info in infos})
            return self._infos[1]


def describe(document: Document) -> DocumentInfo:
    """The document as the library lists it."""
    blocks = {(unit.kind, unit.block) for unit in document.units}
    about = next(
        (u.plain for u in document.units if u.kind == "sentence" and len(u.plain) >= _ABOUT_LENGTH),
        "",
    )
    return DocumentInfo(
        id=document.id,
        file=document.file,
        format=document.format,
        metadata=document.metadata,
        pages=len(document.pages),
        units=len(document.units),
        tables=sum(kind == "table_row" for kind, _ in blocks),
        charts=sum(kind == "chart_series" for kind, _ in blocks),
        ocr_pages=tuple(page.number for page in document.pages if page.status == "ocr"),
        unread_pages=tuple(page.number for page in document.pages if page.status == "unread"),
        notices=document.notices,
        indexed=datetime.now(UTC).isoformat(timespec="seconds"),
        about=about,
    )


_SELECT_IDS = "SELECT id FROM documents WHERE "


def _select(connection: sqlite3.Connection, filters: Filters) -> frozenset[str] | None:
    where, values = selection.condition(filters)
    outside = connection.execute(
        f"SELECT 1 FROM documents WHERE ({where}) IS NOT 1 LIMIT 1", values
    ).fetchone()
    if outside is None:
        return None
    return frozenset(
        row[0]
        for row in connection.execute(
            f"SELECT p.id FROM documents d JOIN passages p ON p.document = d.key WHERE {where}",
            values,
        )
    )


def _generation(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()[0])


def _remove(connection: sqlite3.Connection, document_id: str) -> None:
    """Everything of one document out; its passages become pending for the vector store."""
    row = connection.execute("SELECT key FROM documents WHERE id = ?", (document_id,)).fetchone()
    if row is None:
        return
    connection.execute("INSERT INTO pending (id) SELECT id FROM passages WHERE document = ?", row)
    # an external-content FTS5 table must be told the very terms it was given
    connection.execute(
        "INSERT INTO keywords (keywords, rowid, terms)"
        " SELECT 'delete', key, terms FROM passages WHERE document = ?",
        row,
    )
    for table in ("passages", "units", "pages"):
        connection.execute(f"DELETE FROM {table} WHERE document = ?", row)
    connection.execute("DELETE FROM documents WHERE key = ?", row)


def _info(connection: sqlite3.Connection, document_id: str) -> DocumentInfo:
    row = connection.execute("SELECT info FROM documents WHERE id = ?", (document_id,)).fetchone()
    if row is None:
        raise _unknown(document_id)
    return records_json.loads(DocumentInfo, row[0])


def _unknown(document_id: str) -> UnknownItem:
    return UnknownItem(f"Dokumentet {document_id} finns inte.", "Se listan: finsam status")


@lru_cache(maxsize=20_000)
def _unit(text: str) -> Unit:
    """A unit from its JSON; frozen, so the same one can be given out again."""
    return records_json.loads(Unit, text)


def _shelf(info: DocumentInfo) -> tuple[str, int, str, str]:
    years = selection.years_of(info.metadata)
    return (
        info.metadata.kind.value,
        -years[1] if years else 0,
        info.metadata.title.value,
        info.file,
    )


def _chunks(items: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(items), _VARIABLES):
        yield items[start : start + _VARIABLES]
