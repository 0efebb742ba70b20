"""Small PDFs drawn for tests: text, lines and filled rectangles at known places.

Writes the file format by hand, so that the tests need no other library. Coordinates are points
from the top left of an A4 page.
"""

from __future__ import annotations

import zlib
from pathlib import Path

WIDTH, HEIGHT = 595, 842
FONTS = {"plain": "Helvetica", "bold": "Helvetica-Bold", "italic": "Helvetica-Oblique"}


class Sheet:
    """One page being drawn."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.pictures: list[tuple[bytes, int, int]] = []

    def text(self, x: float, base: float, text: str, size: float = 11, font: str = "plain") -> None:
        """Text with its baseline at `base`."""
        name = list(FONTS).index(font)
        escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        self.parts.append(f"BT /F{name} {size} Tf {x} {HEIGHT - base} Td ({escaped}) Tj ET")

    def turned(self, x: float, y: float, text: str, size: float = 11) -> None:
        """Text running upwards from (x, y) in PDF user space, upright on a page turned 90."""
        self.parts.append(f"BT /F0 {size} Tf 0 1 -1 0 {x} {y} Tm ({text}) Tj ET")

    def lines(self, x: float, base: float, lines: list[str], size: float = 11) -> float:
        """Lines below each other, 1.25 sizes apart; the baseline after the last."""
        for line in lines:
            self.text(x, base, line, size)
            base += 1.25 * size
        return base

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A thin straight line."""
        self.parts.append(f"0.5 w {x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S")

    def bar(
        self, x0: float, top: float, x1: float, bottom: float, colour: str = "0.2 0.4 0.7"
    ) -> None:
        """A filled rectangle; `colour` is RGB from 0 to 1."""
        box = f"{x0} {HEIGHT - bottom} {x1 - x0} {bottom - top}"
        self.parts.append(f"q {colour} rg {box} re f Q")

    def grid(self, xs: list[float], ys: list[float]) -> None:
        """A ruled table's lines."""
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])

    def picture(self, grey: bytes, width: int, height: int) -> None:
        """A grey picture over the whole page."""
        self.pictures.append((grey, width, height))
        self.parts.append(f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /P{len(self.pictures) - 1} Do Q")


def write_pdf(path: Path, sheets: list[Sheet], rotate: int = 0, catalogue: str = "") -> Path:
    """Writes the pages; `catalogue` is put into the document's catalogue as it is."""
    bodies: list[bytes] = [b"", b""]
    for name in FONTS.values():
        bodies.append(
            f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} "
            "/Encoding /WinAnsiEncoding >>".encode()
        )
    fonts = " ".join(f"/F{at} {3 + at} 0 R" for at in range(len(FONTS)))
    kids = []
    for sheet in sheets:
        names = []
        for at, (grey, width, height) in enumerate(sheet.pictures):
            data = zlib.compress(grey)
            head = (
                f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} "
                "/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode "
                f"/Length {len(data)} >>\nstream\n"
            )
            bodies.append(head.encode() + data + b"\nendstream")
            names.append(f"/P{at} {len(bodies)} 0 R")
        content = "\n".join(sheet.parts).encode("cp1252")
        bodies.append(f"<< /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream")
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Rotate {rotate} "
            f"/Resources << /Font << {fonts} >> /XObject << {' '.join(names)} >> >> "
            f"/Contents {len(bodies)} 0 R >>".encode()
        )
        kids.append(f"{len(bodies)} 0 R")
    bodies[0] = f"<< /Type /Catalog /Pages 2 0 R {catalogue} >>".encode()
    bodies[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    file = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(file))
        file += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(file)
    file += f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n".encode()
    file += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    file += f"trailer << /Size {len(bodies) + 1} /Root 1 0 R >>\nstartxref\n{start}\n".encode()
    path.write_bytes(file + b"%%EOF\n")
    return path
