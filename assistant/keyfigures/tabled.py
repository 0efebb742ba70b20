"""Readings from tables and charts: a value under a year, in a row or series with a name.

A cell counts only when its headings settle its year and it holds one number and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.keyfigures.measures import Measure, Reading, find
from assistant.keyfigures.scope import about_one, is_elsewhere
from assistant.keyfigures.times import (
    default_part,
    is_derived,
    is_earlier,
    nature,
    part_of,
    when,
    without_years,
    year_of,
)
from assistant.schema import Cell, DocumentInfo, Unit
from assistant.swedish.numbers import numerals, units

_MONEY_OR_SHARE = {"kr": "kr", "tkr": "tkr", "mkr": "mkr", "procent": "procent"}
_TOTAL = re.compile(r"^(?:total|summa|alla\b|samtliga\b)", re.IGNORECASE)
_INSATS = re.compile(r"\binsats(?:er)?\b|\bprojekt\b", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_NAME_LENGTH = 80


def charted(
    document: DocumentInfo, units_: Sequence[Unit], measures: Sequence[Measure]
) -> Iterator[Reading]:
    """The points of charts whose categories (or series) are years, two of them at least."""
    for unit in units_:
        if not unit.points or unit.ocr or not unit.caption:
            continue
        by_year = [(p.category, p.series, p) for p in unit.points]
        if not all(_is_year(label) for label, _, _ in by_year):
            by_year = [(p.series, p.category, p) for p in unit.points]
        if not all(_is_year(label) for label, _, _ in by_year):
            continue
        if len({label for label, _, _ in by_year}) < 2:
            continue
        caption = without_years(unit.caption)
        measure = next((one for one in measures if find(one.charts, caption)), None)
        if is_elsewhere(unit.caption, document):
            measure = None
        for label, series, point in by_year:
            value = _value(point.value, unit.caption)
            if value is None:
                continue
            amount, said = value
            definition = f"enligt diagrammet ”{caption}”" if measure else ""
            yield Reading(
                name=measure.name if measure else caption,
                series=series,
                nature=nature(unit.caption),
                year=int(label.strip()),
                value=amount,
                unit=said or (measure.unit if measure and not measure.is_money else ""),
                printed=point.value,
                definition=definition,
                document=document,
                source=unit,
                point=point,
                measure=measure,
            )


def tabled(
    document: DocumentInfo,
    units_: Sequence[Unit],
    measures: Sequence[Measure],
    names: re.Pattern[str] | None = None,
) -> Iterator[Reading]:
    """The cells of tables that stand under a year or in a named measure's row or column.

    `names` finds insatser: a table about one of them gives no figure of the whole.
    """
    for unit in units_:
        if unit.kind != "table_row" or not unit.cells or unit.ocr:
            continue
        if not any(_DIGIT.search(cell.text) for cell in unit.cells[1:]):
            continue
        row = _row_name(unit)
        # a row with a year of its own says another time than the column
        if not row or len(row) > _NAME_LENGTH or when(row).year or when(row).several:
            continue
        corner = " ".join(unit.cells[0].headings)
        usable = [] if about_one(unit, "", names) else measures
        for cell in unit.cells[1:]:
            reading = _cell(document, unit, cell, row, corner, usable)
            if reading is not None:
                yield reading


def insats_names(units_: Sequence[Unit]) -> Iterator[str]:
    """What the rows of tables over insatser are called, in lower case, totals left out."""
    for unit in units_:
        if unit.kind != "table_row" or not unit.cells:
            continue
        name = unit.cells[0].text.strip()
        corner = " ".join(unit.cells[0].headings)
        if not name or _TOTAL.match(name) or len(name) > _NAME_LENGTH:
            continue
        if _INSATS.search(corner):
            # a version or an abbreviation is left out elsewhere: "Avanti 2.0" is "Avanti"
            yield re.sub(r"[\s:,]+(?:\d[\d.]*|[A-ZÅÄÖ]{2,5})$", "", name).casefold()


def _cell(
    document: DocumentInfo,
    unit: Unit,
    cell: Cell,
    row: str,
    corner: str,
    measures: Sequence[Measure],
) -> Reading | None:
    heading = " ".join(cell.headings).strip()
    if not heading or cell.row_heading != unit.cells[0].text or is_derived(heading):
        return None
    context = f"{heading} · {corner} · {unit.caption}"
    if not _DIGIT.search(cell.text):
        return None
    value = _value(cell.text, context)
    if value is None:
        return None
    own, around = when(heading), when(f"{corner} {unit.caption}")
    if own.several:
        return None
    if own.year is None and is_earlier(heading):
        return None
    year = own.year or around.year or (None if around.several else year_of(document))
    if year is None:
        return None
    part = own.part or around.part or part_of(unit.caption)
    label = without_years(heading)
    kind = nature(heading, corner, unit.caption)
    if not part and kind == "utfall":
        part = default_part(document)
    measure, series = _measure(measures, row, corner, heading, label)
    if measure is None and own.year is None:
        return None
    name = without_years(row)
    if measure is None:
        about = without_years(unit.caption or (unit.section[-1] if unit.section else ""))
        column = label if label and label.lower() not in ("utfall", "belopp", "antal") else ""
        name, series = (f"{column}: {about}".strip(": "), row) if column or about else (row, "")
    elif series is None:
        name, series = measure.name, ""
    else:
        name = measure.name
    amount, said = value
    if measure is not None and measure.is_money:
        if said not in ("kr", "tkr", "mkr", ""):
            return None
        if series and (amount < 0 or not said):
            return None
    elif measure is not None:
        if said:
            return None
        said = measure.unit
    return Reading(
        name=name,
        series=_tidy(series),
        nature=kind,
        year=year,
        value=amount,
        unit=said,
        printed=cell.text.strip(),
        definition=part if not measure or series else _definition(label, part),
        document=document,
        source=unit,
        cell=cell,
        measure=measure,
    )


def _row_name(unit: Unit) -> str:
    """What the row is called, without the mark of a footnote."""
    name = unit.cells[0].text.strip()
    for mark in unit.marks:
        if name.endswith(mark.label) and not name[: -len(mark.label)].endswith((" ", ".", "-")):
            return name[: -len(mark.label)]
    return name


def _measure(
    measures: Sequence[Measure], row: str, corner: str, heading: str, label: str
) -> tuple[Measure | None, str | None]:
    """The measure of a cell; with the row's name as series where the column is the measure."""
    total = bool(_TOTAL.match(row))
    plain = without_years(row)
    for measure in measures:
        if find(measure.rows, plain):
            return measure, None
        if not measure.columns or total or not (measure.corner and measure.corner.search(corner)):
            continue
        if find(measure.columns, label) or find(measure.columns, f"{label} · {corner}"):
            return measure, row
    return None, None


