"""Which value of a chart belongs to which series and category.

Positions and colours decide. Where a scale is printed, a value must also agree with the length
of its bar or the height of its marker. What does not fit stays unassigned.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from assistant.reading.chart_parts import (
    Label,
    Plot,
    Scale,
    amount,
    is_bar_group,
    read_legend,
    scale_of,
)
from assistant.reading.drawings import Shape
from assistant.reading.glyphs import Colour

# Points: how far a label may stand from its mark, and how far a value from its place.
NEAR = 14.0
OFF = 4.0
# The part of the way between two categories within which a bar belongs to one of them. Where
# every second name is left out, the bars in between stand at more than .4 from either.
SLOT = 0.36


@dataclass(slots=True)
class Category:
    """One category: its name and its place along the axis."""

    name: str
    at: float
    parts: list[Label]


@dataclass(slots=True)
class Value:
    """One settled value; `parts` are the labels it rests on."""

    series: str
    category: str
    label: Label
    parts: list[Label]


@dataclass(slots=True)
class Values:
    """What was read from a chart; `scaled` tells whether it prints a scale."""

    title: str = ""
    points: list[Value] = field(default_factory=list)
    unassigned: list[Label] = field(default_factory=list)
    scaled: bool = False


def read_values(plot: Plot) -> Values:
    """The values that positions settle, the rest unassigned."""
    upright = _upright(plot)
    scale = scale_of(plot, upright)
    legend, named = read_legend(plot)
    ticks = set(scale.labels) if scale else set()
    others = [one for one in plot.labels if one not in ticks and one not in named]
    categories = _categories(plot, others, upright, scale)
    used = {part for category in categories for part in category.parts}
    title, heading = _title(plot, [one for one in others if one not in used], scale)
    free = [one for one in others if one.numeric and one not in used and one not in heading]
    points = _single(_settle(plot, free, categories, legend, scale, upright))
    order = list(legend.values())
    places = {category.name: at for at, category in enumerate(categories)}
    points.sort(
        key=lambda p: (order.index(p.series) if p.series in order else 0, places[p.category])
    )
    if scale is None and not _proportional(points, plot, upright):
        points = []
    taken = {point.label for point in points}
    return Values(title, points, [one for one in free if one not in taken], scale is not None)


def _upright(plot: Plot) -> bool:
    """Whether values grow upwards: bars on a common foot, or a scale beside the plot."""
    if plot.bars:
        feet = max(_most([round(bar.bottom / 2) for bar in plot.bars]), 0)
        sides = max(_most([round(bar.x0 / 2) for bar in plot.bars]), 0)
        if max(feet, sides) >= 3 and feet != sides:
            return feet > sides
    return scale_of(plot, upright=True) is not None


def _most(values: Sequence[int]) -> int:
    return max((values.count(value) for value in set(values)), default=0)


def _categories(
    plot: Plot, others: Sequence[Label], upright: bool, scale: Scale | None
) -> list[Category]:
    """The names along the other axis, wrapped ones put together."""
    foot = _foot(plot, upright, scale)
    if foot is None:
        return []
    if upright:
        below = [one for one in others if one.y > foot]
        first = min((one.y for one in below), default=0.0)
        slanted = [one for one in below if one.slanted]
        if len(slanted) > 1:
            rows = sorted(slanted, key=lambda label: label.anchor)
            return [Category(one.text, one.anchor, [one]) for one in rows]
        rows = [one for one in below if one.y - first < 0.6 * one.height]
        names = [
            Category(one.text, one.x, [one]) for one in sorted(rows, key=lambda label: label.x)
        ]
        _wrap(names, [one for one in below if one not in rows], first)
        return names
    beside = [one for one in others if one.piece.x1 <= foot + 1 and not one.numeric]
    names = []
    ordered = sorted(beside, key=lambda label: label.y)
    steps = [b.piece.base - a.piece.base for a, b in pairwise(ordered)]
    for one in ordered:
        last = names[-1] if names else None
        step = one.piece.base - last.parts[-1].piece.base if last else 0.0
        if last and step <= 1.3 * one.piece.size and max(steps) > 1.6 * step:
            last.parts.append(one)
            last.name += " " + one.text
            last.at = (last.parts[0].y + one.y) / 2
        else:
            names.append(Category(one.text, one.y, [one]))
    return names


def _foot(plot: Plot, upright: bool, scale: Scale | None) -> float | None:
    """Where the categories' axis lies: the bars' common base, else the scale's zero end."""
    if plot.bars and is_bar_group(plot.bars):
        bases = [round(bar.bottom if upright else bar.x0) for bar in plot.bars]
        return float(max(set(bases), key=bases.count))
    if scale is None:
        return None
    ends = [label.y if upright else label.x for label in scale.labels]
    return max(ends) if upright else min(ends)


def _wrap(names: Sequence[Category], lower: Sequence[Label], first: float) -> None:
    """Adds the second and third lines of category names."""
    for one in sorted(lower, key=lambda label: label.y):
        if one.y - first > 3.2 * one.height or one.numeric:
            continue
        for category in names:
            last = category.parts[-1]
            if abs(one.x - category.at) < 3 and one.piece.top - last.piece.bottom < 2:
                category.parts.append(one)
                category.name += " " + one.text
                break


def _title(plot: Plot, others: Sequence[Label], scale: Scale | None) -> tuple[str, set[Label]]:
    """The lines above the plot that are no numbers."""
    tops = [bar.top for bar in plot.bars] + [label.piece.top for label in others if label.numeric]
    tops += [label.piece.top for label in scale.labels] if scale else []
    high = min(tops, default=plot.rect[1])
    lines = [one for one in others if not one.numeric and one.y < high]
    lines.sort(key=lambda label: (round(label.piece.base), label.piece.x0))
    return " ".join(line.text for line in lines), set(lines)


