"""The one door to the core: what the screen, the CLI, the MCP server and the evals may call.

Holds the `Service` protocol and the records that only it returns. It never opens a file or
an index itself; `assistant.wiring.open_service` returns an object that does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from assistant.schema import (
    Answer,
    Citation,
    Conversation,
    DocumentInfo,
    FileReport,
    Filters,
)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long job has come: `done` of `total` steps, what it does now, seconds left.

    `seconds_left` is None until it can be estimated. `total` 0 means unknown.
    """

    done: int
    total: int
    doing: str
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class FigurePoint:
    """A value of a key figure: what `label` (year or period) had, with its source.

    `value` is the number for the chart, `printed` as it stands in the document.
    `definition` says what is counted where documents differ ("unika deltagare, jan–aug").
    """

    label: str
    year: int
    value: float
    printed: str
    definition: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure over the years; `years_missing` are gaps between the first and last year."""

    name: str
    unit: str
    points: tuple[FigurePoint, ...]
    years_missing: tuple[int, ...] = ()
    definitions: tuple[str, ...] = ()
    series: str = ""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A quote on a theme, with the sentence before and after, and who says it ("" if nobody)."""

    citation: Citation
    before: str
    after: str
    speaker: str
    contrary: bool = False


@dataclass(frozen=True, slots=True)
class Theme:
    """What the documents say on a theme; `missing` names search words that nothing matched."""

    query: str
    excerpts: tuple[Excerpt, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BriefingSection:
    """A heading of the briefing with the answers that stand under it."""

    title: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary term; its definition is a quote."""

    term: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class StatusLine:
    """One thing about the installation; `remedy` says what to do when it is not well."""

    name: str
    value: str
    state: Literal["ok", "warning", "error"] = "ok"
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One row of the log: `when` is ISO 8601 in UTC, `what` e.g. "fråga", "indexering"."""

    when: str
    who: str
    what: str
    detail: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """Thumbs up (`good`) or down on one turn, with a comment ("" if none)."""

    conversation: str
    turn: int
    question: str
    good: bool
    comment: str
    when: str


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question without an answer, made to stand alone, and how often it was asked.

    `asked` is how it was written the last time, `latest` when (ISO 8601, UTC).
    """

    question: str
    asked: str
    times: int
    latest: str


class Service(Protocol):
    """Everything a screen or a client can ask for. Raises `assistant.errors.FinsamError`."""

    def ask(
        self,
        question: str,
        *,
        conversation: str = "",
        filters: Filters = Filters(),
        owner: str = "",
        on_text: Callable[[str], None] | None = None,
    ) -> Answer:
        """Answer in the conversation ("" starts a new one, whose id is in the answer).

        `on_text` receives the verified answer piece by piece as it is written.
        """
        ...

    def search(self, query: str, k: int = 10, *, filters: Filters = Filters()) -> list[Citation]:
        """The `k` best passages as verified citations, best first (labels 1..k)."""
        ...

    def documents(self, *, filters: Filters = Filters()) -> list[DocumentInfo]:
        """What the library holds, by kind, year and title."""
        ...

    def similar(self, document: str, k: int = 3) -> list[DocumentInfo]:
        """The `k` documents nearest to this one in content."""
        ...

    def page_picture(
        self, document: str, page: int, citations: Sequence[Citation] = (), scale: float = 1.5
    ) -> bytes:
        """A PNG of the page (1-based) with the quotes marked. Raises `UnknownItem`."""
        ...

    def page_text(self, document: str, page: int) -> str:
        """The text of a page as it was read; a document without pages is one page."""
        ...

    def section_text(self, document: str, citation: Citation) -> str:
        """The section a quote stands in, for documents without pages."""
        ...

    def table(self, citation: Citation) -> list[list[str]]:
        """The whole table a citation comes from, heading rows first; [] if it is no table.

        A chart comes as a table too: its categories along the top, one row a series.
        """
        ...

    def file_bytes(self, document: str, *, filters: Filters = Filters()) -> bytes:
        """The original file. Raises `UnknownItem`, or `NotAllowed` beyond the audience."""
        ...

    def index(
        self,
        paths: Sequence[str] = (),
        *,
        on_progress: Callable[[Progress], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> list[FileReport]:
        """Read what is new or changed, forget what is gone; one report a file."""
        ...

    def add_file(self, name: str, content: bytes) -> str:
        """Save an uploaded file in the corpus (not yet indexed); returns its name there."""
        ...

    def remove_file(self, document: str) -> None:
        """Remove a document's file from the corpus and forget it."""
        ...

    def set_metadata(self, document: str, **fields: str) -> None:
        """Override metadata through the catalogue (title, kind, issuer, dnr, year, audience)."""
        ...

    def key_figures(self, *, filters: Filters = Filters()) -> list[KeyFigure]:
        """The figures that can be followed over the years."""
        ...

    def theme(self, query: str, k: int = 12, *, filters: Filters = Filters()) -> Theme:
        """Quotes on a theme."""
        ...

    def briefing(self, *, filters: Filters = Filters()) -> list[BriefingSection]:
        """What a new board member needs, cited."""
        ...

    def glossary(self, *, filters: Filters = Filters()) -> list[Term]:
        """Terms whose definitions stand in the documents."""
        ...

    def suggestions(self, *, filters: Filters = Filters()) -> list[str]:
        """First questions that the documents can answer."""
        ...

    def next_questions(
        self, conversation: str, *, filters: Filters = Filters(), owner: str = ""
    ) -> list[str]:
        """What the newest answer of the conversation leads to, and the documents answer; or [].

        Takes several questions' time the first time an answer is asked about.
        """
        ...

    def conversations(self, owner: str = "") -> list[Conversation]:
        """Kept conversations, newest first, without their turns."""
        ...

    def conversation(self, conversation: str, owner: str = "") -> Conversation:
        """One conversation with its turns. Raises `UnknownItem`."""
        ...

    def delete_conversation(self, conversation: str, owner: str = "") -> None:
        """Forget a conversation and its feedback."""
        ...

    def export_conversation(
        self, conversation: str, format: Literal["md", "docx"], owner: str = ""
    ) -> bytes:
        """The conversation with its sources; in DOCX the sources are footnotes."""
        ...

    def export_theme(
        self,
        title: str,
        excerpts: Sequence[tuple[Excerpt, str]],
        format: Literal["md", "docx"],
    ) -> bytes:
        """Collected quotes, each with the user's comment, and a list of sources."""
        ...

    def export_key_figure(self, figure: KeyFigure) -> bytes:
        """UTF-8 CSV with BOM and semicolons, safe to open in a spreadsheet."""
        ...

    def give_feedback(self, conversation: str, turn: int, good: bool, comment: str = "") -> None:
        """Keep a verdict on a turn (0-based)."""
        ...

    def feedback(self) -> list[Feedback]:
        """All verdicts, newest first."""
        ...

    def unanswered(self) -> list[Unanswered]:
        """The questions that got no answer, each once, the latest asked first."""
        ...

    def log(self, limit: int = 200) -> list[LogEntry]:
        """The newest rows of the log."""
        ...

    def export_log(self) -> bytes:
        """The whole log, oldest first, as CSV that is safe to open in a spreadsheet."""
        ...

    def status(self) -> list[StatusLine]:
        """What is indexed, with what, and what to do about whatever is wrong."""
        ...

    def backup(self, path: str) -> None:
        """Write a consistent copy of the library and settings to one file."""
        ...
