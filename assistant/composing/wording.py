"""How evidence is worded: a sentence cut to length, a cell with its headings, a list.

Only cuts and puts together what stands in the documents; every word comes from the unit or
the headings above it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence import Evidence
from assistant.schema import Unit

WORDS = 40
UNSURE = "Osäkert: citatet ligger nära frågan, men det är inte säkert att det svarar på den."
"""Opens the notice of an answer that is less likely right than not."""
_CLAUSE = re.compile(r"(?<=[,;:])\s+|\s+(?=[–—]\s)|\s+(?=(?:men|medan|vilket|vilka|dock|samt)\s)")


def words_in(text: str) -> int:
    """The number of blank-separated words."""
    return len(text.split())


def sentence(unit: Unit, wanted: Sequence[str] = (), limit: int = WORDS) -> str:
    """The unit's text, cut to the clauses that hold the `wanted` words when it is too long.

    A cut is shown by "…". Clauses are kept from the first to the last that is needed.
    """
    text = unit.plain.strip()
    if words_in(text) <= limit:
        return text
    clauses = [clause for clause in _CLAUSE.split(text) if clause.strip()]
    scores = [
        sum(word.casefold()[:6] in clause.casefold() for word in wanted) for clause in clauses
    ]
    best, span = -1.0, (0, len(clauses))
    for start in range(len(clauses)):
        length = 0
        for end in range(start, len(clauses)):
            length += words_in(clauses[end])
            if length > limit:
                break
            value = sum(scores[start : end + 1]) - 0.02 * length + (0.3 if start == 0 else 0.0)
            if value > best:
                best, span = value, (start, end + 1)
    if best < 0:
        kept = " ".join(text.split()[:limit])
        return f"{kept} …"
    kept = " ".join(clause.strip() for clause in clauses[span[0] : span[1]])
    kept = kept.rstrip(",;:–— ")
    lead = "… " if span[0] else ""
    tail = " …" if span[1] < len(clauses) else ""
    return f"{lead}{kept}{tail}"


def cell(evidence: Evidence) -> str:
    """ "Row – column: value" for a chosen cell or point."""
    unit = evidence.unit
    if evidence.point is not None:
        point = evidence.point
        name = " – ".join(part for part in (unit.caption, point.series, point.category) if part)
        return f"{name}: {point.value}"
    chosen = evidence.cell
    if chosen is None:
        return row(unit)
    parts = [chosen.row_heading.strip(" :"), *chosen.headings]
    name = " – ".join(dict.fromkeys(part for part in parts if part and part != chosen.text))
    value = evidence.excerpt or unit.unmarked(chosen.text)
    return f"{name}: {value}" if name and not evidence.excerpt else value


def row(unit: Unit, limit: int = WORDS) -> str:
    """The row with each value under its heading; the row as it stands when it has none."""
    cells = [one for one in unit.cells if one.text]
    if not cells:
        return sentence(unit, limit=limit)
    first, rest = cells[0], cells[1:]
    values = [
        f"{' – '.join(one.headings)}: {one.text}" if one.headings else one.text for one in rest
    ]
    text = f"{first.text.strip(' :')}: {'; '.join(values)}" if values else first.text
    return text if words_in(text) <= limit + 10 else sentence(unit, limit=limit)


def items(lead: str, units: Sequence[Unit], limit: int = 80) -> str:
    """The items of a list after the line that leads in, ended by "…" when cut."""
    texts = [
        re.sub(r"^[•*–—\-▪●\uf0b7o]\s+", "", unit.plain).strip().rstrip(".;,") for unit in units
    ]
    if words_in(" ".join(texts)) > limit:
        each = max(8, limit // max(1, len(texts)))
        texts = [_opening(text, each) for text in texts]
    kept: list[str] = []
    for text in texts:
        if words_in(" ".join([*kept, text])) > limit and kept:
            kept.append("…")
            break
        kept.append(text)
    head = lead.strip().rstrip(":")
    if words_in(head) > 25:
        head = "… " + " ".join(head.split()[-20:])
    return f"{head}: {'; '.join(kept)}" if head else "; ".join(kept)


def series(unit: Unit) -> str:
    """The points of a chart: "2012: 7; 2013: 11 …", under its caption; named series apart."""
    names = list(dict.fromkeys(point.series for point in unit.points))
    parts = []
    for name in names:
        values = "; ".join(f"{p.category}: {p.value}" for p in unit.points if p.series == name)
        parts.append(f"{name} – {values}" if name and len(names) > 1 else values)
    return f"{unit.caption}: {'. '.join(parts)}" if unit.caption else ". ".join(parts)


def _opening(text: str, most: int) -> str:
    """The first words of an item, "…" for the rest."""
    words = text.split()
    return text if len(words) <= most + 2 else f"{' '.join(words[:most]).rstrip(',;:')} …"
