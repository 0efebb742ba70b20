"""The measures that are followed by name, from TOML; and one reading of one of them.

Holds patterns and records only; it reads no document.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from assistant.errors import SettingsError
from assistant.schema import Cell, DocumentInfo, Point, Unit

MONEY = {"kr": Decimal(1), "tkr": Decimal(1000), "mkr": Decimal(10) ** 6}
_NUMBER = r"(?P<n>\d[\d \u00a0\u202f.,]*\d|\d)(?:\s*(?P<unit>[mt]?kr|miljoner kronor|kronor)\b)?"
_WHO = r"(?:deltagare|personer|individer|kvinnor och män|[^\W\d_]{2,}bor)(?:na)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_LISTS = ("rows", "columns", "charts", "texts")


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure and how it is recognised; see keyfigures.toml for the fields."""

    name: str
    unit: str
    corner: re.Pattern[str] | None = None
    rows: tuple[re.Pattern[str], ...] = ()
    columns: tuple[re.Pattern[str], ...] = ()
    charts: tuple[re.Pattern[str], ...] = ()
    texts: tuple[re.Pattern[str], ...] = ()

    @property
    def is_money(self) -> bool:
        return self.unit in MONEY


@dataclass(frozen=True, slots=True)
class Reading:
    """One value as a document has it.

    `name` is the measure's, or the table's or chart's own; `series` the row or series within
    it. `nature` is "utfall", "budget", "prognos" or "mål". `unit` is "" when the document does
    not say. `where` tells tables apart: a unit found for one row holds for the whole table.
    `quote` is the part of the unit that is quoted, "" for all of it.
    """

    name: str
    series: str
    nature: str
    year: int
    value: Decimal
    unit: str
    printed: str
    definition: str
    document: DocumentInfo
    source: Unit
    cell: Cell | None = None
    point: Point | None = None
    measure: Measure | None = None
    quote: str = ""

    @property
    def where(self) -> tuple[str, int]:
        return (self.document.id, self.source.block)


def find(patterns: Iterable[re.Pattern[str]], text: str) -> re.Match[str] | None:
    """The first match of any of the patterns."""
    return next((match for pattern in patterns if (match := pattern.search(text))), None)


def load(own: Path | None = None) -> tuple[Measure, ...]:
    """The packaged measures, with the association's own in their place or after them.

    Raises `SettingsError` for a file that cannot be read, an unknown key or a broken pattern.
    """
    rows = {row["name"]: row for row in _packaged()}
    if own is not None and own.is_file():
        try:
            content = tomllib.loads(own.read_text("utf-8-sig"))
        except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsError(
                f"{own.name} går inte att läsa: {error}.", "Rätta filen."
            ) from error
        for row in content.get("measure", []):
            if not isinstance(row, dict) or not isinstance(row.get("name"), str):
                raise SettingsError(f"{own.name}: ett mått saknar name.", 'Skriv name = "…".')
            rows[row["name"]] = row
    source = own.name if own is not None else "keyfigures.toml"
    return tuple(_measure(row, source) for row in rows.values() if not row.get("off"))


@lru_cache(maxsize=1)
def _packaged() -> list[dict[str, Any]]:
    text = (resources.files(__package__) / "keyfigures.toml").read_text("utf-8")
    rows: list[dict[str, Any]] = tomllib.loads(text)["measure"]
    return rows


def _measure(row: Mapping[str, Any], source: str) -> Measure:
    known = {"name", "unit", "corner", "off", *_LISTS}
    for key in row:
        if key not in known:
            raise SettingsError(
                f"{source}: okänd nyckel ”{key}” i måttet {row['name']}.",
                f"Nycklarna är {', '.join(sorted(known))}.",
            )
    try:
        lists = {key: tuple(_pattern(text) for text in row.get(key, ())) for key in _LISTS}
        corner = _pattern(row["corner"]) if row.get("corner") else None
    except (re.error, TypeError, AttributeError) as error:
        raise SettingsError(
            f"{source}: måttet {row['name']} har ett mönster som inte går att använda ({error}).",
            "Rätta det.",
        ) from error
    return Measure(row["name"], str(row.get("unit", "")), corner, **lists)


def _pattern(text: str) -> re.Pattern[str]:
    # a year or a number stands for itself in a measure's sentence, once
    filled = text.replace("{n}", _NUMBER).replace("{vem}", _WHO).replace("{år}", _YEAR)
    return re.compile(filled, re.IGNORECASE)
