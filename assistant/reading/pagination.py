"""Page numbers for a Word file, through the PDF that LibreOffice makes of it.

Optional, and off unless asked for: a Word file has no pages of its own, and another program
may break them elsewhere. Only numbers are taken from the PDF, never text. Nothing here can
make reading fail: without LibreOffice, or when it fails, the document stays without pages.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from assistant.schema import Document, Page, PageStatus, Unit

TIMEOUT_S = 90.0
_NOTICE = "Sidnumren kommer från LibreOffice och kan skilja sig från dem i Word."
_KEY = 60
_SHORT = 12
_NEAR = 4_000
# Macros never run, and what a document links to is never fetched.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop
 oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop
 oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop
 oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


def is_available() -> bool:
    """Whether LibreOffice is installed."""
    return _program() is not None


def paginate(document: Document, path: Path, timeout_s: float = TIMEOUT_S) -> Document:
    """`document`, read from the Word file at `path`, with pages; unchanged where that fails."""
    if document.format != "docx" or not document.units:
        return document
    with suppress(Exception), tempfile.TemporaryDirectory(prefix="finsam-") as folder:
        made = _convert(path, Path(folder), timeout_s)
        if made is None:
            return document
        pages, texts = _pages(made)
        units = place_units(document.units, texts)
        if pages and units is not None:
            notices = (*document.notices, _NOTICE)
            return replace(document, pages=pages, units=units, notices=notices)
    return document


def place_units(units: Sequence[Unit], texts: Sequence[str]) -> tuple[Unit, ...] | None:
    """`units` with the 1-based page on which each begins; `texts` are the pages' texts.

    Letters and digits alone are compared, in reading order, so that hyphens and tables do not
    matter. None when too few units are found for the pages to be those of this document.
    """
    stream, starts = "", []
    for text in texts:
        starts.append(len(stream))
        stream += _letters(text)
    placed: list[Unit] = []
    cursor = found = wanted = 0
    page = 1
    for unit in units:
        keys = [key for text in _begins(unit) if len(key := _letters(text)[:_KEY]) >= 3]
        wanted += bool(keys)
        at, key = next(
            ((at, key) for key in keys if (at := _find(stream, key, cursor)) >= 0), (-1, "")
        )
        if at >= 0:
            found += 1
            here = sum(start <= at for start in starts)
            if unit.kind != "footnote":
                cursor, page = at + len(key), here
            placed.append(replace(unit, page=here))
        else:
            placed.append(replace(unit, page=page))
    return tuple(placed) if found * 10 >= wanted * 8 else None


def _begins(unit: Unit) -> tuple[str, ...]:
    """The words by which a unit is found, best first: a row's cells may stand apart in a PDF."""
    if unit.cells:
        return (unit.text, next((cell.text for cell in unit.cells if cell.text), ""))
    return (unit.caption, unit.text) if unit.kind == "chart_series" else (unit.text,)


def _find(stream: str, key: str, cursor: int) -> int:
    """Where `key` stands from `cursor` on, else a little before it; -1 if it doesn't.

    A short key must be near: "Summa" stands on many pages.
    """
    end = cursor + _NEAR if len(key) < _SHORT else len(stream)
    at = stream.find(key, cursor, end)
    return at if at >= 0 else stream.find(key, max(0, cursor - _NEAR), cursor + len(key))


def _letters(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


def _program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def _convert(path: Path, folder: Path, timeout_s: float) -> Path | None:
    """The PDF of the file, in `folder`; None when there is none in time."""
    program = _program()
    if program is None:
        return None
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
    source = folder / "in.docx"
    shutil.copyfile(path, source)
    command = [
        program,
        "--headless",
        "--norestore",
        f"-env:UserInstallation={profile.as_uri()}",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(source),
    ]
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(timeout_s)
    except subprocess.TimeoutExpired:
        # The program is a script that starts the real one: the whole group must end.
        with suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        process.wait()
        return None
    made = folder / "in.pdf"
    return made if made.is_file() else None


def _pages(path: Path) -> tuple[tuple[Page, ...], list[str]]:
    """The pages of a PDF and their texts."""
    import pypdfium2

    pages: list[Page] = []
    texts: list[str] = []
    with pypdfium2.PdfDocument(path) as pdf:
        for number in range(len(pdf)):
            page = pdf[number]
            width, height = page.get_size()
            text = page.get_textpage().get_text_range()
            texts.append(text)
            status: PageStatus = "text" if text.strip() else "empty"
            pages.append(Page(number + 1, status, width=width, height=height))
    return tuple(pages), texts
