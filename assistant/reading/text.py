"""Plain text: paragraphs between blank lines, typed bullets and numbers as lists.

Holds also how bytes become characters, which Markdown, HTML and transcripts share.
"""

from __future__ import annotations

import re
from pathlib import Path

from assistant.errors import DamagedFile, EmptyFile
from assistant.reading.characters import clean, clean_lines
from assistant.reading.draft import Draft
from assistant.schema import Unit

BULLET = re.compile(r"^(\s*)(?:[•●▪■◦‣⁃∙·*+–—-]|\(?(?:\d{1,3}|[a-zåäö])[.)])\s+(?=\S)")
_UNDERLINE = re.compile(r"^\s*([=\-~_*#])\1{2,}\s*$")
_LABELLED = re.compile(r"^[^\s:.;][^:.;]{0,50}:\s\S.{0,100}$")
_MAX_HEADING = 80


def decode(data: bytes) -> str:
    """The text of a file: UTF-8 or UTF-16 by its mark, else UTF-8, else Windows-1252.

    Raises `DamagedFile` for what is no text at all.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            # Older Windows programs write Swedish so; five bytes in it stand for nothing.
            text = data.decode("cp1252", errors="replace")
    if text.count("\x00") + text.count("\ufffd") > len(text) // 50:
        raise DamagedFile("Filen är inte text.", "Kontrollera att rätt fil har lagts in.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_text(path: Path) -> tuple[tuple[Unit, ...], dict[str, str]]:
    """The units of a plain text file. Raises `DamagedFile` or `EmptyFile`."""
    draft = Draft()
    for paragraph in re.split(r"\n[ \t]*(?:\n|\f)|\f", clean_lines(decode(path.read_bytes()))):
        _add_paragraph(draft, [line for line in paragraph.split("\n") if line.strip()])
    if not draft.units:
        raise EmptyFile("Filen innehåller ingen text.")
    return tuple(draft.units), {}


def _add_paragraph(draft: Draft, lines: list[str]) -> None:
    if len(lines) >= 2 and _UNDERLINE.match(lines[1]):
        draft.heading(lines[0], 1 if lines[1].strip()[0] == "=" else 2)
        lines = lines[2:]
    lines = [line for line in lines if not _UNDERLINE.match(line)]
    if not lines:
        return
    if len(lines) == 1 and _looks_like_heading(clean(lines[0])):
        draft.heading(lines[0], 1)
        return
    labelled = sum(bool(_LABELLED.match(line.strip())) for line in lines)
    if len(lines) > 1 and labelled == len(lines):
        for line in lines:
            draft.paragraph(clean(line))
        return
    running: list[str] = []
    item: tuple[int, list[str]] | None = None
    for line in lines:
        bullet = BULLET.match(line)
        if bullet and not (running and running[-1].rstrip().endswith((",", "och"))):
            _close(draft, running, item)
            running, item = [], (len(bullet.group(1)) // 2, [line[bullet.end() :]])
        elif item is not None:
            item[1].append(line)
        else:
            running.append(line)
    _close(draft, running, item)


def _close(draft: Draft, running: list[str], item: tuple[int, list[str]] | None) -> None:
    if item is not None:
        draft.item(join_lines(item[1]), item[0])
    elif running:
        draft.paragraph(join_lines(running))


def join_lines(lines: list[str]) -> str:
    """Lines of one paragraph as one line."""
    return clean(" ".join(lines))


def _looks_like_heading(line: str) -> bool:
    """A short line alone between blank ones: numbered, or in capitals."""
    if len(line) > _MAX_HEADING or line.endswith((".", ",", ";", ":")):
        return False
    numbered = re.match(r"^\d+(\.\d+)*\.?\s+[A-ZÅÄÖ]", line)
    letters = [c for c in line if c.isalpha()]
    return bool(numbered) or (len(letters) > 3 and all(c.isupper() for c in letters))
