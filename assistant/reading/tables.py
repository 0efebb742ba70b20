"""Ruled tables: cells found between drawn lines.

Never reads prose and never crosses a page: `assembly` joins a table that goes on overleaf.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.reading.drawings import Drawings, Rule, Shape
from assistant.reading.glyphs import Colour
from assistant.reading.lines import Piece, Word

# Lines closer than this (points) are one line drawn twice, or meet at a corner.
SNAP = 3.0
NUMERIC = re.compile(
    r"^[-–−+±<>≈]?\s*[\d\s.,:/()%‰–-]*\d[\d\s.,:/()%‰*–-]*"
    r"(?:kr|tkr|mkr|mnkr|mdkr|kronor|procent|st|dagar|år)?\.?$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class TableCell:
    """One cell; `lines` are its words line by line, `columns` how many columns it spans."""

    column: int
    columns: int
    lines: list[list[Word]]
    fill: Colour | None = None

    @property
    def text(self) -> str:
        return " ".join(word.text for line in self.lines for word in line)

    @property
    def plain(self) -> str:
        """The text without its raised figures: "339 mkr" of "339 mkr18"."""
        return " ".join(
            word.text[: word.raised[0][0]] if word.raised and word.raised[0][0] else word.text
            for line in self.lines
            for word in line
        )

    @property
    def bold(self) -> bool:
        words = [word for line in self.lines for word in line]
        return bool(words) and all(word.face.bold for word in words)


@dataclass(slots=True)
class TableRow:
    """The cells of one row from left to right; `heading` when it holds column headings."""

    cells: list[TableCell]
    heading: bool = False

    @property
    def filled(self) -> list[TableCell]:
        return [cell for cell in self.cells if cell.lines]


@dataclass(slots=True)
class Table:
    """A table on one page; `edges` are the x of its column borders, left to right."""

    x0: float
    top: float
    x1: float
    bottom: float
    rows: list[TableRow] = field(default_factory=list)
    edges: tuple[float, ...] = ()
    ruled: bool = True

    @property
    def text(self) -> str:
        return " ".join(cell.text for row in self.rows for cell in row.filled)

    @property
    def columns(self) -> int:
        return max(len(self.edges) - 1, 0)


def ruled_tables(pieces: Sequence[Piece], drawings: Drawings) -> tuple[list[Table], list[Piece]]:
    """(tables, the pieces outside them). Grids without text are left alone."""
    tables: list[Table] = []
    words = [(word, piece) for piece in pieces for word in piece.words]
    taken: set[int] = set()
    for group in _grids(drawings.rules):
        table = _table(group, words, drawings.shapes)
        if table is not None:
            tables.append(table)
            taken |= {
                id(word)
                for row in table.rows
                for cell in row.cells
                for line in cell.lines
                for word in line
            }
    if not tables:
        return [], list(pieces)
    return tables, without(pieces, taken)


def without(pieces: Sequence[Piece], taken: set[int]) -> list[Piece]:
    """The pieces without the words whose ids are `taken`."""
    left = []
    for piece in pieces:
        kept = [word for word in piece.words if id(word) not in taken]
        if len(kept) == len(piece.words):
            left.append(piece)
        elif kept:
            left.append(Piece(kept, piece.base, piece.size))
    return left


def mark_headings(rows: Sequence[TableRow]) -> None:
    """Says which of the first rows hold column headings."""
    if len(rows) < 2 or not rows[0].filled:
        return
    first = rows[0]
    others = [row for row in rows[1:] if row.filled]
    if not others:
        return
    bold = all(cell.bold for cell in first.filled)
    bold_below = sum(all(cell.bold for cell in row.filled) for row in others)
    ground = ground_of(first)
    grounds_below = sum(ground_of(row) == ground for row in others)
    set_off = (bold and bold_below <= 0.7 * len(others)) or (
        ground is not None and grounds_below <= 0.5 * len(others)
    )
    wordy = _wordy(first) and any(
        NUMERIC.match(cell.plain) for row in others for cell in row.filled if cell.column
    )
    if not set_off and not wordy:
        return
    first.heading = True
    spread = max(cell.columns for cell in first.cells) > 1
    for row in rows[1:4]:
        same_ground = ground is not None and ground_of(row) == ground
        second = spread and _wordy(row) and (not bold or all(cell.bold for cell in row.filled))
        if not row.filled or not (
            second or (same_ground and bold and all(cell.bold for cell in row.filled))
        ):
            break
        row.heading = True
        spread = max(cell.columns for cell in row.cells) > 1


def _wordy(row: TableRow) -> bool:
    """Headings: no cell but the first is a figure, unless all are years."""
    telling = [cell.plain for cell in row.filled if cell.column]
    if not telling:
        return False
    if all(re.fullmatch(r"(?:år\s*)?(?:19|20)\d\d(?:[-–/]\d{2,4})?", text) for text in telling):
        return True
    return not any(NUMERIC.match(text) for text in telling)


def ground_of(row: TableRow) -> Colour | None:
    """The one colour behind a row's cells; None when it is white or differs."""
    fills = {cell.fill for cell in row.cells if cell.fill is not None}
    white = (255, 255, 255, 255)
    fills.discard(white)
    return fills.pop() if len(fills) == 1 else None


