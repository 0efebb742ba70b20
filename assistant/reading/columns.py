"""The order in which a page is read: full width, or column after column.

Takes anything with edges (pieces of lines, tables, charts). Never looks at what the text says
beyond how much of it there is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

# A gutter is at least this wide (points) and has this much text on its sides: bullets,
# numbers and the odd wide word space stay with their line.
GUTTER = 6.0
LEAST_LINES = 3
LEAST_LETTERS = 8


class Edged(Protocol):
    """Anything with a place on the page."""

    @property
    def x0(self) -> float: ...
    @property
    def x1(self) -> float: ...
    @property
    def top(self) -> float: ...
    @property
    def bottom(self) -> float: ...
    @property
    def text(self) -> str: ...


Item = TypeVar("Item", bound=Edged)


def reading_order(items: Sequence[Item], depth: int = 0) -> list[list[Item]]:
    """`items` as regions in reading order; within a region from the top, left to right."""
    if not items:
        return []
    found = _best_gutter(items) if depth < 6 else None
    if found is None:
        return [sorted(items, key=lambda item: (item.top, item.x0))]
    middle, high, low = found
    above, left, right, below = [], [], [], []
    for item in items:
        level = (item.top + item.bottom) / 2
        if level <= high:
            above.append(item)
        elif level >= low:
            below.append(item)
        elif (item.x0 + item.x1) / 2 < middle:
            left.append(item)
        else:
            right.append(item)
    regions: list[list[Item]] = []
    for part in (above, left, right, below):
        regions += reading_order(part, depth + 1)
    return regions


def _best_gutter(items: Sequence[Item]) -> tuple[float, float, float] | None:
    """(middle, upper end, lower end) of the gutter with most text beside it, or None."""
    best: tuple[int, float, float, float] | None = None
    tried: set[int] = set()
    for left, right in _neighbours(items):
        if right.x0 - left.x1 < GUTTER or min(len(left.text), len(right.text)) < LEAST_LETTERS:
            continue
        half = GUTTER / 2
        for middle in (right.x0 - half - 0.5, (left.x1 + right.x0) / 2, left.x1 + half + 0.5):
            if round(middle) in tried:
                continue
            tried.add(round(middle))
            for high, low in _free_stretches(items, middle):
                beside = [item for item in items if high < (item.top + item.bottom) / 2 < low]
                weight = _weight(beside, middle)
                if weight and (best is None or weight > best[0]):
                    best = (weight, middle, high, low)
    return best[1:] if best else None


def _neighbours(items: Sequence[Item]) -> list[tuple[Item, Item]]:
    """Pairs that stand side by side with nothing in between."""
    pairs = []
    ordered = sorted(items, key=lambda item: item.top)
    for at, one in enumerate(ordered):
        nearest_right: dict[str, Item] = {}
        for other in ordered[at + 1 :]:
            if other.top >= one.bottom - 0.3 * (one.bottom - one.top):
                break
            if other.x0 >= one.x1:
                known = nearest_right.get("right")
                if known is None or other.x0 < known.x0:
                    nearest_right["right"] = other
            elif other.x1 <= one.x0:
                pairs.append((other, one))
        if nearest_right:
            pairs.append((one, nearest_right["right"]))
    return pairs


def _free_stretches(items: Sequence[Item], middle: float) -> list[tuple[float, float]]:
    """The stretches (upper, lower) that nothing crosses at x = `middle`."""
    half = GUTTER / 2
    walls = sorted(
        (item.top, item.bottom)
        for item in items
        if item.x0 < middle + half and item.x1 > middle - half
    )
    stretches = []
    high = float("-inf")
    for top, bottom in walls:
        if top > high:
            stretches.append((high, (top + bottom) / 2 - 0.01))
        high = max(high, (top + bottom) / 2 + 0.01)
    return [*stretches, (high, float("inf"))]


def _weight(items: Sequence[Item], middle: float) -> int:
    """How much a gutter separates; 0 when it is none."""
    left = [item for item in items if (item.x0 + item.x1) / 2 < middle]
    right = [item for item in items if (item.x0 + item.x1) / 2 >= middle]
    counts = []
    for side in (left, right):
        telling = [item for item in side if len(item.text) >= LEAST_LETTERS]
        if not telling:
            return 0
        counts.append(len({round(item.top) for item in telling}))
    if max(counts) < LEAST_LINES:
        return 0
    return sum(counts)
