"""The records that pass between the stages, frozen, without any I/O.

First arrow:   Document (Page, Unit) → Passage
Second arrow:  Question → Ranked → Evidence → Statement, Citation → Answer

Conventions that hold everywhere:
- pages are physical and 1-based; None where the format has no pages
- ordinals, rows and columns are 0-based
- boxes are PDF points with the origin at the top left of the page
- text is NFC, without soft hyphens, with one blank between words, and stands
  word for word in the file (line-end hyphens joined)
- an empty tuple or "" means "none"; None means "unknown or not applicable"
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

UnitKind = Literal[
    "sentence", "list_item", "table_row", "chart_series", "footnote", "heading", "caption"
]
Source = Literal["prose", "table", "chart", "footnote"]
Status = Literal["answered", "not_found", "unclear"]
PageStatus = Literal["text", "ocr", "unread", "empty"]


class Box(NamedTuple):
    """A rectangle on a page, in PDF points from the top left."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


class Mark(NamedTuple):
    """A footnote mark inside a unit's text ("Malmö3": start 5, end 6, label "3")."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table row.

    `text` is as printed ("" for an empty cell). `headings` are the column headings that
    apply to it, outermost first; `row_heading` is the text of the row's first heading
    cell ("" for that cell itself).
    """

    text: str
    column: int
    row_heading: str = ""
    headings: tuple[str, ...] = ()
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a chart's series: `series` "Malmö", `category` "2020", `value` "447".

    `series` is "" in a chart with a single unnamed series.
    """

    series: str
    category: str
    value: str
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """The smallest thing that can be quoted: a sentence, a table row, a footnote …

    `ordinal` is the position in the document's reading order. Units of one paragraph, one
    list, one table or one chart share `block`. `section` is the path of headings, outermost
    first. `caption` is that of the table or chart, `lead` the line that leads a list in.
    `text` of a table row is its cells from left to right joined by blanks; of a chart, all
    its text in the order the file holds it. `unassigned` are numbers of a chart whose place
    in the series could not be settled: they are never offered as a fact. `time` is the
    place in a transcript ("14:32"), `speaker` who says it. `label` is a footnote's mark.
    """

    ordinal: int
    kind: UnitKind
    text: str
    page: int | None = None
    section: tuple[str, ...] = ()
    block: int = 0
    boxes: tuple[Box, ...] = ()
    cells: tuple[Cell, ...] = ()
    points: tuple[Point, ...] = ()
    unassigned: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    caption: str = ""
    lead: str = ""
    label: str = ""
    time: str = ""
    speaker: str = ""
    ocr: bool = False

    @property
    def plain(self) -> str:
        """`text` without its footnote marks: what it says, rather than what is printed."""
        text = self.text
        for mark in sorted(self.marks, reverse=True):
            text = text[: mark.start] + text[mark.end :]
        return text

    def unmarked(self, text: str) -> str:
        """`text`, a part of the unit such as a cell, without its footnote marks ("339 mkr18")."""
        for mark in self.marks:
            before = self.text[max(0, mark.start - 4) : mark.start]
            stuck = self.text[max(0, mark.start - 4) : mark.end]
            if before and mark.end > mark.start and stuck in text:
                text = text.replace(stuck, before, 1)
        return text

    @property
    def source(self) -> Source:
        """The kind of source a citation of this unit names."""
        if self.kind == "table_row":
            return "table"
        if self.kind == "chart_series":
            return "chart"
        return "footnote" if self.kind == "footnote" else "prose"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a paged document.

    `label` is the printed page number ("" if none). `furniture` holds running headers,
    footers and page numbers, which are kept out of the units. `width`, `height` in points.
    """

    number: int
    status: PageStatus
    label: str = ""
    width: float = 0.0
    height: float = 0.0
    furniture: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A piece of metadata and where it came from.

    `origin`: "catalogue", "found" (stands in the file) or "guessed" (worked out).
    """

    value: str
    origin: Literal["catalogue", "found", "guessed"]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document is. Years are strings in `Finding.value` ("2022", "2012–2022").

    `kind` is one of `assistant.reading.metadata.KINDS`. `year` is the year the document
    speaks of, `written` the year it was written. `audience` is "alla" or "intern".
    """

    title: Finding
    kind: Finding
    issuer: Finding | None = None
    dnr: Finding | None = None
    year: Finding | None = None
    written: Finding | None = None
    audience: str = "alla"


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: its pages and its units in reading order.

    `id` is the first 16 hex digits of `fingerprint`, the SHA-256 of the file's bytes.
    `file` is the path below the corpus folder, with "/". `pages` is empty where the format
    has none. `notices` are short Swedish lines for the index report (a page that could not
    be read, a chart whose numbers stayed unassigned).
    """

    id: str
    file: str
    fingerprint: str
    format: str
    metadata: Metadata
    pages: tuple[Page, ...] = ()
    units: tuple[Unit, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of units that is indexed and retrieved together; never crosses a page.

    `id` is "<document id>:<ordinal>". `first` and `last` are the ordinals of its units,
    both included. `text` is what the reader sees (the units joined by blanks);
    `context` (title, year, section path, caption) is put before it in the index only.
    """

    id: str
    document: str
    ordinal: int
    first: int
    last: int
    text: str
    context: str
    page: int | None = None
    section: tuple[str, ...] = ()
    source: Source = "prose"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the user has chosen: binding, unlike what is read from a question.

    Empty tuples mean no restriction. `audience` lists the audiences the user may see.
    """

    kinds: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    files: tuple[str, ...] = ()
    audience: tuple[str, ...] = ("alla", "intern")


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage found, with its rank (1-based) in each channel; None where it was not found.

    `score` is the fused score (reciprocal rank fusion); higher is better, and comparable
    only within one query. `similarity` is the cosine to the question, None where the vector
    channel did not find it.
    """

    passage: Passage
    score: float
    vector_rank: int | None = None
    keyword_rank: int | None = None
    similarity: float | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A verified quote with its place. `label` is 1-based within one answer.

    `boxes` mark the quote on the page. `place` is what a person reads: "s. 12",
    "avsnitt 3.2", "14:32". `ocr` is True when the words were read by OCR.
    """

    label: int
    document: str
    file: str
    title: str
    kind: str
    year: int | None
    page: int | None
    section: str
    quote: str
    source: Source
    boxes: tuple[Box, ...] = ()
    place: str = ""
    ocr: bool = False
    unit: int | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer and the labels of the citations it rests on.

    `computed` holds the terms ("2 500 − 1 700 = 800") where a figure was worked out.
    """

    text: str
    citations: tuple[int, ...]
    computed: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the user gets.

    `answer` is the lead: the statements' texts with their labels ("… [1]"), or for
    not_found and unclear a sentence that says so. `citations` are the quotes below it.
    `nearest` are the nearest passages when nothing answers (also verified quotes).
    `composer` is "quotes" or "model:<name>". `passages` are the ranked texts found,
    best first. `seconds` maps a stage to its time. `notice` is "" or a Swedish line
    for the user (the language model did not answer, figures disagree …). `audience` is that
    of the documents it was looked for in; () where nobody has said.
    """

    question: str
    standalone_question: str
    status: Status
    answer: str
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Citation, ...] = ()
    conversation: str = ""
    composer: str = "quotes"
    notice: str = ""
    passages: tuple[Citation, ...] = ()
    suggestions: tuple[str, ...] = ()
    seconds: dict[str, float] = field(default_factory=dict)
    audience: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its answer in a conversation; `asked` is an ISO 8601 time in UTC."""

    ordinal: int
    asked: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation as it is kept; `owner` is "" when there is no login."""

    id: str
    started: str
    title: str
    turns: tuple[Turn, ...] = ()
    owner: str = ""


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A document as the library lists it, without its units."""

    id: str
    file: str
    format: str
    metadata: Metadata
    pages: int
    units: int
    tables: int
    charts: int
    ocr_pages: tuple[int, ...] = ()
    unread_pages: tuple[int, ...] = ()
    notices: tuple[str, ...] = ()
    indexed: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class FileReport:
    """One line of the index report.

    `outcome`: "added", "changed", "renamed", "unchanged", "removed", "duplicate", "failed".
    `message` says why it failed or which file it duplicates.
    """

    file: str
    outcome: str
    pages: int = 0
    units: int = 0
    tables: int = 0
    ocr_pages: int = 0
    unread_pages: tuple[int, ...] = ()
    guessed: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    message: str = ""
    seconds: float = 0.0
