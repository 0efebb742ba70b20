"""Pictures of PDF pages with the quotes marked.

Holds drawing only: it never decides what is quoted. pdfium is not safe to use from two threads
at once, so that every call to it here goes through one lock.
"""

from __future__ import annotations

import io
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import DamagedFile, UnknownItem
from assistant.page_search import Area, find_quote
from assistant.schema import Citation

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_PIXELS = 24_000_000
"""Of one picture; a larger page is drawn at a lower scale."""
_SCALES = (0.2, 6.0)
_KEPT_BYTES = 96 * 1024 * 1024
_MARK = (255, 226, 92)
_EDGE = (150, 96, 0)
_LOCK = threading.Lock()


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A page without marks, and the places on it that its quotes were found at."""

    image: Image
    scale: float
    places: dict[str, tuple[Area, ...]]

    @property
    def size(self) -> int:
        return self.image.width * self.image.height * 3


class _Renders:
    """The pages drawn last, up to `_KEPT_BYTES`; the least recently used go first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Any, ...], _Drawn] = OrderedDict()

    def get(self, key: tuple[Any, ...]) -> _Drawn | None:
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def put(self, key: tuple[Any, ...], drawn: _Drawn) -> None:
        self._kept[key] = drawn
        total = sum(one.size for one in self._kept.values())
        while total > _KEPT_BYTES and len(self._kept) > 1:
            total -= self._kept.popitem(last=False)[1].size


_RENDERS = _Renders()


def picture(path: Path, page: int, citations: Sequence[Citation], scale: float) -> bytes:
    """A PNG of the page (1-based), the quotes that stand on it marked.

    `scale` is pixels a PDF point, kept between 0.2 and 6. A quote is marked by its boxes where
    they lie on this page, else where its words are found on it; a quote of another page is not
    marked. Raises `UnknownItem` for a page that there is not, or a format without pages, and
    `DamagedFile` for a file that cannot be drawn.
    """
    if path.suffix.lower() != ".pdf":
        raise UnknownItem(
            "Dokumentet har inga sidor att visa.", "Öppna filen, eller läs avsnittet som text."
        )
    wanted = [one.quote for one in citations if _searched(one, page)]
    drawn = _page(path, page, min(max(scale, _SCALES[0]), _SCALES[1]), wanted)
    areas: list[Area] = []
    for one in citations:
        boxes = [(b.x0, b.top, b.x1, b.bottom) for b in one.boxes if b.page == page]
        areas += boxes or (drawn.places.get(one.quote, ()) if one.page == page else ())
    image = _marked(drawn.image, areas, drawn.scale) if areas else drawn.image
    target = io.BytesIO()
    # the fastest level: the picture stays on this machine, and level 6 takes four times as long
    image.save(target, "PNG", compress_level=1)
    return target.getvalue()


def _searched(citation: Citation, page: int) -> bool:
    """Whether the quote has to be looked for on the page."""
    on_page = any(box.page == page for box in citation.boxes)
    return citation.page == page and bool(citation.quote) and not on_page


def _page(path: Path, page: int, scale: float, quotes: Sequence[str]) -> _Drawn:
    """The page drawn, with the places of `quotes`; from memory when the file is the same."""
    try:
        status = path.stat()
    except OSError as error:
        raise UnknownItem(
            f"Filen {path.name} finns inte längre i mappen med dokument.",
            "Lägg tillbaka den eller kör: finsam index",
        ) from error
    key = (str(path), status.st_mtime_ns, status.st_size, page, scale)
    with _LOCK:
        known = _RENDERS.get(key)
        if known is not None and all(quote in known.places for quote in quotes):
            return known
        drawn = _draw(path, page, scale, quotes, known)
        _RENDERS.put(key, drawn)
        return drawn


def _draw(
    path: Path, page: int, scale: float, quotes: Sequence[str], known: _Drawn | None
) -> _Drawn:
    import pypdfium2 as pdfium

    from assistant.errors import ReadingError
    from assistant.reading.pdf_file import open_pdf

    try:
        with open_pdf(path) as opened:
            document = opened.document
            if not 1 <= page <= len(document):
                raise UnknownItem(
                    f"Sidan {page} finns inte: dokumentet har {len(document)} sidor.",
                    "Välj en annan sida.",
                )
            leaf = document[page - 1]
            width, height = leaf.get_size()
            scale = min(scale, (MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
            places = dict(known.places) if known else {}
            if quotes:
                places |= find_quote(leaf, quotes)
            image = known.image if known else _image(leaf, scale)
            return _Drawn(image, scale, places)
    except (pdfium.PdfiumError, ReadingError, MemoryError) as error:
        raise DamagedFile(
            f"Sidan {page} i {path.name} går inte att visa som bild.", "Läs den som text."
        ) from error


def _image(leaf: Any, scale: float) -> Image:
    image: Image = leaf.render(scale=scale).to_pil().convert("RGB")
    return image


def _marked(image: Image, areas: Sequence[Area], scale: float) -> Image:
    """A copy with the areas (points from the top left) tinted, text still readable, and framed.

    The frame says the same as the colour, for those who do not see it.
    """
    from PIL import Image as Images
    from PIL import ImageChops, ImageDraw

    tint = Images.new("RGB", image.size, (255, 255, 255))
    frames = []
    draw = ImageDraw.Draw(tint)
    for x0, top, x1, bottom in areas:
        frame = (
            max(round((x0 - 1.5) * scale), 0),
            max(round((top - 1.5) * scale), 0),
            min(round((x1 + 1.5) * scale), image.width - 1),
            min(round((bottom + 1.5) * scale), image.height - 1),
        )
        if frame[0] < frame[2] and frame[1] < frame[3]:
            frames.append(frame)
            draw.rectangle(frame, fill=_MARK)
    # multiplied, black stays black and white becomes the mark's colour
    image = ImageChops.multiply(image, tint)
    draw = ImageDraw.Draw(image)
    edge = max(round(scale * 0.8), 1)
    for left, top, right, bottom in frames:
        draw.line((left, bottom, right, bottom), fill=_EDGE, width=edge)
        draw.line((left, top, left, bottom), fill=_EDGE, width=edge)
        draw.line((right, top, right, bottom), fill=_EDGE, width=edge)
    return image
