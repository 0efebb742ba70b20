"""Tables without lines, told by words that stand in columns, and lists of contents.

Never looks at drawn lines (`tables` does) and never takes two columns of prose for a table.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from statistics import mean, median

from assistant.reading.lines import Piece, Word
from assistant.reading.tables import NUMERIC, Table, TableCell, TableRow, mark_headings

# Prose in columns has this many words a piece; cells have fewer, or figures.
PROSE_WORDS = 4.0
LEAST_ROWS = 3
# Rows of one table follow each other within this many type sizes.
ROW_STEP = 3.2
_BULLET = re.compile(r"^(?:[•·▪■□●○◦‣⁃∙➢►▶✓✔❖◆◾▫–—*-]|\(?\d{1,2}[.)]|[a-zåäö]\)|\d+(?:\.\d+)*)$")
_LEADERS = re.compile(r"[.·…_]{4,}|(?:[.·…] ){3,}")
_PAGE = re.compile(r"^\d{1,4}$")

Row = list[Piece]


def rows_of(pieces: Sequence[Piece]) -> list[Row]:
    """Pieces that share a baseline, from the top; a bullet or number joins what it begins."""
    rows: list[Row] = []
    for piece in sorted(pieces, key=lambda piece: (piece.base, piece.x0)):
        if rows and abs(rows[-1][0].base - piece.base) <= 0.3 * piece.size:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.x0) for row in rows]


def contents_lines(pieces: Sequence[Piece]) -> tuple[list[list[Piece]], list[Piece]]:
    """(entries of a list of contents, the other pieces). An entry is one or more rows' pieces."""
    rows = rows_of(pieces)
    numbered = [at for at, row in enumerate(rows) if _entry_page(row) is not None]
    leaders = sum(bool(_LEADERS.search(" ".join(p.text for p in row))) for row in rows)
    named = any(
        re.match(r"^(?:innehåll|innehållsförteckning|contents)\b", row[0].text, re.IGNORECASE)
        and len(row[0].text) < 40
        for row in rows
    )
    if len(numbered) < 4 or not (named or leaders >= 4):
        return [], list(pieces)
    shown = [_entry_page(rows[at]) or 0 for at in numbered]
    rising = sum(b >= a for a, b in itertools.pairwise(shown))
    if rising < 0.8 * (len(shown) - 1):
        return [], list(pieces)
    entries: list[list[Piece]] = []
    used: set[int] = set()
    for before, at in zip([numbered[0] - 1, *numbered], numbered, strict=False):
        # Rows between two entries that carry no page of their own begin a wrapped entry.
        start = before + 1
        if at - start > 2 or any(_far(rows[k], rows[k + 1]) for k in range(start, at)):
            start = at
        entry = [piece for row in rows[start : at + 1] for piece in row]
        entries.append(entry)
        used |= {id(piece) for piece in entry}
    return entries, [piece for piece in pieces if id(piece) not in used]


def _entry_page(row: Row) -> int | None:
    last = row[-1].words[-1].text
    text = " ".join(piece.text for piece in row)
    if not _PAGE.match(last) or not any(letter.isalpha() for letter in text):
        return None
    apart = len(row) > 1 and len(row[-1].words) == 1
    return int(last) if apart or _LEADERS.search(text) else None


def _far(one: Row, other: Row) -> bool:
    return other[0].base - one[0].base > 1.6 * one[0].size


def unruled_tables(pieces: Sequence[Piece]) -> tuple[list[Table], list[Piece]]:
    """(tables, the pieces outside them)."""
    rows = [_joined(row) for row in rows_of(pieces)]
    tables: list[Table] = []
    taken: set[int] = set()
    at = 0
    while at < len(rows):
        if len(rows[at]) < 2:
            at += 1
            continue
        end = _reach(rows, at)
        table = _table(rows[at:end])
        if table is None:
            at += 1
            continue
        tables.append(table)
        taken |= {id(word) for row in rows[at:end] for piece in row for word in piece.words}
        at = end
    if not tables:
        return [], list(pieces)
    return tables, [p for p in pieces if id(p.words[0]) not in taken]


def _joined(row: Row) -> Row:
    """The row with bullets and numbers joined to the text right after them."""
    joined: Row = []
    for piece in row:
        before = joined[-1] if joined else None
        if (
            before is not None
            and len(joined) == 1
            and _BULLET.match(before.text)
            and (not NUMERIC.match(piece.text))
        ):
            joined[-1] = Piece([*before.words, *piece.words], piece.base, piece.size)
        else:
            joined.append(piece)
    return joined


