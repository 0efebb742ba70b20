"""A grid of cells, as a file's markup gives it: which rows are headings, groups, or layout.

Shared by every format whose tables are marked up (DOCX, HTML, Markdown); tables that must be
found by lines and positions are another matter and live with the PDF reader. Makes no units:
that is `grid_units`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from assistant.reading.numerals import is_date, is_nothing, is_value
from assistant.reading.sentences import split_sentences

LONG_CELL = 200
"""Characters above which a cell of several sentences is read as running text."""
SUM = re.compile(r"^(=\s*)?(summa|totalt?|totala|delsumma|sammanlagt|samtliga)\b", re.IGNORECASE)


@dataclass(slots=True)
class GridCell:
    """A cell at its first column; `columns` and `rows` are how many it covers.

    `paragraphs` are clean and not empty. `continued` marks the lower part of a cell that is
    merged downwards: it holds the text of the upper part, which is not printed again.
    """

    column: int
    paragraphs: tuple[str, ...] = ()
    columns: int = 1
    bold: bool = False
    shaded: bool = False
    header: bool = False
    continued: bool = False

    @property
    def text(self) -> str:
        """The cell's text on one line; of a continued cell the text above."""
        return " ".join(self.paragraphs)

    @property
    def printed(self) -> str:
        """What stands in this very row: "" for a continued cell."""
        return "" if self.continued else self.text


@dataclass(slots=True)
class GridRow:
    """A row's cells from left to right; `header` when the file says that it is one."""

    cells: list[GridCell] = field(default_factory=list)
    header: bool = False

    @property
    def filled(self) -> list[GridCell]:
        """The cells in which something is printed."""
        return [cell for cell in self.cells if cell.printed]

    @property
    def width(self) -> int:
        """Columns that the row covers."""
        return max((cell.column + cell.columns for cell in self.cells), default=0)


def is_layout(rows: list[GridRow]) -> bool:
    """A table that only places text on the page: one column, or one row of running text."""
    filled = [row for row in rows if row.filled]
    if max((row.width for row in rows), default=0) < 2:
        return True
    if all(
        len(row.filled) == 1 and row.filled[0].column == filled[0].filled[0].column
        for row in filled
    ):
        return len(filled) == 1 or all(not row.header for row in filled)
    return len(filled) == 1 and any(
        len(cell.paragraphs) > 1 or len(cell.text) > LONG_CELL for cell in filled[0].cells
    )


def is_running_text(text: str) -> bool:
    """A cell to be read as sentences rather than as a value."""
    return len(text) > LONG_CELL and len(split_sentences(text)) > 1


def count_header_rows(rows: list[GridRow], width: int) -> int:
    """How many rows at the top are column headings: what the file says, else how they look."""
    if width < 2 or len(rows) < 2:
        return 0
    said = 0
    while said < len(rows) - 1 and (
        rows[said].header or (rows[said].filled and all(c.header for c in rows[said].filled))
    ):
        said += 1
    count = said or (1 if _looks_like_header(rows, width) else 0)
    while count and count < len(rows) - 1 and _goes_on(rows[count - 1], rows[count]):
        count += 1
    return count


def _looks_like_header(rows: list[GridRow], width: int) -> bool:
    first, rest = rows[0], [row for row in rows[1:] if row.filled]
    beside = [cell for cell in first.filled if cell.column > 0]
    if not beside or not rest or len(first.filled) < max(2, (width + 1) // 2):
        return False
    if any((is_value(c.text) and not is_date(c.text)) or len(c.text) > LONG_CELL for c in beside):
        return False
    below = [cell for row in rest for cell in row.filled if cell.column > 0]
    if all(c.bold for c in beside) and not all(c.bold for c in below):
        return True
    if all(c.shaded for c in first.filled) and not all(c.shaded for c in below):
        return True
    columns = {cell.column for cell in beside}
    under = [cell.text for cell in below if cell.column in columns]
    if all(is_date(cell.text) for cell in beside):
        return not all(is_date(text) for text in under)
    values = sum(is_value(text) or is_nothing(text) for text in under)
    words = not any(is_date(cell.text) for cell in beside)
    if bool(under) and words and values * 3 >= len(under) * 2:
        return True
    return width > 2 and len(rest) > 1 and _is_short_above_long(first.filled, rest, width)


def _is_short_above_long(first: list[GridCell], rest: list[GridRow], width: int) -> bool:
    """Labels above text: every column named in a word or two, with far longer cells below."""
    if len(first) < width or any(len(c.text) > 40 or c.text.endswith(".") for c in first):
        return False
    below = [len(cell.text) for row in rest for cell in row.filled]
    above = [len(cell.text) for cell in first]
    return sum(below) * len(above) >= 3 * sum(above) * len(below)


def _goes_on(above: GridRow, row: GridRow) -> bool:
    """`row` is one more line of column headings below `above`."""
    if not row.filled:
        return False
    first = row.cells[0]
    if first.printed:
        return False
    beside = row.filled
    words = all(is_date(c.text) or not is_value(c.text) for c in beside)
    spread = any(cell.columns > 1 for cell in above.filled)
    dressed = all(c.bold or c.header or c.shaded for c in beside)
    dated = all(is_date(c.text) for c in beside)
    return words and (spread or dressed or dated or first.continued)


def column_headings(rows: list[GridRow], width: int) -> tuple[tuple[str, ...], ...]:
    """For each column the headings above it, outermost first."""
    columns: list[tuple[str, ...]] = []
    for column in range(width):
        texts: list[str] = []
        for row in rows:
            for cell in row.cells:
                covers = cell.column <= column < cell.column + cell.columns
                if covers and cell.text and cell.text not in texts[-1:]:
                    texts.append(cell.text)
        columns.append(tuple(texts))
    return tuple(columns)


def figure_columns(rows: list[GridRow], width: int) -> tuple[bool, ...]:
    """For each column whether most of what it holds are figures."""
    counts = [0] * width
    for cell in (cell for row in rows for cell in row.filled):
        if cell.column < width:
            counts[cell.column] += 1 if is_value(cell.text) else -1
    return tuple(count > 0 for count in counts)


def label_column(rows: list[GridRow]) -> int:
    """The column that holds the rows' headings: 0, or 1 where column 0 only numbers the rows."""
    numbers = [row.cells[0].text.rstrip(".") for row in rows if row.cells and row.cells[0].printed]
    counted = [str(number) for number in range(1, len(numbers) + 1)]
    beside = [row.cells[1].text for row in rows if len(row.cells) > 1 and row.cells[1].text]
    if len(numbers) > 1 and numbers == counted and not any(is_value(text) for text in beside):
        return 1
    return 0


def is_group(row: GridRow, below: list[GridRow], width: int) -> bool:
    """`row` is a sub-heading of the rows `below`: alone in its row and dressed as one."""
    filled = row.filled
    if len(filled) != 1 or filled[0].column > 0 or width < 2 or not below:
        return False
    cell = filled[0]
    if is_value(cell.text) or SUM.match(cell.text) or len(cell.text) > LONG_CELL:
        return False
    if any(c.continued and c.text for c in row.cells):
        return False
    plain = [c for r in below for c in r.filled[:1]]
    dressed = (cell.bold and not all(c.bold for c in plain)) or (
        cell.shaded and not all(c.shaded for c in plain)
    )
    whole = cell.columns >= width
    return whole or dressed or cell.header or cell.text.endswith(":")
