"""The tables of a web page as grids: cells gathered by `html`, merged ones spread out here."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.reading.characters import clean
from assistant.reading.grids import GridCell, GridRow


@dataclass(slots=True)
class HtmlCell:
    """A cell while it is read; `text` in pieces, with blank lines between paragraphs."""

    text: list[str] = field(default_factory=list)
    bold: bool = True
    header: bool = False
    columns: int = 1
    rows: int = 1

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return tuple(t for t in (clean(part) for part in "".join(self.text).split("\n\n")) if t)


@dataclass(slots=True)
class HtmlTable:
    """A table while it is read: its rows, each with whether it stands in the head."""

    caption: str = ""
    rows: list[tuple[bool, list[HtmlCell]]] = field(default_factory=list)


def read_span(value: str) -> int:
    """The number in a `colspan` or `rowspan`; 1 for what is none."""
    value = value.strip()
    return max(1, min(int(value), 1000)) if value.isdecimal() and len(value) < 6 else 1


def read_grid(table: HtmlTable) -> list[GridRow]:
    """The rows with cells at their columns, merged ones carried downwards."""
    rows: list[GridRow] = []
    hanging: dict[int, tuple[int, GridCell]] = {}
    for header, cells in table.rows:
        row = GridRow(header=header or (len(cells) > 1 and all(c.header for c in cells)))
        column = 0
        waiting = list(cells)
        while waiting or column in hanging:
            if column in hanging:
                left, upper = hanging.pop(column)
                if left > 1:
                    hanging[column] = (left - 1, upper)
                row.cells.append(
                    GridCell(column, upper.paragraphs, upper.columns, upper.bold, continued=True)
                )
                column += upper.columns
                continue
            cell = waiting.pop(0)
            paragraphs = cell.paragraphs
            made = GridCell(
                column, paragraphs, cell.columns, cell.bold and bool(paragraphs), header=cell.header
            )
            row.cells.append(made)
            if cell.rows > 1:
                hanging[column] = (cell.rows - 1, made)
            column += cell.columns
        if row.cells:
            rows.append(row)
    return rows
