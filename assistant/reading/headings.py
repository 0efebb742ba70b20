"""Which heading lies under which, worked out over a whole document.

From the outline where there is one, else from numbering, size and weight. Never changes what
is a heading: `blocks` has said so.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median_low

from assistant.reading.blocks import Block, plain_title

Style = tuple[float, bool, bool, str]
_NUMBER = re.compile(r"^(\d{1,2}(?:\.\d{1,2})*)\.?\s+\S")
_TOP = re.compile(r"^(?:bilaga|kapitel|del|appendix)\s+[\dA-Z]{1,3}\b", re.IGNORECASE)


@dataclass(slots=True)
class Sections:
    """The path of headings as reading goes on; level 0 is the title, outside the path."""

    levels: dict[int, int]
    path: list[tuple[int, str]] = field(default_factory=list)

    def enter(self, block: Block, text: str) -> tuple[str, ...]:
        """Opens a heading's section; the path of the headings above it."""
        level = self.levels.get(id(block), 1)
        while self.path and self.path[-1][0] >= level:
            self.path.pop()
        above = self.current
        if level > 0:
            self.path.append((level, text))
        return above

    @property
    def current(self) -> tuple[str, ...]:
        return tuple(text for _, text in self.path)


def rank_headings(
    headings: Sequence[tuple[int, Block]], outline: dict[str, int], body: float
) -> Sections:
    """Levels for `headings` ((page, block) in reading order); `outline`: title → level from 1."""
    known: dict[int, int] = {}
    by_style: dict[Style, list[int]] = defaultdict(list)
    for _, block in headings:
        level = _own_level(block.text, outline)
        if level is not None:
            known[id(block)] = level
            by_style[block.style].append(level)
    title = _title(headings, by_style)
    styles = Counter(block.style for _, block in headings if block is not title)
    order = sorted(styles, key=lambda style: _weight(style, body))
    settled: dict[Style, int] = {}
    for style in order:
        if by_style[style]:
            settled[style] = median_low(by_style[style])
            continue
        above = [settled[other] for other in order if other in settled]
        larger = [
            settled[other]
            for other in order
            if other in settled and _weight(other, body) < _weight(style, body)
        ]
        settled[style] = max(larger) + 1 if larger else 1
        if not larger and above:
            settled[style] = min(above)
    _below_numbered(settled, by_style, order, body)
    levels = {id(block): known.get(id(block), settled.get(block.style, 1)) for _, block in headings}
    if title is not None:
        levels[id(title)] = 0
    return Sections(levels)


def _own_level(text: str, outline: dict[str, int]) -> int | None:
    listed = outline.get(plain_title(text))
    if listed is not None:
        return listed
    number = _NUMBER.match(text)
    if number is not None:
        return number[1].count(".") + 1
    return 1 if _TOP.match(text) else None


def _weight(style: Style, body: float) -> tuple[float, int]:
    """Smaller is more important: larger type first, then upright bold before slanted."""
    size, bold, italic, _ = style
    return -max(size, body), (0 if bold and not italic else 1 if bold else 2)


def _title(headings: Sequence[tuple[int, Block]], by_style: dict[Style, list[int]]) -> Block | None:
    """The document's title: alone in its style, first, and larger than every other heading."""
    if not headings or headings[0][0] != 1:
        return None
    first = headings[0][1]
    if by_style[first.style]:
        return None
    others = [block for _, block in headings[1:]]
    if any(block.style[0] >= first.style[0] for block in others) or not others:
        return None
    return first


def _below_numbered(
    settled: dict[Style, int], by_style: dict[Style, list[int]], order: list[Style], body: float
) -> None:
    """Unnumbered headings no larger than the text stand below every numbered one."""
    deepest = max((max(levels) for levels in by_style.values() if levels), default=0)
    at = deepest
    for style in order:
        if not by_style[style] and style[0] <= 1.05 * body and deepest:
            at += 1
            settled[style] = at
