"""What is drawn on a PDF page besides text: rules, filled shapes and pictures.

Never reads text and never decides what a drawing means (table, chart or ornament).
Coordinates are points from the top left of the page, as in `glyphs`.
"""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from assistant.reading.glyphs import Colour, Place

# A filled rectangle thinner than this is a ruled line rather than a surface.
RULE_THICKNESS = 2.5
# A page with more drawn objects than this is a map or an illustration: the rest is left out.
MOST_OBJECTS = 20000

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Shape:
    """A surface: a bar, a marker, a cell's ground, a frame. `fill` is None when only outlined.

    `boxy` is True for an upright rectangle.
    """

    x0: float
    top: float
    x1: float
    bottom: float
    fill: Colour | None
    stroke: Colour | None
    boxy: bool

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line, horizontal (top == bottom) or vertical (x0 == x1).

    `surface` is the thin filled rectangle it was drawn as: the bar of a small value looks so.
    """

    x0: float
    top: float
    x1: float
    bottom: float
    surface: Shape | None = None

    @property
    def horizontal(self) -> bool:
        return self.top == self.bottom


@dataclass(slots=True)
class Drawings:
    """Everything drawn on one page. `pictures` are (x0, top, x1, bottom)."""

    rules: list[Rule] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    pictures: list[tuple[float, float, float, float]] = field(default_factory=list)
    objects: int = 0


def read_drawings(page: pdfium.PdfPage, place: Place) -> Drawings:
    """All rules, shapes and pictures of a page, those inside form objects included."""
    drawings = Drawings()
    handle = page.raw
    for index in range(raw.FPDFPage_CountObjects(handle)):
        _visit(raw.FPDFPage_GetObject(handle, index), _IDENTITY, place, drawings, 0)
    return drawings


def _visit(item: object, outer: Matrix, place: Place, drawings: Drawings, depth: int) -> None:
    drawings.objects += 1
    if drawings.objects > MOST_OBJECTS:
        return
    kind = raw.FPDFPageObj_GetType(item)
    if kind == raw.FPDF_PAGEOBJ_FORM and depth < 6:
        inner = _times(_matrix(item), outer)
        for index in range(raw.FPDFFormObj_CountObjects(item)):
            _visit(raw.FPDFFormObj_GetObject(item, index), inner, place, drawings, depth + 1)
    elif kind == raw.FPDF_PAGEOBJ_IMAGE:
        full = _times(_matrix(item), outer)
        corners = [place(*_apply(full, x, y)) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))]
        drawings.pictures.append(_bounds(corners))
    elif kind == raw.FPDF_PAGEOBJ_PATH:
        _path(item, _times(_matrix(item), outer), place, drawings)


def _matrix(item: object) -> Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, ctypes.byref(found)):
        return _IDENTITY
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _times(first: Matrix, second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _bounds(points: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    xs = [point[0] for point in points]
    ys = [point[1] for point in points]
    return min(xs), min(ys), max(xs), max(ys)


def _path(item: object, matrix: Matrix, place: Place, drawings: Drawings) -> None:
    mode, stroked = ctypes.c_int(0), ctypes.c_int(0)
    raw.FPDFPath_GetDrawMode(item, ctypes.byref(mode), ctypes.byref(stroked))
    fill = _colour(item, raw.FPDFPageObj_GetFillColor) if mode.value else None
    stroke = _colour(item, raw.FPDFPageObj_GetStrokeColor) if stroked.value else None
    if fill is None and stroke is None:
        return
    for points, curved in _subpaths(item, matrix, place):
        _add(points, curved, fill, stroke, drawings)


def _colour(item: object, getter: Callable[..., int]) -> Colour | None:
    parts = [ctypes.c_uint(0) for _ in range(4)]
    if not getter(item, *(ctypes.byref(part) for part in parts)):
        return (0, 0, 0, 255)
    red, green, blue, alpha = (part.value for part in parts)
    return (red, green, blue, alpha) if alpha else None


def _subpaths(
    item: object, matrix: Matrix, place: Place
) -> list[tuple[list[tuple[float, float]], bool]]:
    found: list[tuple[list[tuple[float, float]], bool]] = []
    points: list[tuple[float, float]] = []
    curved = False
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(raw.FPDFPath_CountSegments(item)):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = place(*_apply(matrix, x.value, y.value))
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                found.append((points, curved))
            points, curved = [point], False
            continue
        curved = curved or kind == raw.FPDF_SEGMENT_BEZIERTO
        points.append(point)
        if raw.FPDFPathSegment_GetClose(segment) and points[0] != point:
            points.append(points[0])
    if len(points) > 1:
        found.append((points, curved))
    return found


def _add(
    points: list[tuple[float, float]],
    curved: bool,
    fill: Colour | None,
    stroke: Colour | None,
    drawings: Drawings,
) -> None:
    x0, top, x1, bottom = _bounds(points)
    width, height = x1 - x0, bottom - top
    upright = all(
        abs(a[0] - b[0]) < 0.6 or abs(a[1] - b[1]) < 0.6 for a, b in itertools.pairwise(points)
    )
    if min(width, height) <= RULE_THICKNESS and max(width, height) > 2 * RULE_THICKNESS:
        if fill == (255, 255, 255, 255) and stroke is None:
            return
        middle_x, middle_y = (x0 + x1) / 2, (top + bottom) / 2
        surface = Shape(x0, top, x1, bottom, fill, stroke, True) if fill else None
        if width >= height:
            drawings.rules.append(Rule(x0, middle_y, x1, middle_y, surface))
        else:
            drawings.rules.append(Rule(middle_x, top, middle_x, bottom, surface))
        return
    boxy = upright and not curved and 4 <= len(points) <= 6
    if boxy or curved or fill is not None:
        drawings.shapes.append(Shape(x0, top, x1, bottom, fill, stroke, boxy))
    if upright and not curved and stroke is not None:
        for a, b in itertools.pairwise(points):
            _edge(a, b, drawings)
        if boxy:
            _edge(points[-1], points[0], drawings)


def _edge(a: tuple[float, float], b: tuple[float, float], drawings: Drawings) -> None:
    across, down = abs(a[0] - b[0]), abs(a[1] - b[1])
    if max(across, down) < 2 * RULE_THICKNESS:
        return
    if across >= down:
        level = (a[1] + b[1]) / 2
        drawings.rules.append(Rule(min(a[0], b[0]), level, max(a[0], b[0]), level))
    else:
        level = (a[0] + b[0]) / 2
        drawings.rules.append(Rule(level, min(a[1], b[1]), level, max(a[1], b[1])))
