"""CSV that a spreadsheet opens as numbers and text, never as formulas."""

from __future__ import annotations

import csv
import io
import re

from assistant.service import FigurePoint, KeyFigure

HEADINGS = (
    "Nyckeltal",
    "Serie",
    "Period",
    "År",
    "Värde",
    "Enhet",
    "Står som",
    "Räknat som",
    "Dokument",
    "Typ",
    "Plats",
    "Fil",
    "Citat",
)
_RISKY = tuple("=+-@\t\r\n|%＝＋－＠−")
_NUMBER = re.compile(
    r"[-+−–]?\d{1,3}(?:[ \u00a0\u202f]?\d{3})*(?:,\d+)?\s?%?|[-+−]?\d+(?:[.,]\d+)?"
)
_BLANKS = re.compile(r"\s+")


def write(figure: KeyFigure) -> bytes:
    """One row a point, by year; a missing year has a row without a value."""
    rows = [(point.year, 0, _point(figure, point)) for point in figure.points]
    rows += [(year, 1, _gap(figure, year)) for year in figure.years_missing]
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for _, _, row in sorted(rows, key=lambda row: row[:2]):
        writer.writerow([safe(cell) for cell in row])
    # the mark by which Excel knows that the file is UTF-8
    return ("\ufeff" + target.getvalue()).encode()


def safe(cell: str) -> str:
    """`cell` on one line; an apostrophe before what a spreadsheet would take for a formula."""
    if _NUMBER.fullmatch(cell.strip()):
        return cell.strip()
    starts = cell.lstrip(" \u00a0\ufeff").startswith(_RISKY)
    line = _BLANKS.sub(" ", cell.replace("\0", "")).strip()
    return f"'{line}" if starts else line


def _point(figure: KeyFigure, point: FigurePoint) -> list[str]:
    source = point.citation
    return [
        figure.name,
        figure.series,
        point.label,
        str(point.year),
        _number(point.value),
        figure.unit,
        point.printed,
        point.definition,
        source.title,
        source.kind,
        source.place,
        source.file,
        source.quote,
    ]


def _gap(figure: KeyFigure, year: int) -> list[str]:
    row = [figure.name, figure.series, str(year), str(year), "", figure.unit, "", "uppgift saknas"]
    return row + [""] * (len(HEADINGS) - len(row))


def _number(value: float) -> str:
    """With a decimal comma, without an exponent and without decimals that say nothing."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return text.replace(".", ",")
