"""Blocks, tables, charts and notes of all pages made to units, in reading order.

Carries over page breaks what goes on overleaf: the section, a list's lead, a table's headings.
Never looks at the file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.reading.blocks import Block, Line
from assistant.reading.charts import Chart
from assistant.reading.flow import Flow, Vocabulary, join_lines
from assistant.reading.footnotes import note_label
from assistant.reading.headings import Sections
from assistant.reading.lines import Piece
from assistant.reading.sentences import split_sentences
from assistant.reading.tables import Table, TableRow, ground_of
from assistant.schema import Box, Cell, Mark, Point, Unit, UnitKind

# A list item longer than this is quoted sentence by sentence.
LONGEST_ITEM = 600
# A caption belongs to what stands this near it (points).
CAPTION_REACH = 60.0


@dataclass(slots=True)
class PageFlow:
    """One page's content in reading order, and the notes at its foot."""

    number: int
    parts: list[Block | Table | Chart] = field(default_factory=list)
    notes: list[list[Piece]] = field(default_factory=list)
    ocr: bool = False


@dataclass(slots=True)
class _Carried:
    """What goes on from the page before."""

    kind: str = ""
    ended: bool = True
    block: int = 0
    lead: str = ""
    leads_left: int = 0
    indent: float = 0.0
    table: Table | None = None
    caption: str = ""
    headings: list[list[str]] = field(default_factory=list)
    group: str = ""


