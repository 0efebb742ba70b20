"""Lines gathered to blocks: headings, captions, paragraphs and list items.

Works on one region of one page at a time. Never splits sentences, and never ranks headings:
that takes the whole document (`headings`).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from assistant.reading.lines import Piece, Word

BlockKind = Literal["heading", "caption", "paragraph", "item"]

# Type this much larger than the running text makes a heading by itself.
LARGER = 1.12
LONGEST_HEADING = 200
MOST_HEADING_LINES = 4
# A step between baselines this much above the usual one parts two paragraphs.
WIDER_STEP = 1.22

CAPTION = re.compile(
    r"^(?:tabell|figur|diagram|bild|karta|tablå|illustration|fig\.|tab\.)\s*"
    r"\d+(?:[.:]\d+)*\s?[a-z]?\s*(?:[.:–—-]|\s|$)",
    re.IGNORECASE,
)
_BULLETS = frozenset("•·▪■□●○◦‣⁃∙➢►▶✓✔❖◆◾▫–—-*¤")
_DASHES = frozenset("–—-*")
_NUMBERED_ITEM = re.compile(r"^\(?(?:\d{1,2}|[a-zåäö])[.)]$")
NUMBERED = re.compile(r"^(?:(?:kapitel|bilaga|avsnitt|del)\s+)?(\d{1,2}(?:\.\d{1,2}){0,4})\.?$")


@dataclass(slots=True)
class Line:
    """The words of one line in one region."""

    words: list[Word]
    base: float
    size: float

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return max(word.x1 for word in self.words)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def bold(self) -> bool:
        return _share(self.words, lambda word: word.face.bold) >= 0.9

    @property
    def italic(self) -> bool:
        return _share(self.words, lambda word: word.face.italic) >= 0.9

    @property
    def family(self) -> str:
        return re.split(r"[-,+]", self.words[0].face.name)[0]


@dataclass(slots=True)
class Block:
    """Lines that belong together. An item's lines come without its bullet.

    `bullet` is what stood before a list item ("" elsewhere), `indent` the left edge of its
    text. `style` is (size, bold, italic, family), by which headings are ranked.
    """

    kind: BlockKind
    lines: list[Line]
    bullet: str = ""
    indent: float = 0.0
    style: tuple[float, bool, bool, str] = (0.0, False, False, "")
    opens_page: bool = False

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


def lines_of(pieces: Sequence[Piece]) -> list[Line]:
    """The pieces of one region joined to lines, from the top."""
    lines: list[Line] = []
    for piece in sorted(pieces, key=lambda piece: (piece.base, piece.x0)):
        last = lines[-1] if lines else None
        if last is not None and abs(last.base - piece.base) <= 0.3 * min(last.size, piece.size):
            last.words = sorted([*last.words, *piece.words], key=lambda word: word.x0)
            last.size = max(last.size, piece.size)
        else:
            lines.append(Line(list(piece.words), piece.base, piece.size))
    return lines


def gather_blocks(
    lines: Sequence[Line], body: float, step: float, titles: frozenset[str] = frozenset()
) -> list[Block]:
    """The blocks of one region.

    `body` is the size of the running text, `step` the usual distance between its baselines
    as a part of the size, `titles` the outline's headings (see `plain_title`).
    """
    blocks: list[Block] = []
    before: Line | None = None
    for line in lines:
        current = blocks[-1] if blocks else None
        bullet, rest = _bullet(line, before, current)
        heading = is_heading(line, body, titles) or (
            current is not None
            and current.kind == "heading"
            and style_of(line) == current.style
            and not any(letter.isalpha() for letter in line.text)
        )
        wide = before is None or line.base - before.base > _reach(before, line, step)
        if bullet:
            words = rest or line.words
            blocks.append(Block("item", [Line(words, line.base, line.size)], bullet, words[0].x0))
        elif current is None or before is None or _parts(current, before, line, heading, wide):
            kind: BlockKind = "paragraph"
            if CAPTION.match(line.text) and (line.bold or line.italic or line.size < body):
                kind = "caption"
            elif heading:
                kind = "heading"
            blocks.append(Block(kind, [line], "", line.x0, style_of(line)))
        else:
            current.lines.append(line)
        before = line
    for block in blocks:
        if block.kind == "heading" and not _stays_heading(block, titles):
            block.kind = "paragraph"
    return blocks


def style_of(line: Line) -> tuple[float, bool, bool, str]:
    return (round(line.size * 2) / 2, line.bold, line.italic, line.family)


def plain_title(text: str) -> str:
    """A heading's letters and figures in small letters, to compare with the outline."""
    return "".join(letter for letter in text.lower() if letter.isalnum())


