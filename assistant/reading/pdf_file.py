"""A PDF file opened, or the reason why it cannot be.

Knows encryption, damage, limits and the outline. Never reads a page's content.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Literal

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from assistant.errors import DamagedFile, EmptyFile, EncryptedFile, ReadingError
from assistant.reading.blocks import plain_title

# A document beyond this is refused rather than read for hours.
MOST_PAGES = 5000


@dataclass(slots=True)
class Outline:
    """The bookmarks: `levels` maps a heading's `plain_title` to its level, from 1."""

    levels: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class OpenPdf:
    """An opened document with its outline.

    `form` is "full" for an XFA form that other programs cannot show, "foreground" for one with
    ordinary pages beneath, "" for anything else.
    """

    document: pdfium.PdfDocument
    outline: Outline
    form: Literal["", "full", "foreground"] = ""


@contextmanager
def open_pdf(path: Path) -> Iterator[OpenPdf]:
    """The opened file, closed afterwards. Raises EncryptedFile, DamagedFile or EmptyFile."""
    content = path.read_bytes()
    if not content.strip():
        raise EmptyFile(f"Filen {path.name} är tom.", "Lägg in filen på nytt.")
    if b"%PDF-" not in content[:1024]:
        raise DamagedFile(
            f"Filen {path.name} är inte en PDF, trots sitt namn.",
            "Kontrollera filen eller spara den på nytt som PDF.",
        )
    document = _document(path, content)
    try:
        if len(document) == 0:
            raise EmptyFile(f"Filen {path.name} har inga sidor.", "Spara om filen som PDF.")
        if len(document) > MOST_PAGES:
            raise DamagedFile(
                f"Filen {path.name} har {len(document)} sidor; gränsen är {MOST_PAGES}.",
                "Dela upp den i flera filer.",
            )
        yield OpenPdf(document, _outline(document), _form(document))
    finally:
        document.close()


def _document(path: Path, content: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        refusal = _refusal(path, str(error))
        if isinstance(refusal, EncryptedFile):
            raise refusal from error
    try:
        return pdfium.PdfDocument(_mended(content))
    except Exception as error:  # pypdf raises errors of many kinds on a broken file
        raise refusal from error


def _mended(content: bytes) -> bytes:
    """The file written anew by pypdf, which finds objects that pdfium does not."""
    # few files need it, and every reading process would pay for it
    from pypdf import PdfReader, PdfWriter

    reader = PdfReader(BytesIO(content), strict=False)
    writer = PdfWriter(clone_from=reader)
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def _form(document: pdfium.PdfDocument) -> Literal["", "full", "foreground"]:
    kind = document.get_formtype()
    if kind == raw.FORMTYPE_XFA_FULL:
        return "full"
    return "foreground" if kind == raw.FORMTYPE_XFA_FOREGROUND else ""


def _refusal(path: Path, reason: str) -> ReadingError:
    if "password" in reason.lower():
        return EncryptedFile(
            f"Filen {path.name} är skyddad med lösenord.",
            "Spara en kopia utan lösenord och lägg in den i stället.",
        )
    return DamagedFile(
        f"Filen {path.name} är skadad eller ofullständig och kan inte läsas.",
        "Hämta filen på nytt, eller öppna den i ett annat program och spara om den som PDF.",
    )


def _outline(document: pdfium.PdfDocument) -> Outline:
    levels: dict[str, int] = {}
    try:
        for bookmark in document.get_toc(max_depth=9):
            title = plain_title(bookmark.get_title())
            if title:
                levels.setdefault(title, bookmark.level + 1)
    except pdfium.PdfiumError:
        return Outline()
    return Outline(levels)
