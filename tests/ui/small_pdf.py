"""Writes a small PDF by hand: lines of text at known places, nothing else.

Never reads one. It lets the fake service show real page pictures without sample files.
"""

from __future__ import annotations

from collections.abc import Sequence

WIDTH, HEIGHT = 595, 842
LEFT, TOP, LEADING = 64, 96, 22


def _escaped(line: str) -> bytes:
    raw = line.encode("cp1252", "replace")
    return raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def small_pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """A PDF with one page per inner list; its first line is set large, as a heading."""
    objects: list[bytes] = [b"", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica"]
    objects[2] += b"/Encoding/WinAnsiEncoding>>"
    kids: list[bytes] = []
    for lines in pages:
        stream = b"BT /F1 19 Tf 1 0 0 1 %d %d Tm (%s) Tj ET\n" % (
            LEFT,
            HEIGHT - TOP,
            _escaped(lines[0]),
        )
        for number, line in enumerate(lines[1:], start=2):
            baseline = HEIGHT - TOP - number * LEADING
            stream += b"BT /F1 12 Tf 1 0 0 1 %d %d Tm (%s) Tj ET\n" % (
                LEFT,
                baseline,
                _escaped(line),
            )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        content = len(objects)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R>>>>>>" % (WIDTH, HEIGHT, content)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    out = b"%PDF-1.4\n"
    places: list[int] = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    return out
