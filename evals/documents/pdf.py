"""A source becomes a PDF: text set with reportlab, real text and vector drawings only.

Holds styles and the mapping from blocks to flowables. It never decides what stands where on a
page (`pages`) and never invents content.
"""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import reportlab
from reportlab import rl_config
from reportlab.lib.colors import HexColor, white
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph as Text
from reportlab.platypus import Table as Grid

from evals.documents.bars import draw_chart
from evals.documents.pages import HEIGHT, LEFT, MEASURE, TOP, WIDTH, Paginator, Piece
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
    marks,
    spans,
)

GREY = HexColor("#5a6470")
LINE = HexColor("#9aa5b1")


def write_pdf(source: Source) -> bytes:
    """The document as PDF; the same bytes on every run."""
    _fonts()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1)
    _date(canvas, int(source.written))
    if source.properties:
        canvas.setTitle(source.title)
        canvas.setAuthor(source.issuer)
        canvas.setSubject(f"{source.kind}, sammandrag")
    if source.outline:
        canvas.showOutline()
    paginator = Paginator(canvas, lambda drawn, page: _furniture(drawn, page, source))
    paginator.place(_pieces(source))
    paginator.finish()
    canvas.save()
    return out.getvalue()


def _date(canvas: Canvas, year: int) -> None:
    """The date in the file: fixed, in the year the document was written."""
    stamp = canvas._doc._timeStamp
    stamp.YMDhms = (year, *STAMP[1:])
    stamp.t = datetime(year, *STAMP[1:], tzinfo=UTC).timestamp()


def _fonts() -> None:
    """Bitstream Vera, which reportlab carries: embedded, with Swedish letters."""
    folder = Path(reportlab.__file__).parent / "fonts"
    for name, file in (("V", "Vera"), ("VB", "VeraBd"), ("VI", "VeraIt"), ("VBI", "VeraBI")):
        pdfmetrics.registerFont(TTFont(name, str(folder / f"{file}.ttf")))
    pdfmetrics.registerFontFamily("V", normal="V", bold="VB", italic="VI", boldItalic="VBI")
    rl_config.invariant = 1


def _style(size: float, leading: float, **more: Any) -> ParagraphStyle:
    return ParagraphStyle("", fontName="V", fontSize=size, leading=leading, **more)


BODY = _style(10.2, 16.0)
NOTE = _style(8.0, 10.5)
CELL = _style(8.8, 11.8)
CAPTION = _style(9.0, 12.5)
ITEM = _style(10.2, 15.5, leftIndent=26, bulletIndent=12)


def inline(text: str, size: float = 10.2) -> str:
    """The inline marks as reportlab's markup, in type of this size in points."""
    text = escape(text)
    # the groups of a number and its unit stay on one line
    text = re.sub(r"(?<=\d) (?=\d{3}\b|kr\b|%)", "\u00a0", text)
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
    text = re.sub(r"\*(.+?)\*", r"<i>\1</i>", text)
    raised = f'<super size="{size * 0.68:.1f}" rise="{size * 0.36:.1f}">'
    return re.sub(r"\[\^(\d+)\]", rf"{raised}\1</super>", text)


def _pieces(source: Source) -> list[Piece]:
    colour = HexColor(source.colour)
    pieces = [
        Piece(Text(escape(source.title), _style(21, 27, textColor=colour)), 150 * source.cover),
        Piece(Text(escape(source.subtitle), _style(12, 17, textColor=GREY)), 4),
        Piece(_origin(source), 16),
    ]
    if source.cover:
        # the title must not start at the very top, where no space is kept
        pieces.insert(0, Piece(Text(escape(source.issuer), _style(12, 16, textColor=GREY))))
    pending = source.cover
    for block in source.blocks:
        if isinstance(block, PageBreak):
            pending = True
            continue
        for piece in _block(block, source, colour):
            piece.break_before, pending = pending, False
            pieces.append(piece)
    return pieces


