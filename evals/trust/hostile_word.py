"""Word files that swell, lie, point out of themselves or carry programs, made of a sound one."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Mapping

_DOCUMENT = "word/document.xml"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def parts(word: bytes) -> dict[str, bytes]:
    """The parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(word)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(content: Mapping[str, bytes]) -> bytes:
    """A package of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in content.items():
            package.writestr(name, data)
    return out.getvalue()


def encrypted() -> bytes:
    """What Word makes of a document behind a password, as far as can be seen from outside."""
    return _OLD_OFFICE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 2_000


def bomb(word: bytes) -> bytes:
    """A package with a part that unpacks a thousandfold."""
    return packed(parts(word) | {"word/media/bild.bin": b"\0" * (60 * 2**20)})


def doubled(word: bytes) -> bytes:
    """A package that holds two texts under one name."""
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as package:
        warnings.simplefilter("ignore")
        for name, data in parts(word).items():
            package.writestr(name, data)
        package.writestr(_DOCUMENT, _body("Den andra texten."))
    return out.getvalue()


def escaping(word: bytes) -> bytes:
    """A package with parts, and relationships, that lead out of it."""
    content = parts(word)
    rels = "word/_rels/document.xml.rels"
    content[rels] = content[rels].replace(b'Target="', b'Target="../../../../etc/')
    return packed(content | {"../../x": b"ut", "/etc/x": b"ut", "C:\\x": b"ut"})


def macros(word: bytes) -> bytes:
    """A document with a macro that would run when it is opened."""
    program = _OLD_OFFICE + b"\0" * 500 + b'Sub AutoOpen()\nShell("calc")\nEnd Sub' + b"\0" * 500
    content = parts(word) | {"word/vbaProject.bin": program}
    types = content["[Content_Types].xml"]
    content["[Content_Types].xml"] = types.replace(
        b"wordprocessingml.document.main+xml", b"ms-word.document.macroEnabled.main+xml"
    )
    return packed(content)


def entities(word: bytes) -> bytes:
    """A document that wants another file and an address read into its text."""
    head = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">'
        b'<!ENTITY h SYSTEM "http://x.invalid/">]>'
    )
    return packed(parts(word) | {_DOCUMENT: head + _body("&f;&h;")})


def laughs(word: bytes) -> bytes:
    """A document whose entities unfold a billionfold."""
    head = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">'
    for n in range(1, 11):
        head += b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10)
    return packed(parts(word) | {_DOCUMENT: head + b"]>" + _body("&a10;")})


def remote(word: bytes) -> bytes:
    """A document with a template and pictures to be fetched."""
    content = parts(word)
    rels = "word/_rels/document.xml.rels"
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    more = b"".join(
        b'<Relationship Id="rIdX%d" Type="%s/%s" Target="http://x.invalid/%s"'
        b' TargetMode="External"/>' % (n, kind, what, what)
        for n, what in enumerate((b"image", b"attachedTemplate", b"chart", b"styles"))
    )
    content[rels] = content[rels].replace(b"</Relationships>", more + b"</Relationships>")
    return packed(content)


def deep(word: bytes) -> bytes:
    """A document of tables in tables in tables."""
    inner = "<w:p><w:r><w:t>Innerst.</w:t></w:r></w:p>"
    for _ in range(600):
        inner = f"<w:tbl><w:tr><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>"
    text = f'<w:document xmlns:w="{_W}"><w:body>{inner}</w:body></w:document>'
    return packed(parts(word) | {_DOCUMENT: text.encode()})


def _body(text: str) -> bytes:
    return (
        f'<w:document xmlns:w="{_W}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p>'
        "</w:body></w:document>"
    ).encode()
