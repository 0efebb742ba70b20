"""A Word table as a grid: merged cells spread out, deletions and hidden rows left out.

What the grid means (titles, headings, groups) is decided in `grids` and `grid_units`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.errors import DamagedFile
from assistant.reading.characters import clean
from assistant.reading.docx_styles import Styles, W, is_on
from assistant.reading.docx_text import Line, choose
from assistant.reading.grids import GridCell, GridRow
from assistant.reading.limits import MAX_CELLS, MAX_DEPTH

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_PLAIN_FILLS = ("auto", "ffffff", "")
_MAX_COLUMNS = 1_000
_WRAPPERS = {W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")}


def inside(parent: etree._Element, *tags: str, depth: int = 0) -> Iterator[etree._Element]:
    """Children of `parent` with one of `tags`, also where content controls wrap them."""
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag in _WRAPPERS and depth < MAX_DEPTH:
            yield from inside(child, *tags, depth=depth + 1)
        elif child.tag == MC + "AlternateContent" and depth < MAX_DEPTH:
            chosen = choose(child)
            if chosen is not None:
                yield from inside(chosen, *tags, depth=depth + 1)


def read_grid(
    table: etree._Element, read_line: Callable[[etree._Element], Line]
) -> tuple[list[GridRow], list[Line]]:
    """The rows of a `w:tbl` and every line in it (for the notes and drawings they carry)."""
    rows: list[GridRow] = []
    lines: list[Line] = []
    above: dict[int, GridCell] = {}
    count = 0
    for tr in inside(table, W + "tr"):
        properties = tr.find(W + "trPr")
        if is_on(properties, "hidden") or (
            properties is not None and properties.find(W + "del") is not None
        ):
            continue
        row = GridRow(header=bool(is_on(properties, "tblHeader")))
        column = _number(properties, "gridBefore", 0)
        for tc in inside(tr, W + "tc"):
            cell = _read_cell(tc, column, read_line, lines)
            upper = above.get(column)
            if cell.continued and upper is not None:
                cell.paragraphs, cell.bold = upper.paragraphs, upper.bold
            else:
                cell.continued = False
            above[column] = cell
            row.cells.append(cell)
            column += cell.columns
            count += cell.columns
            if count > MAX_CELLS:
                raise DamagedFile("En tabell i filen är orimligt stor.", "Dela upp filen.")
        if row.cells:
            rows.append(row)
    return rows, lines


def has_dressed_first_row(table: etree._Element, styles: Styles) -> bool:
    """Whether the table's style, rather than its cells, marks the first row as headings."""
    properties = table.find(W + "tblPr")
    style = properties.find(W + "tblStyle") if properties is not None else None
    look = properties.find(W + "tblLook") if properties is not None else None
    if style is None or look is None:
        return False
    said = look.get(W + "firstRow")
    if said is None:
        # Older files say it in the sixth bit of a number.
        value = look.get(W + "val") or "0"
        said = (
            "1"
            if all(c in "0123456789abcdefABCDEF" for c in value) and int(value, 16) & 32
            else "0"
        )
    return said in ("1", "true") and styles.dresses_first_row(style.get(W + "val") or "")


def _read_cell(
    tc: etree._Element,
    column: int,
    read_line: Callable[[etree._Element], Line],
    lines: list[Line],
) -> GridCell:
    properties = tc.find(W + "tcPr")
    merge = properties.find(W + "vMerge") if properties is not None else None
    mine = [read_line(p) for p in _paragraphs(tc)]
    lines += mine
    texts = [line for line in mine if line.plain]
    shade = properties.find(W + "shd") if properties is not None else None
    fill = (shade.get(W + "fill") or "").lower() if shade is not None else ""
    return GridCell(
        column=column,
        paragraphs=tuple(line.plain for line in texts),
        columns=max(1, min(_number(properties, "gridSpan", 1), _MAX_COLUMNS)),
        bold=bool(texts) and all(line.bold for line in texts),
        shaded=fill not in _PLAIN_FILLS,
        continued=merge is not None and merge.get(W + "val") != "restart",
    )


def _paragraphs(tc: etree._Element, depth: int = 0) -> Iterator[etree._Element]:
    """The paragraphs of a cell and of tables inside it, in order."""
    for block in inside(tc, W + "p", W + "tbl"):
        if block.tag == W + "p":
            yield block
        elif depth < MAX_DEPTH // 10:
            for tr in inside(block, W + "tr"):
                for inner in inside(tr, W + "tc"):
                    yield from _paragraphs(inner, depth + 1)


def _number(properties: etree._Element | None, name: str, default: int) -> int:
    found = properties.find(W + name) if properties is not None else None
    value = clean(found.get(W + "val") or "") if found is not None else ""
    return int(value) if value.isdecimal() and len(value) < 6 else default
