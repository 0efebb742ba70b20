"""The visible text of a Word paragraph, and what hangs in it: notes, charts, text boxes.

Leaves out what a reader of the page does not see: tracked deletions, hidden text, field
codes, comments, placeholders. Footnote marks are numbered by Word and stand in no text; they
become `Mark`s of no width at the place where the page shows them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.reading.characters import clean
from assistant.reading.docx_styles import Style, Styles, W, font_size, is_on
from assistant.reading.limits import MAX_DEPTH
from assistant.schema import Mark

if TYPE_CHECKING:
    from lxml import etree

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_LEFT_OUT = {
    W + name
    for name in (
        "pPr",
        "rPr",
        "del",
        "moveFrom",
        "delText",
        "instrText",
        "delInstrText",
        "sdtPr",
        "sdtEndPr",
        "commentReference",
        "annotationRef",
        "footnoteRef",
        "endnoteRef",
        "rt",
        "tcPr",
        "tblPr",
        "trPr",
        "sectPr",
    )
}
_GRAPHICS = {W + "drawing", W + "pict", W + "object"}
_NOTES = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}


@dataclass(slots=True)
class Line:
    """A paragraph as it is seen. `marks` count in `text`, which keeps tabs and line breaks.

    `notes` are the (kind, id) of the notes that `marks` belong to, in the same order.
    `graphics` are the drawings in it. `bold` holds when all of its words are bold.
    """

    text: str = ""
    marks: tuple[Mark, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    graphics: tuple[etree._Element, ...] = ()
    bold: bool = False
    size: int = 0

    @property
    def plain(self) -> str:
        """The text on one line, clean."""
        return clean(self.text)

    def parts(self) -> list[tuple[str, tuple[Mark, ...]]]:
        """The lines between line breaks, clean, with their marks; empty ones left out."""
        parts: list[tuple[str, tuple[Mark, ...]]] = []
        start = 0
        for piece in self.text.split("\n"):
            end = start + len(piece)
            text = clean(piece)
            if text:
                marks = []
                for mark in self.marks:
                    if start <= mark.start <= end:
                        at = len(clean(piece[: mark.start - start]))
                        to = len(clean(piece[: mark.end - start]))
                        marks.append(Mark(min(at, len(text)), min(to, len(text)), mark.label))
                parts.append((text, tuple(marks)))
            start = end + 1
        return parts


@dataclass(slots=True)
class _Collected:
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    marks: list[Mark] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    graphics: list[etree._Element] = field(default_factory=list)
    fields: list[bool] = field(default_factory=list)
    weights: list[tuple[bool, int]] = field(default_factory=list)

    def put(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)


class Lines:
    """Reads paragraphs of one document; numbers its notes as it meets them."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self._counts = {"footnote": 0, "endnote": 0}

    def read(self, paragraph: etree._Element, style: Style) -> Line:
        """The visible line of a `w:p` with `style`."""
        found = _Collected()
        self._walk(paragraph, style, found, 0)
        text = "".join(found.pieces)
        return Line(
            text=text,
            marks=tuple(found.marks),
            notes=tuple(found.notes),
            graphics=tuple(found.graphics),
            bold=bool(found.weights) and all(bold for bold, _ in found.weights),
            size=min((size for _, size in found.weights), default=0),
        )

    def peek(self, paragraph: etree._Element, style: Style) -> str:
        """The text of a paragraph whose turn comes later: its notes are not counted yet."""
        counts = dict(self._counts)
        text = self.read(paragraph, style).plain
        self._counts = counts
        return text

    def _walk(self, parent: etree._Element, style: Style, found: _Collected, depth: int) -> None:
        if depth > MAX_DEPTH:
            return
        for element in parent:
            tag = element.tag
            if tag in _LEFT_OUT:
                continue
            if tag == W + "r":
                self._run(element, style, found, depth)
            elif tag in _GRAPHICS:
                found.graphics.append(element)
            elif tag == MC + "AlternateContent":
                chosen = choose(element)
                if chosen is not None:
                    self._walk(chosen, style, found, depth + 1)
            elif tag == W + "sdt":
                properties = element.find(W + "sdtPr")
                if is_on(properties, "showingPlcHdr") is None:
                    self._walk(element, style, found, depth + 1)
            elif tag in _NOTES:
                self._note(element, _NOTES[tag], found)
            elif tag == W + "fldChar":
                self._field(element.get(W + "fldCharType"), found)
            elif all(found.fields):
                if tag in (W + "t", M + "t"):
                    found.put(element.text or "")
                elif tag == W + "sym":
                    found.put(_symbol(element))
                elif isinstance(tag, str) and tag.startswith(W) and tag[len(W) :] in _CHARACTERS:
                    found.put("" if _is_page_break(element) else _CHARACTERS[tag[len(W) :]])
                else:
                    self._walk(element, style, found, depth + 1)

    def _run(self, run: etree._Element, style: Style, found: _Collected, depth: int) -> None:
        properties = run.find(W + "rPr")
        own = properties.find(W + "rStyle") if properties is not None else None
        character = self.styles.get(own.get(W + "val") or "") if own is not None else Style()
        hidden = is_on(properties, "vanish")
        if character.hidden or style.hidden if hidden is None else hidden:
            return
        before = len(found.pieces)
        self._walk(run, style, found, depth + 1)
        if "".join(found.pieces[before:]).strip():
            bold = is_on(properties, "b")
            found.weights.append(
                (
                    character.bold or style.bold if bold is None else bold,
                    font_size(properties) or character.size or style.size,
                )
            )

    def _note(self, element: etree._Element, kind: str, found: _Collected) -> None:
        number = element.get(W + "id") or ""
        own = is_on_attribute(element, "customMarkFollows")
        if not own:
            self._counts[kind] += 1
        label = "" if own else note_label(kind, self._counts[kind])
        found.marks.append(Mark(found.length, found.length, label))
        found.notes.append((kind, number))

    @staticmethod
    def _field(kind: str | None, found: _Collected) -> None:
        """Text shows between "separate" and "end"; before that stands the field's code."""
        if kind == "begin":
            found.fields.append(False)
        elif kind == "separate" and found.fields:
            found.fields[-1] = True
        elif kind == "end" and found.fields:
            found.fields.pop()


def choose(alternatives: etree._Element) -> etree._Element | None:
    """The one branch of an `mc:AlternateContent` that is read; the others repeat it."""
    choice = alternatives.find(MC + "Choice")
    return choice if choice is not None else alternatives.find(MC + "Fallback")


def is_on_attribute(element: etree._Element, name: str) -> bool:
    """Whether a yes-or-no attribute is set."""
    return (element.get(W + name) or "0").lower() in ("1", "true", "on")


def note_label(kind: str, number: int) -> str:
    """The mark that Word prints by default: 1, 2 … for footnotes, i, ii … for endnotes."""
    if kind == "footnote":
        return str(number)
    roman = ""
    for value, letters in (
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
        roman += letters * (number // value)
        number %= value
    return roman


def _symbol(element: etree._Element) -> str:
    """A character given by number; those of picture fonts mean nothing as text."""
    try:
        return chr(int(element.get(W + "char") or "", 16))
    except (ValueError, OverflowError):
        return ""


def _is_page_break(element: etree._Element) -> bool:
    return element.tag == W + "br" and element.get(W + "type") in ("page", "column")
