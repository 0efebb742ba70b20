"""Running headers, footers and page numbers: what a page carries besides its text.

Decides over the whole document, since only what comes back on page after page is furniture.
Never removes text from the middle of a page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.reading.lines import Piece

# The bands where furniture may stand, as parts of the page's height.
HEAD, FOOT = 0.2, 0.85
# Nearest the edge figures may differ from page to page; further in only the very same text
# that follows on without a wide gap (in type sizes) is furniture: a letterhead of some lines.
EDGE = 0.08
WIDE_GAP = 3.0
# A piece is running when this part of the pages (and at least two) carries it at its place.
SHARE = 0.3
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(
    r"^(?:sid(?:a|an|nr)?\.?\s*|page\s+|[-–—|]\s*)?(\d{1,4}|[ivxl]{1,6})"
    r"(?:\s*(?:\(\s*\d{1,4}\s*\)|av\s+\d{1,4}|of\s+\d{1,4}|/\s*\d{1,4}))?(?:\s*[-–—|])?$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Furniture:
    """What was taken off one page: its pieces, and the printed page number ("" if none)."""

    pieces: list[Piece] = field(default_factory=list)
    label: str = ""


def find_furniture(
    pages: Sequence[tuple[float, Sequence[Piece]]], tables: Sequence[Sequence[set[int]]] = ()
) -> list[Furniture]:
    """The furniture of each page; `pages` holds (height in points, pieces).

    `tables` holds for each page the `id`s of the pieces in each of its ruled tables: a table is
    furniture as a whole or not at all, so that headings repeated overleaf stay.
    """
    running = _running(pages)
    numbers = _numbers(pages)
    found = []
    for index, (height, pieces) in enumerate(pages):
        here = Furniture()
        for piece in pieces:
            if _key(piece, height) in running or (index, id(piece)) in numbers:
                here.pieces.append(piece)
        here.pieces = _joined_to_edge(here.pieces, height)
        _spread(here, pieces, height)
        for table in tables[index] if tables else ():
            if not table <= {id(piece) for piece in here.pieces}:
                here.pieces = [piece for piece in here.pieces if id(piece) not in table]
        here.label = _label(here.pieces, index, numbers)
        found.append(here)
    return found


def _band(piece: Piece, height: float) -> str:
    if piece.bottom <= HEAD * height:
        return "head"
    return "foot" if piece.top >= FOOT * height else ""


def _key(piece: Piece, height: float) -> tuple[str, str, int] | None:
    """Same text (near the edge: figures apart) at the same height."""
    band = _band(piece, height)
    if not band:
        return None
    level = piece.base if band == "head" else height - piece.base
    text = piece.text
    # a bare figure may be a footnote's mark; page numbers are told by their counting
    if level <= EDGE * height and not text.strip().isdigit():
        text = _DIGITS.sub("#", text)
    return band, text, round(level / 3)


def _joined_to_edge(pieces: Sequence[Piece], height: float) -> list[Piece]:
    """The pieces that follow on each other from the page's edges inwards."""
    kept: list[Piece] = []
    for band in ("head", "foot"):
        here = [piece for piece in pieces if _band(piece, height) == band]
        levels = {id(p): p.base if band == "head" else height - p.base for p in here}
        last: float | None = None
        for piece in sorted(here, key=lambda piece: levels[id(piece)]):
            level = levels[id(piece)]
            near = level <= EDGE * height
            if near or last is None or level - last <= WIDE_GAP * piece.size:
                kept.append(piece)
                last = level
            else:
                break
    return kept


def _running(pages: Sequence[tuple[float, Sequence[Piece]]]) -> set[tuple[str, str, int]]:
    counts: Counter[tuple[str, str, int]] = Counter()
    for height, pieces in pages:
        keys = {_key(piece, height) for piece in pieces}
        for key in keys:
            if key is not None:
                counts.update({key, (key[0], key[1], key[2] + 1), (key[0], key[1], key[2] - 1)})
    least = max(2, round(SHARE * len(pages)))
    if len(pages) > 3:
        least = max(3, least)
    return {key for key, count in counts.items() if count >= least}


def _numbers(pages: Sequence[tuple[float, Sequence[Piece]]]) -> dict[tuple[int, int], str]:
    """Page numbers: figures at a page's edge that count along with the pages."""
    candidates: list[tuple[int, int, str, int]] = []
    offsets: Counter[int] = Counter()
    for index, (height, pieces) in enumerate(pages):
        for piece in pieces:
            match = _NUMBER.match(piece.text.strip())
            if match is None or not _band(piece, height):
                continue
            value = int(match[1]) if match[1].isdigit() else _roman(match[1])
            candidates.append((index, id(piece), match[1], value - index))
            offsets[value - index] += 1
    if not offsets:
        return {}
    offset, count = offsets.most_common(1)[0]
    if count < max(2, round(SHARE * len(pages))) and len(pages) > 1:
        return {}
    fitting = [candidate for candidate in candidates if candidate[3] == offset]
    # a footnote's mark may count along by chance: the page number stands nearest the edge
    outermost: dict[tuple[int, str], tuple[float, tuple[int, int, str, int]]] = {}
    for candidate in fitting:
        height, pieces = pages[candidate[0]]
        piece = next(piece for piece in pieces if id(piece) == candidate[1])
        band = _band(piece, height)
        far = -piece.base if band == "head" else piece.base
        place = (candidate[0], band)
        if place not in outermost or far > outermost[place][0]:
            outermost[place] = (far, candidate)
    taken = {(index, name): label for _, (index, name, label, _) in outermost.values()}
    if len(pages) == 1 and offset != 1:
        return {}
    return taken


def _roman(text: str) -> int:
    values = {"i": 1, "v": 5, "x": 10, "l": 50}
    total = 0
    figures = [values[letter] for letter in text.lower()]
    for at, figure in enumerate(figures):
        total += -figure if any(later > figure for later in figures[at + 1 :]) else figure
    return total


def _spread(here: Furniture, pieces: Sequence[Piece], height: float) -> None:
    """A header's other pieces: those between running ones and the page's edge."""
    for band in ("head", "foot"):
        known = [piece for piece in here.pieces if _band(piece, height) == band]
        if len(known) < 2:
            continue
        edge = (
            max(piece.base for piece in known)
            if band == "head"
            else min(piece.base for piece in known)
        )
        for piece in pieces:
            if piece in known or _band(piece, height) != band:
                continue
            outside = piece.base <= edge + 1 if band == "head" else piece.base >= edge - 1
            if outside:
                here.pieces.append(piece)
    here.pieces.sort(key=lambda piece: (round(piece.base), piece.x0))


def _label(pieces: Sequence[Piece], index: int, numbers: dict[tuple[int, int], str]) -> str:
    for piece in pieces:
        label = numbers.get((index, id(piece)))
        if label:
            return label
    return ""
