"""A line of a document as the judge reads it. Holds how units become lines; never scores."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.schema import Cell, Metadata, Point, Unit

# words of a row's or column's heading
_NAMING = 10


@dataclass(frozen=True, slots=True)
class Line:
    """`head` says where the line stands: kind, year and headings; `body` what it says."""

    head: str
    body: str


def line_of(
    unit: Unit,
    about: Metadata,
    cell: Cell | None = None,
    point: Point | None = None,
    excerpt: str = "",
) -> Line:
    """The unit, or the cell, point or excerpt of it that would be the answer."""
    year = str(about.year.value) if about.year else ""
    heads = [*unit.section[-2:], unit.caption, unit.lead]
    head = " › ".join([f"{about.kind.value} {year}".strip(), *filter(None, heads)])
    return Line(head, _body(unit, cell, point, excerpt))


def _short(text: str) -> str:
    """The first words of a heading: of a cell that holds a paragraph they are enough to name it."""
    words = text.split()
    return text if len(words) <= _NAMING else " ".join(words[:_NAMING]) + " …"


def _body(unit: Unit, cell: Cell | None, point: Point | None, excerpt: str) -> str:
    if cell is not None:
        heads = _short(cell.row_heading), _short(", ".join(cell.headings))
        name = " – ".join(filter(None, heads))
        return f"{name}: {excerpt or cell.text}"
    if point is not None:
        return f"{point.series} – {point.category}: {point.value}"
    if unit.cells:
        return "; ".join(
            f"{', '.join(one.headings)}: {one.text}" if one.headings else one.text
            for one in unit.cells
        )
    if unit.points:
        told = ", ".join(f"{one.category} {one.value}" for one in unit.points)
        return f"{unit.points[0].series}: {told}"
    return excerpt or unit.plain