def _grids(rules: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that meet, gathered: (horizontal, vertical) of each grid."""
    flat = [rule for rule in rules if rule.horizontal]
    upright = [rule for rule in rules if not rule.horizontal]
    parent = list(range(len(flat) + len(upright)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for i, line in enumerate(flat):
        for j, post in enumerate(upright):
            across = line.x0 - SNAP <= post.x0 <= line.x1 + SNAP
            if across and post.top - SNAP <= line.top <= post.bottom + SNAP:
                parent[root(i)] = root(len(flat) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for at in range(len(parent)):
        sides = groups.setdefault(root(at), ([], []))
        if at < len(flat):
            sides[0].append(flat[at])
        else:
            sides[1].append(upright[at - len(flat)])
    return [sides for sides in groups.values() if len(sides[0]) > 1 and len(sides[1]) > 1]


def _levels(values: Sequence[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > SNAP:
            found.append(value)
    return found


def _table(
    group: tuple[list[Rule], list[Rule]],
    words: Sequence[tuple[Word, Piece]],
    shapes: Sequence[Shape],
) -> Table | None:
    flat, upright = group
    xs, ys = _levels([rule.x0 for rule in upright]), _levels([rule.top for rule in flat])
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) < 2:
        return None
    wide, high = len(xs) - 1, len(ys) - 1
    inside = [
        word
        for word, _ in words
        if xs[0] - SNAP < word.middle[0] < xs[-1] + SNAP
        and ys[0] - SNAP < word.middle[1] < ys[-1] + SNAP
    ]
    if not inside:
        return None
    owner = _merged(xs, ys, flat, upright)
    held: dict[int, list[Word]] = {}
    for word in inside:
        column, row = _slot(xs, word.middle[0]), _slot(ys, word.middle[1])
        held.setdefault(owner[row * wide + column], []).append(word)
    if len(held) < 2 or len({at % wide for at in held}) < 2:
        return None
    rows = []
    for row in range(high):
        cells = []
        for column in range(wide):
            at = row * wide + column
            if owner[at] != at:
                continue
            span = sum(owner[row * wide + other] == at for other in range(wide))
            middle = (xs[column] + xs[column + 1]) / 2, (ys[row] + ys[row + 1]) / 2
            cells.append(TableCell(column, span, _lines(held.get(at, [])), _fill(middle, shapes)))
        if any(cell.lines for cell in cells):
            rows.append(TableRow(cells))
    mark_headings(rows)
    return Table(xs[0], ys[0], xs[-1], ys[-1], rows, tuple(xs))


def _slot(levels: Sequence[float], value: float) -> int:
    for at in range(len(levels) - 2, -1, -1):
        if value >= levels[at]:
            return at
    return 0


def _merged(
    xs: Sequence[float], ys: Sequence[float], flat: Sequence[Rule], upright: Sequence[Rule]
) -> list[int]:
    """For each grid square the square that heads its cell: no line between, one cell."""
    wide, high = len(xs) - 1, len(ys) - 1
    owner = list(range(wide * high))

    def find(at: int) -> int:
        while owner[at] != at:
            at = owner[at]
        return at

    def unite(one: int, other: int) -> None:
        low, top = sorted((find(one), find(other)))
        owner[top] = low

    for row in range(high):
        y = (ys[row] + ys[row + 1]) / 2
        for column in range(wide - 1):
            x = xs[column + 1]
            if not any(abs(r.x0 - x) <= SNAP and r.top <= y <= r.bottom for r in upright):
                unite(row * wide + column, row * wide + column + 1)
    for column in range(wide):
        x = (xs[column] + xs[column + 1]) / 2
        for row in range(high - 1):
            y = ys[row + 1]
            if not any(abs(r.top - y) <= SNAP and r.x0 <= x <= r.x1 for r in flat):
                unite(row * wide + column, (row + 1) * wide + column)
    return [find(at) for at in range(wide * high)]


def _lines(words: Sequence[Word]) -> list[list[Word]]:
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.base, word.x0)):
        if lines and abs(lines[-1][0].base - word.base) <= 0.35 * word.face.size:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word.x0) for line in lines]


def _fill(middle: tuple[float, float], shapes: Sequence[Shape]) -> Colour | None:
    """The ground under a point: the last surface drawn there."""
    found = None
    for shape in shapes:
        if (
            shape.fill is not None
            and shape.x0 <= middle[0] <= shape.x1
            and (shape.top <= middle[1] <= shape.bottom)
        ):
            found = shape.fill
    return found