def _reach(rows: Sequence[Row], start: int) -> int:
    """The row after the last that goes with the one at `start`."""
    end = start + 1
    columns = [(piece.x0, piece.x1) for piece in rows[start]]
    while end < len(rows):
        row, before = rows[end], rows[end - 1]
        if row[0].base - before[0].base > ROW_STEP * max(row[0].size, before[0].size):
            break
        if not _fits(row, columns):
            break
        for piece in row:
            at = _column(piece, columns)
            if at is None:
                columns = sorted([*columns, (piece.x0, piece.x1)])
            else:
                columns[at] = (min(columns[at][0], piece.x0), max(columns[at][1], piece.x1))
        end += 1
    while end > start and len(rows[end - 1]) < 2:
        end -= 1
    return end


def _overlaps(piece: Piece, columns: Sequence[tuple[float, float]]) -> list[int]:
    return [at for at, (x0, x1) in enumerate(columns) if piece.x0 < x1 + 2 and piece.x1 > x0 - 2]


def _column(piece: Piece, columns: Sequence[tuple[float, float]]) -> int | None:
    found = _overlaps(piece, columns)
    return found[0] if found else None


def _fits(row: Row, columns: Sequence[tuple[float, float]]) -> bool:
    """Whether every piece stands in one column of its own."""
    slots = []
    for piece in row:
        over = _overlaps(piece, columns)
        if len(over) > 1:
            return False
        slots += over
    return len(slots) == len(set(slots)) and (len(row) > 1 or bool(slots))


def _table(rows: Sequence[Row]) -> Table | None:
    full = [row for row in rows if len(row) > 1]
    if len(full) < LEAST_ROWS and not (len(full) == 2 and _figures(full) >= 0.4):
        return None
    columns = _columns(rows)
    if len(columns) < 2 or _prose(rows, columns) or not _edges_line_up(rows, columns):
        return None
    built: list[TableRow] = []
    last: Row | None = None
    steps = [b[0].base - a[0].base for a, b in itertools.pairwise(rows)]
    loose = median(steps) if steps else 0.0
    for row in rows:
        slots = {_column(piece, columns) or 0: piece for piece in row}
        continues = last is not None and built and _continues(row, last, slots, loose)
        if not continues:
            built.append(TableRow([TableCell(at, 1, []) for at in range(len(columns))]))
        for at, piece in slots.items():
            built[-1].cells[at].lines.append(list(piece.words))
        last = row
    if len(built) < 2:
        return None
    mark_headings(built)
    words: list[Word] = [word for row in rows for piece in row for word in piece.words]
    borders = [
        columns[0][0],
        *((a[1] + b[0]) / 2 for a, b in itertools.pairwise(columns)),
        columns[-1][1],
    ]
    return Table(
        min(word.x0 for word in words),
        min(word.top for word in words),
        max(word.x1 for word in words),
        max(word.bottom for word in words),
        built,
        tuple(borders),
        ruled=False,
    )


def _columns(rows: Sequence[Row]) -> list[tuple[float, float]]:
    spans = sorted((piece.x0, piece.x1) for row in rows for piece in row)
    columns: list[tuple[float, float]] = []
    for x0, x1 in spans:
        if columns and x0 < columns[-1][1] + 2:
            columns[-1] = (columns[-1][0], max(columns[-1][1], x1))
        else:
            columns.append((x0, x1))
    return columns


def _figures(rows: Sequence[Row]) -> float:
    """The part of the cells beyond the first column that are figures."""
    cells = [piece.text for row in rows for piece in row[1:]]
    return sum(bool(NUMERIC.match(text)) for text in cells) / len(cells) if cells else 0.0


def _prose(rows: Sequence[Row], columns: Sequence[tuple[float, float]]) -> bool:
    """Whether these are columns of running text beside each other."""
    if _figures(rows) >= 0.3:
        return False
    wordy = 0
    for at in range(len(columns)):
        words = [len(piece.words) for row in rows for piece in row if _column(piece, columns) == at]
        if words and mean(words) >= PROSE_WORDS:
            wordy += 1
    return wordy >= 2 or (len(columns) == 2 and wordy >= 1)


def _edges_line_up(rows: Sequence[Row], columns: Sequence[tuple[float, float]]) -> bool:
    """Every column shares a left edge, a right edge or a middle in most of its rows."""
    for at in range(len(columns)):
        held = [piece for row in rows for piece in row if _column(piece, columns) == at]
        if len(held) < 2:
            continue
        best = 0
        for places in (
            [round(piece.x0 / 3) for piece in held],
            [round(piece.x1 / 3) for piece in held],
            [round((piece.x0 + piece.x1) / 6) for piece in held],
        ):
            best = max(
                best,
                *(sum(abs(place - other) <= 1 for place in places) for other in set(places)),
            )
        if best < 0.6 * len(held):
            return False
    return True


def _continues(row: Row, last: Row, slots: dict[int, Piece], loose: float) -> bool:
    """Whether a line goes on in the cells of the line above."""
    step = row[0].base - last[0].base
    if step > 1.45 * row[0].size:
        return False
    return 0 not in slots and (len(row) == 1 or step < 0.85 * loose)
