"""The notes at the foot of a page, told from the text above them.

A note begins with its own mark and stands below the text in smaller type. Never ties a mark
to its note: both carry the same label, which is enough.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.reading.drawings import Rule
from assistant.reading.flow import is_label
from assistant.reading.lines import Piece, Word
from assistant.reading.tables import SNAP

# Notes are set smaller than the text, below this part of the page's height.
SMALLER = 0.93
LOWER_PART = 0.4
_MARK = re.compile(r"^(\d{1,3}|[*†‡]{1,3})[.)]?$")


def split_footnotes(
    pieces: Sequence[Piece], rules: Sequence[Rule], body: float, width: float, height: float
) -> tuple[list[Piece], list[list[Piece]]]:
    """(text, notes): each note as its lines, the first beginning with the mark.

    `pieces` come without furniture; `body` is the size of the document's running text.
    """
    low = sorted(
        (piece for piece in pieces if piece.top > LOWER_PART * height),
        key=lambda piece: (round(piece.base), piece.x0),
    )
    start = _start(low, rules, body, width)
    plain = start is None
    if start is None:
        start = _below_rule(low, rules, body, width)
    if start is None:
        return list(pieces), []
    notes: list[list[Piece]] = []
    taken: set[int] = set()
    for piece in low:
        if round(piece.base) < round(start):
            continue
        mark = opens(piece.words) or (plain and bool(_MARK.match(piece.words[0].text)))
        if mark and not _beside(piece, notes):
            notes.append([_mark_apart(piece)])
        elif notes:
            notes[-1].append(piece)
        else:
            continue
        taken.add(id(piece))
    return [piece for piece in pieces if id(piece) not in taken], notes


def _mark_apart(piece: Piece) -> Piece:
    """A mark set close to its note's first word ("3Tabellen") as a word of its own."""
    first = piece.words[0]
    end = first.raised[0][1] if first.raised and first.raised[0][0] == 0 else 0
    if not 0 < end < len(first.text):
        return piece
    edge = first.x0 + (first.x1 - first.x0) * end / len(first.text)
    mark = replace(first, text=first.text[:end], x1=edge, raised=((0, end),))
    rest = tuple((a - end, b - end) for a, b in first.raised[1:])
    word = replace(first, text=first.text[end:], x0=edge, raised=rest)
    return Piece([mark, word, *piece.words[1:]], piece.base, piece.size)


def note_label(words: Sequence[Word]) -> tuple[str, int]:
    """The mark a note begins with, and how many characters of the first word it takes."""
    first = words[0]
    if first.raised and first.raised[0][0] == 0:
        end = first.raised[0][1]
        return first.text[:end], end
    match = _MARK.match(first.text)
    return (match[1], len(first.text)) if match else ("", 0)


def opens(words: Sequence[Word]) -> bool:
    """Whether a line begins with a raised mark."""
    first = words[0]
    return bool(
        first.raised and first.raised[0][0] == 0 and is_label(first.text[: first.raised[0][1]])
    )


def _beside(piece: Piece, notes: list[list[Piece]]) -> bool:
    """A raised figure in the middle of a note's line does not open another note."""
    return (
        bool(notes) and abs(notes[-1][-1].base - piece.base) < 2 and piece.x0 > (notes[-1][-1].x1)
    )


def _start(low: Sequence[Piece], rules: Sequence[Rule], body: float, width: float) -> float | None:
    """The baseline of the first note's first line: below it, all is smaller than the text."""
    for at, piece in enumerate(low):
        if not opens(piece.words):
            continue
        below = [other for other in low[at:] if other.base >= piece.base - 1]
        letters = sum(len(other.text) for other in below)
        large = sum(len(other.text) for other in below if other.size > SMALLER * body)
        if letters and large <= 0.1 * letters:
            return piece.base
    return None


def _below_rule(
    low: Sequence[Piece], rules: Sequence[Rule], body: float, width: float
) -> float | None:
    """Notes whose marks are not raised: below a short rule, in smaller type, "1 Text"."""
    short = [
        rule.top
        for rule in rules
        if rule.horizontal
        and 0.1 * width < rule.x1 - rule.x0 < 0.45 * width
        and not _in_grid(rule, rules)
    ]
    for piece in low:
        if not any(0 < piece.top - level < 2.5 * piece.size for level in short):
            continue
        if _MARK.match(piece.words[0].text) and len(piece.words) > 1:
            below = [other for other in low if other.base >= piece.base - 1]
            if all(other.size <= body for other in below):
                return piece.base
    return None


def _in_grid(rule: Rule, rules: Sequence[Rule]) -> bool:
    """Whether a horizontal rule is the side of a table's cell: an upright one meets it."""
    return any(
        not other.horizontal
        and rule.x0 - SNAP <= other.x0 <= rule.x1 + SNAP
        and other.top - SNAP <= rule.top <= other.bottom + SNAP
        for other in rules
    )
