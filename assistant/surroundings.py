"""What stands around a quote in its document: the page's text, the section, the table, the chart.

Picks among units that are given; never reads a file or the library.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.errors import UnknownItem
from assistant.schema import Citation, Unit


def page_text(units: Sequence[Unit], page: int) -> str:
    """The units of the page (1-based), a line each; "" for a page without text.

    What has no pages is read as one.
    """
    return "\n".join(unit.text for unit in units if (unit.page or 1) == page)


def section_text(units: Sequence[Unit], citation: Citation) -> str:
    """The section that the quote stands in. Raises `UnknownItem` when the document has changed."""
    own = _own(units, citation)
    if own is None:
        raise UnknownItem("Källan finns inte längre i dokumentet.", "Ställ frågan igen.")
    return "\n".join(unit.text for unit in units if unit.section == own.section)


def table(units: Sequence[Unit], citation: Citation) -> list[list[str]]:
    """The rows of the table, or the series of the chart, that the quote stands in; [] for prose."""
    own = _own(units, citation)
    if own is not None and own.kind == "chart_series":
        return _series(own)
    if own is None or own.kind != "table_row":
        return []
    rows = [unit for unit in units if unit.block == own.block and unit.kind == "table_row"]
    width = 1 + max(cell.column for row in rows for cell in row.cells)
    return [_placed(row, width) for row in rows]


def _own(units: Sequence[Unit], citation: Citation) -> Unit | None:
    return next((unit for unit in units if unit.ordinal == citation.unit), None)


def _placed(row: Unit, width: int) -> list[str]:
    """The row's cells, each in its column; a cell that spans several stands in the first."""
    line = [""] * width
    for cell in row.cells:
        line[cell.column] = f"{line[cell.column]} {cell.text}".strip()
    return line


def _series(chart: Unit) -> list[list[str]]:
    """A chart's points as a table: categories along the top, one row a series."""
    categories = list(dict.fromkeys(point.category for point in chart.points))
    names = list(dict.fromkeys(point.series for point in chart.points))
    values = {(point.series, point.category): point.value for point in chart.points}
    rows = [[name, *(values.get((name, one), "") for one in categories)] for name in names]
    return [["", *categories], *rows] if rows else []
