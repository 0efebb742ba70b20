"""Finds where on a PDF page a quote stands, for citations that carry no boxes.

Compares letters and digits only, so that line breaks, hyphens and ligatures do not matter. It
never draws, and opens no file.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

Area = tuple[float, float, float, float]
"""x0, top, x1, bottom in points from the top left of the page as it is shown."""

_LEAST = 12
"""Letters and digits that a part of a quote must have to be looked for by itself."""
_SCALE = 16.0


def find_quote(leaf: Any, quotes: Sequence[str]) -> dict[str, tuple[Area, ...]]:
    """The lines of each quote on the page (a `pypdfium2.PdfPage`); () when it is not there.

    A quote that does not stand there in one run (a table row whose cells the file holds in
    another order) gives those of its parts that do.
    """
    letters, places = _page_letters(leaf)
    found: dict[str, tuple[Area, ...]] = {}
    for quote in quotes:
        runs = _runs(quote, letters)
        characters = [place for start, end in runs for place in places[start:end]]
        found[quote] = tuple(_lines(_boxes(leaf, characters)))
    return found


def _page_letters(leaf: Any) -> tuple[str, list[int]]:
    """The page's letters and digits in the file's order, and which character each belongs to."""
    import pypdfium2.raw as raw

    page = leaf.get_textpage()
    letters: list[str] = []
    places: list[int] = []
    for number in range(page.count_chars()):
        code = raw.FPDFText_GetUnicode(page, number)
        folded = _folded(chr(code)) if code <= 0x10FFFF else ""
        letters.append(folded)
        places += [number] * len(folded)
    return "".join(letters), places


def _folded(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign.isalnum()).lower()


def _runs(quote: str, letters: str) -> list[tuple[int, int]]:
    """Where the quote stands among the page's letters: one run, or those of its parts."""
    wanted = _folded(quote)
    start = letters.find(wanted) if wanted else -1
    if start >= 0:
        return [(start, start + len(wanted))]
    words = [folded for word in quote.split() if (folded := _folded(word))]
    runs: list[tuple[int, int]] = []
    first = 0
    while first < len(words):
        last, at = first, -1
        run = ""
        while last < len(words) and (place := letters.find(run + words[last])) >= 0:
            run, at, last = run + words[last], place, last + 1
        if len(run) >= _LEAST:
            runs.append((at, at + len(run)))
        first = max(last, first + 1)
    return runs


def _boxes(leaf: Any, characters: Iterable[int]) -> list[Area]:
    import pypdfium2.raw as raw

    page = leaf.get_textpage()
    width, height = leaf.get_size()
    boxes: list[Area] = []
    seen = -1
    for number in characters:
        if number == seen:
            continue  # a ligature is one character with several letters
        seen = number
        left, low, right, high = page.get_charbox(number, loose=True)
        corners = [_shown(raw, leaf, width, height, *c) for c in ((left, high), (right, low))]
        xs, ys = [c[0] for c in corners], [c[1] for c in corners]
        if max(xs) > min(xs) and max(ys) > min(ys):
            boxes.append((min(xs), min(ys), max(xs), max(ys)))
    return boxes


def _shown(
    raw: Any, leaf: Any, width: float, height: float, x: float, y: float
) -> tuple[float, float]:
    """A point of the file's own coordinates as it is shown, rotation and cropping done."""
    across, down = ctypes.c_int(), ctypes.c_int()
    # whole numbers only come out, so that it is asked for at a larger scale
    raw.FPDF_PageToDevice(
        leaf, 0, 0, round(width * _SCALE), round(height * _SCALE), 0, x, y, across, down
    )
    return across.value / _SCALE, down.value / _SCALE


def _lines(boxes: Iterable[Area]) -> list[Area]:
    """The boxes of characters that follow each other on a line, joined."""
    lines: list[Area] = []
    for box in boxes:
        if lines:
            x0, top, x1, bottom = lines[-1]
            shared = min(bottom, box[3]) - max(top, box[1])
            height = max(min(bottom - top, box[3] - box[1]), 0.1)
            if shared / height > 0.5 and -height < box[0] - x1 < 3 * height:
                lines[-1] = (x0, min(top, box[1]), max(x1, box[2]), max(bottom, box[3]))
                continue
        lines.append(box)
    return lines
