"""A document on its way to units: where the reader is (section, block) and what it has found.

Shared by the readers of flowing formats (DOCX, HTML, Markdown, text). Owns ordinals, blocks
and the section path; knows nothing of any format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from assistant.errors import DamagedFile
from assistant.reading.characters import clean
from assistant.reading.limits import MAX_UNITS
from assistant.reading.sentences import split_sentences
from assistant.schema import Mark, Unit, UnitKind

_LONG_ITEM = 300
_LONG_LEAD = 250
_FOLLOWS = re.compile(
    r"\b(följande|nedan|nedanstående|enligt|består av|är|att)\b[^.]*$", re.IGNORECASE
)
_LABELLED = re.compile(r"^[^\s:.;][^:.;]{0,70}:\s\S")
_CLAUSE = re.compile(r"^(att|dels)\s")
_LONG_LABELLED = 160
_SHORT_LINE = 100
_TERMINAL = (".", "!", "?", "…")


class Draft:
    """Units in reading order, and the place where the next one goes."""

    def __init__(self) -> None:
        self.units: list[Unit] = []
        self.notices: list[str] = []
        self.block = -1
        self._path: list[tuple[float, str]] = []
        self._items: list[tuple[int, str]] = []
        self._list_lead = ""
        self._in_list = False
        self._in_lines = False

    @property
    def section(self) -> tuple[str, ...]:
        """The headings above the next unit, outermost first."""
        return tuple(title for _, title in self._path)

    @contextmanager
    def scope(self) -> Iterator[None]:
        """Headings set within (a text box, a cell) stop counting when it ends."""
        path = list(self._path)
        try:
            yield
        finally:
            self._path = path
            self._in_list = False

    @property
    def in_list(self) -> bool:
        """Whether the unit before is an item of a list that is still open."""
        return self._in_list

    def add(self, unit: Unit) -> None:
        """Append `unit` with the next ordinal. Raises `DamagedFile` past the limit."""
        if len(self.units) >= MAX_UNITS:
            raise DamagedFile("Filen innehåller orimligt mycket text.", "Dela upp den.")
        self.units.append(replace(unit, ordinal=len(self.units)))

    def new_block(self) -> int:
        """End the paragraph, list or table before, and open a new one."""
        self._in_list = False
        self.block += 1
        return self.block

    def heading(self, text: str, level: float) -> None:
        """A heading; it closes every heading of the same or a deeper `level`.

        Level 0 is the document's title: a heading of nothing, so no section of its own.
        """
        text = clean(text)
        if not text:
            return
        self.new_block()
        self._path = [entry for entry in self._path if entry[0] < level]
        self.add(Unit(0, "heading", text, section=self.section, block=self.block))
        if level > 0:
            self._path.append((level, text))

    def caption(self, text: str) -> None:
        """The line that says what a table or figure shows."""
        text = clean(text)
        if text:
            self.new_block()
            self.add(Unit(0, "caption", text, section=self.section, block=self.block))

    def paragraph(
        self, text: str, marks: Iterable[Mark] = (), time: str = "", speaker: str = ""
    ) -> None:
        """Running text, already clean, as one unit a sentence."""
        if not text or self._line(text, tuple(marks)):
            return
        self.new_block()
        self.sentences(text, marks, time=time, speaker=speaker)

    def boxed(self, text: str, marks: Iterable[Mark] = ()) -> None:
        """A paragraph in a box or a column of its own: short lines there read as a list."""
        if len(text) <= _SHORT_LINE and not text.endswith((*_TERMINAL, ":")):
            self.item(text, 0, marks)
        else:
            self.paragraph(text, marks)

    def goes_on(self, text: str) -> bool:
        """Whether `text` would join the list of lines before it as one more item."""
        lines = self._in_list and self._in_lines
        return lines and bool(_CLAUSE.match(text) or _LABELLED.match(text))

    def _line(self, text: str, marks: tuple[Mark, ...]) -> bool:
        """Whether `text` was taken as an item of a list that has no bullets.

        "Ordförande: …" below a line that leads in, or a clause ("att fastställa …").
        """
        clause = bool(_CLAUSE.match(text))
        labelled = len(text) <= _LONG_LABELLED and bool(_LABELLED.match(text))
        if not (clause or labelled):
            return False
        if not (self._in_list and self._in_lines):
            below_heading = bool(self.units) and self.units[-1].kind == "heading"
            if not self.lead_in() or (below_heading and not clause):
                return False
            self._in_list = False
        self.item(text, 0, marks)
        self._in_lines = True
        return True

    def sentences(
        self,
        text: str,
        marks: Iterable[Mark] = (),
        *,
        kind: UnitKind = "sentence",
        section: tuple[str, ...] | None = None,
        caption: str = "",
        lead: str = "",
        time: str = "",
        speaker: str = "",
    ) -> None:
        """One unit a sentence of `text` (already clean), in the block that is open."""
        for start, end in split_sentences(text):
            sentence = text[start:end].strip()
            if not sentence:
                continue
            start += len(text[start:end]) - len(text[start:end].lstrip())
            inside = tuple(
                Mark(mark.start - start, mark.end - start, mark.label)
                for mark in marks
                if start < mark.start <= start + len(sentence) and mark.end <= start + len(sentence)
            )
            where = self.section if section is None else section
            self.add(
                Unit(
                    0,
                    kind,
                    sentence,
                    section=where,
                    block=self.block,
                    marks=inside,
                    caption=caption,
                    lead=lead,
                    time=time,
                    speaker=speaker,
                )
            )

    def running_cell(
        self, paragraphs: Sequence[str], section: tuple[str, ...], caption: str
    ) -> None:
        """The paragraphs of a table's cell, in the block that is open.

        Short ones after a line that ends in a colon are items of a list.
        """
        lead = ""
        for text in paragraphs:
            if lead and len(text) <= _LONG_LEAD and not text.endswith(":"):
                self.add(
                    Unit(
                        0,
                        "list_item",
                        text,
                        section=section,
                        block=self.block,
                        caption=caption,
                        lead=lead,
                    )
                )
                continue
            self.sentences(text, section=section, caption=caption)
            lead = self.units[-1].text if text.endswith(":") else ""

    def item(self, text: str, depth: int = 0, marks: Iterable[Mark] = (), lead: str = "") -> None:
        """An item of a list, already clean; `depth` 0 is the outermost list.

        `lead` overrides the line that leads in, which is otherwise found in what came before.
        """
        if not text:
            return
        if not self._in_list:
            self._list_lead = lead or self.lead_in()
            self._in_lines = False
            self._items = []
            self.new_block()
            self._in_list = True
        self._items = [entry for entry in self._items if entry[0] < depth]
        leads = self._items[-1][1] if self._items else self._list_lead
        self._items.append((depth, text if len(text) <= _LONG_LEAD else ""))
        if len(text) > _LONG_ITEM:
            self.sentences(text, marks, kind="list_item", lead=leads)
        else:
            self.add(
                Unit(
                    0,
                    "list_item",
                    text,
                    section=self.section,
                    block=self.block,
                    marks=tuple(marks),
                    lead=leads,
                )
            )

    def lead_in(self) -> str:
        """The line that leads in whatever comes next: the sentence or heading just before.

        "" when the sentence before does not point forward.
        """
        if not self.units:
            return ""
        last = self.units[-1]
        if last.kind == "heading":
            return last.text
        if last.kind not in ("sentence", "caption") or len(last.text) > _LONG_LEAD:
            return ""
        if last.text.endswith(":") or not last.text.endswith(_TERMINAL):
            return last.text
        return last.text if _FOLLOWS.search(last.text) else ""

    def footnote(self, text: str, label: str) -> None:
        """A foot- or endnote, whole, in a block of its own."""
        text = clean(text)
        if text:
            self.new_block()
            self.add(Unit(0, "footnote", text, section=self.section, block=self.block, label=label))