class Assembly:
    """Makes the units of a document; `build` may be called once."""

    def __init__(self, sections: Sections, vocabulary: Vocabulary) -> None:
        self._sections = sections
        self._vocabulary = vocabulary
        self._units: list[Unit] = []
        self._block = 0
        self._carried = _Carried()
        self._ocr = False

    def build(self, pages: Sequence[PageFlow]) -> tuple[Unit, ...]:
        for page in pages:
            self._ocr = page.ocr
            captions = _captions(page.parts)
            for at, part in enumerate(page.parts):
                if isinstance(part, Table):
                    self._table(page.number, part, captions.get(at, ""), at == 0)
                elif isinstance(part, Chart):
                    self._chart(page.number, part, captions.get(at, ""))
                else:
                    self._prose(page.number, part, at == 0)
            for note in page.notes:
                self._note(page.number, note)
        return tuple(self._units)

    def _next_block(self) -> int:
        self._block += 1
        return self._block

    def _add(
        self,
        kind: UnitKind,
        text: str,
        page: int,
        boxes: tuple[Box, ...],
        block: int,
        *,
        section: tuple[str, ...] | None = None,
        marks: tuple[Mark, ...] = (),
        cells: tuple[Cell, ...] = (),
        points: tuple[Point, ...] = (),
        unassigned: tuple[str, ...] = (),
        caption: str = "",
        lead: str = "",
        label: str = "",
    ) -> None:
        self._units.append(
            Unit(
                ordinal=len(self._units),
                kind=kind,
                text=text,
                page=page,
                section=self._sections.current if section is None else section,
                block=block,
                boxes=boxes,
                cells=cells,
                points=points,
                unassigned=unassigned,
                marks=marks,
                caption=caption,
                lead=lead,
                label=label,
                ocr=self._ocr,
            )
        )

    def _flow(self, lines: Sequence[Line]) -> Flow:
        return join_lines([line.words for line in lines], self._vocabulary)

    def _prose(self, page: int, block: Block, first: bool) -> None:
        flow = self._flow(block.lines)
        carried = self._carried
        if block.kind == "heading":
            section = self._sections.enter(block, without_marks(flow))
            self._add(
                "heading",
                flow.text,
                page,
                flow.boxes(page),
                self._next_block(),
                section=section,
                marks=flow.marks(),
            )
            self._carried = _Carried("heading")
            return
        if block.kind == "caption":
            self._add(
                "caption",
                flow.text,
                page,
                flow.boxes(page),
                self._next_block(),
                marks=flow.marks(),
                caption=without_marks(flow),
            )
            return
        goes_on = (
            first
            and not carried.ended
            and flow.text[:1].islower()
            and carried.kind in ("paragraph", "item")
        )
        if block.kind == "item" or (goes_on and carried.kind == "item"):
            self._item(page, block, flow, goes_on)
            return
        number = carried.block if goes_on else self._next_block()
        for start, end in split_sentences(flow.text):
            self._add(
                "sentence",
                flow.text[start:end],
                page,
                flow.boxes(page, start, end),
                number,
                marks=flow.marks(start, end),
            )
        self._carried = _Carried(
            "paragraph", flow.text[-1:] in '.:;!?”"', number, carried.lead, carried.leads_left - 1
        )
        spans = split_sentences(flow.text)
        if spans and flow.text.rstrip()[-1:] in ":;":
            self._carried.lead = flow.text[slice(*spans[-1])]
            self._carried.leads_left = 3
        elif self._carried.leads_left <= 0:
            self._carried.lead = ""

    def _item(self, page: int, block: Block, flow: Flow, goes_on: bool) -> None:
        carried = self._carried
        number = carried.block if carried.kind == "item" else self._next_block()
        spans = [(0, len(flow.text))]
        if len(flow.text) > LONGEST_ITEM:
            spans = split_sentences(flow.text)
        for start, end in spans:
            self._add(
                "list_item",
                flow.text[start:end],
                page,
                flow.boxes(page, start, end),
                number,
                marks=flow.marks(start, end),
                lead=carried.lead,
            )
        self._carried = _Carried(
            "item", flow.text[-1:] in '.:;!?”"', number, carried.lead, 3, block.indent
        )

    def _note(self, page: int, pieces: Sequence[Piece]) -> None:
        lines: list[list[Piece]] = []
        for piece in pieces:
            if lines and abs(lines[-1][0].base - piece.base) < 0.3 * piece.size:
                lines[-1].append(piece)
            else:
                lines.append([piece])
        flow = join_lines(
            [[word for piece in line for word in piece.words] for line in lines],
            self._vocabulary,
        )
        label, taken = note_label(flow.words[0:1])
        end = taken + len(flow.text[taken:]) - len(flow.text[taken:].lstrip())
        marks = (Mark(0, end, label), *(mark for mark in flow.marks() if mark.start >= end))
        self._add(
            "footnote",
            flow.text,
            page,
            flow.boxes(page),
            self._next_block(),
            marks=marks,
            label=label,
        )

    def _chart(self, page: int, chart: Chart, caption: str) -> None:
        flow = join_lines([[word] for word in chart.words], Vocabulary())
        points = tuple(
            Point(
                point.series,
                point.category,
                point.value,
                join_lines([point.words], Vocabulary()).boxes(page),
            )
            for point in chart.points
        )
        self._add(
            "chart_series",
            flow.text,
            page,
            (
                Box(
                    page,
                    *(round(edge, 2) for edge in (chart.x0, chart.top, chart.x1, chart.bottom)),
                ),
            ),
            self._next_block(),
            points=points,
            unassigned=tuple(chart.unassigned),
            caption=caption or chart.title,
        )
        self._carried = _Carried("chart")

    def _table(self, page: int, table: Table, caption: str, first: bool) -> None:
        carried = self._carried
        goes_on = (
            first and not caption and carried.table is not None and _alike(carried.table, table)
        )
        if goes_on:
            block, caption, headings, group = (
                carried.block,
                carried.caption,
                [list(row) for row in carried.headings],
                carried.group,
            )
        else:
            block, headings, group = self._next_block(), [], ""
        fresh = True
        # a heading that stood alone at the foot of a page was not known as one there
        if goes_on and not _repeats(carried.table, table):
            repeated = [label for line in headings for label in line if label]
            for row in table.rows:
                row.heading = row.heading and all(
                    label in repeated for label in _spread(row, table.columns) if label
                )
        for row in table.rows:
            if row.heading:
                if fresh:
                    headings = []
                headings.append(_spread(row, table.columns))
                fresh = False
            group = self._row(page, table, row, headings, group, block, caption)
        self._carried = _Carried(
            "table", True, block, table=table, caption=caption, headings=headings, group=group
        )

    def _row(
        self,
        page: int,
        table: Table,
        row: TableRow,
        headings: list[list[str]],
        group: str,
        block: int,
        caption: str,
    ) -> str:
        """Adds one row; the row heading that an empty first cell below it inherits."""
        first = row.cells[0] if row.cells else None
        if not row.heading and first is not None and first.column == 0 and first.lines:
            group = first.text
        text = ""
        marks: list[Mark] = []
        boxes: list[Box] = []
        cells: list[Cell] = []
        for cell in row.cells:
            flow = join_lines(cell.lines, self._vocabulary)
            placed = flow.boxes(page)
            if flow.text:
                text += " " if text else ""
                marks += [
                    Mark(mark.start + len(text), mark.end + len(text), mark.label)
                    for mark in flow.marks()
                ]
                text += flow.text
                boxes += placed
            above: tuple[str, ...] = ()
            if not row.heading:
                found = [line[cell.column] for line in headings if cell.column < len(line)]
                above = tuple(dict.fromkeys(label for label in found if label))
            named = group if cell.column and not row.heading else ""
            cells.append(Cell(flow.text, cell.column, named, above, placed))
        self._add(
            "table_row",
            text,
            page,
            tuple(boxes),
            block,
            marks=tuple(marks),
            cells=tuple(cells),
            caption=caption,
        )
        return group


