"""What a page's picture shows, told by its pixels. Never looks at the text behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator

_MARKED = """async img => { await img.decode();
  const c = document.createElement('canvas'); c.width = img.naturalWidth;
  c.height = img.naturalHeight; const g = c.getContext('2d'); g.drawImage(img, 0, 0);
  const d = g.getImageData(0, 0, c.width, c.height).data;
  let n = 0, top = c.height, bottom = 0;
  for (let i = 0; i < d.length; i += 4)
    if (d[i] > 235 && d[i + 1] > 205 && d[i + 1] < 240 && d[i + 2] < 120) {
      const y = Math.floor(i / 4 / c.width); n++;
      top = Math.min(top, y); bottom = Math.max(bottom, y); }
  return [n / (c.width * c.height), top / c.height, bottom / c.height]; }"""


def marked(picture: Locator) -> tuple[float, float, float]:
    """The share of the picture that has the mark's colour, and where it begins and ends.

    The places are shares of the height, from the top; 1 and 0 where nothing is marked.
    """
    share, top, bottom = picture.evaluate(_MARKED)
    return share, top, bottom
