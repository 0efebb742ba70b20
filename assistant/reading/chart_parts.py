"""What a chart consists of: labels, bars, markers, a scale, a legend.

Tells them apart by shape and position. Never says which value belongs to which category:
`chart_values` does.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from assistant.reading.drawings import Rule, Shape
from assistant.reading.glyphs import Colour
from assistant.reading.lines import Piece, Word

_NUMBER = re.compile(
    r"^[-–−+]?\s*(\d{1,3}(?:[ \u00a0.]\d{3})+|\d+)(?:[,.](\d+))?\s*"
    r"(?:%|kr|tkr|mkr|mnkr|mdkr|procent|st|pers\.?|personer|år)?$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"^(?:19|20)\d\d$")


def numeric(text: str) -> bool:
    """Whether a label is a number, with or without a unit."""
    return bool(_NUMBER.match(text.strip()))


def amount(text: str) -> float:
    """The number a numeric label stands for."""
    text = text.strip()
    match = _NUMBER.match(text)
    if match is None:
        raise ValueError(text)
    whole = re.sub(r"\D", "", match[1])
    value = float(f"{whole}.{match[2] or 0}")
    return -value if text[0] in "-–−" else value


@dataclass(slots=True, eq=False)
class Label:
    """A piece of text in a chart, with its middle."""

    piece: Piece

    @property
    def text(self) -> str:
        return self.piece.text

    @property
    def numeric(self) -> bool:
        return numeric(self.piece.text)

    @property
    def x(self) -> float:
        return (self.piece.x0 + self.piece.x1) / 2

    @property
    def anchor(self) -> float:
        """Where along a lower axis the label is fastened: slanted text hangs by its end."""
        angle = self.piece.words[0].face.angle
        inset = 0.35 * self.piece.size
        if 105 < angle % 180 < 160:
            return self.piece.x1 - inset
        if 20 < angle % 180 < 75:
            return self.piece.x0 + inset
        return self.x

    @property
    def slanted(self) -> bool:
        return self.piece.words[0].face.turned

    @property
    def y(self) -> float:
        """The middle of its figures: what ascends and descends around them varies by font."""
        if self.slanted:
            return (self.piece.top + self.piece.bottom) / 2
        return self.piece.base - 0.35 * self.piece.size

    @property
    def height(self) -> float:
        return self.piece.bottom - self.piece.top


def labels_of(piece: Piece) -> list[Label]:
    """A piece as labels: figures side by side are a label each, unless they are one number."""
    words = piece.words
    groups: list[list[Word]] = [[words[0]]]
    for before, word in pairwise(words):
        apart = word.x0 - before.x1 > 0.45 * piece.size
        if apart and numeric(before.text) and numeric(word.text):
            groups.append([word])
        else:
            groups[-1].append(word)
    if len(groups) == 1:
        return [Label(piece)]
    return [Label(Piece(group, piece.base, piece.size)) for group in groups]


def names_series(label: Label) -> bool:
    """Whether a label may name a series: words, or a year."""
    return not label.numeric or bool(_YEAR.match(label.text))


@dataclass(slots=True)
class Plot:
    """What a chart consists of, before it is understood. `rect` is (x0, top, x1, bottom)."""

    rect: tuple[float, float, float, float]
    labels: list[Label]
    bars: list[Shape]
    swatches: list[Shape]
    grid: list[Rule]
    markers: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Small squares are markers (by `id`), unless they are short bars on the common base."""
        based = {id(bar) for group in is_bar_group(self.bars) for bar in group}
        self.markers = {
            id(bar)
            for bar in self.bars
            if max(bar.width, bar.height) <= 12
            and abs(bar.width - bar.height) < 3
            and id(bar) not in based
        }


@dataclass(slots=True)
class Scale:
    """A printed value axis: position = `zero` + `step` × value, in points down or right."""

    labels: list[Label]
    zero: float
    step: float

    def place(self, value: float) -> float:
        return self.zero + self.step * value


