"""The audit log: what is written in it, and how.

Holds the wording of its rows: who, when, what was asked, on which sources and by which model
it was answered. It keeps personal identity numbers out, never holds a secret or what a document
says, and knows nothing of rights.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from assistant.errors import IndexingError
from assistant.personal_numbers import masked
from assistant.schema import Answer, Citation

Write = Callable[[str, str, str], None]
"""Takes (who, what, detail); the library's `add_log`."""

_LONGEST = 2000
_MOST_SOURCES = 20
# control characters and direction marks: they would play tricks where the log is shown
_BLANKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_OUTCOMES = {"answered": "besvarad", "not_found": "inget svar", "unclear": "otydlig"}


class AuditLog:
    """Writes rows for one visitor; `who` is "" without login.

    Where the row cannot be written (a full disk), who has logged in gets the error, since what
    they do must be known afterwards; the machine's own user is let on.
    """

    def __init__(self, write: Write, who: str = "") -> None:
        self._write = write
        self._who = who
        self._last = ("", "")

    def note(self, what: str, detail: str = "") -> None:
        """Add a row. `detail` is put on one line."""
        try:
            self._write(self._who, what, line(detail))
        except IndexingError:
            if self._who:
                raise

    def note_once(self, what: str, detail: str = "") -> None:
        """Add a row unless it says the same as the one before it.

        A screen is drawn again at every click, and then asks for the same again.
        """
        if self._last != (what, detail):
            self._last = (what, detail)
            self.note(what, detail)

    def asked(self, answer: Answer) -> None:
        """A question with its outcome, sources and model."""
        self._last = ("", "")
        self.note(
            "fråga",
            f"{answer.question} – {_OUTCOMES[answer.status]}; {sources(answer.citations)};"
            f" {_composer(answer.composer)}",
        )


def line(text: str) -> str:
    """`text` on one line, without personal identity numbers, cut where it is very long."""
    # first whole, then cut: half a number would not be seen for one
    bare = masked(_BLANKS.sub(" ", text).strip())
    return bare if len(bare) <= _LONGEST else bare[: _LONGEST - 1] + "…"


def sources(citations: Iterable[Citation]) -> str:
    """Files and places, each once: "källor: plan.pdf s. 3, rapport.docx avsnitt 2"."""
    named = list(dict.fromkeys(f"{one.file} {one.place}".strip() for one in citations))
    if not named:
        return "inga källor"
    more = f" och {len(named) - _MOST_SOURCES} till" if len(named) > _MOST_SOURCES else ""
    return f"källor: {', '.join(named[:_MOST_SOURCES])}{more}"


def _composer(name: str) -> str:
    return "utan språkmodell" if name == "quotes" else f"språkmodell {name.removeprefix('model:')}"
