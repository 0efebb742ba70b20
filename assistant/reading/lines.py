"""Characters joined to words, and words to pieces of lines.

A piece is a run of words on one baseline without a gap wide enough to be a column's edge.
Never decides reading order; never drops a character that can be seen.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, insort
from dataclasses import dataclass, field

from assistant.reading.glyphs import Face, Glyph

# Gaps in parts of the type size. A word space is at least .2 in set text (tight lines
# included), kerning stays under .1; a justified word space seldom passes 1.
WORD_GAP = 0.15
PIECE_GAP = 1.0
# A raised figure is smaller than its line and stands on a higher baseline.
RAISED_SIZE = 0.85
RAISED_BASE = 0.12


@dataclass(slots=True)
class Run:
    """Characters that follow on each other in one face: a word or a part of one."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    face: Face
    order: int
    last: int
    blank_after: bool = False
    soft_end: bool = False


@dataclass(slots=True)
class Word:
    """A word as it stands on the page.

    `raised` lists (start, end) of its raised figures. `soft_end` tells that it ends with a
    soft hyphen, which `text` does not show. `orders` are the content-stream places.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    face: Face
    order: int
    raised: tuple[tuple[int, int], ...] = ()
    soft_end: bool = False

    @property
    def middle(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


@dataclass(slots=True)
class Piece:
    """Words side by side on one baseline; its edges and text are worked out once."""

    words: list[Word]
    base: float
    size: float
    x0: float = field(init=False)
    x1: float = field(init=False)
    top: float = field(init=False)
    bottom: float = field(init=False)
    text: str = field(init=False)

    def __post_init__(self) -> None:
        self.x0 = self.words[0].x0
        self.x1 = max(word.x1 for word in self.words)
        self.top = min(word.top for word in self.words)
        self.bottom = max(word.bottom for word in self.words)
        self.text = " ".join(word.text for word in self.words)


@dataclass(slots=True)
class _Row:
    base: float
    size: float
    runs: list[Run] = field(default_factory=list)


def read_pieces(glyphs: list[Glyph]) -> list[Piece]:
    """The page's pieces, from the top down and from left to right."""
    turned = [glyph for glyph in glyphs if glyph.face.turned]
    upright = [glyph for glyph in glyphs if not glyph.face.turned] if turned else glyphs
    pieces = [piece for row in _rows(_runs(upright)) for piece in _pieces(row)]
    pieces += _turned(turned)
    return sorted(pieces, key=lambda piece: (round(piece.base, 1), piece.x0))


def _runs(glyphs: list[Glyph]) -> list[Run]:
    runs: list[Run] = []
    current: Run | None = None
    for glyph in glyphs:
        if glyph.text == " ":
            if current is not None:
                current.blank_after = True
            current = None
            continue
        if glyph.soft:
            if current is not None:
                current.soft_end = True
                current.x1 = max(current.x1, glyph.x1)
            continue
        size = glyph.face.size or 1.0
        if current is not None and (current.face is glyph.face or current.face == glyph.face):
            gap = glyph.x0 - current.x1
            level = abs(glyph.base - current.base) <= 0.1 * size
            if level and -0.5 * size < gap < WORD_GAP * size:
                current.text += glyph.text
                # `min` and `max` would be the most of this loop, which meets every character
                if glyph.x1 > current.x1:
                    current.x1 = glyph.x1
                if glyph.top < current.top:
                    current.top = glyph.top
                if glyph.bottom > current.bottom:
                    current.bottom = glyph.bottom
                current.last = glyph.order
                current.soft_end = False
                continue
        current = Run(
            glyph.text,
            glyph.x0,
            glyph.x1,
            glyph.top,
            glyph.bottom,
            glyph.base,
            glyph.face,
            glyph.order,
            glyph.order,
        )
        runs.append(current)
    return runs


def _rows(runs: list[Run]) -> list[_Row]:
    """Runs gathered by baseline, larger type first so that raised figures find their line."""
    rows: list[_Row] = []
    bases: list[tuple[float, int]] = []
    for run in sorted(runs, key=lambda run: (-run.face.size, run.base, run.x0)):
        row = _own_row(run, rows, bases) or _raised_row(run, rows, bases)
        if row is None:
            row = _Row(run.base, run.face.size)
            insort(bases, (run.base, len(rows)))
            rows.append(row)
        row.runs.append(run)
    return rows


