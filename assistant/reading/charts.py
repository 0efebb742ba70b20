"""Charts drawn as shapes, found on a page among text, tables and ornaments.

A chart is a place with bars or markers, or a frame with a scale, and numbers beside them.
Which number belongs where is worked out in `chart_values`. Pictures hold no text and are no
charts to this module.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.reading.blocks import CAPTION
from assistant.reading.chart_parts import (
    Label,
    Plot,
    is_bar_group,
    is_swatch,
    labels_of,
    names_series,
    numeric,
    scale_of,
)
from assistant.reading.chart_values import read_values
from assistant.reading.drawings import Drawings, Rule, Shape
from assistant.reading.lines import Piece, Word
from assistant.reading.tables import without

# A frame smaller than this (points) holds no chart.
LEAST_WIDTH, LEAST_HEIGHT = 90.0, 50.0
# Labels stand this near the bars or another label of the same chart.
REACH = 22.0
# Lines with more words than this are prose: a text box rather than a chart.
LONGEST_LABEL = 9


@dataclass(slots=True)
class ChartPoint:
    """One value read from a chart, and the words it was read from."""

    series: str
    category: str
    value: str
    words: list[Word] = field(default_factory=list)


@dataclass(slots=True)
class Chart:
    """A chart on one page; `words` in the order of the content stream."""

    x0: float
    top: float
    x1: float
    bottom: float
    words: list[Word] = field(default_factory=list)
    title: str = ""
    points: list[ChartPoint] = field(default_factory=list)
    unassigned: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


Rect = tuple[float, float, float, float]


def find_charts(
    pieces: Sequence[Piece], drawings: Drawings, body: float
) -> tuple[list[Chart], list[Piece]]:
    """(charts, the pieces outside them). `body` is the size of the running text."""
    charts: list[Chart] = []
    left = list(pieces)
    for rect in _places(left, drawings, body):
        inside = [piece for piece in left if _within(piece, rect)]
        chart = _chart(rect, inside, drawings)
        if chart is None:
            continue
        charts.append(chart)
        left = without(left, {id(word) for piece in inside for word in piece.words})
    return charts, left


def _within(piece: Piece, rect: Rect) -> bool:
    x, y = (piece.x0 + piece.x1) / 2, (piece.top + piece.bottom) / 2
    return rect[0] - 1 <= x <= rect[2] + 1 and rect[1] - 1 <= y <= rect[3] + 1


def _places(pieces: Sequence[Piece], drawings: Drawings, body: float) -> list[Rect]:
    """Where charts may stand: frames first (the smallest first), then bars without a frame."""
    frames = [
        (shape.x0, shape.top, shape.x1, shape.bottom)
        for shape in drawings.shapes
        if shape.boxy and shape.width >= LEAST_WIDTH and shape.height >= LEAST_HEIGHT
    ]
    places = sorted(set(frames), key=lambda rect: (rect[2] - rect[0]) * (rect[3] - rect[1]))
    held = [
        shape
        for shape in drawings.shapes
        if any(_inside(shape, rect) for rect in places) and not _is_place(shape, places)
    ]
    loose = [shape for shape in _surfaces(drawings) if shape not in held]
    for group in is_bar_group(loose):
        places.append(_grown(group, pieces, drawings, body))
    return places


def _is_place(shape: Shape, places: Sequence[Rect]) -> bool:
    return (shape.x0, shape.top, shape.x1, shape.bottom) in places


def _inside(shape: Shape, rect: Rect) -> bool:
    x, y = (shape.x0 + shape.x1) / 2, (shape.top + shape.bottom) / 2
    return rect[0] < x < rect[2] and rect[1] < y < rect[3]


def _surfaces(drawings: Drawings) -> list[Shape]:
    thin = [rule.surface for rule in drawings.rules if rule.surface is not None]
    return [shape for shape in [*drawings.shapes, *thin] if shape.fill is not None]


def _grown(
    group: Sequence[Shape], pieces: Sequence[Piece], drawings: Drawings, body: float
) -> Rect:
    """The bars' rectangle grown to the labels around it, text of the running size left out."""
    x0, top = min(s.x0 for s in group), min(s.top for s in group)
    x1, bottom = max(s.x1 for s in group), max(s.bottom for s in group)
    for rule in drawings.rules:
        if rule.x0 <= x1 and rule.x1 >= x0 and rule.top <= bottom and rule.bottom >= top:
            x0, x1 = min(x0, rule.x0), max(x1, rule.x1)
            top, bottom = min(top, rule.top), max(bottom, rule.bottom)
    labels = [piece for piece in pieces if _may_be_label(piece, body)]
    for _ in range(8):
        grown = False
        for piece in labels:
            near = (
                piece.x0 <= x1 + REACH
                and piece.x1 >= x0 - REACH
                and piece.top <= bottom + REACH
                and piece.bottom >= top - REACH
            ) or _on_axis(piece, labels, (x0, top, x1, bottom))
            if near and not (
                piece.x0 >= x0 and piece.x1 <= x1 and piece.top >= top and piece.bottom <= bottom
            ):
                x0, x1 = min(x0, piece.x0), max(x1, piece.x1)
                top, bottom = min(top, piece.top), max(bottom, piece.bottom)
                grown = True
        if not grown:
            break
    return x0, top, x1, bottom


