"""From a document's units to the passages that are indexed.

Holds the rules for where a passage begins and ends. It never changes a unit's text, never
looks into the index, and knows nothing about any particular document.

A passage is at most `LIMIT` characters unless one unit alone is longer. It never crosses a
page or a heading; a list stays with the line that leads it in; a table or chart stands by
itself, whole where it fits, else in runs of rows in order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from assistant.schema import Document, Passage, Source, Unit

VERSION = "2"
LIMIT = 600
"""Characters in a passage at most. Larger ones found less in every measurement."""

ENOUGH = 350
"""Characters from which a passage rather ends at a paragraph than inside the next one."""

_HEADING_LIMIT = 120
_CONTEXT_LIMIT = 360
_BETWEEN = " · "
_DASHES = str.maketrans("–—−", "---")


def split(document: Document) -> list[Passage]:
    """The document's passages in reading order, numbered from 0; [] if it has no units.

    Every unit is in exactly one passage, but for headings that end a page and stand in the
    section path of the next page's text.
    """
    runs = [
        run
        for stretch in _stretches(document.units)
        for run in _runs(stretch)
        if any(unit.kind != "heading" for unit in run) or not _said_later(run, document.units)
    ]
    return [_passage(document, ordinal, run) for ordinal, run in enumerate(runs)]


def analysed_text(passage: Passage) -> str:
    """What is analysed into keywords for `passage`: its context, then its text."""
    return f"{passage.context}\n{passage.text}" if passage.context else passage.text


def embedded_text(passage: Passage) -> str:
    """What is embedded for `passage`: as `analysed_text`, of the section path the last heading.

    Embedding is nearly all of the time that indexing takes, and the headings above the last
    one found nothing more than the keywords did.
    """
    upper = {heading[:_HEADING_LIMIT] for heading in passage.section[:-1]}
    title, *rest = passage.context.split(_BETWEEN)
    kept = _BETWEEN.join([title, *(part for part in rest if part not in upper)])
    return f"{kept}\n{passage.text}" if kept else passage.text


def _stretches(units: Sequence[Unit]) -> Iterator[list[Unit]]:
    """Runs of units that one passage could hold: one page, one section, one kind of source."""
    for _, group in groupby(_with_family(units), key=lambda pair: pair[0]):
        yield [unit for _, unit in group]


_Family = tuple[int | None, tuple[str, ...], str, int]


def _with_family(units: Sequence[Unit]) -> Iterator[tuple[_Family, Unit]]:
    """Each unit with the key that it shares with its stretch.

    A heading joins what it stands above, a caption the table or chart it stands beside.
    """
    for index, unit in enumerate(units):
        owner = unit
        if unit.kind == "heading":
            owner = next((u for u in units[index + 1 :] if u.kind != "heading"), unit)
            if owner.page != unit.page or owner is unit:
                yield (unit.page, (), "heading", -1), unit
                continue
        elif unit.kind == "caption":
            owner = next(
                (
                    units[other]
                    for other in (index + 1, index - 1)
                    if 0 <= other < len(units)
                    and units[other].kind in ("table_row", "chart_series")
                    and units[other].page == unit.page
                ),
                unit,
            )
        alone = owner.kind in ("table_row", "chart_series")
        yield (unit.page, owner.section, owner.source, owner.block if alone else -1), unit


def _runs(stretch: list[Unit]) -> Iterator[list[Unit]]:
    """A stretch cut into passages."""
    if stretch[0].source == "chart" or any(unit.kind == "chart_series" for unit in stretch):
        yield stretch
        return
    pieces = [[unit] for unit in stretch]
    if stretch[-1].source == "prose":
        pieces = _pieces(stretch)
    run: list[Unit] = []
    for piece in pieces:
        if run and not _fits(run, piece):
            yield run
            run = []
        for unit in piece:
            if run and _length(run) + 1 + len(unit.text) > LIMIT:
                yield run
                run = []
            run.append(unit)
    if run:
        yield run


def _pieces(stretch: list[Unit]) -> list[list[Unit]]:
    """Prose as paragraphs; a list with its leading line and the headings above are one piece."""
    pieces: list[list[Unit]] = []
    for unit in stretch:
        if pieces and _goes_on(pieces[-1], unit):
            pieces[-1].append(unit)
        elif pieces and unit.kind == "list_item" and unit.lead == pieces[-1][-1].text:
            paragraph, lead = pieces[-1][:-1], pieces[-1][-1]
            if all(above.kind == "heading" for above in paragraph):
                pieces[-1].append(unit)
            else:
                pieces[-1:] = [paragraph, [lead, unit]]
        else:
            pieces.append([unit])
    return pieces


def _goes_on(piece: list[Unit], unit: Unit) -> bool:
    """Whether `unit` stands below the heading that ends `piece`, or in its paragraph or list."""
    last = piece[-1]
    if unit.kind == "heading" or last.kind == "heading":
        return last.kind == "heading"
    return last.block == unit.block


def _fits(run: list[Unit], piece: list[Unit]) -> bool:
    """Whether `piece` should go on in the passage `run` rather than begin the next one."""
    length = _length(run)
    if length + 1 + _length(piece) <= LIMIT:
        return True
    if length >= ENOUGH or any(unit.kind == "list_item" for unit in piece):
        return False
    return length + 1 + len(piece[0].text) <= LIMIT


def _length(units: Sequence[Unit]) -> int:
    return sum(len(unit.text) + 1 for unit in units) - 1


def _said_later(run: list[Unit], units: Sequence[Unit]) -> bool:
    """Whether a run of headings stands in the section path of the text that follows it."""
    following = next(
        (unit for unit in units[run[-1].ordinal + 1 :] if unit.kind != "heading"), None
    )
    return following is not None and all(unit.text in following.section for unit in run)


def _passage(document: Document, ordinal: int, run: list[Unit]) -> Passage:
    last = run[-1]
    source: Source = next((u.source for u in run if u.source != "prose"), "prose")
    return Passage(
        id=f"{document.id}:{ordinal}",
        document=document.id,
        ordinal=ordinal,
        first=run[0].ordinal,
        last=last.ordinal,
        text=" ".join(unit.text for unit in run),
        context=_context(document, run),
        page=last.page,
        section=last.section,
        source=source,
    )


def _context(document: Document, run: list[Unit]) -> str:
    """Title, year, section path, caption, and what the run itself lacks of its own headings."""
    metadata = document.metadata
    title = metadata.title.value
    year = metadata.year.value if metadata.year else ""
    texts = {unit.text for unit in run}
    said = not year or year.translate(_DASHES) in title.translate(_DASHES)
    parts = [title if said else f"{title} {year}"]
    for heading in run[-1].section:
        if heading not in parts and heading != title and heading not in texts:
            parts.append(heading[:_HEADING_LIMIT])
    unit = run[-1]
    for candidate in (unit.caption, run[0].lead, " | ".join(_headings(run))):
        if candidate and candidate not in texts and candidate not in parts:
            parts.append(candidate[:_CONTEXT_LIMIT])
    return _BETWEEN.join(part for part in parts if part)


def _headings(run: list[Unit]) -> list[str]:
    """The column headings of a table's rows, from left to right, each once."""
    found: dict[tuple[int, str], None] = {}
    for unit in run:
        for cell in unit.cells:
            for heading in cell.headings:
                found.setdefault((cell.column, heading))
    return list(dict.fromkeys(heading for _, heading in sorted(found, key=lambda item: item[0])))