def without_marks(flow: Flow) -> str:
    """The text without its footnote marks, blanks put right."""
    text = flow.text
    for mark in sorted(flow.marks(), reverse=True):
        text = text[: mark.start] + text[mark.end :]
    return re.sub(r"\s+", " ", text).strip()


def _captions(parts: Sequence[Block | Table | Chart]) -> dict[int, str]:
    """Which caption belongs to which table or chart: the one above, else the one below."""
    found: dict[int, str] = {}
    used: set[int] = set()
    for step in (-1, 1):
        for at, part in enumerate(parts):
            beside = at + step
            if isinstance(part, Block) or at in found or not 0 <= beside < len(parts):
                continue
            near = parts[beside]
            if not isinstance(near, Block) or near.kind != "caption" or beside in used:
                continue
            flow = join_lines([line.words for line in near.lines], Vocabulary())
            edge = near.lines[-1].base if step < 0 else near.lines[0].base
            distance = part.top - edge if step < 0 else edge - part.bottom
            if distance < CAPTION_REACH:
                found[at] = without_marks(flow)
                used.add(beside)
    return found


def _alike(one: Table, other: Table) -> bool:
    """Whether two tables have the same columns, so that one goes on in the other.

    A first row that looks just like the heading of the table before, but says something else,
    begins a table of its own.
    """
    if one.rows and other.rows and one.rows[0].heading and other.rows[0].heading:
        ground = ground_of(one.rows[0])
        labels = [_spread(table.rows[0], table.columns) for table in (one, other)]
        if ground is not None and ground == ground_of(other.rows[0]) and labels[0] != labels[1]:
            return False
    return len(one.edges) == len(other.edges) and all(
        abs(a - b) < 6 for a, b in zip(one.edges, other.edges, strict=True)
    )


def _repeats(before: Table | None, table: Table) -> bool:
    """Whether a table begins with a heading that stands alone in the table before it."""
    if before is None or len(before.rows) != 1 or not table.rows or not table.rows[0].heading:
        return False
    one, other = before.rows[0], table.rows[0]
    return _spread(one, before.columns) == _spread(other, table.columns)


def _spread(row: TableRow, columns: int) -> list[str]:
    """A heading row as one label a column, a wide cell's label over all its columns."""
    labels = [""] * columns
    for cell in row.cells:
        for column in range(cell.column, min(cell.column + cell.columns, columns)):
            flow = join_lines(cell.lines, Vocabulary())
            labels[column] = without_marks(flow)
    return labels
