"""Markdown as units: headings, paragraphs, lists, quotes, pipe tables.

Parsed by markdown-it (CommonMark with tables); markup is taken off, the words stay. Raw HTML
and code blocks are left out as text, images too; nothing is fetched.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import EmptyFile
from assistant.reading.characters import clean, clean_lines
from assistant.reading.draft import Draft
from assistant.reading.grid_units import add_grid
from assistant.reading.grids import GridCell, GridRow
from assistant.reading.text import decode
from assistant.schema import Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

_FRONT = re.compile(r"\A(---|\+\+\+)\n(.*?)\n\1[ \t]*(?:\n|\Z)", re.DOTALL)
_FRONT_LINE = re.compile(r"^(\w[\w-]*)\s*:\s*(.+)$")
_NAMES = {
    "title": "title",
    "titel": "title",
    "author": "author",
    "författare": "author",
    "utgivare": "author",
    "date": "created",
    "datum": "created",
    "dnr": "dnr",
}


def read_markdown(path: Path) -> tuple[tuple[Unit, ...], dict[str, str]]:
    """The units of a Markdown file and its front matter. Raises `DamagedFile`, `EmptyFile`."""
    from markdown_it import MarkdownIt

    text = clean_lines(decode(path.read_bytes()))
    properties: dict[str, str] = {}
    front = _FRONT.match(text)
    if front:
        properties = _front_matter(front.group(1), front.group(2))
        text = text[front.end() :]
    draft = Draft()
    _Walk(draft).walk(MarkdownIt("commonmark", {"html": True}).enable("table").parse(text))
    if not draft.units:
        raise EmptyFile("Filen innehåller ingen text.")
    return tuple(draft.units), properties


def _front_matter(fence: str, text: str) -> dict[str, str]:
    said: dict[str, object] = {}
    if fence == "+++":
        try:
            said = tomllib.loads(text)
        except tomllib.TOMLDecodeError:
            said = {}
    else:
        for line in text.split("\n"):
            match = _FRONT_LINE.match(line)
            if match:
                said[match.group(1)] = match.group(2).strip("\"' ")
    return {
        _NAMES[key.lower()]: clean(str(value))
        for key, value in said.items()
        if key.lower() in _NAMES
    }


class _Walk:
    """Turns markdown-it's tokens into a draft."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.lists = 0
        self.heading = 0
        self.rows: list[GridRow] = []
        self.in_head = False

    def walk(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            kind = token.type
            if kind == "heading_open":
                self.heading = int(token.tag[1])
            elif kind in ("bullet_list_open", "ordered_list_open"):
                self.lists += 1
            elif kind in ("bullet_list_close", "ordered_list_close"):
                self.lists -= 1
            elif kind == "table_open":
                self.rows = []
            elif kind in ("thead_open", "thead_close"):
                self.in_head = kind == "thead_open"
            elif kind == "tr_open":
                self.rows.append(GridRow(header=self.in_head))
            elif kind in ("th_open", "td_open"):
                self.rows[-1].cells.append(GridCell(len(self.rows[-1].cells)))
            elif kind == "table_close":
                if any(row.filled for row in self.rows):
                    add_grid(self.draft, self.rows, self._caption())
                self.rows = []
            elif kind == "inline":
                self._inline(token)

    def _inline(self, token: Token) -> None:
        text, bold = _plain(token.children or [])
        text = clean(text)
        if self.rows and self.rows[-1].cells:
            cell = self.rows[-1].cells[-1]
            cell.paragraphs = (text,) if text else ()
            cell.bold = bold and bool(text)
        elif self.heading:
            self.draft.heading(text, self.heading)
            self.heading = 0
        elif self.lists:
            self.draft.item(text, self.lists - 1)
        elif re.match(r"^(tabell|figur|diagram)\s+\d", text, re.IGNORECASE) and len(text) < 200:
            self.draft.caption(text)
        else:
            self.draft.paragraph(text)

    def _caption(self) -> str:
        last = self.draft.units[-1] if self.draft.units else None
        return last.text if last is not None and last.kind == "caption" else ""


def _plain(tokens: Sequence[Token]) -> tuple[str, bool]:
    """The words of inline markup, and whether all of them are bold."""
    text: list[str] = []
    depth = 0
    bold = True
    for token in tokens:
        if token.type == "strong_open":
            depth += 1
        elif token.type == "strong_close":
            depth -= 1
        elif token.type in ("softbreak", "hardbreak"):
            text.append(" ")
        elif token.type in ("text", "code_inline"):
            text.append(token.content)
            bold = bold and (depth > 0 or not token.content.strip())
    return "".join(text), bold
