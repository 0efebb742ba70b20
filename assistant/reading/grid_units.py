"""The units that the rows of a grid become, all in one block.

- A row that spans the table at its top, or a header row with one cell only, is the table's
  title: a `caption` unit, and a step in the section path of the rows below.
- A header row is a `table_row` unit whose cells have neither headings nor row heading.
- A sub-heading row ("Samverkansinsatser", nothing beside it) is a `table_row` unit too, and a
  step in the section path of the rows it groups: until a sum, an empty row or the next one.
- A cell that is merged downwards groups the rows beside it in the same way.
- Every other row is a `table_row` unit. A cell with running text (several sentences, over
  `LONG_CELL` characters) leaves its row and becomes `sentence` units whose section path ends
  in the row's heading; the cells before and after it are rows of their own, so that each
  unit's text stands unbroken in the file.
- A cell pair that stacks several labels against several values ("Årets budget", "Resultat"
  | "4 489 250 kr", "190 deltagare …") is split into label and value, in the file's order.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.reading.draft import Draft
from assistant.reading.grids import (
    LONG_CELL,
    SUM,
    GridCell,
    GridRow,
    column_headings,
    count_header_rows,
    figure_columns,
    is_group,
    is_running_text,
    label_column,
)
from assistant.reading.numerals import is_value
from assistant.schema import Cell, Unit

_LONG_LABEL = 60
_LOOK_AHEAD = 40
"""Rows that are compared with a row that may be a sub-heading."""


@dataclass(frozen=True, slots=True)
class Heads:
    """A table's column headings, kept for a table that goes on without its own."""

    columns: tuple[tuple[str, ...], ...]
    title: tuple[str, ...]
    caption: str
    figures: tuple[bool, ...]
    """For each column whether it holds mostly figures."""


def add_grid(
    draft: Draft, rows: list[GridRow], caption: str, before: Heads | None = None
) -> Heads | None:
    """Add a table's units to `draft` in a new block and give its headings (None: it has none).

    `caption` is what stands at the table, "" if nothing; the nearest heading then serves.
    `before` are the headings of a table that stands right above, if any.
    """
    return _Table(draft, rows, caption, before).add()


