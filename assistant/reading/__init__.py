"""From a file to a `Document`: one reader a format, and the metadata they share.

`read` reads in this process; `isolation.read_safely` does the same in a process of its own,
which is how files from outside are read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import DamagedFile, ReadingError
from assistant.reading.isolation import IsolatedReader, read_safely
from assistant.reading.options import ReadingOptions
from assistant.schema import Document, Page, Unit

if TYPE_CHECKING:
    from assistant.reading.catalogue import CatalogueEntry

__all__ = ["VERSION", "IsolatedReader", "ReadingOptions", "fingerprint", "read", "read_safely"]

VERSION = "2"
"""Raised when a reader changes what it makes of a file, so that the index reads it anew."""


def fingerprint(path: Path) -> str:
    """SHA-256 of the file's bytes, as hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read(
    path: Path,
    file: str,
    catalogue: Mapping[str, CatalogueEntry] | None = None,
    options: ReadingOptions = ReadingOptions(),
) -> Document:
    """Read the file at `path`, known to the library as `file` (a key of `catalogue`).

    Raises a `ReadingError`: `EmptyFile`, `EncryptedFile`, or `DamagedFile` also for a file
    that is not what its extension says or that exceeds a limit.
    """
    from assistant.reading.formats import recognise
    from assistant.reading.limits import MAX_FILE_BYTES, MAX_TEXT_BYTES, check_size
    from assistant.reading.metadata import Clues, describe

    try:
        size = path.stat().st_size
        format = recognise(path)
        plain = format not in ("pdf", "docx")
        check_size(size, MAX_TEXT_BYTES if plain else MAX_FILE_BYTES)
        digest = fingerprint(path)
        pages, units, notices, properties, furniture = _read(path, format, options)
    except OSError as error:
        raise ReadingError(f"Filen kan inte öppnas: {error.strerror or error}.") from error
    except RecursionError as error:
        raise DamagedFile("Filen är för djupt nästlad för att läsas.", "Spara om den.") from error
    clues = Clues(file=file, format=format, properties=properties, furniture=furniture, units=units)
    metadata = describe(clues)
    entry = (catalogue or {}).get(file)
    document = Document(
        id=digest[:16],
        file=file,
        fingerprint=digest,
        format=format,
        metadata=entry.override(metadata) if entry else metadata,
        pages=pages,
        units=tuple(
            unit if unit.ordinal == number else replace(unit, ordinal=number)
            for number, unit in enumerate(units)
        ),
        notices=notices,
    )
    if options.paginate:
        from assistant.reading.pagination import paginate as add_pages

        return add_pages(document, path)
    return document


_Read = tuple[tuple[Page, ...], tuple[Unit, ...], tuple[str, ...], dict[str, str], tuple[str, ...]]


def _read(path: Path, format: str, options: ReadingOptions) -> _Read:
    """Pages, units, notices, properties and running headers of a file of `format`."""
    if format == "pdf":
        from assistant.reading.metadata import pdf_properties
        from assistant.reading.pdf import read_pdf

        pages, units, notices = read_pdf(path, options)
        furniture = tuple(line for page in pages[:2] for line in page.furniture)
        return pages, units, notices, pdf_properties(path), furniture
    if format == "docx":
        from assistant.reading.docx import read_docx

        units, notices, parts = read_docx(path)
        return (), units, notices, parts.properties, parts.furniture
    if format in ("vtt", "srt"):
        from assistant.reading.transcripts import read_transcript

        units, properties = read_transcript(path)
    elif format == "html":
        from assistant.reading.html import read_html

        units, properties = read_html(path)
    elif format == "md":
        from assistant.reading.markdown import read_markdown

        units, properties = read_markdown(path)
    else:
        from assistant.reading.text import read_text

        units, properties = read_text(path)
    return (), units, (), properties, ()
