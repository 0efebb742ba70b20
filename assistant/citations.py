"""Citations: the sole owner of labels and of verification.

A quote becomes a `Citation` only if it stands word for word in the unit it is taken from, and
a statement is let through only if it is put together from its own quotes and the headings
they stand under, follows one of them claim by claim, or is a calculation shown with its terms
(`assistant.verifying`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.retrieval import years_of
from assistant.schema import Cell, Citation, DocumentInfo, Point, Statement, Unit
from assistant.swedish.numbers import numerals, units
from assistant.verifying.claims import unproved
from assistant.verifying.extracts import extracted
from assistant.verifying.grounds import Support, ground, squeeze
from assistant.verifying.sums import computed_faults

_LABEL = re.compile(r"\s*\[\d+\]")
_ACTIVE = re.compile(
    r"https?:|www\.|mailto:|javascript:|data:\w|!\[|\]\(|\]\[|<\s*/?[a-z!]|&#|`|\S@\S|"
    r"\b[\w-]+\.(?:se|com|net|org|io|eu|nu|info|example|test)\b",
    re.IGNORECASE,
)


def stands_in(quote: str, unit: Unit) -> bool:
    """True when the quote stands word for word in the unit (its blanks aside)."""
    wanted = squeeze(quote)
    return bool(wanted) and wanted in squeeze(unit.text)


@dataclass(slots=True)
class CitationList:
    """The citations of one answer, numbered from 1 in the order they are first used."""

    items: list[Citation] = field(default_factory=list)
    _seen: dict[tuple[str, int, str], int] = field(default_factory=dict)

    def cite(
        self,
        unit: Unit,
        document: DocumentInfo,
        quote: str = "",
        cell: Cell | None = None,
        point: Point | None = None,
    ) -> int:
        """The label of a quote ("" means the whole unit); the same quote keeps its label.

        Raises ValueError when the quote does not stand in the unit: nothing is ever shown
        that does not.
        """
        quote = squeeze(quote or unit.text)
        if not stands_in(quote, unit):
            raise ValueError("a quote has to stand word for word in its unit")
        heading = _headings(unit, cell, point)
        key = (document.id, unit.ordinal, heading)
        if key in self._seen:
            return self._seen[key]
        label = len(self.items) + 1
        self._seen[key] = label
        self.items.append(citation(unit, document, label, quote, cell, point))
        return label


def citation(
    unit: Unit,
    document: DocumentInfo,
    label: int,
    quote: str = "",
    cell: Cell | None = None,
    point: Point | None = None,
) -> Citation:
    """A citation of the unit; for a cell its boxes mark the cell.

    `section` names the headings of the cell, or of all columns for a whole row.
    """
    path = [*unit.section]
    if unit.caption and unit.caption not in path:
        path.append(unit.caption)
    heading = _headings(unit, cell, point)
    if heading:
        path.append(heading)
    years = years_of(document)
    boxes = (cell.boxes if cell else point.boxes if point else ()) or unit.boxes
    return Citation(
        label=label,
        document=document.id,
        file=document.file,
        title=document.metadata.title.value,
        kind=document.metadata.kind.value,
        year=years[-1] if years else None,
        page=unit.page,
        section=" › ".join(path),
        quote=squeeze(quote or unit.text),
        source=unit.source,
        boxes=boxes,
        place=place(unit),
        ocr=unit.ocr,
        unit=unit.ordinal,
    )


def place(unit: Unit) -> str:
    """Where a person finds it: "s. 12", "14:32", or the nearest heading."""
    if unit.page is not None:
        return f"s. {unit.page}"
    if unit.time:
        return unit.time
    return f"avsnittet ”{unit.section[-1]}”" if unit.section else ""


def _headings(unit: Unit, cell: Cell | None, point: Point | None) -> str:
    """The headings of the cell or point; for a whole row those of all its columns."""
    if cell is not None:
        return " – ".join(part for part in (*cell.headings,) if part)
    if point is not None:
        return " – ".join(part for part in (point.series, point.category) if part)
    columns = (" – ".join(part for part in one.headings if part) for one in unit.cells)
    return " | ".join(dict.fromkeys(column for column in columns if column))


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a statement is not let through: what kind of thing, and which."""

    kind: str
    what: str


def active(text: str) -> str:
    """What in the text a screen could turn into a link, a picture or a request; "" if nothing."""
    match = _ACTIVE.search(text)
    return match.group() if match else ""


def faults(
    statement: Statement,
    citations: Sequence[Citation],
    supports: Sequence[Support] = (),
    *,
    free: bool = False,
) -> list[Fault]:
    """What in the statement does not rest on its citations; [] when it may be shown.

    `citations` are those of the whole answer; the statement's own are picked by label.
    `supports` are the units behind them, which tell a row's cells and a chart's points apart.
    `free` is True for words that a language model chose: then prose may not be cut, and
    neither links nor markup pass.
    """
    own = [one for one in citations if one.label in statement.citations]
    if not own:
        return [Fault("citation", "ingen källa")]
    marked = {int(mark) for mark in re.findall(r"\[(\d+)\]", statement.text)}
    if not marked <= set(statement.citations):
        return [Fault("label", str(sorted(marked - set(statement.citations))[0]))]
    text = squeeze(_LABEL.sub("", statement.text))
    if free and (link := active(text)):
        return [Fault("link", link)]
    by_label: dict[int, list[Support]] = {}
    for support in supports:
        by_label.setdefault(support.label, []).append(support)
    grounds = [ground(one, by) for one in own for by in by_label.get(one.label, [])]
    grounds += [ground(one) for one in own if one.label not in by_label]
    if statement.computed:
        texts = [text for one in grounds for text in one.prose if not one.values]
        texts += [value.text for one in grounds for value in one.values]
        sources = [numeral for one in texts for numeral in numerals(one)]
        named = units(" ".join(label for one in grounds for label in one.labels))
        wrong = computed_faults(text, statement.computed, sources, named)
        return [Fault("computed", what) for what in wrong]
    if extracted(text, grounds, cuts=not free):
        return []
    return [Fault(kind, what) for kind, what in unproved(text, grounds)]
