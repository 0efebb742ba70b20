"""The characters of a PDF page with their places and type, as pdfium reports them.

Never joins characters to words and never judges layout. All coordinates are points from the
top left of the page as it is shown (crop box and rotation applied).
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, cast

import pypdfium2 as pdfium
import pypdfium2.raw as raw

Colour = tuple[int, int, int, int]
Place = Callable[[float, float], tuple[float, float]]

_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique|kursiv", re.IGNORECASE)
_HYPHENS = {0x02: "-", 0xFFFE: "-", 0x2010: "‐", 0x2011: "‑"}
_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_FORCE_BOLD = 1 << 18
_ITALIC_FLAG = 1 << 6


def _quick(function: object, result: Any, *arguments: Any) -> Callable[..., int]:
    """The same function of pdfium, with handles as plain numbers.

    A page has thousands of characters, and an object made for every handle is half of the time
    that reading them takes.
    """
    address = ctypes.cast(cast(Any, function), ctypes.c_void_p).value
    assert address is not None
    return ctypes.CFUNCTYPE(result, ctypes.c_void_p, ctypes.c_int, *arguments)(address)


_unicode_of = _quick(raw.FPDFText_GetUnicode, ctypes.c_uint)
_object_of = _quick(raw.FPDFText_GetTextObject, ctypes.c_void_p)
_box_of = _quick(raw.FPDFText_GetLooseCharBox, ctypes.c_int, ctypes.c_void_p)
_origin_of = _quick(raw.FPDFText_GetCharOrigin, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)


@dataclass(frozen=True, slots=True)
class Face:
    """The type a character is set in; `size` in points as shown.

    `angle` is in degrees from the horizontal, clockwise, 0 up to 360; text within 20 of the
    horizontal counts as upright and has 0.
    """

    name: str
    size: float
    bold: bool
    italic: bool
    colour: Colour
    angle: float = 0.0

    @property
    def turned(self) -> bool:
        return self.angle != 0.0


@dataclass(slots=True)
class Glyph:
    """One character (a ligature is two or three letters in `text`; a blank is " ").

    `base` is the baseline's distance from the top of the page, `order` the place in the
    content stream. `soft` marks a soft hyphen (its `text` is "").
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    face: Face
    order: int
    soft: bool = False


def page_place(page: pdfium.PdfPage) -> Place:
    """The function that takes a point of PDF user space to points from the top left."""
    left, low, right, high = page.get_cropbox(fallback_ok=True)
    left, right = min(left, right), max(left, right)
    low, high = min(low, high), max(low, high)
    turn = page.get_rotation()

    def place(x: float, y: float) -> tuple[float, float]:
        if turn == 90:
            return y - low, x - left
        if turn == 180:
            return right - x, y - low
        if turn == 270:
            return high - y, right - x
        return x - left, high - y

    return place


def read_glyphs(page: pdfium.PdfPage, place: Place) -> list[Glyph]:
    """The page's characters in content-stream order, without the blanks pdfium adds."""
    textpage = page.get_textpage()
    try:
        return _read(textpage.raw, place, page.get_rotation())
    finally:
        textpage.close()


def _read(textpage: Any, place: Place, turn: int) -> list[Glyph]:
    glyphs: list[Glyph] = []
    faces: dict[int, Face] = {}
    box, origin_x, origin_y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    to_box, to_x, to_y = map(ctypes.addressof, (box, origin_x, origin_y))
    handle = ctypes.addressof(textpage.contents)
    for index in range(raw.FPDFText_CountChars(textpage)):
        code = _unicode_of(handle, index)
        if code in (0, 0x0A, 0x0D) or 0xD800 <= code <= 0xDFFF:
            continue
        text = _HYPHENS.get(code) or _LIGATURES.get(code) or chr(code)
        blank = text.isspace()
        if blank and raw.FPDFText_IsGenerated(textpage, index) == 1:
            # Gaps tell words apart in upright text; on its side only pdfium sees them.
            if glyphs and glyphs[-1].face.turned and glyphs[-1].text != " ":
                glyphs.append(replace(glyphs[-1], text=" "))
            continue
        key = _object_of(handle, index) or 0
        face = faces.get(key)
        if face is None:
            face = faces[key] = _face(textpage, index, turn)
        if not _box_of(handle, index, to_box):
            continue
        _origin_of(handle, index, to_x, to_y)
        x0, top = place(box.left, box.top)
        x1, bottom = place(box.right, box.bottom)
        if x1 < x0:
            x0, x1 = x1, x0
        if bottom < top:
            top, bottom = bottom, top
        base = place(origin_x.value, origin_y.value)[1]
        soft = code == 0xAD
        glyphs.append(
            Glyph(
                "" if soft else " " if blank else text,
                x0,
                x1,
                top,
                bottom,
                base,
                face,
                index,
                soft,
            )
        )
    return glyphs


def _face(textpage: object, index: int, turn: int) -> Face:
    flags = ctypes.c_int(0)
    buffer = ctypes.create_string_buffer(128)
    raw.FPDFText_GetFontInfo(textpage, index, buffer, 128, ctypes.byref(flags))
    name = buffer.value.decode("utf-8", "replace")
    matrix = raw.FS_MATRIX()
    size = raw.FPDFText_GetFontSize(textpage, index)
    if raw.FPDFText_GetMatrix(textpage, index, ctypes.byref(matrix)):
        scale = (matrix.c**2 + matrix.d**2) ** 0.5
        size *= scale or 1.0
    channels = [ctypes.c_uint(0) for _ in range(4)]
    raw.FPDFText_GetFillColor(textpage, index, *(ctypes.byref(part) for part in channels))
    red, green, blue, alpha = (part.value for part in channels)
    bold = bool(_BOLD.search(name)) or bool(flags.value & _FORCE_BOLD)
    if not bold:
        bold = raw.FPDFText_GetFontWeight(textpage, index) >= 600
    italic = bool(_ITALIC.search(name)) or bool(flags.value & _ITALIC_FLAG)
    angle = math.degrees(raw.FPDFText_GetCharAngle(textpage, index)) + turn
    angle = angle % 360 if 20 < angle % 360 < 340 else 0.0
    return Face(name, round(size, 1), bold, italic, (red, green, blue, alpha), round(angle, 1))
