"""A source becomes a Word file: heading styles, lists, tables with joined cells, notes, charts.

Holds the mapping from blocks to python-docx. The package is written again with fixed dates, so
that the same source gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.shared import Mm, Pt, RGBColor

from evals.documents.source import (
    STAMP,
    Block,
    Chart,
    Heading,
    Items,
    PageBreak,
    Paragraph,
    Source,
    Table,
    head_rows,
    spans,
)
from evals.documents.word_parts import W, add_footnotes, chart_run, footnote_reference


def write_word(source: Source) -> bytes:
    """The document as DOCX; the same bytes on every run."""
    document = docx.Document()
    _prepare(document, source)
    if source.notes:
        add_footnotes(document, source.notes)
    document.add_paragraph(source.title, style="Title")
    document.add_paragraph(source.subtitle, style="Subtitle")
    _runs(document.add_paragraph(), source.origin)
    charts = 0
    for block in source.blocks:
        charts += isinstance(block, Chart)
        _add(document, block, charts)
    out = io.BytesIO()
    document.save(out)
    return _packed(out.getvalue())


def _prepare(document: Any, source: Source) -> None:
    package = document.part.package
    # the template's picture of its own first page
    for key in [key for key, rel in package.rels.items() if rel.reltype.endswith("/thumbnail")]:
        package.rels.pop(key)
    styles = document.styles
    colour = RGBColor.from_string(source.colour.removeprefix("#").upper())
    styles["Normal"].font.name = "Calibri"
    styles["Normal"].font.size = Pt(11)
    styles["Normal"].paragraph_format.space_after = Pt(8)
    styles["Caption"].paragraph_format.keep_with_next = True
    styles["Caption"].font.color.rgb = colour
    for level in (1, 2, 3):
        styles[f"Heading {level}"].font.color.rgb = colour
    note = styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
    note.base_style = styles["Normal"]
    note.font.size = Pt(9)
    note.element.set(f"{{{W}}}styleId", "FootnoteText")
    core = document.core_properties
    core.title, core.author = source.title, source.issuer
    core.subject, core.comments = f"{source.kind}, sammandrag", ""
    core.language = "sv-SE"
    core.created = core.modified = datetime(int(source.written), *STAMP[1:], tzinfo=UTC)
    core.last_modified_by, core.revision = source.issuer, 1
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.header.paragraphs[0].text = source.header
    field = parse_xml(
        f'<w:fldSimple xmlns:w="{W}" w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    )
    section.footer.paragraphs[0]._p.append(field)


def _add(document: Any, block: Block, charts: int) -> None:
    if isinstance(block, Heading):
        document.add_heading(block.text, level=block.level)
    elif isinstance(block, Paragraph):
        _runs(document.add_paragraph(), block.text)
    elif isinstance(block, Items):
        for item in block.items:
            style = "List Number" if block.numbered else "List Bullet"
            _runs(document.add_paragraph(style=style), item)
    elif isinstance(block, PageBreak):
        document.add_page_break()
    elif isinstance(block, Chart):
        _runs(document.add_paragraph(style="Caption"), block.caption)
        document.add_paragraph()._p.append(chart_run(document, block, charts, 430, 250))
    elif isinstance(block, Table):
        _runs(document.add_paragraph(style="Caption"), block.caption)
        _table(document, block)


def _table(document: Any, table: Table) -> None:
    grid = document.add_table(len(table.rows), len(table.rows[0]))
    if table.ruled:
        grid.style = "Table Grid"
    grid.autofit = False
    section = document.sections[0]
    measure = section.page_width - section.left_margin - section.right_margin
    widths = [int(measure * width / sum(table.widths)) for width in table.widths]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    for row in grid.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    for (left, top), (right, bottom) in spans(table.rows):
        grid.cell(top, left).merge(grid.cell(bottom, right))
    for r, row in enumerate(table.rows):
        for c, text in enumerate(row):
            cell = grid.cell(r, c)
            if text not in {"", "<", "^"}:
                _runs(cell.paragraphs[0], f"**{text}**" if r < head_rows(table.rows) else text)
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(9.5)
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)
    for r in range(head_rows(table.rows)):
        properties = grid.rows[r]._tr.get_or_add_trPr()
        properties.append(parse_xml(f'<w:tblHeader xmlns:w="{W}"/>'))
    document.add_paragraph()


def _runs(paragraph: Any, text: str) -> None:
    """The text with its inline marks as runs."""
    text = re.sub(r"(?<=\d) (?=\d{3}\b|kr\b|%)", "\u00a0", text)
    for piece in re.split(r"(\*\*.+?\*\*|\*.+?\*|\[\^\d+\])", text):
        if not piece:
            continue
        mark = re.fullmatch(r"\[\^(\d+)\]", piece)
        if mark:
            paragraph._p.append(footnote_reference(mark[1]))
        elif piece.startswith("**"):
            paragraph.add_run(piece[2:-2]).bold = True
        elif piece.startswith("*"):
            paragraph.add_run(piece[1:-1]).italic = True
        else:
            paragraph.add_run(piece)


def _packed(content: bytes) -> bytes:
    """The same package with fixed dates, in a fixed order."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        first = "[Content_Types].xml"
        for name in sorted(old.namelist(), key=lambda name: (name != first, name)):
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return out.getvalue()
