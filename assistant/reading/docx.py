"""A Word file (DOCX) as units: headings, sentences, lists, tables, charts, notes, text boxes.

There are no pages in the file: Word lays them out anew on every machine. Headers and footers,
the table of contents, tracked deletions, hidden text and comments are not units. A document
without heading styles gets its headings from short lines in bold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import EmptyFile
from assistant.reading.characters import clean
from assistant.reading.docx_charts import C, read_chart
from assistant.reading.docx_styles import Style, Styles, W, list_place, outline_level
from assistant.reading.docx_tables import has_dressed_first_row, inside, read_grid
from assistant.reading.docx_text import MC, Line, Lines
from assistant.reading.draft import Draft
from assistant.reading.grid_units import Heads, add_grid
from assistant.reading.grids import is_layout
from assistant.reading.limits import MAX_DEPTH
from assistant.reading.package import Package
from assistant.schema import Mark, Unit

if TYPE_CHECKING:
    from lxml import etree

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_BULLET = re.compile(
    r"^([•●▪■◦‣⁃∙·*»–—-]|\(?([a-zåäö]|\d{1,2})[.)])[\s\u00a0]+(?=\S)", re.IGNORECASE
)
_CAPTION = re.compile(
    r"^(tabell|figur|diagram|bild|graf)\s*\d+([.:]\d+)?\s*[.:–-]?\s+"
    r"(?!(visar|redovisar|beskriver|framgår|illustrerar|ger|innehåller|och|nedan|ovan|är|i|på)\b)\S",
    re.IGNORECASE,
)
_MAX_HEADING = 100


@dataclass(slots=True)
class Parts:
    """What a Word file holds beside its text: properties, and its running headers and footers."""

    properties: dict[str, str] = field(default_factory=dict)
    furniture: tuple[str, ...] = ()


def read_docx(path: Path) -> tuple[tuple[Unit, ...], tuple[str, ...], Parts]:
    """The units, notices and other parts of the Word file at `path`.

    Raises `DamagedFile`, `EncryptedFile`, or `EmptyFile` when no text at all is found.
    """
    with Package(path) as package:
        reader = _Reader(package)
        reader.read()
        parts = Parts(_properties(package), reader.furniture())
    if not reader.draft.units:
        raise EmptyFile("Dokumentet innehåller ingen text.", "Är det inskannat: spara det som PDF.")
    return tuple(reader.draft.units), tuple(reader.draft.notices), parts


class _Reader:
    """One Word file being read."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.draft = Draft()
        self.part = package.main_part()
        styles = next(package.related(self.part, "styles"), "")
        self.styles = Styles(package.xml(styles) if styles else None)
        self.lines = Lines(self.styles)
        self.charts = package.relationships(self.part)
        self.waiting: list[tuple[str, str, str]] = []
        self.notes: dict[str, dict[str, etree._Element]] = {}
        self.heads: Heads | None = None

    def read(self) -> None:
        root = self.package.xml(self.part)
        body = root.find(W + "body") if root is not None else None
        if body is not None:
            self._blocks(list(inside(body, W + "p", W + "tbl")))
        self._flush_notes()
        if any(name.endswith("vbaProject.bin") for name in self.package.names):
            self.draft.notices.append("Filen innehåller makron; de har inte körts eller lästs.")
        if any(name.rpartition("/")[2].startswith("afchunk") for name in self.package.names):
            self.draft.notices.append("Filen innehåller ett infogat dokument som inte har lästs.")

    def furniture(self) -> tuple[str, ...]:
        """The lines of running headers and footers, each once."""
        found: dict[str, None] = {}
        for kind in ("header", "footer"):
            for name in self.package.related(self.part, kind):
                root = self.package.xml(name)
                for paragraph in root.iter(W + "p") if root is not None else ():
                    found.setdefault(self._line(paragraph).plain)
        return tuple(text for text in found if text)

    def _style(self, paragraph: etree._Element) -> Style:
        own = paragraph.find(f"{W}pPr/{W}pStyle")
        return self.styles.get(
            (own.get(W + "val") or "") if own is not None else self.styles.default
        )

    def _line(self, paragraph: etree._Element) -> Line:
        return self.lines.read(paragraph, self._style(paragraph))

    def _blocks(self, blocks: list[etree._Element], depth: int = 0) -> None:
        for number, block in enumerate(blocks):
            if block.tag == W + "tbl":
                self._table(block, blocks[number + 1 : number + 3], depth)
            else:
                self._paragraph(block, blocks[number + 1 : number + 2], depth)

    def _paragraph(
        self, paragraph: etree._Element, after: list[etree._Element], depth: int
    ) -> None:
        style = self._style(paragraph)
        if style.contents:
            return
        line = self.lines.read(paragraph, style)
        text = line.plain
        if text:
            self.heads = None
            self._text(paragraph, style, line, text, after, depth)
        self.waiting += self._notes(line)
        self._graphics(line, depth)

    def _text(
        self,
        paragraph: etree._Element,
        style: Style,
        line: Line,
        text: str,
        after: list[etree._Element],
        depth: int,
    ) -> None:
        draft = self.draft
        properties = paragraph.find(W + "pPr")
        own = outline_level(properties)
        level = own if own is not None and own < 10 else style.level if own is None else None
        place = list_place(properties)
        deep = style.depth if place is None else None if place < 0 else place
        if level is not None and len(text) <= 400:
            self._flush_notes()
            draft.heading(text, level)
            return
        if style.caption or (_CAPTION.match(text) and len(text) <= 250):
            self._flush_notes()
            draft.caption(text)
            return
        bullet = _BULLET.match(text)
        if deep is None and bullet and len(text) > bullet.end() + 1:
            deep, cut = 0, bullet.end()
        else:
            cut = 0
        if deep is not None:
            draft.item(text[cut:], deep, _marks(line, cut))
            return
        if self._is_bold_heading(line, text, after):
            self._flush_notes()
            size = min(line.size or style.size, 160)
            draft.heading(text, 10 + (160 - size) / 160)
            return
        self._running_text(line, boxed=depth > 0)

    def _running_text(self, line: Line, boxed: bool) -> None:
        """Sentences; a line break ends one only where the next line starts anew."""
        joined: list[tuple[str, list[Mark]]] = []
        for text, marks in line.parts():
            goes_on = joined and (text[0].islower() or joined[-1][0].endswith((",", "-", "–")))
            if goes_on:
                before = joined[-1]
                shift = len(before[0]) + 1
                moved = [m._replace(start=m.start + shift, end=m.end + shift) for m in marks]
                joined[-1] = (f"{before[0]} {text}", [*before[1], *moved])
            else:
                joined.append((text, list(marks)))
        for number, (text, all_marks) in enumerate(joined):
            if not number and not self.draft.goes_on(text):
                self._flush_notes()
            if boxed:
                self.draft.boxed(text, all_marks)
            else:
                self.draft.paragraph(text, all_marks)

    def _is_bold_heading(self, line: Line, text: str, after: list[etree._Element]) -> bool:
        """A short line in bold, alone in its paragraph, with something below it."""
        if not line.bold or len(text) > _MAX_HEADING or text.endswith((".", ":", ",", ";")):
            return False
        if len(line.parts()) > 1 or not any(letter.isalpha() for letter in text):
            return False
        return bool(after)

    def _notes(self, line: Line) -> list[tuple[str, str, str]]:
        return [
            (kind, number, mark.label)
            for (kind, number), mark in zip(line.notes, line.marks, strict=True)
        ]

    def _flush_notes(self) -> None:
        """Put the notes that wait after the block they belong to, so that it stays whole."""
        waiting, self.waiting = self.waiting, []
        for kind, number, label in waiting:
            note = self._note_elements(kind).pop(number, None)
            if note is not None:
                texts = [self._line(p).plain for p in note.iter(W + "p")]
                self.draft.footnote(" ".join(text for text in texts if text), label)

    def _note_elements(self, kind: str) -> dict[str, etree._Element]:
        """The notes of a kind that have not been placed yet, by their id in the file."""
        if kind not in self.notes:
            self.notes[kind] = {}
            for name in self.package.related(self.part, kind + "s"):
                root = self.package.xml(name)
                for note in root if root is not None else ():
                    if note.tag == W + kind and note.get(W + "type") in (None, "normal"):
                        self.notes[kind][note.get(W + "id") or ""] = note
        return self.notes[kind]

    def _table(self, table: etree._Element, after: list[etree._Element], depth: int) -> None:
        rows, lines = read_grid(table, self._line)
        if rows and has_dressed_first_row(table, self.styles):
            for cell in rows[0].cells:
                cell.shaded = True
        self._flush_notes()
        if is_layout(rows) and depth < MAX_DEPTH // 10:
            self.heads = None
            for tr in inside(table, W + "tr"):
                for tc in inside(tr, W + "tc"):
                    with self.draft.scope():
                        self._blocks(list(inside(tc, W + "p", W + "tbl")), depth + 1)
            return
        if not any(row.filled for row in rows):
            return
        self.heads = add_grid(self.draft, rows, self._caption(after), self.heads) or self.heads
        for line in lines:
            self.waiting += self._notes(line)
            self._graphics(line, depth)

    def _caption(self, after: list[etree._Element]) -> str:
        """The caption right above a table or chart, else the one right below it; or ""."""
        below = ""
        if after and after[0].tag == W + "p" and self._style(after[0]).caption:
            below = self.lines.peek(after[0], self._style(after[0]))
        units = self.draft.units
        if units and units[-1].kind == "caption":
            # A caption that stands below one table does not stand above the next.
            taken = len(units) > 1 and units[-2].kind == "table_row"
            return below if taken and below else units[-1].text
        # With another table right after it, the caption is that one's.
        return "" if len(after) > 1 and after[1].tag == W + "tbl" else below

    def _graphics(self, line: Line, depth: int) -> None:
        for graphic in line.graphics:
            for chart in graphic.iter(C + "chart"):
                self._chart(chart.get(R + "id") or "")
            if depth < MAX_DEPTH // 10:
                for box in _boxes(graphic):
                    self._flush_notes()
                    with self.draft.scope():
                        self._blocks(list(inside(box, W + "p", W + "tbl")), depth + 1)

    def _chart(self, relationship: str) -> None:
        target = self.charts.get(relationship)
        root = self.package.xml(target.target) if target is not None else None
        unit = read_chart(root) if root is not None else None
        if unit is None:
            self.draft.notices.append("Ett diagram i dokumentet kunde inte läsas.")
            return
        caption = unit.caption or self._caption([]) or (self.draft.section or ("",))[-1]
        self._flush_notes()
        self.draft.new_block()
        self.draft.add(
            replace(unit, section=self.draft.section, block=self.draft.block, caption=caption)
        )


def _marks(line: Line, cut: int = 0) -> tuple[Mark, ...]:
    """The marks of a line of one part, counted after its first `cut` characters."""
    parts = line.parts()
    if len(parts) != 1:
        return ()
    return tuple(
        mark._replace(start=mark.start - cut, end=mark.end - cut)
        for mark in parts[0][1]
        if mark.start >= cut
    )


def _boxes(graphic: etree._Element) -> Iterator[etree._Element]:
    """The outermost text boxes of a drawing, each once."""
    seen: set[etree._Element] = set()
    for box in graphic.iter(W + "txbxContent"):
        above = list(box.iterancestors())
        within = above[: above.index(graphic)] if graphic in above else above
        if any(element in seen or element.tag == MC + "Fallback" for element in within):
            continue
        seen.add(box)
        yield box


def _properties(package: Package) -> dict[str, str]:
    """The core and custom properties by their local name, clean; empty ones left out."""
    found: dict[str, str] = {}
    for kind in ("core-properties", "extended-properties"):
        for name in package.related("", kind):
            root = package.xml(name)
            for element in root if root is not None else ():
                text = clean(element.text or "")
                if text and isinstance(element.tag, str):
                    found.setdefault(element.tag.rpartition("}")[2], text)
    return found
