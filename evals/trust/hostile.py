"""Files made to break, hang, fool or hijack a reader, each with what its report must say.

Makes the bytes only; `reading_files` reads them. Nothing in them is harmful outside a parser:
what would fetch or run points to addresses that do not exist.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass

from evals.trust import hostile_pdf, hostile_word


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file to read. `said` is part of the line that must refuse it; "" when it may be read.

    What is read must not hold `absent`.
    """

    kind: str
    name: str
    data: bytes
    said: str = ""
    absent: str = ""


def hostile_files(pdf: bytes, word: bytes, *, heavy: bool = True) -> list[Hostile]:
    """Every kind, some made out of a sound `pdf` and `word` file.

    Without `heavy`, those that take a reader more than a few seconds are left out.
    """
    found = [
        *(Hostile("avkapad PDF", "a.pdf", pdf[: len(pdf) * part // 10]) for part in (1, 5, 9)),
        *(
            Hostile("avkapad DOCX", "a.docx", word[: len(word) * part // 10], "skadad")
            for part in (1, 5, 9)
        ),
        Hostile("krypterad PDF", "a.pdf", hostile_pdf.encrypted(pdf), "lösenord"),
        Hostile("krypterad DOCX", "a.docx", hostile_word.encrypted(), "lösenord"),
        *(
            Hostile("PDF som pekar på sig själv", "a.pdf", data)
            for data in hostile_pdf.recursive().values()
        ),
        Hostile("PDF med JavaScript", "a.pdf", hostile_pdf.javascript(), absent="app.alert"),
        Hostile("PDF som startar program", "a.pdf", hostile_pdf.launching(), absent="cmd.exe"),
        Hostile("PDF-bomb", "a.pdf", hostile_pdf.bomb(300 if heavy else 20)),
        Hostile("PDF med falska tal", "a.pdf", hostile_pdf.lying(pdf)),
        Hostile("zipbomb", "a.docx", hostile_word.bomb(word), "orimligt"),
        Hostile("zip i zip", "a.docx", _nested_zip(), "ett arkiv"),
        Hostile("delar med samma namn", "a.docx", hostile_word.doubled(word)),
        Hostile("sökvägar ut ur arkivet", "a.docx", hostile_word.escaping(word)),
        Hostile("DOCX med makron", "a.docm", hostile_word.macros(word), absent="AutoOpen"),
        Hostile("yttre entiteter", "a.docx", hostile_word.entities(word), "DTD", "root:"),
        Hostile("entitetsbomb", "a.docx", hostile_word.laughs(word), "XML"),
        Hostile("yttre mall och bild", "a.docx", hostile_word.remote(word)),
        Hostile("djup XML", "a.docx", hostile_word.deep(word)),
        Hostile("styrtecken", "a.txt", b"Ett\x00 tv\xc3\xa5\x1b[31m tre\x07.\n" * 9, absent="\x1b"),
        Hostile(
            "vändande tecken", "a.txt", "Beloppet är \u202e000 1\u202c kr.\n".encode(), "", "\u202e"
        ),
        Hostile("skript i HTML", "a.html", _SCRIPTS, absent="alert("),
        Hostile("HTML utan slut", "a.html", b"<html>" + b"<div>" * (200_000 if heavy else 20_000)),
        Hostile("formler i tabell", "a.html", _FORMULAS),
        Hostile("fel ändelse", "a.pdf", word, "Word-dokument"),
        Hostile("fel ändelse", "a.docx", pdf, "PDF"),
        Hostile("fel ändelse", "a.txt", pdf, "PDF"),
        Hostile("fel ändelse", "a.pdf", b"MZ\x90\x00" + b"\0" * 99, "program"),
        Hostile("tom fil", "a.pdf", b"", "tom"),
        Hostile("tom fil", "a.docx", b"\0" * 5_000, "tom"),
        Hostile("brus", "a.pdf", b"%PDF-1.7\n" + _noise(50_000)),
        Hostile("brus", "a.md", _noise(50_000)),
        Hostile("en enda rad", "a.txt", b"ord " * (2_000_000 if heavy else 100_000)),
        Hostile("ett enda ord", "a.md", b"a" * (2_000_000 if heavy else 100_000)),
        *(Hostile("farliga namn", name, b"En mening till.\n") for name in DANGEROUS_NAMES),
    ]
    if heavy:
        found.append(Hostile("10 000 sidor", "a.pdf", hostile_pdf.many_pages(10_000)))
    return found


DANGEROUS_NAMES = (
    "..%2f..%2fx.txt",
    "..\\..\\x.txt",
    "rad\nbryt.txt",
    "\u202efdp.txt",
    "\x1b[31mröd.txt",
    "<img src=x onerror=alert(1)>.txt",
    "=cmd|' !A1.txt",
    "[länk](http:x).txt",
    "-rf.txt",
    "a" * 240 + ".txt",
)
"""File names, as far as a file system takes them."""

_SCRIPTS = (
    b"<!doctype html><html><head><script>alert(1)</script><style>b{}</style></head><body>"
    b"<p onclick='alert(2)'>En mening.</p><iframe src='http://x.invalid/'></iframe>"
    b"<img src=x onerror=alert(3)><svg><script>alert(4)</script></svg>"
    b"<noscript><p>alert(5)</p></noscript><template>alert(6)</template></body></html>"
)
_FORMULAS = (
    b"<!doctype html><table><tr><th>Namn</th><th>V\xc3\xa4rde</th></tr>"
    b'<tr><td>=HYPERLINK("http://x.invalid")</td><td>@SUM(1)</td></tr></table>'
)


def _noise(length: int) -> bytes:
    """Bytes without order, the same each time."""
    return b"".join(
        zlib.crc32(bytes([n % 251, n // 251 % 251])).to_bytes(4, "big") for n in range(length // 4)
    )


def _nested_zip() -> bytes:
    data = b"\0" * 1_000_000
    for _ in range(5):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("word/document.xml", data)
        data = packed.getvalue()
    return data