def _definition(label: str, part: str) -> str:
    """What is counted, from the column's heading: "bokslut, delår"."""
    said = label.lower() if label.lower() not in ("utfall", "") else ""
    return ", ".join(dict.fromkeys(word for word in (said, part) if word and word not in said)) or (
        said
    )


def _value(text: str, context: str) -> tuple[Decimal, str] | None:
    """The one number that `text` is, as printed, and its unit; None for anything more or less."""
    found = numerals(text)
    if len(found) != 1 or found[0].rough or found[0].unit in ("date", "reference", "andel"):
        return None
    one = found[0]
    if text[: one.start].strip() or text[one.end :].strip():
        return None
    if re.search(r"[^\W\d_]", re.sub(r"kr|kronor|procent|mkr|tkr|mnkr|milj\w*", "", text.lower())):
        return None  # a number in words
    named = sorted(units(context) & _MONEY_OR_SHARE.keys())
    said = one.unit if one.unit in _MONEY_OR_SHARE else ""
    if one.unit not in _MONEY_OR_SHARE and one.unit not in ("plain", "year"):
        return None
    if not said and len(named) == 1:
        said = named[0]
    elif not said and len(named) > 1:
        return None
    return one.number, _MONEY_OR_SHARE.get(said, "")


def _is_year(text: str) -> bool:
    return bool(re.fullmatch(r"\s*(?:19|20)\d\d\s*", text))


def _tidy(name: str | None) -> str:
    return re.sub(r"\s+", " ", name or "").strip(" :–-")
