"""Lays flowables out on A4 pages with footnotes at the foot of the page that calls them.

Holds the paginator only: it knows heights and notes, nothing of what the blocks mean.
reportlab's own frames have no footnotes, which is why this exists.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
LEFT, TOP, BOTTOM = 68.0, 86.0, 70.0
MEASURE = WIDTH - 2 * LEFT
RULE = 12.0


@dataclass(slots=True)
class Piece:
    """A flowable with the space before it, its notes, and how it may be placed.

    `keep` holds it on the same page as the next piece; `bookmark` is (level, text) for the
    outline; `break_before` starts a new page.
    """

    flowable: Any
    space: float = 0.0
    notes: tuple[Any, ...] = ()
    keep: bool = False
    bookmark: tuple[int, str] | None = None
    break_before: bool = False


class Paginator:
    """Places pieces from the top of the page down; `furniture` draws header and footer.

    `furniture` is called with the canvas and the physical page number (1-based).
    """

    def __init__(self, canvas: Canvas, furniture: Callable[[Canvas, int], None]) -> None:
        self.canvas = canvas
        self.furniture = furniture
        self.page = 0
        self.marked = 0
        self._start()

    def place(self, pieces: list[Piece]) -> None:
        """Draw the pieces in order, on as many pages as they need."""
        queue = list(pieces)
        while queue:
            piece = queue.pop(0)
            if piece.break_before and not self._fresh():
                self._turn()
            group = [piece]
            while group[-1].keep and queue and not queue[0].break_before:
                group.append(queue.pop(0))
            if self._height(group) > self._room() and not self._fresh():
                last = group[-1]
                rest = self._room() - self._height(group[:-1]) - self._space(last, len(group) == 1)
                parts = [] if last.notes or rest < 60 else last.flowable.split(MEASURE, rest)
                if len(parts) > 1:
                    self._draw([*group[:-1], Piece(parts[0], last.space, bookmark=last.bookmark)])
                    queue[:0] = [Piece(part) for part in parts[1:]]
                    continue
                self._turn()
            self._split_or_draw(group, queue)

    def finish(self) -> None:
        """End the last page."""
        self._end()

    def _split_or_draw(self, group: list[Piece], queue: list[Piece]) -> None:
        """Draw at the top of a page; what is higher than a page is split there."""
        last = group[-1]
        rest = self._room() - self._height(group[:-1])
        if self._height(group) > self._room():
            parts = last.flowable.split(MEASURE, rest)
            if len(parts) < 2:
                raise ValueError(f"page {self.page}: a block is higher than a page")
            self._draw([*group[:-1], Piece(parts[0], notes=last.notes, bookmark=last.bookmark)])
            queue[:0] = [Piece(part) for part in parts[1:]]
            return
        self._draw(group)

    def _space(self, piece: Piece, first: bool) -> float:
        return 0.0 if first and self._fresh() else piece.space

    def _fresh(self) -> bool:
        return bool(self.y == HEIGHT - TOP)

    def _room(self) -> float:
        return float(self.y - BOTTOM - self._note_height(self.notes))

    def _note_height(self, notes: list[Any]) -> float:
        if not notes:
            return 0.0
        return RULE + sum(float(note.wrap(MEASURE, HEIGHT)[1]) + 2 for note in notes)

    def _height(self, group: list[Piece]) -> float:
        total = 0.0
        notes: list[Any] = []
        for number, piece in enumerate(group):
            total += self._space(piece, number == 0) + piece.flowable.wrap(MEASURE, HEIGHT)[1]
            notes.extend(piece.notes)
        extra = sum(float(note.wrap(MEASURE, HEIGHT)[1]) + 2 for note in notes)
        return total + extra + (RULE if notes and not self.notes else 0.0)

    def _draw(self, group: list[Piece]) -> None:
        for number, piece in enumerate(group):
            self.y -= self._space(piece, number == 0)
            height = piece.flowable.wrapOn(self.canvas, MEASURE, HEIGHT)[1]
            if piece.bookmark:
                level, text = piece.bookmark
                self.marked += 1
                key = f"h{self.marked}"
                self.canvas.bookmarkHorizontal(key, 0, self.y + 12)
                self.canvas.addOutlineEntry(text, key, level - 1, closed=False)
            piece.flowable.drawOn(self.canvas, LEFT, self.y - height)
            self.y -= height
            self.notes.extend(piece.notes)

    def _start(self) -> None:
        self.page += 1
        self.y = HEIGHT - TOP
        self.notes: list[Any] = []

    def _end(self) -> None:
        y = BOTTOM + self._note_height(self.notes)
        if self.notes:
            self.canvas.setLineWidth(0.5)
            self.canvas.line(LEFT, y - 5, LEFT + 140, y - 5)
            y -= RULE
        for note in self.notes:
            height = note.wrapOn(self.canvas, MEASURE, HEIGHT)[1]
            note.drawOn(self.canvas, LEFT, y - height)
            y -= height + 2
        self.furniture(self.canvas, self.page)
        self.canvas.showPage()

    def _turn(self) -> None:
        self._end()
        self._start()
