"""Readings from sentences, by the named measures' own patterns.

A sentence about one insats, about several years or about a longer period is left out: its
figure is not the association's for a year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.citations import stands_in
from assistant.keyfigures.measures import Measure, Reading, find
from assistant.keyfigures.scope import about_one, is_elsewhere
from assistant.keyfigures.times import default_part, nature, when, year_of
from assistant.schema import Cell, DocumentInfo, Unit
from assistant.swedish.numbers import numerals

_LONGER = re.compile(
    r"\b(?:samma (?:tids)?period|tidsperiod\w*|perioden|åren|i snitt|per år|genomsnitt\w*|årligen|"
    r"(?:drygt|knappt|cirka|ca|omkring|ungefär|nästan|över|minst) (?=\d))",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_COUNTED = re.compile(
    r"\b(unika (?:deltagare|personer|individer)|deltaganden|registreringar)\b", re.IGNORECASE
)
_KINDS = ("sentence", "list_item", "table_row")


def told(
    document: DocumentInfo,
    units_: Sequence[Unit],
    measures: Sequence[Measure],
    names: re.Pattern[str] | None,
) -> Iterator[Reading]:
    """The measures' figures in sentences; `names` finds insatser."""
    for unit in units_:
        if unit.kind not in _KINDS or unit.ocr or unit.speaker:
            continue
        for text, cell in _texts(unit):
            if not _DIGIT.search(text):
                continue
            found = [
                reading
                for measure in measures
                if (reading := _reading(document, unit, text, cell, measure)) is not None
            ]
            if found and not about_one(unit, text, names) and not is_elsewhere(text, document):
                yield from found


def _texts(unit: Unit) -> Iterator[tuple[str, Cell | None]]:
    """Sentences: of a row, those that stand in its cells, each with its cell."""
    if unit.kind != "table_row":
        yield unit.plain, None
        return
    for cell in unit.cells:
        if len(cell.text.split()) > 4:
            for part in re.split(r"(?<=[.;])\s+|(?<=\S)\s+(?=\*)", cell.text):
                yield part, cell


def _reading(
    document: DocumentInfo, unit: Unit, text: str, cell: Cell | None, measure: Measure
) -> Reading | None:
    match = find(measure.texts, text)
    if match is None:
        return None
    named = match.groupdict()
    said = when(text)
    goal = measure.name.casefold().startswith("mål") or nature(text) == "mål"
    clean = text.replace(match.group(), re.sub(r"\bminst ", "", match.group())) if goal else text
    if _LONGER.search(clean):
        return None
    own = year_of(document)
    year = int(named["year"]) if named.get("year") else said.year
    if year is None:
        if said.several:
            return None
        year = own
    # a year that a document mentions beside its own is more often a slip or another story
    elif own is not None and year != own and not named.get("year"):
        return None
    if year is None:
        return None
    value = _value(match, measure)
    if value is None:
        return None
    amount, unit_name = value
    counted = _COUNTED.search(text[max(match.start() - 30, 0) : match.end() + 10])
    part = said.part or ("" if goal or named.get("year") else default_part(document))
    words = [counted[1].lower() if counted else "", part]
    return Reading(
        name=measure.name,
        series="",
        nature="utfall" if measure.name.casefold().startswith("mål") else nature(text),
        year=year,
        value=amount,
        unit=unit_name,
        printed=match["n"].strip() + (f" {match['unit']}" if match["unit"] else ""),
        definition=", ".join(word for word in words if word),
        document=document,
        source=unit,
        cell=cell,
        quote=text if cell is not None and stands_in(text, unit) else "",
        measure=measure,
    )


def _value(match: re.Match[str], measure: Measure) -> tuple[Decimal, str] | None:
    written = match["n"].strip(" .,") + (f" {match['unit']}" if match["unit"] else "")
    found = numerals(written)
    if len(found) != 1 or found[0].unit in ("date", "reference"):
        return None
    unit = {"kr": "kr", "tkr": "tkr", "mkr": "mkr"}.get(found[0].unit, "")
    if measure.is_money != bool(unit):
        return None
    return found[0].number, unit or measure.unit