def _own_row(run: Run, rows: list[_Row], bases: list[tuple[float, int]]) -> _Row | None:
    slack = 0.1 * run.face.size
    at = bisect_left(bases, (run.base - slack, -1))
    best: _Row | None = None
    while at < len(bases) and bases[at][0] <= run.base + slack:
        row = rows[bases[at][1]]
        if best is None or abs(row.base - run.base) < abs(best.base - run.base):
            best = row
        at += 1
    return best


def _raised_row(run: Run, rows: list[_Row], bases: list[tuple[float, int]]) -> _Row | None:
    """The row of larger type right beside which `run` stands raised or lowered."""
    reach = 1.6 * run.face.size
    at = bisect_left(bases, (run.base - 0.4 * run.face.size, -1))
    while at < len(bases) and bases[at][0] <= run.base + reach:
        row = rows[bases[at][1]]
        at += 1
        if run.face.size > RAISED_SIZE * row.size and not _well_above(run, row):
            continue
        if not -0.3 * row.size <= row.base - run.base <= 0.75 * row.size:
            continue
        near = 0.35 * row.size
        # A note's own mark may hang out to the left of the note.
        left = 1.8 * row.size if run.text.isdigit() else near
        for other in row.runs:
            if -near < run.x0 - other.x1 < near or -near < other.x0 - run.x1 < left:
                return row
    return None


def _well_above(run: Run, row: _Row) -> bool:
    """Whether figures only a little smaller than their line still stand clearly raised."""
    step = (row.base - run.base) / row.size
    return run.text.isdigit() and run.face.size < row.size and 0.25 <= step <= 0.6


def _pieces(row: _Row) -> list[Piece]:
    pieces: list[Piece] = []
    parts: list[Run] = []
    words: list[Word] = []
    for run in sorted(row.runs, key=lambda run: (run.x0, run.order)):
        if parts:
            before = parts[-1]
            size = max(min(before.face.size, run.face.size), 1.0)
            gap = run.x0 - max(part.x1 for part in parts)
            apart = gap >= WORD_GAP * size or (before.blank_after and gap > -0.05 * size)
            if apart and run.x0 > before.x0:
                words.append(_word(parts, row))
                parts = []
                if gap > PIECE_GAP * size:
                    pieces.append(Piece(words, row.base, row.size))
                    words = []
        parts.append(run)
    if parts:
        words.append(_word(parts, row))
    if words:
        pieces.append(Piece(words, row.base, row.size))
    return pieces


def _word(parts: list[Run], row: _Row) -> Word:
    text = ""
    raised: list[tuple[int, int]] = []
    for part in parts:
        start = len(text)
        text += unicodedata.normalize("NFC", part.text)
        small = part.face.size <= RAISED_SIZE * row.size or _well_above(part, row)
        if small and row.base - part.base >= RAISED_BASE * row.size:
            raised.append((start, len(text)))
    composed = unicodedata.normalize("NFC", text)
    if len(composed) == len(text):
        text = composed
    main = max(parts, key=lambda part: (part.face.size, len(part.text)))
    return Word(
        text,
        min(part.x0 for part in parts),
        max(part.x1 for part in parts),
        min(part.top for part in parts),
        max(part.bottom for part in parts),
        row.base,
        main.face,
        min(part.order for part in parts),
        tuple(raised),
        parts[-1].soft_end,
    )


def _turned(glyphs: list[Glyph]) -> list[Piece]:
    """Text set on its side: kept in the file's order, a word for every blank."""
    pieces: list[Piece] = []
    words: list[Word] = []
    group: list[Glyph] = []

    def close_word() -> None:
        if group:
            words.append(
                Word(
                    unicodedata.normalize("NFC", "".join(glyph.text for glyph in group)),
                    min(glyph.x0 for glyph in group),
                    max(glyph.x1 for glyph in group),
                    min(glyph.top for glyph in group),
                    max(glyph.bottom for glyph in group),
                    max(glyph.base for glyph in group),
                    group[0].face,
                    group[0].order,
                )
            )
            group.clear()

    def close_piece() -> None:
        close_word()
        if words:
            pieces.append(Piece(list(words), words[-1].base, words[0].face.size))
            words.clear()

    before: Glyph | None = None
    for glyph in glyphs:
        if before is not None:
            size = glyph.face.size or 1.0
            across = max(glyph.x0 - before.x1, before.x0 - glyph.x1)
            down = max(glyph.top - before.bottom, before.top - glyph.bottom)
            if max(across, down) > PIECE_GAP * size or glyph.face != before.face:
                close_piece()
            elif max(across, down) > WORD_GAP * size:
                close_word()
        before = glyph
        if glyph.text == " ":
            close_word()
        elif not glyph.soft:
            group.append(glyph)
    close_piece()
    return pieces