def _on_axis(piece: Piece, labels: Sequence[Piece], rect: Rect) -> bool:
    """Whether a number goes on the row of at least two numbers within `rect`, not far away."""
    if not numeric(piece.text) or piece.x0 - rect[2] > 4 * REACH or rect[0] - piece.x1 > 4 * REACH:
        return False
    row = [
        one
        for one in labels
        if abs(one.base - piece.base) < 1
        and one.size == piece.size
        and numeric(one.text)
        and _within(one, rect)
    ]
    return len(row) >= 2


def _may_be_label(piece: Piece, body: float) -> bool:
    """Numbers, small type, or a word or two that are no heading."""
    if numeric(piece.text):
        return True
    if CAPTION.match(piece.text):
        return False
    if piece.size < body:
        return len(piece.words) <= LONGEST_LABEL
    return piece.size <= body and len(piece.words) <= 3 and not piece.words[0].face.bold


def _chart(rect: Rect, inside: Sequence[Piece], drawings: Drawings) -> Chart | None:
    numbers = [piece for piece in inside if numeric(piece.text)]
    if len(numbers) < 2 or any(len(piece.words) > LONGEST_LABEL + 6 for piece in inside):
        return None
    labels = [label for piece in inside for label in labels_of(piece)]
    surfaces = [
        shape
        for shape in _surfaces(drawings)
        if _inside(shape, rect) and (shape.x0, shape.top, shape.x1, shape.bottom) != rect
    ]
    wordy = [label for label in labels if not label.numeric]
    marks = [shape for shape in surfaces if not _ground(shape, wordy)]
    named = [label for label in labels if names_series(label)]
    swatches = [shape for shape in marks if is_swatch(shape, named)]
    bars = [shape for shape in marks if shape not in swatches]
    grid = [rule for rule in drawings.rules if _crosses(rule, rect)]
    plot = Plot(rect, labels, bars, swatches, grid)
    if not is_bar_group(bars) and scale_of(plot, upright=True) is None:
        return None
    if not bars and not swatches:
        return None
    values = read_values(plot)
    if len(values.points) < 2 and not (values.scaled and swatches):
        return None
    words = sorted((word for piece in inside for word in piece.words), key=lambda w: w.order)
    chart = Chart(*rect, words, values.title)
    chart.points = [
        ChartPoint(point.series, point.category, point.label.text, _words(point.parts))
        for point in values.points
    ]
    chart.unassigned = [label.text for label in values.unassigned]
    return chart


def _words(parts: Sequence[Label]) -> list[Word]:
    return [word for part in parts for word in part.piece.words]


def _ground(shape: Shape, wordy: Sequence[Label]) -> bool:
    """Whether a surface lies behind words: a ground, not a bar."""
    white = shape.fill is not None and min(shape.fill[:3]) > 250
    return white or any(
        shape.x0 < label.x < shape.x1 and shape.top < label.y < shape.bottom for label in wordy
    )


def _crosses(rule: Rule, rect: Rect) -> bool:
    return (
        rule.x0 >= rect[0] - 1
        and rule.x1 <= rect[2] + 1
        and rule.top >= rect[1] - 1
        and rule.bottom <= rect[3] + 1
    )