def _single(points: Sequence[Value]) -> list[Value]:
    """Without the values that claim the same place."""
    places = [(point.series, point.category) for point in points]
    return [point for point, place in zip(points, places, strict=True) if places.count(place) == 1]


def _settle(
    plot: Plot,
    free: Sequence[Label],
    categories: Sequence[Category],
    legend: dict[Colour, str],
    scale: Scale | None,
    upright: bool,
) -> list[Value]:
    if not categories:
        return []
    claims: dict[int, list[tuple[float, Label]]] = defaultdict(list)
    for label in free:
        fits = sorted(
            (distance, at)
            for at, bar in enumerate(plot.bars)
            if (distance := _distance(label, bar, upright, id(bar) in plot.markers)) is not None
            and _agrees(label, bar, scale, upright, id(bar) in plot.markers)
        )
        if fits and (len(fits) == 1 or fits[1][0] - fits[0][0] > 1):
            claims[fits[0][1]].append((fits[0][0], label))
    points = []
    for at, claim in claims.items():
        bar = plot.bars[at]
        claim.sort(key=lambda one: one[0])
        if len(claim) > 1 and claim[1][0] - claim[0][0] <= 1:
            continue
        category = _nearest(
            categories, (bar.x0 + bar.x1) / 2 if upright else (bar.top + bar.bottom) / 2
        )
        series = legend.get(bar.fill, "") if bar.fill else ""
        if category is None or (legend and not series):
            continue
        label = claim[0][1]
        points.append(Value(series, category.name, label, [label]))
    return points + _bare(free, categories, legend, scale, points, plot)


def _distance(label: Label, bar: Shape, upright: bool, marker: bool) -> float | None:
    """How far a label stands from the end of its bar or from its marker; None if not beside."""
    piece = label.piece
    if marker:
        across = max(bar.x0 - piece.x1, piece.x0 - bar.x1, 0.0)
        down = max(bar.top - piece.bottom, piece.top - bar.bottom, 0.0)
        distance = (across**2 + down**2) ** 0.5
        return distance if distance <= NEAR else None
    if upright:
        if abs(label.x - (bar.x0 + bar.x1) / 2) > max(0.5 * bar.width, 1.5):
            return None
        if bar.top <= label.y <= bar.bottom:
            return 0.0
        gap = abs(bar.top - piece.bottom) if label.y < bar.top else abs(piece.top - bar.bottom)
    else:
        aside = abs(label.y - (bar.top + bar.bottom) / 2)
        if aside > max(0.5 * bar.height, 1.5):
            return None
        if bar.x0 <= label.x <= bar.x1:
            return aside
        gap = abs(piece.x0 - bar.x1) if label.x > bar.x1 else abs(bar.x0 - piece.x1)
    return gap if gap <= NEAR else None


def _agrees(label: Label, bar: Shape, scale: Scale | None, upright: bool, marker: bool) -> bool:
    """Whether the printed value fits the mark's length or height on the printed scale."""
    if scale is None:
        return True
    value = amount(label.text)
    if marker:
        middle = (bar.top + bar.bottom) / 2 if upright else (bar.x0 + bar.x1) / 2
        if abs(scale.place(value) - middle) <= OFF:
            return True
    length = bar.height if upright else bar.width
    return abs(abs(scale.step * value) - length) <= max(OFF, 0.03 * length)


def _nearest(categories: Sequence[Category], at: float) -> Category | None:
    """The category in whose slot `at` lies."""
    best = min(categories, key=lambda category: abs(category.at - at))
    if len(categories) == 1:
        return best
    slots = [abs(b.at - a.at) for a, b in pairwise(categories)]
    return best if abs(best.at - at) <= SLOT * min(slots) else None


def _proportional(points: Sequence[Value], plot: Plot, upright: bool) -> bool:
    """Without a printed scale the values must at least grow in step with their bars."""
    pairs = []
    for point in points:
        beside = [
            (distance, bar.height if upright else bar.width)
            for bar in plot.bars
            if (distance := _distance(point.label, bar, upright, id(bar) in plot.markers))
            is not None
        ]
        if beside:
            pairs.append((min(beside)[1], amount(point.label.text)))
    if len(pairs) < 2:
        return False
    (short, low), (long, high) = min(pairs), max(pairs)
    if long - short < 1:
        return high == low
    slope = (high - low) / (long - short)
    slack = 0.06 * max(abs(high - low), abs(high), 1e-9)
    return slope > 0 and all(
        abs(low + slope * (length - short) - value) <= slack for length, value in pairs
    )


def _bare(
    free: Sequence[Label],
    categories: Sequence[Category],
    legend: dict[Colour, str],
    scale: Scale | None,
    points: Sequence[Value],
    plot: Plot,
) -> list[Value]:
    """Values without a mark of their own (a bar of no height, a drawn line) in one series."""
    if len(legend) > 1 or scale is None or scale.step > 0:
        return []
    series = next(iter(legend.values()), "")
    filled = {point.category for point in points}
    taken = {point.label for point in points}
    found: dict[str, list[Label]] = defaultdict(list)
    for label in free:
        if label in taken:
            continue
        category = _nearest(categories, label.x)
        if category is None or category.name in filled or abs(category.at - label.x) > 4:
            continue
        if abs(scale.place(amount(label.text)) - label.y) <= NEAR:
            found[category.name].append(label)
    return [
        Value(series, name, labels[0], [labels[0]])
        for name, labels in found.items()
        if len(labels) == 1
    ]
