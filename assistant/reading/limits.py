"""How much a file may ask for before it is refused, and the parser that hostile XML meets.

Holds numbers and checks only; running a reader in a process of its own is `isolation`.
"""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from assistant.errors import DamagedFile

if TYPE_CHECKING:
    from lxml import etree

MAX_FILE_BYTES = 200 * 1024 * 1024
MAX_TEXT_BYTES = 20 * 1024 * 1024
"""Plain text, Markdown, HTML and transcripts."""
MAX_PARTS = 10_000
MAX_PART_BYTES = 150 * 1024 * 1024
"""One unpacked part of a package."""
MAX_PACKAGE_BYTES = 500 * 1024 * 1024
"""All unpacked parts together."""
MAX_RATIO = 300
"""Unpacked bytes for each packed byte; checked on parts over `RATIO_FLOOR` only."""
RATIO_FLOOR = 5 * 1024 * 1024
MAX_UNITS = 500_000
MAX_DEPTH = 200
"""Levels of nested elements (tables in tables, lists in lists)."""
MAX_CELLS = 500_000
"""Cells of one table, counted after merged cells are spread out."""


def check_size(size: int, limit: int = MAX_FILE_BYTES) -> None:
    """Raises `DamagedFile` when a file of `size` bytes is over `limit`."""
    if size > limit:
        raise DamagedFile(
            f"Filen är för stor ({size // 2**20} MB, gränsen är {limit // 2**20} MB).",
            "Dela upp den i mindre filer.",
        )


def check_package(package: zipfile.ZipFile) -> None:
    """Raises `DamagedFile` for a package that would unpack into too much.

    Trusts the sizes that the package states; `read_part` holds it to them.
    """
    parts = package.infolist()
    if len(parts) > MAX_PARTS:
        raise DamagedFile(f"Filen innehåller för många delar ({len(parts)}).", "Spara om den.")
    total = 0
    for part in parts:
        total += part.file_size
        swollen = part.file_size > MAX_RATIO * max(part.compress_size, 1)
        if part.file_size > MAX_PART_BYTES or (part.file_size > RATIO_FLOOR and swollen):
            raise DamagedFile(
                "Filen packas upp till orimligt mycket och läses därför inte.", "Spara om den."
            )
    if total > MAX_PACKAGE_BYTES:
        raise DamagedFile(
            "Filen packas upp till orimligt mycket och läses därför inte.", "Spara om den."
        )


def read_part(package: zipfile.ZipFile, name: str) -> bytes:
    """One part of a package. Raises `DamagedFile` if it is broken or larger than it said."""
    try:
        stated = package.getinfo(name).file_size
        with package.open(name) as part:
            data = part.read(stated + 1)
    except (
        OSError,
        EOFError,
        RuntimeError,
        NotImplementedError,
        ValueError,
        zipfile.BadZipFile,
    ) as error:
        raise DamagedFile("Filen är skadad och kan inte packas upp.", "Spara om den.") from error
    except Exception as error:  # zlib.error and lzma.LZMAError share no base
        raise DamagedFile("Filen är skadad och kan inte packas upp.", "Spara om den.") from error
    if len(data) > stated:
        raise DamagedFile("Filen uppger fel storlek på sina delar.", "Spara om den.")
    return data


def parse_xml(data: bytes) -> etree._Element:
    """The root element of `data`, without entities, network or a document type.

    Raises `DamagedFile` when it is not well-formed or defines entities.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DamagedFile("Filen innehåller skadad XML.", "Öppna den och spara om den.") from error
    if root.getroottree().docinfo.doctype:
        raise DamagedFile(
            "Filen innehåller en dokumenttyp (DTD), vilket inte tillåts.", "Spara om den."
        )
    return root
