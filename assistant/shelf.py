"""Puts files into the corpus folder and takes them out.

Holds what an uploaded file may be called and how it is written: never outside the folder,
never over another file, never half. It does not read what the file says; the index does.
"""

from __future__ import annotations

import os
import re
import tempfile
import unicodedata
from pathlib import Path, PurePosixPath

from assistant.errors import DamagedFile, EmptyFile, NotAllowed, UnknownItem
from assistant.reading.formats import FORMATS
from assistant.reading.limits import check_size

MAX_NAME_BYTES = 200
"""Of a whole name in UTF-8; file systems stop at 255, and a number must fit after it."""

_FORBIDDEN = re.compile(r'[<>:"|?*\\/]+')
_BLANKS = re.compile(r"\s+")
# Windows gives these names to devices, whatever their extension
_DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)
_RESERVED = frozenset({"readme", "catalogue"})


def add(corpus: Path, name: str, content: bytes) -> str:
    """Save an uploaded file; returns its name below the corpus folder.

    The name is made safe (`safe_name`). Where another file has it, "-2", "-3" … is added; the
    same content under the same name is left as it is. Raises `DamagedFile` for a format that
    cannot be read or a file over the limit, `EmptyFile` for one with nothing in it.
    """
    wanted = safe_name(name)
    if not content:
        raise EmptyFile(f"Filen {wanted} är tom.", "Kontrollera att rätt fil har valts.")
    check_size(len(content))
    corpus.mkdir(parents=True, exist_ok=True)
    stem, extension = PurePosixPath(wanted).stem, PurePosixPath(wanted).suffix
    handle, temporary = tempfile.mkstemp(dir=corpus, prefix=".ny-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        number = 1
        while True:
            final = wanted if number == 1 else f"{stem}-{number}{extension}"
            target = corpus / final
            if _same(target, content):
                return final
            if not _taken(corpus, final) and _placed(Path(temporary), target):
                return final
            number += 1
    finally:
        Path(temporary).unlink(missing_ok=True)


def remove(corpus: Path, file: str) -> None:
    """Remove the file (its name below `corpus`, with "/"); a file already gone is no error.

    Raises `NotAllowed` for a path that leads out of the folder, `UnknownItem` for a folder.
    """
    root = corpus.resolve()
    path = root / file
    # the folder is resolved, the file itself is not: a link is removed, never what it leads to
    if not (path.parent.resolve() / path.name).is_relative_to(root) or path.name in ("", "..", "."):
        raise NotAllowed("Filen ligger utanför mappen med dokument.", "Ta bort den där den ligger.")
    if path.is_dir() and not path.is_symlink():
        raise UnknownItem(f"{file} är en mapp, inte ett dokument.", "Välj ett dokument i listan.")
    path.unlink(missing_ok=True)


def safe_name(name: str) -> str:
    """`name` as a file name: no folders, control characters or direction marks, NFC.

    The extension is kept, in lower case. Raises `DamagedFile` when it is none that can be read.
    """
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    # control, format (direction and joining marks), surrogate, private and unassigned
    bare = "".join(
        " " if sign in "\t\n\r" else sign
        for sign in last
        if sign in "\t\n\r" or not unicodedata.category(sign).startswith("C")
    )
    bare = _BLANKS.sub(" ", _FORBIDDEN.sub("-", bare)).rstrip(" .")
    stem, dot, extension = bare.rpartition(".")
    extension = f".{extension.lower()}" if dot else ""
    if extension not in FORMATS:
        raise DamagedFile(
            f"Filer av typen {extension or '(utan ändelse)'} kan inte läsas.",
            "Spara den som PDF, DOCX, TXT, MD eller HTML.",
        )
    stem = stem.strip(" .~$") or "dokument"
    if _DEVICES.match(stem) or stem.lower() in _RESERVED:
        stem = f"{stem}-dokument"
    room = MAX_NAME_BYTES - len(extension)
    while len(stem.encode()) > room:
        stem = stem[:-1].rstrip(" .")
    return stem + extension


def _taken(corpus: Path, name: str) -> bool:
    """Whether a file has the name, letter case aside: some file systems see no difference."""
    folded = name.casefold()
    return any(
        unicodedata.normalize("NFC", other.name).casefold() == folded for other in corpus.iterdir()
    )


def _same(target: Path, content: bytes) -> bool:
    try:
        if target.is_symlink() or target.stat().st_size != len(content):
            return False
        return target.read_bytes() == content
    except OSError:
        return False


def _placed(temporary: Path, target: Path) -> bool:
    """Give the finished file its name in one step; False when another took it meanwhile."""
    try:
        # unlike a rename, a link never replaces a file that is there
        target.hardlink_to(temporary)
    except FileExistsError:
        return False
    except OSError:
        # file systems without hard links (FAT, some network folders)
        if target.exists():
            return False
        temporary.replace(target)
    return True
