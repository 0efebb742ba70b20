"""`catalogue.toml` in the corpus folder: what staff say about a document, over what was found.

    [[document]]
    file = "verksamhetsplan-2026.pdf"
    title = "Verksamhetsplan 2026"
    kind = "verksamhetsplan"
    year = 2026

Reads and writes that one file; it never opens a document.
"""

from __future__ import annotations

import os
import re
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.errors import SettingsError
from assistant.reading.characters import clean
from assistant.reading.kinds import KINDS
from assistant.schema import Finding, Metadata

FIELDS = ("title", "kind", "issuer", "dnr", "year", "written", "audience")
AUDIENCES = ("alla", "intern")
_YEARS = re.compile(r"^(?:19|20)\d{2}(?:–(?:19|20)\d{2})?$")


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """What the catalogue says about one file; "" where it says nothing.

    `year` and `written` are a year or a range of years ("2022", "2012–2022").
    """

    file: str
    title: str = ""
    kind: str = ""
    issuer: str = ""
    dnr: str = ""
    year: str = ""
    written: str = ""
    audience: str = ""

    def override(self, found: Metadata) -> Metadata:
        """`found` with everything that the catalogue says in its place."""

        def choose(value: str, other: Finding | None) -> Finding | None:
            return Finding(value, "catalogue") if value else other

        return Metadata(
            title=choose(self.title, found.title) or found.title,
            kind=choose(self.kind, found.kind) or found.kind,
            issuer=choose(self.issuer, found.issuer),
            dnr=choose(self.dnr, found.dnr),
            year=choose(self.year, found.year),
            written=choose(self.written, found.written),
            audience=self.audience or found.audience,
        )


def read_catalogue(path: Path) -> dict[str, CatalogueEntry]:
    """The entries by file; {} where there is no catalogue.

    Raises `SettingsError` for broken TOML, an unknown key or kind, or a file named twice.
    """
    entries: dict[str, CatalogueEntry] = {}
    content = _load(path)
    _refuse_unknown(content, ("document",), path)
    listed = content.get("document", [])
    if not isinstance(listed, list):
        raise SettingsError(
            f"{path.name}: skriv [[document]] med dubbla klamrar.",
            "Rätta filen och kör igen.",
        )
    for row in listed:
        entry = _entry(row, path)
        if entry.file in entries:
            raise SettingsError(
                f"{path.name}: {entry.file} står två gånger.",
                "Ta bort den ena och kör igen.",
            )
        entries[entry.file] = entry
    return entries


def set_field(path: Path, file: str, field: str, value: str) -> None:
    """Set one field of `file` in the catalogue at `path`; "" takes it away.

    Everything else, comments too, stays as it was. The file is replaced whole, so that a
    reader never meets half of it. Raises `SettingsError` for what the catalogue would refuse.
    """
    if field not in FIELDS:
        raise SettingsError(f"Okänt fält: {field}.", f"Fälten är {', '.join(FIELDS)}.")
    entry = read_catalogue(path).get(file, CatalogueEntry(file))
    value = _check(field, clean(value), path) if value.strip() else ""
    if getattr(entry, field) == value:
        return
    import tomlkit
    from tomlkit.items import AoT

    content = tomlkit.parse(path.read_text("utf-8")) if path.is_file() else tomlkit.document()
    listed = content.get("document")
    if not isinstance(listed, AoT):
        listed = tomlkit.aot()
        content["document"] = listed
        listed = content["document"]
    row = next((row for row in listed if row.get("file") == file), None)
    if row is None:
        row = tomlkit.table()
        row["file"] = file
        listed.append(row)
        row = listed[-1]
    if value:
        row[field] = int(value) if value.isdecimal() and field in ("year", "written") else value
    else:
        row.pop(field, None)
    _replace(path, tomlkit.dumps(content))


def with_field(
    entries: Mapping[str, CatalogueEntry], file: str, field: str, value: str
) -> CatalogueEntry:
    """The entry of `file` with one field set, as `set_field` would leave it."""
    return replace(entries.get(file, CatalogueEntry(file)), **{field: value})


def _load(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path.name} går inte att läsa: {error}.", "Rätta filen.") from error


def _entry(row: object, path: Path) -> CatalogueEntry:
    if not isinstance(row, dict) or not isinstance(row.get("file"), str) or not row["file"].strip():
        raise SettingsError(f"{path.name}: ett dokument saknar file.", 'Skriv file = "namn.pdf".')
    _refuse_unknown(row, ("file", *FIELDS), path)
    file = row["file"].strip().replace("\\", "/")
    said = {}
    for field in FIELDS:
        value = row.get(field, "")
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise SettingsError(
                f"{path.name}: {field} för {file} ska vara text eller ett år.",
                "Rätta filen och kör igen.",
            )
        text = clean(str(value))
        said[field] = _check(field, text, path) if text else ""
    return CatalogueEntry(file, **said)


def _check(field: str, value: str, path: Path) -> str:
    """`value` as it is kept. Raises `SettingsError`."""
    if field == "kind" and value not in KINDS:
        raise SettingsError(f"{path.name}: okänd typ ”{value}”.", f"Typerna är {', '.join(KINDS)}.")
    if field == "audience" and value not in AUDIENCES:
        raise SettingsError(f"{path.name}: okänd målgrupp ”{value}”.", "Skriv alla eller intern.")
    if field in ("year", "written"):
        value = re.sub(r"\s*[-–—]\s*", "–", value)
        if not _YEARS.match(value):
            raise SettingsError(
                f"{path.name}: ”{value}” är inget år.", "Skriv 2022 eller 2012–2022."
            )
    return value


def _refuse_unknown(table: dict[str, Any], known: tuple[str, ...], path: Path) -> None:
    for key in table:
        if key not in known:
            raise SettingsError(
                f"{path.name}: okänd nyckel ”{key}”.", f"Nycklarna är {', '.join(known)}."
            )


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
