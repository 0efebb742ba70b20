"""What a statement may rest on: the pieces of its sources, each with what it stands under.

A table row is taken apart into cells and a chart into points, so that a value can only be
shown under its own headings. Judges nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.schema import Cell, Citation, Point, Unit

_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[A-ZÅÄÖ\d•*–”\"(])")
_NUMBERED = re.compile(r"^\d+(?:\.\d+)*\.?\s+(?=\D)")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Support:
    """The unit behind the citation `label`, with the cell or point that was chosen in it.

    `excerpt` is the part of a long cell or item that answers, word for word; "" for all of it.
    """

    label: int
    unit: Unit
    cell: Cell | None = None
    point: Point | None = None
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """A cell or a point: its text, and the headings that it stands under, innermost last.

    `row` is the heading that several values share (a row's, a series'); "" where there is none.
    """

    text: str
    labels: tuple[str, ...]
    row: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """What one citation gives.

    `prose` are texts that may be cut at their clauses, `values` cells and points, `labels`
    headings, captions and titles: they say what is spoken of, and prove nothing alone. `scope`
    is all that names the source: title, year, kind.
    """

    prose: tuple[str, ...]
    values: tuple[Value, ...]
    labels: tuple[str, ...]
    scope: tuple[str, ...]


def ground(citation: Citation, support: Support | None = None) -> Ground:
    """The citation's ground; a support whose unit does not hold the quote counts for nothing."""
    labels = [part for part in citation.section.split(" › ") if part]
    scope = [citation.title, citation.kind, str(citation.year or "")]
    quote = squeeze(citation.quote)
    if support is None or quote not in squeeze(support.unit.text):
        return Ground((quote,), (), tuple(labels), _filled(scope))
    unit = support.unit
    labels += [*unit.section, unit.caption, unit.lead.strip(" :")]
    labels += [_NUMBERED.sub("", label) for label in labels]
    scope += [unit.time, unit.speaker]
    values = _values(support)
    excerpt = squeeze(support.excerpt)
    prose = [quote, excerpt if excerpt in quote else ""]
    if values:
        labels += [label for value in values for label in value.labels]
        # the row as it stands may be shown, whole or cut at its end, but not taken apart
        return Ground(_filled(prose), values, _filled(labels), _filled(scope))
    return Ground(_filled([*prose, unit.plain, unit.lead]), (), _filled(labels), _filled(scope))


def sentences(text: str) -> list[str]:
    """The sentences of a text, also those parted by semicolons."""
    return [part for part in _SENTENCE.split(text) if part.strip()]


def squeeze(text: str) -> str:
    """`text` with every run of blanks made one blank."""
    return _BLANKS.sub(" ", text).strip()


def _values(support: Support) -> tuple[Value, ...]:
    unit = support.unit
    if support.cell is not None:
        return (_cell(support.unit, support.cell),)
    several = len({point.series for point in unit.points}) > 1
    points = (support.point,) if support.point is not None else unit.points
    if points:
        return tuple(_point(point, several) for point in points)
    return tuple(_cell(unit, cell) for cell in unit.cells if cell.text.strip())


def _cell(unit: Unit, cell: Cell) -> Value:
    row = squeeze(cell.row_heading.strip(" :"))
    labels = _filled(label for label in (row, *cell.headings) if label != cell.text)
    return Value(squeeze(unit.unmarked(cell.text)), labels, row if row in labels else "")


def _point(point: Point, several: bool) -> Value:
    labels = _filled((point.series, point.category))
    return Value(squeeze(point.value), labels, squeeze(point.series) if several else "")


def _filled(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(squeeze(text) for text in texts if text.strip()))
