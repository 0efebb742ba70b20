"""An Office package (ZIP with XML parts): its parts and the relationships between them.

Knows nothing of what the parts mean, and never writes.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from assistant.errors import DamagedFile, EncryptedFile
from assistant.reading.limits import check_package, parse_xml, read_part

if TYPE_CHECKING:
    from lxml import etree

_STRICT = b"http://purl.oclc.org/ooxml/"
# "Strict" files use other names for the same things; one spelling is enough to know.
_TO_TRANSITIONAL = (
    (
        _STRICT + b"wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        _STRICT + b"officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (_STRICT + b"drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
    (
        _STRICT + b"officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
)
_OFFICE_DOCUMENT = "/officeDocument"


class Relationship:
    """Where a relationship leads: `kind` is the last word of its type, `target` a part."""

    __slots__ = ("kind", "target")

    def __init__(self, kind: str, target: str) -> None:
        self.kind = kind
        self.target = target


class Package:
    """An open package. Part names have no leading "/". Use it as a context manager."""

    def __init__(self, path: Path) -> None:
        """Raises `DamagedFile` or `EncryptedFile`."""
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise DamagedFile(
                "Filen är skadad eller avbruten och kan inte packas upp.",
                "Hämta den på nytt eller spara om den.",
            ) from error
        check_package(self._zip)
        if any(part.flag_bits & 1 for part in self._zip.infolist()):
            self._zip.close()
            raise EncryptedFile("Filen är lösenordsskyddad.", "Spara den utan lösenord.")
        self.names = frozenset(name.lstrip("/") for name in self._zip.namelist())
        self._parsed: dict[str, etree._Element | None] = {}

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    def xml(self, name: str) -> etree._Element | None:
        """The root of a part; None where there is no such part. Raises `DamagedFile`."""
        if name not in self._parsed:
            self._parsed[name] = None
            if name in self.names:
                data = read_part(self._zip, name)
                if _STRICT in data:
                    for strict, transitional in _TO_TRANSITIONAL:
                        data = data.replace(strict, transitional)
                self._parsed[name] = parse_xml(data)
        return self._parsed[name]

    def relationships(self, part: str) -> dict[str, Relationship]:
        """The relationships of `part` ("" for the package) by id; outside targets left out."""
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, Relationship] = {}
        for child in root if root is not None else ():
            if child.get("TargetMode") == "External":
                continue
            target = child.get("Target") or ""
            base = "" if target.startswith("/") else folder
            whole = posixpath.normpath(posixpath.join(base, target.lstrip("/")))
            kind = (child.get("Type") or "").rpartition("/")[2]
            found[child.get("Id") or ""] = Relationship(kind, whole)
        return found

    def related(self, part: str, kind: str) -> Iterator[str]:
        """The parts that `part` is related to as `kind` ("footnotes", "header" …)."""
        for relationship in self.relationships(part).values():
            if relationship.kind == kind and relationship.target in self.names:
                yield relationship.target

    def main_part(self) -> str:
        """The document's own part. Raises `DamagedFile` where there is none."""
        for part in self.related("", _OFFICE_DOCUMENT.strip("/")):
            return part
        if "word/document.xml" in self.names:
            return "word/document.xml"
        raise DamagedFile("Filen saknar själva dokumentet.", "Öppna den i Word och spara om den.")
