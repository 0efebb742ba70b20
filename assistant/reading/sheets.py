"""The pages of a PDF as they come out of the file: characters, drawings, pictures.

The one place that holds pdfium while reading. Never judges what the content means, but for
one question: whether a page has to be read as a picture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

import pypdfium2 as pdfium

from assistant.reading import ocr
from assistant.reading.blocks import Line
from assistant.reading.drawings import Drawings, read_drawings
from assistant.reading.furniture import Furniture
from assistant.reading.glyphs import Glyph, page_place, read_glyphs
from assistant.reading.lines import Piece, read_pieces
from assistant.reading.options import ReadingOptions
from assistant.reading.pdf_file import Outline, open_pdf
from assistant.schema import PageStatus

# pdfium is not thread-safe: whoever uses it in this process holds this lock.
PDFIUM = Lock()

# A page with fewer letters than this and a picture over this part of it is a scan.
FEW_LETTERS = 50
PICTURE_SHARE = 0.45
# On a page without any text a smaller picture, or outlines of letters, are worth reading.
SMALL_SHARE = 0.03
MANY_OBJECTS = 40
# A page where this part of the characters has no meaning is read as a picture.
GARBLED = 0.3
_MEANINGLESS = re.compile("[\ue000-\uf8ff\ufffd]")


@dataclass(slots=True)
class Sheet:
    """One page; `read` holds the paragraphs that OCR found, in reading order."""

    number: int
    width: float = 0.0
    height: float = 0.0
    status: PageStatus = "empty"
    pieces: list[Piece] = field(default_factory=list)
    drawings: Drawings = field(default_factory=Drawings)
    furniture: Furniture = field(default_factory=Furniture)
    read: list[list[Line]] = field(default_factory=list)


@dataclass(slots=True)
class Sheets:
    """All pages of a file.

    `no_program` lists pages that lack nothing but Tesseract, or the leave to use it.
    """

    sheets: list[Sheet] = field(default_factory=list)
    outline: Outline = field(default_factory=Outline)
    form: str = ""
    no_program: list[int] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)


def read_sheets(path: Path, options: ReadingOptions = ReadingOptions()) -> Sheets:
    """Every page of the file. Raises EncryptedFile, DamagedFile or EmptyFile."""
    found = Sheets()
    pictures: list[ocr.Picture] = []
    with TemporaryDirectory(prefix="finsam-") as folder:
        with PDFIUM, open_pdf(path) as opened:
            found.outline, found.form = opened.outline, opened.form
            for number in range(1, len(opened.document) + 1):
                sheet = Sheet(number)
                found.sheets.append(sheet)
                try:
                    with _page(opened.document, number) as page:
                        _fill(sheet, page)
                        if sheet.status == "unread" and opened.form != "full":
                            # asked of a page that needs it: the answer takes a program's start
                            if not options.ocr or ocr.program(options.ocr_language) is None:
                                found.no_program.append(number)
                            else:
                                pictures.append(
                                    ocr.save_picture(page, number, Path(folder), options.ocr_dpi)
                                )
                except pdfium.PdfiumError:
                    sheet.status = "unread"
                    found.failed.append(number)
        for number, read in ocr.read_pictures(pictures, options.ocr_language).items():
            sheet = found.sheets[number - 1]
            if read is None:
                found.failed.append(number)
            else:
                sheet.read = read
                sheet.status = "ocr" if read else "empty"
    return found


@contextmanager
def _page(document: pdfium.PdfDocument, number: int) -> Iterator[pdfium.PdfPage]:
    page = document[number - 1]
    try:
        yield page
    finally:
        page.close()


def _fill(sheet: Sheet, page: pdfium.PdfPage) -> None:
    place = page_place(page)
    sheet.width, sheet.height = page.get_size()
    glyphs = read_glyphs(page, place)
    sheet.drawings = read_drawings(page, place)
    if _is_picture(glyphs, sheet):
        sheet.status = "unread"
        return
    sheet.pieces = read_pieces([glyph for glyph in glyphs if _on_page(glyph, sheet)])
    sheet.status = "text" if sheet.pieces else "empty"


def _on_page(glyph: Glyph, sheet: Sheet) -> bool:
    """Text outside the page's edges cannot be seen."""
    return (
        -1 <= (glyph.x0 + glyph.x1) / 2 <= sheet.width + 1
        and -1 <= (glyph.top + glyph.bottom) / 2 <= sheet.height + 1
    )


def _is_picture(glyphs: list[Glyph], sheet: Sheet) -> bool:
    letters = [glyph.text for glyph in glyphs if glyph.text.strip()]
    known = [text for text in letters if text.isascii() or text.isalpha()]
    if len(letters) >= 20 and _MEANINGLESS.search("".join(letters)):
        meaningless = sum(bool(_MEANINGLESS.search(text)) for text in letters)
        if meaningless > GARBLED * len(letters):
            return True
    page = max(sheet.width * sheet.height, 1.0)
    covered = sum(
        max(min(x1, sheet.width) - max(x0, 0), 0) * max(min(bottom, sheet.height) - max(top, 0), 0)
        for x0, top, x1, bottom in sheet.drawings.pictures
    )
    if len(known) < FEW_LETTERS and covered >= PICTURE_SHARE * page:
        return True
    if letters:
        return False
    return covered >= SMALL_SHARE * page or sheet.drawings.objects >= MANY_OBJECTS
