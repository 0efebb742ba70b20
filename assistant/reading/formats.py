"""What a file is, by its content and its name, and the Swedish line when the two disagree."""

from __future__ import annotations

import zipfile
from pathlib import Path

from assistant.errors import DamagedFile, EmptyFile, EncryptedFile

FORMATS = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".docm": "docx",
    ".dotx": "docx",
    ".txt": "txt",
    ".text": "txt",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".vtt": "vtt",
    ".srt": "srt",
}
"""The format that each extension promises."""

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (
    (b"\x89PNG", "en bild"),
    (b"\xff\xd8\xff", "en bild"),
    (b"GIF8", "en bild"),
    (b"II*\x00", "en bild"),
    (b"MM\x00*", "en bild"),
    (b"{\\rtf", "ett RTF-dokument"),
    (b"Rar!", "ett arkiv"),
    (b"7z\xbc\xaf", "ett arkiv"),
    (b"\x1f\x8b", "ett arkiv"),
    (b"MZ", "ett program"),
    (b"\x7fELF", "ett program"),
    (b"ID3", "ljud"),
    (b"OggS", "ljud"),
    (b"RIFF", "ljud eller bild"),
    (b"%!PS", "en PostScript-fil"),
)
_NAMES = {
    "pdf": "en PDF",
    "docx": "ett Word-dokument",
    "html": "en webbsida",
    "vtt": "en utskrift med tider (WebVTT)",
}


def recognise(path: Path) -> str:
    """The format of the file at `path`: "pdf", "docx", "txt", "md", "html", "vtt" or "srt".

    Raises `EmptyFile`, `EncryptedFile` for a Word file behind a password, and `DamagedFile`
    when the content is not what the extension promises or is no format that can be read.
    """
    extension = path.suffix.lower()
    promised = FORMATS.get(extension)
    with path.open("rb") as file:
        head = file.read(8192)
    if not head.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise EmptyFile("Filen är tom.")
    held = _held(path, head)
    if promised is None:
        if held in _NAMES:
            raise DamagedFile(
                f"Filen heter {extension or 'något utan ändelse'} men är {_NAMES[held]}.",
                f"Döp om den så att namnet slutar på .{held}.",
            )
        raise DamagedFile(
            f"Filer av typen {extension or '(utan ändelse)'} kan inte läsas.",
            "Spara den som PDF, DOCX, TXT, MD eller HTML.",
        )
    if held == promised or (held == "" and promised not in ("pdf", "docx")):
        return promised
    if held == "html" and promised in ("txt", "md"):
        return promised
    if held == "vtt" and promised in ("txt", "srt"):
        return "vtt"
    if held in _NAMES:
        raise DamagedFile(
            f"Filen heter {extension} men är {_NAMES[held]}.",
            f"Döp om den så att namnet slutar på .{held}.",
        )
    if held:
        raise DamagedFile(
            f"Filen heter {extension} men är {held}.", "Kontrollera att rätt fil har lagts in."
        )
    raise DamagedFile(
        f"Filen heter {extension} men är inte {_NAMES[promised]}, eller så är den skadad.",
        "Hämta den på nytt eller spara om den.",
    )


def _held(path: Path, head: bytes) -> str:
    """A key of `_NAMES`, else a Swedish noun for what it is; "" for text or the unknown."""
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK"):
        return _held_in_zip(path)
    if head.startswith(_OLD_OFFICE):
        return _held_in_ole(path)
    for start, name in _OTHERS:
        if head.startswith(start) and (b"\x00" in head or len(start) > 2):
            return name
    text = head.lstrip(b"\xef\xbb\xbf\r\n\t ").lower()
    if text.startswith(b"webvtt"):
        return "vtt"
    if text.startswith((b"<!doctype html", b"<html")):
        return "html"
    return ""


def _held_in_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        # A package cut short still says what it is by its extension.
        return "docx" if path.suffix.lower() in (".docx", ".docm", ".dotx") else "ett skadat arkiv"
    if "[Content_Types].xml" in names:
        for folder, name in (
            ("word/", "docx"),
            ("xl/", "en Excel-fil"),
            ("ppt/", "en PowerPoint-fil"),
        ):
            if any(entry.startswith(folder) for entry in names):
                return name
    return "ett OpenDocument-dokument" if "mimetype" in names else "ett arkiv"


def _held_in_ole(path: Path) -> str:
    with path.open("rb") as file:
        content = file.read(1 << 20)
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise EncryptedFile("Filen är lösenordsskyddad.", "Spara den utan lösenord.")
    if "WordDocument".encode("utf-16-le") in content:
        return "ett äldre Word-dokument (.doc); spara om det som .docx"
    return "ett äldre Office-dokument"