class _Table:
    """One table being turned into units."""

    def __init__(
        self, draft: Draft, rows: list[GridRow], caption: str, before: Heads | None
    ) -> None:
        self.draft = draft
        self.rows = rows
        self.width = max((row.width for row in rows), default=0)
        self.title: tuple[str, ...] = ()
        self.group: tuple[str, ...] = ()
        self.caption = caption or (draft.section[-1] if draft.section else "")
        self.named = bool(caption)
        self.before = before
        self.columns: tuple[tuple[str, ...], ...] = ()
        self.label_column = 0

    def add(self) -> Heads | None:
        self.draft.new_block()
        body = self._title_rows(self.rows)
        header = count_header_rows(body, self.width)
        for row in body[:header]:
            self._add_cells(row.cells, headings=False)
        self.columns = column_headings(body[:header], self.width)
        data = body[header:]
        figures = figure_columns(data, self.width)
        if not header and not self.title and self.before and self.before.figures == figures:
            self.columns, self.caption = self.before.columns, self.before.caption
            self.title = self.before.title
        self.label_column = label_column(data)
        for number, row in enumerate(data):
            self._add_row(row, data[number + 1 : number + 1 + _LOOK_AHEAD])
        if not any(self.columns):
            return None
        return Heads(self.columns, self.title, self.caption, figures)

    def _section(self) -> tuple[str, ...]:
        return self.draft.section + self.title + self.group

    def _title_rows(self, rows: list[GridRow]) -> list[GridRow]:
        """Take the title off the top, if there is one, and give the other rows."""
        rows = rows[next((n for n, row in enumerate(rows) if row.filled), len(rows)) :]
        while len(rows) > 1 and self.width > 1 and len(rows[0].filled) == 1:
            cell = rows[0].filled[0]
            whole = cell.columns >= self.width
            alone = cell.column == 0 and (rows[0].header or cell.header) and not rows[1].header
            if not (whole or alone) or is_value(cell.text) or len(cell.text) > LONG_CELL:
                break
            self.draft.add(
                Unit(0, "caption", cell.text, section=self._section(), block=self.draft.block)
            )
            self.title += (cell.text,)
            if not self.named:
                self.caption = cell.text
            rows = rows[1:]
        return rows

    def _add_row(self, row: GridRow, below: list[GridRow]) -> None:
        filled = row.filled
        if not filled:
            self.group = ()
            return
        if is_group(row, below, self.width):
            # The row is a step of its own path, so that it stays with the rows it groups.
            self.group = (filled[0].text,)
            self._add_cells(row.cells, headings=False)
            return
        merged = tuple(cell.text for cell in row.cells if cell.continued and cell.text)
        label = self._label(row)
        groups = self.group
        if merged and merged[0] != label:
            self.group += tuple(text for text in merged[:1] if text not in self.group)
        if not self._add_stack(filled):
            self._add_data(row.cells, label)
        self.group = () if SUM.match(filled[0].text) else groups

    def _label(self, row: GridRow) -> str:
        """The row's heading: its first cell, or the first one beside a merged one."""
        words = [c for c in row.cells if c.column >= self.label_column and c.text]
        if not words:
            return ""
        first = words[0]
        if first.column > self.label_column + 1:
            return ""
        if first.continued:
            beside = [c for c in words[1:] if c.printed and not is_value(c.text)]
            return beside[0].text if beside and beside[0] is words[1] else first.text
        return first.text if first.column == self.label_column else ""

    def _add_data(self, cells: list[GridCell], label: str) -> None:
        run: list[GridCell] = []
        for cell in cells:
            if is_running_text(cell.printed) and cell.text != label:
                self._add_cells(run, label)
                run = []
                where = self._section() + ((label,) if label else self._headings(cell)[-1:])
                self.draft.running_cell(cell.paragraphs, where, self.caption)
            else:
                run.append(cell)
        self._add_cells(run, label)

    def _add_cells(self, cells: list[GridCell], label: str = "", headings: bool = True) -> None:
        if not any(cell.printed for cell in cells):
            return
        made = tuple(
            Cell(
                cell.printed,
                cell.column,
                "" if cell.printed == label else label,
                self._headings(cell) if headings else (),
            )
            for cell in cells
        )
        self._add_unit(made)

    def _add_unit(self, cells: tuple[Cell, ...]) -> None:
        self.draft.add(
            Unit(
                0,
                "table_row",
                " ".join(cell.text for cell in cells if cell.text),
                section=self._section(),
                block=self.draft.block,
                cells=cells,
                caption=self.caption,
            )
        )

    def _headings(self, cell: GridCell) -> tuple[str, ...]:
        return self.columns[cell.column] if cell.column < len(self.columns) else ()

    def _add_stack(self, cells: list[GridCell]) -> bool:
        """Split stacked labels and values; False when the cells are an ordinary row."""
        if len(cells) != 2 or self.width > 2:
            return False
        labels, values = cells[0].paragraphs, cells[1].paragraphs
        stacked = 2 <= len(labels) <= len(values) and all(
            len(label) <= _LONG_LABEL and not label.endswith((".", ",")) and not is_value(label)
            for label in labels
        )
        if not stacked or any(self.columns):
            return False
        last = len(labels) - 1
        shared = (*((value,) for value in values[:last]), values[last:])
        made = [Cell(label, 0) for label in labels]
        for label, paragraphs in zip(labels, shared, strict=True):
            value = " ".join(paragraphs)
            if is_running_text(value):
                if made:
                    self._add_unit(tuple(made))
                    made = []
                self.draft.running_cell(paragraphs, (*self._section(), label), self.caption)
            else:
                made.append(Cell(value, 1, label))
        if made:
            self._add_unit(tuple(made))
        return True
