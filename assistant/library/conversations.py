"""Conversations, their feedback and the log, kept in the same file as the documents.

Holds what was asked and answered, by whom, for as long as the settings say. It never answers
anything. Times are ISO 8601 in UTC; ordinals of turns are 0-based.
"""

from __future__ import annotations

import re
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from assistant import records_json
from assistant.errors import UnknownItem
from assistant.library.database import Database, translated
from assistant.schema import Answer, Conversation, Turn
from assistant.service import Feedback, LogEntry, Unanswered

_TITLE_LENGTH = 80


class Conversations:
    """What was said, and what was done."""

    _db: Database

    def new_conversation(self, owner: str = "") -> str:
        """Begin a conversation; returns its id, which cannot be guessed."""
        conversation = secrets.token_hex(8)
        now = _now()
        with self._db.writing() as connection:
            connection.execute(
                "INSERT INTO conversations VALUES (?,?,?,?,?)", (conversation, owner, now, now, "")
            )
        return conversation

    def add_turn(self, conversation: str, answer: Answer) -> int:
        """Add an answered question; returns its ordinal. Raises `UnknownItem`."""
        now = _now()
        with self._db.writing() as connection:
            changed = connection.execute(
                "UPDATE conversations SET changed = ?, title = iif(title = '', ?, title)"
                " WHERE id = ?",
                (now, answer.question[:_TITLE_LENGTH], conversation),
            ).rowcount
            if not changed:
                raise _unknown()
            ordinal = int(
                connection.execute(
                    "SELECT coalesce(max(ordinal) + 1, 0) FROM turns WHERE conversation = ?",
                    (conversation,),
                ).fetchone()[0]
            )
            connection.execute(
                "INSERT INTO turns VALUES (?,?,?,?,?,?)",
                (
                    conversation,
                    ordinal,
                    now,
                    answer.question,
                    answer.status,
                    records_json.dumps(answer),
                ),
            )
        return ordinal

    def conversations(self, owner: str = "") -> list[Conversation]:
        """The owner's conversations that have a turn, newest first, without their turns."""
        with self._db.reading() as connection:
            rows = connection.execute(
                "SELECT id, started, title, owner FROM conversations c WHERE owner = ? AND EXISTS"
                " (SELECT 1 FROM turns t WHERE t.conversation = c.id)"
                " ORDER BY changed DESC, id",
                (owner,),
            ).fetchall()
        return [Conversation(id=i, started=s, title=t, owner=o) for i, s, t, o in rows]

    def conversation(self, conversation: str, owner: str = "") -> Conversation:
        """One conversation with its turns. Raises `UnknownItem`, also when it is another's."""
        with self._db.reading() as connection:
            row = connection.execute(
                "SELECT id, started, title, owner FROM conversations WHERE id = ? AND owner = ?",
                (conversation, owner),
            ).fetchone()
            if row is None:
                raise _unknown()
            turns = connection.execute(
                "SELECT ordinal, asked, answer FROM turns WHERE conversation = ? ORDER BY ordinal",
                (conversation,),
            ).fetchall()
        return Conversation(
            id=row[0],
            started=row[1],
            title=row[2],
            owner=row[3],
            turns=tuple(Turn(o, asked, records_json.loads(Answer, a)) for o, asked, a in turns),
        )

    def delete_conversation(self, conversation: str, owner: str = "") -> None:
        """Forget a conversation and its feedback. Raises `UnknownItem`."""
        with self._erasing() as connection:
            gone = connection.execute(
                "DELETE FROM conversations WHERE id = ? AND owner = ?", (conversation, owner)
            ).rowcount
        if not gone:
            raise _unknown()

    def delete_conversations_of(self, owner: str) -> int:
        """Forget the conversations of `owner`; returns how many."""
        with self._erasing() as connection:
            return connection.execute(
                "DELETE FROM conversations WHERE owner = ?", (owner,)
            ).rowcount

    def purge(self, older_than_days: int) -> int:
        """Forget conversations and log rows untouched for that long; returns how many.

        A conversation goes as a whole, counted from its last turn.
        """
        before = (datetime.now(UTC) - timedelta(days=older_than_days)).isoformat(timespec="seconds")
        with self._erasing() as connection:
            connection.execute("INSERT OR REPLACE INTO meta VALUES ('purged', ?)", (_now(),))
            gone = connection.execute(
                "DELETE FROM conversations WHERE changed < ?", (before,)
            ).rowcount
            gone += connection.execute("DELETE FROM log WHERE happened < ?", (before,)).rowcount
        return gone

    def last_purge(self) -> datetime | None:
        """When `purge` was last run; None if never, or at a time that cannot be read."""
        with self._db.reading() as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = 'purged'").fetchone()
        try:
            return datetime.fromisoformat(row[0]) if row else None
        except ValueError:
            return None

    def anonymise_log(self, who: str) -> int:
        """Empty the log's rows on `who` of name and detail; returns how many."""
        with self._erasing() as connection:
            return connection.execute(
                "UPDATE log SET who = '', detail = '(raderat)' WHERE who = ?", (who,)
            ).rowcount

    @contextmanager
    def _erasing(self) -> Iterator[sqlite3.Connection]:
        """A transaction after which what it deletes is gone from the files as well."""
        with translated(self._db.path):
            own = self._db.connection()
            before = own.execute("PRAGMA secure_delete").fetchone()[0]
            own.execute("PRAGMA secure_delete = ON")
            try:
                with self._db.writing() as connection:
                    yield connection
                # the log still holds the old pages; while others read, the next one empties it
                own.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                own.execute(f"PRAGMA secure_delete = {int(before)}")

    def give_feedback(self, conversation: str, turn: int, good: bool, comment: str = "") -> None:
        """Keep a verdict on a turn, in place of an earlier one. Raises `UnknownItem`."""
        with self._db.writing() as connection:
            known = connection.execute(
                "SELECT 1 FROM turns WHERE conversation = ? AND ordinal = ?", (conversation, turn)
            ).fetchone()
            if known is None:
                raise _unknown()
            connection.execute(
                "INSERT OR REPLACE INTO feedback VALUES (?,?,?,?,?)",
                (conversation, turn, int(good), comment, _now()),
            )

    def feedback(self) -> list[Feedback]:
        """All verdicts, newest first."""
        with self._db.reading() as connection:
            rows = connection.execute(
                "SELECT f.conversation, turn, question, good, comment, given FROM feedback f"
                " JOIN turns t ON t.conversation = f.conversation AND t.ordinal = f.turn"
                " ORDER BY given DESC, f.conversation, turn"
            ).fetchall()
        return [
            Feedback(c, turn, q, bool(good), text, when) for c, turn, q, good, text, when in rows
        ]

    def unanswered(self) -> list[Unanswered]:
        """The questions without an answer, each once, the latest asked first.

        Those that differ in capitals, blanks and punctuation alone are one.
        """
        with self._db.reading() as connection:
            rows = connection.execute(
                "SELECT asked, question,"
                " iif(json_valid(answer), json_extract(answer, '$.standalone_question'), '')"
                " FROM turns WHERE status = 'not_found' ORDER BY asked DESC, conversation, ordinal"
            ).fetchall()
        found: dict[str, Unanswered] = {}
        for when, asked, standalone in rows:
            whole = (standalone or "").strip() or asked
            key = " ".join(re.findall(r"\w+", whole.casefold()))
            known = found.get(key)
            if known is None:
                found[key] = Unanswered(whole, asked, 1, when)
            else:
                found[key] = replace(known, times=known.times + 1)
        return list(found.values())

    def add_log(self, who: str, what: str, detail: str = "") -> None:
        """Add a row to the log."""
        with self._db.writing() as connection:
            connection.execute(
                "INSERT INTO log (happened, who, what, detail) VALUES (?,?,?,?)",
                (_now(), who, what, detail),
            )

    def log(self, limit: int = 200) -> list[LogEntry]:
        """The newest rows of the log, newest first; all of them where `limit` is negative."""
        with self._db.reading() as connection:
            rows = connection.execute(
                "SELECT happened, who, what, detail FROM log ORDER BY key DESC LIMIT ?", (limit,)
            ).fetchall()
        return [LogEntry(*row) for row in rows]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _unknown() -> UnknownItem:
    return UnknownItem("Samtalet finns inte längre.", "Börja ett nytt samtal.")