def is_heading(line: Line, body: float, titles: frozenset[str]) -> bool:
    """Whether a line looks like (a part of) a heading."""
    if not any(letter.isalpha() for letter in line.text):
        return False
    if len(line.text) > LONGEST_HEADING:
        return False
    return line.bold or line.size >= LARGER * body or plain_title(line.text) in titles


def usual_step(pages: Sequence[Sequence[Line]]) -> float:
    """The median distance between baselines of equal type, in parts of its size."""
    steps = []
    for lines in pages:
        for one, other in itertools.pairwise(lines):
            step = (other.base - one.base) / max(one.size, 1.0)
            if one.size == other.size and 0.9 < step < 2.2:
                steps.append(step)
    return median(steps) if steps else 1.2


def _share(words: Sequence[Word], test: Callable[[Word], bool]) -> float:
    total = sum(len(word.text) for word in words)
    held = sum(len(word.text) for word in words if test(word))
    return held / total if total else 0.0


def _reach(before: Line, line: Line, step: float) -> float:
    size = max(before.size, line.size)
    return max(step * WIDER_STEP * size, 1.05 * size)


def _bullet(line: Line, before: Line | None, current: Block | None) -> tuple[str, list[Word]]:
    """The bullet that `line` begins with and the words after it; ("", []) if none."""
    first = line.words[0]
    text = first.text
    if len(line.words) < 2:
        return "", []
    private = len(text) == 1 and 0xE000 <= ord(text) <= 0xF8FF
    if text in _BULLETS or private or (text == "o" and "Courier" in first.face.name):
        if text in _DASHES and not _may_open_item(line, before, current, text):
            return "", []
        return text, line.words[1:]
    if _NUMBERED_ITEM.match(text) and not line.bold and _may_open_item(line, before, current, text):
        return text, line.words
    return "", []


def _may_open_item(line: Line, before: Line | None, current: Block | None, text: str) -> bool:
    """A dash or a number opens an item only where the text before it has come to an end."""
    if before is None or current is None or current.kind in ("heading", "caption"):
        return True
    if line.base - before.base > 1.5 * line.size:
        return True
    if current.kind == "item" and (current.bullet == text) == (text in _DASHES):
        return before.text[-1:] in ".:;,!?" or line.x0 < current.indent - 2
    return before.text[-1:] in ".:;!?"


def _parts(current: Block, before: Line, line: Line, heading: bool, wide: bool) -> bool:
    """Whether `line` begins a new block after `before`."""
    if CAPTION.match(line.text) and line.bold:
        return True
    same = style_of(before)[:3] == style_of(line)[:3]
    if current.kind == "heading":
        return not (heading and same) or wide or len(current.lines) >= MOST_HEADING_LINES
    if current.kind == "caption":
        return wide or not same
    if wide or (heading and not same):
        return True
    if abs(before.size - line.size) > 0.06 * line.size and before.size != line.size:
        return abs(before.size - line.size) > 0.8
    if current.kind == "item" and line.x0 < current.indent - 0.4 * line.size:
        return not line.text[:1].islower()
    return False


def _stays_heading(block: Block, titles: frozenset[str]) -> bool:
    text = block.text
    if plain_title(text) in titles:
        return True
    if len(text) > LONGEST_HEADING or text[-1:] in ".,;:" or len(block.lines) > 4:
        return False
    return not text[:1].islower()