def _origin(source: Source) -> Grid:
    grid = Grid([[Text(inline(source.origin), _style(9.4, 14))]], colWidths=[MEASURE])
    grid.setStyle(
        [
            ("BACKGROUND", (0, 0), (-1, -1), HexColor("#eef2f6")),
            ("LEFTPADDING", (0, 0), (-1, -1), 12),
            ("RIGHTPADDING", (0, 0), (-1, -1), 12),
            ("TOPPADDING", (0, 0), (-1, -1), 8),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 10),
        ]
    )
    return grid


def _block(block: Block, source: Source, colour: Any) -> list[Piece]:
    if isinstance(block, Heading):
        size = {1: 15.5, 2: 12.2, 3: 10.4}[block.level]
        style = _style(size, size * 1.3, textColor=colour)
        style.fontName = "VB"
        mark = (block.level, block.text) if source.outline else None
        return [Piece(Text(inline(block.text), style), 20, keep=True, bookmark=mark)]
    if isinstance(block, Paragraph):
        # a line that leads a list in stays with it
        lead = block.text.endswith(":")
        return [Piece(Text(inline(block.text), BODY), 8, _notes(source, block.text), keep=lead)]
    if isinstance(block, Items):
        return [
            Piece(
                Text(inline(item), ITEM, bulletText=f"{n}." if block.numbered else "•"),
                5,
                _notes(source, item),
            )
            for n, item in enumerate(block.items, 1)
        ]
    assert isinstance(block, Table | Chart)
    caption = Piece(Text(f"<b>{inline(block.caption, 9)}</b>", CAPTION), 14, keep=True)
    caption.notes = _notes(source, block.caption)
    if isinstance(block, Chart):
        return [caption, Piece(draw_chart(block, MEASURE, colour), 6)]
    every = " ".join(cell for row in block.rows for cell in row)
    return [caption, Piece(_grid(block, colour), 5, _notes(source, every))]


def _notes(source: Source, text: str) -> tuple[Text, ...]:
    return tuple(Text(inline(f"[^{mark}] {source.notes[mark]}", 8), NOTE) for mark in marks(text))


def _grid(table: Table, colour: Any) -> Grid:
    total = sum(table.widths)
    style: list[Any] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
    ]
    heads = head_rows(table.rows)
    if table.ruled:
        style += [
            ("GRID", (0, 0), (-1, -1), 0.5, LINE),
            ("BACKGROUND", (0, 0), (-1, heads - 1), colour),
        ]
    numeric = [
        c > 0 and any(_is_number(row[c]) for row in table.rows[heads:])
        for c in range(len(table.widths))
    ]
    rows = [
        [_cell(cell, r < heads, numeric[c], table) for c, cell in enumerate(row)]
        for r, row in enumerate(table.rows)
    ]
    style += [("SPAN", *span) for span in spans(table.rows)]
    widths = [width / total * MEASURE for width in table.widths]
    return Grid(rows, colWidths=widths, style=style, repeatRows=heads)


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[−–-]?[\d\s,]+( (kr|%|tkr|Mkr))?(\[\^\d+\])?", text))


def _cell(text: str, head: bool, right: bool, table: Table) -> Text | str:
    if text in {"", "<", "^"}:
        return ""
    style = ParagraphStyle("", parent=CELL, alignment=2 if right else 0)
    if head and table.ruled:
        style.textColor = white
    marked = inline(text, style.fontSize)
    return Text(f"<b>{marked}</b>" if head else marked, style)


def _furniture(canvas: Canvas, page: int, source: Source) -> None:
    canvas.saveState()
    if source.cover and page == 1:
        canvas.setFillColor(HexColor(source.colour))
        canvas.rect(0, HEIGHT - 70, WIDTH, 70, stroke=0, fill=1)
        canvas.rect(0, 0, WIDTH, 26, stroke=0, fill=1)
        canvas.restoreState()
        return
    canvas.setFont("V", 8)
    canvas.setFillColor(GREY)
    canvas.drawString(LEFT, HEIGHT - TOP + 36, source.header)
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.4)
    canvas.line(LEFT, HEIGHT - TOP + 28, LEFT + MEASURE, HEIGHT - TOP + 28)
    canvas.drawCentredString(WIDTH / 2, 38, str(page - source.cover))
    canvas.restoreState()
