"""What the styles and numbering of a Word file mean: heading, list, caption, hidden, bold.

Holds no text of the document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = ("0", "false", "off", "none")
_HEADING = re.compile(r"^(heading|rubrik|överskrift|overskrift)\s*(\d)\b", re.IGNORECASE)
_TITLE = re.compile(r"^(title|titel|rubrik|dokumentrubrik|dokumenttitel)$", re.IGNORECASE)
_LIST = re.compile(r"^(list (bullet|number)|punktlista|numrerad lista|lista|bullet)", re.IGNORECASE)
_CAPTION = re.compile(r"^(caption|beskrivning|tabellrubrik|figurtext|bildtext)", re.IGNORECASE)
_CONTENTS = re.compile(
    r"^(toc ?(heading|\d)|innehåll \d|innehållsförteckning|table of figures|figurförteckning)",
    re.IGNORECASE,
)
_DEPTH = re.compile(r"(\d)$")


def is_on(properties: etree._Element | None, name: str) -> bool | None:
    """Whether the toggle `name` is set; None where nothing is said."""
    found = properties.find(W + name) if properties is not None else None
    if found is None:
        return None
    return (found.get(W + "val") or "1").lower() not in _OFF


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it inherits. `level` is 1-9 for a heading, 0 for the title, else None.

    `depth` is the list's depth from 0, None outside lists. `size` is in half points, 0 unknown.
    """

    name: str = ""
    level: int | None = None
    depth: int | None = None
    caption: bool = False
    contents: bool = False
    hidden: bool = False
    bold: bool = False
    size: int = 0


class Styles:
    """The styles of a document by id; an unknown id is the plain style."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._made: dict[str, Style] = {}
        self.default = ""
        for element in root.iterfind(W + "style") if root is not None else ():
            style = element.get(W + "styleId") or ""
            self._elements.setdefault(style, element)
            if element.get(W + "type") == "paragraph" and element.get(W + "default") in (
                "1",
                "true",
            ):
                self.default = style

    def get(self, style: str) -> Style:
        """The style with this id."""
        if style not in self._made:
            self._made[style] = self._make(style)
        return self._made[style]

    def dresses_first_row(self, style: str) -> bool:
        """Whether the table style with this id sets its first row apart by weight or colour."""
        for element in self._chain(style):
            for part in element.iterfind(W + "tblStylePr"):
                if part.get(W + "type") != "firstRow":
                    continue
                shade = part.find(f"{W}tcPr/{W}shd")
                fill = shade.get(W + "fill") if shade is not None else None
                return bool(is_on(part.find(W + "rPr"), "b")) or fill not in (None, "auto")
        return False

    def _chain(self, style: str) -> list[etree._Element]:
        """The style and those it builds on, nearest first; a circle is cut."""
        chain: list[etree._Element] = []
        while style in self._elements and self._elements[style] not in chain:
            chain.append(self._elements[style])
            based = chain[-1].find(W + "basedOn")
            style = based.get(W + "val") or "" if based is not None else ""
        return chain

    def _make(self, style: str) -> Style:
        chain = self._chain(style)
        names = [(e.find(W + "name"), e) for e in chain]
        words = [n.get(W + "val") or "" if n is not None else "" for n, _ in names]
        words = words or [style]
        level = None
        for element, name in zip(chain or [None], words, strict=True):
            level = _level(name, element)
            if level is not None:
                break
        hidden = bold = None
        size = 0
        depth = None
        for element, name in zip(chain or [None], words, strict=True):
            run = element.find(W + "rPr") if element is not None else None
            hidden = is_on(run, "vanish") if hidden is None else hidden
            bold = is_on(run, "b") if bold is None else bold
            size = size or font_size(run)
            if depth is None:
                depth = _list_depth(element, name)
        return Style(
            name=words[0],
            level=level if level is not None and level < 10 else None,
            depth=None if depth == -1 else depth,
            caption=any(_CAPTION.match(word) for word in words),
            contents=any(_CONTENTS.match(word) for word in words),
            hidden=bool(hidden),
            bold=bool(bold),
            size=size,
        )


def font_size(run: etree._Element | None) -> int:
    """The size in half points that run properties state; 0 where they don't."""
    found = run.find(W + "sz") if run is not None else None
    value = found.get(W + "val") or "" if found is not None else ""
    return int(value) if value.isdecimal() else 0


def outline_level(paragraph: etree._Element | None) -> int | None:
    """The level (1-9) that paragraph properties give, 10 for body text, None if unsaid."""
    found = paragraph.find(W + "outlineLvl") if paragraph is not None else None
    value = found.get(W + "val") or "" if found is not None else ""
    return int(value) + 1 if value.isdecimal() else None


def list_place(paragraph: etree._Element | None) -> int | None:
    """The depth that paragraph properties give; -1 where they end the list, None if unsaid."""
    found = paragraph.find(W + "numPr") if paragraph is not None else None
    if found is None:
        return None
    number, level = found.find(W + "numId"), found.find(W + "ilvl")
    if number is None:
        return None  # a level without a list: Word's own "Subtitle" has one
    if number.get(W + "val") == "0":
        return -1
    depth = level.get(W + "val") or "" if level is not None else ""
    return int(depth) if depth.isdecimal() else 0


def _level(name: str, element: etree._Element | None) -> int | None:
    """0 to 9 as in `Style`, 10 for what is said to be body text, None if nothing is said."""
    match = _HEADING.match(name)
    if match:
        return int(match.group(2))
    if _TITLE.match(name):
        return 0
    return outline_level(element.find(W + "pPr") if element is not None else None)


def _list_depth(element: etree._Element | None, name: str) -> int | None:
    said = list_place(element.find(W + "pPr") if element is not None else None)
    if _LIST.match(name) and said != -1:
        match = _DEPTH.search(name)
        return said if said else int(match.group(1)) - 1 if match else 0
    return said