def is_swatch(shape: Shape, wordy: Sequence[Label]) -> bool:
    """Whether a small shape stands right before a name: a legend's colour."""
    if max(shape.width, shape.height) > 40 or shape.height > 14:
        return False
    middle = (shape.top + shape.bottom) / 2
    return any(
        -1 < label.piece.x0 - shape.x1 < 12
        and not label.slanted
        and abs(label.y - middle) < 0.6 * label.height
        for label in wordy
    )


def is_bar_group(shapes: Sequence[Shape]) -> list[list[Shape]]:
    """Groups of at least three bars of equal thickness on one base."""
    groups = []
    for upright in (True, False):
        bases: dict[tuple[int, int], list[Shape]] = defaultdict(list)
        for shape in shapes:
            if not shape.boxy or shape.fill is None or min(shape.fill[:3]) > 250:
                continue
            base = shape.bottom if upright else shape.x0
            thickness = shape.width if upright else shape.height
            if thickness >= 2:
                bases[(round(base / 2), round(thickness))].append(shape)
        for group in bases.values():
            lengths = {round(s.height if upright else s.width) for s in group}
            if len(group) >= 3 and len(lengths) >= 2:
                groups.append(group)
    return groups


def read_legend(plot: Plot) -> tuple[dict[Colour, str], set[Label]]:
    """Colour → name of the series, in reading order, and the labels that say so."""
    legend: dict[Colour, str] = {}
    named: set[Label] = set()
    wordy = [label for label in plot.labels if names_series(label)]
    for shape in sorted(plot.swatches, key=lambda s: (round(s.top / 4), s.x0)):
        middle = (shape.top + shape.bottom) / 2
        beside = [
            label
            for label in wordy
            if -1 < label.piece.x0 - shape.x1 < 12 and abs(label.y - middle) < 0.6 * label.height
        ]
        if beside and shape.fill is not None:
            nearest = min(beside, key=lambda label: label.piece.x0)
            legend[shape.fill] = nearest.text
            named.add(nearest)
    return legend, named


def scale_of(plot: Plot, upright: bool) -> Scale | None:
    """The value axis: at least three evenly spaced numbers in arithmetic progression."""
    best: Scale | None = None
    numbers = [label for label in plot.labels if label.numeric]
    for line in _lined_up(numbers, upright):
        line.sort(key=lambda label: label.y if upright else label.x)
        values = [amount(label.text) for label in line]
        at = [label.y if upright else label.x for label in line]
        if len(line) < 3 or not _even(values, 0.01) or not _even(at, 0.06):
            continue
        if all(_YEAR.match(label.text) for label in line):
            continue
        snapped = [_snap(place, plot.grid, upright) for place in at]
        step = (snapped[-1] - snapped[0]) / (values[-1] - values[0])
        found = Scale(line, snapped[0] - step * values[0], step)
        if (step < 0) == upright and (best is None or len(line) > len(best.labels)):
            best = found
    return best


def _lined_up(numbers: Sequence[Label], upright: bool) -> list[list[Label]]:
    """Numbers that share an edge (upright) or a baseline."""
    lines: dict[tuple[str, int], list[Label]] = defaultdict(list)
    for label in numbers:
        if upright:
            lines[("right", round(label.piece.x1 / 2))].append(label)
            lines[("left", round(label.piece.x0 / 2))].append(label)
        else:
            lines[("base", round(label.piece.base / 2))].append(label)
    return list(lines.values())


def _even(values: Sequence[float], slack: float) -> bool:
    steps = [b - a for a, b in pairwise(values)]
    mean = sum(steps) / len(steps)
    return mean != 0 and all(abs(step - mean) <= slack * abs(mean) + 1e-9 for step in steps)


def _snap(place: float, grid: Sequence[Rule], upright: bool) -> float:
    levels = [rule.top if upright else rule.x0 for rule in grid if rule.horizontal == upright]
    near = min(levels, key=lambda level: abs(level - place), default=place)
    return near if abs(near - place) < 6 else place
