"""A PDF file read to pages and units.

Puts the parts together: furniture, notes, charts, tables, columns, blocks, headings. Never
decides how any of them is told from the rest; each has its own module.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from assistant.errors import EmptyFile
from assistant.reading import ocr
from assistant.reading.assembly import Assembly, PageFlow
from assistant.reading.blocks import Block, Line, gather_blocks, lines_of, style_of, usual_step
from assistant.reading.charts import Chart, find_charts
from assistant.reading.columns import reading_order
from assistant.reading.flow import read_vocabulary
from assistant.reading.footnotes import split_footnotes
from assistant.reading.furniture import find_furniture
from assistant.reading.headings import rank_headings
from assistant.reading.lines import Piece, Word
from assistant.reading.options import ReadingOptions
from assistant.reading.sheets import Sheet, Sheets, read_sheets
from assistant.reading.tables import Table, ruled_tables
from assistant.reading.unruled import contents_lines, unruled_tables
from assistant.schema import Page, Unit


def read_pdf(
    path: Path, options: ReadingOptions = ReadingOptions()
) -> tuple[tuple[Page, ...], tuple[Unit, ...], tuple[str, ...]]:
    """(pages, units, notices) of a PDF file; notices are short Swedish lines for the report.

    Raises EncryptedFile, DamagedFile or EmptyFile, each with a Swedish message and remedy.
    """
    found = read_sheets(path, options)
    sheets = found.sheets
    if all(sheet.status == "empty" for sheet in sheets):
        raise EmptyFile(
            f"Filen {path.name} har inga ord: alla sidor är tomma.",
            "Kontrollera att rätt fil är inlagd.",
        )
    taken_off = find_furniture(
        [(sheet.height, sheet.pieces) for sheet in sheets], [_in_tables(sheet) for sheet in sheets]
    )
    for sheet, furniture in zip(sheets, taken_off, strict=True):
        sheet.furniture = furniture
        taken = {id(piece) for piece in furniture.pieces}
        sheet.pieces = [piece for piece in sheet.pieces if id(piece) not in taken]
    body = _body_size(sheets)
    step = usual_step([lines_of(sheet.pieces) for sheet in sheets])
    titles = frozenset(found.outline.levels)
    flows = [_flow(sheet, body, step, titles) for sheet in sheets]
    headings = [
        (flow.number, part)
        for flow in flows
        for part in flow.parts
        if isinstance(part, Block) and part.kind == "heading"
    ]
    vocabulary = read_vocabulary(_lines(sheets))
    sections = rank_headings(headings, found.outline.levels, body)
    units = Assembly(sections, vocabulary).build(flows)
    return tuple(_page(sheet) for sheet in sheets), units, _notices(found, units, options)


def _in_tables(sheet: Sheet) -> list[set[int]]:
    """The `id`s of the pieces in each ruled table of a page."""
    found = []
    for table in ruled_tables(sheet.pieces, sheet.drawings)[0]:
        words = {
            id(word)
            for row in table.rows
            for cell in row.cells
            for line in cell.lines
            for word in line
        }
        found.append({id(p) for p in sheet.pieces if any(id(word) in words for word in p.words)})
    return found


def _page(sheet: Sheet) -> Page:
    return Page(
        sheet.number,
        sheet.status,
        sheet.furniture.label,
        round(sheet.width, 2),
        round(sheet.height, 2),
        tuple(piece.text for piece in sheet.furniture.pieces),
    )


def _lines(sheets: Sequence[Sheet]) -> list[list[Word]]:
    lines = [piece.words for sheet in sheets for piece in sheet.pieces]
    return lines + [line.words for sheet in sheets for part in sheet.read for line in part]


def _body_size(sheets: Sequence[Sheet]) -> float:
    """The size most letters are set in; pictures count only where there is nothing else."""
    sizes: Counter[float] = Counter()
    for sheet in sheets:
        for piece in sheet.pieces:
            sizes[piece.size] += len(piece.text)
    if not sizes:
        for sheet in sheets:
            for line in (line for part in sheet.read for line in part):
                sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _flow(sheet: Sheet, body: float, step: float, titles: frozenset[str]) -> PageFlow:
    """One page's content in reading order."""
    flow = PageFlow(sheet.number, ocr=sheet.status == "ocr")
    if flow.ocr:
        for lines in sheet.read:
            flow.parts += gather_blocks(lines, body, 2 * step)
        return flow
    pieces, flow.notes = split_footnotes(
        sheet.pieces, sheet.drawings.rules, body, sheet.width, sheet.height
    )
    charts, pieces = find_charts(pieces, sheet.drawings, body)
    tables, pieces = ruled_tables(pieces, sheet.drawings)
    entries, pieces = contents_lines(pieces)
    columns, pieces = unruled_tables(pieces)
    items: list[Piece | Table | Chart] = [*pieces, *charts, *tables, *columns]
    listed = {id(entry[0]): entry for entry in entries}
    items += [entry[0] for entry in entries]
    for region in reading_order(items):
        text: list[Piece] = []
        for item in region:
            if isinstance(item, Piece) and id(item) not in listed:
                text.append(item)
                continue
            flow.parts += gather_blocks(lines_of(text), body, step, titles)
            text = []
            flow.parts.append(_entry(listed[id(item)]) if isinstance(item, Piece) else item)
        flow.parts += gather_blocks(lines_of(text), body, step, titles)
    return flow


def _entry(pieces: Sequence[Piece]) -> Block:
    """A line of a list of contents."""
    lines: list[Line] = lines_of(pieces)
    return Block("item", lines, "", lines[0].x0, style_of(lines[0]))


def _notices(found: Sheets, units: Sequence[Unit], options: ReadingOptions) -> tuple[str, ...]:
    notices = []
    if found.form == "full":
        notices.append(
            "Filen är ett XFA-formulär vars innehåll bara visas i Adobe Reader: "
            "öppna den där och skriv ut den till en ny PDF."
        )
    elif found.form == "foreground":
        notices.append("Filen är ett XFA-formulär: ifyllda fält kan saknas i det lästa.")
    if found.no_program and not options.ocr:
        notices.append(
            f"{_numbered(found.no_program)} är bild och lästes inte: textigenkänning är "
            "avstängd i inställningarna (enabled under [ocr])."
        )
    elif found.no_program:
        notices.append(
            f"{_numbered(found.no_program)} är bild och kunde inte läsas: installera "
            f"textigenkänning med {ocr.install_command(options.ocr_language)} och indexera på nytt."
        )
    if found.failed:
        notices.append(f"{_numbered(found.failed)} kunde inte läsas.")
    for unit in units:
        if unit.unassigned:
            name = f" ”{unit.caption}”" if unit.caption else ""
            notices.append(
                f"Sidan {unit.page}: i diagrammet{name} gick {len(unit.unassigned)} tal "
                "inte att knyta till en stapel och används inte."
            )
    return tuple(notices)


def _numbered(pages: Sequence[int]) -> str:
    ordered = sorted(pages)
    if len(ordered) == 1:
        return f"Sidan {ordered[0]}"
    return f"Sidorna {', '.join(map(str, ordered[:-1]))} och {ordered[-1]}"
