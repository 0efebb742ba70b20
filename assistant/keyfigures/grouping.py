"""From readings to figures: one unit, one source a value, years in order, gaps named.

The same value from two places is kept once; values that disagree are both kept, each with what
it counts. Two that disagree within one document on the same thing are both dropped: one of
them must count something else than we can tell.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.citations import citation
from assistant.keyfigures.measures import MONEY, Measure, Reading
from assistant.keyfigures.scope import owner
from assistant.service import FigurePoint, KeyFigure

_LEAST_YEARS = 2
_UNSAID = "anges inte närmare"
_KEEP = re.compile(r"[^\w]+")

Key = tuple[str, str, str, str]


def figures(readings: Sequence[Reading], measures: Sequence[Measure]) -> list[KeyFigure]:
    """The readings as figures with at least two years each, in the measures' order."""
    groups: dict[Key, list[Reading]] = defaultdict(list)
    for reading in _converted(_with_units(readings)):
        groups[_key(reading)].append(reading)
    owners = defaultdict(set)
    for (whose, name, *_), some in groups.items():
        if len({one.year for one in some}) > 1:
            owners[name].add(whose)
    own = _commonest_owner(readings)
    order = {measure.name: place for place, measure in enumerate(measures)}
    found: list[tuple[tuple[int, str, str], KeyFigure]] = []
    taken: set[tuple[str, str]] = set()
    for key, some in sorted(groups.items(), key=lambda item: -len(item[1])):
        points = _points(some)
        if len({point.year for point in points}) < _LEAST_YEARS:
            continue
        # whose it is has to be said where it is not plainly the association's own
        named = len(owners[key[1]]) > 1 or key[0] != own
        figure = _figure(some, points, owner(some[0].document) if named else "")
        if (figure.name, figure.series) in taken:
            continue  # the same in another unit, with fewer points
        taken.add((figure.name, figure.series))
        rank = order.get(figure.name, len(order))
        found.append(((rank, figure.name, figure.series), figure))
    return [figure for _, figure in sorted(found, key=lambda item: item[0])]


def _key(reading: Reading) -> Key:
    """Readings with one key are of one thing: owner, name, series and nature, and unit."""
    return (
        _plain(owner(reading.document)),
        reading.name,
        f"{_plain(reading.series)}|{reading.nature}",
        reading.unit,
    )


def _commonest_owner(readings: Iterable[Reading]) -> str:
    """The issuer of most of the documents that were read from, as `_key` writes it."""
    documents = {one.document.id: _plain(owner(one.document)) for one in readings}
    counts = Counter(documents.values())
    return min(counts, key=lambda name: (-counts[name], name), default="")


def _plain(name: str) -> str:
    return _KEEP.sub(" ", name).strip().casefold()


def _with_units(readings: Iterable[Reading]) -> list[Reading]:
    """A table without a unit gets that of another which holds two of its values for a measure."""
    readings = list(readings)
    known: dict[tuple[str, int, Decimal], str] = {}
    for one in readings:
        if one.measure and one.measure.is_money and one.unit and one.value:
            known[(one.name, one.year, one.value)] = one.unit
    votes: dict[tuple[str, int], list[str]] = defaultdict(list)
    for one in readings:
        if one.measure and one.measure.is_money and not one.unit:
            unit = known.get((one.name, one.year, one.value))
            if unit:
                votes[one.where].append(unit)
    settled = {w: some[0] for w, some in votes.items() if len(some) > 1 and len(set(some)) == 1}
    return [
        replace(one, unit=settled[one.where])
        if not one.unit and one.where in settled and one.cell is not None
        else one
        for one in readings
    ]


def _converted(readings: Iterable[Reading]) -> list[Reading]:
    """Money of a named measure in the measure's unit; as printed elsewhere."""
    converted = []
    for one in readings:
        if one.measure and one.unit in MONEY and one.measure.is_money:
            value = one.value * MONEY[one.unit] / MONEY[one.measure.unit]
            one = replace(one, value=value, unit=one.measure.unit)
        converted.append(one)
    return converted


def _points(readings: Sequence[Reading]) -> list[FigurePoint]:
    """One point a year and definition, sources of the year itself before later ones."""
    by_value: dict[tuple[int, Decimal], list[Reading]] = defaultdict(list)
    for one in readings:
        by_value[(one.year, one.value)].append(one)
    chosen = [min(some, key=_trust) for some in by_value.values()]
    wrong: set[tuple[str, int, str]] = set()
    seen: dict[tuple[str, int, str], Decimal] = {}
    for one in chosen:
        same = (one.document.id, one.year, one.definition)
        if seen.setdefault(same, one.value) != one.value:
            wrong.add(same)
    kept = [one for one in chosen if (one.document.id, one.year, one.definition) not in wrong]
    kept.sort(key=lambda one: (one.year, one.definition, one.document.file, one.source.ordinal))
    if len({one.definition for one in kept}) > 1:
        # beside others that say what they count, silence has to be seen
        kept = [one if one.definition else replace(one, definition=_UNSAID) for one in kept]
    return [_point(one) for one in kept]


def _trust(reading: Reading) -> tuple[int, int, str, int]:
    """Lowest first: a table before a sentence, with a definition before without."""
    return (
        0 if reading.cell or reading.point else 1,
        0 if reading.definition else 1,
        reading.document.file,
        reading.source.ordinal,
    )


def _point(reading: Reading) -> FigurePoint:
    source = citation(
        reading.source, reading.document, 1, reading.quote, cell=reading.cell, point=reading.point
    )
    return FigurePoint(
        label=str(reading.year),
        year=reading.year,
        value=float(reading.value),
        printed=reading.printed,
        definition=reading.definition,
        citation=source,
    )


def _figure(readings: Sequence[Reading], points: Sequence[FigurePoint], whose: str) -> KeyFigure:
    first = readings[0]
    years = {point.year for point in points}
    nature = first.nature if first.nature != "utfall" else ""
    if nature and nature in first.name.casefold():
        nature = ""
    own = "" if _plain(first.series) == _plain(first.name) else first.series
    series = ", ".join(part for part in (own, nature, whose) if part)
    return KeyFigure(
        name=first.name,
        unit=first.unit,
        points=tuple(points),
        years_missing=tuple(y for y in range(min(years), max(years)) if y not in years),
        definitions=tuple(dict.fromkeys(p.definition for p in points if p.definition)),
        series=series,
    )
