"""The texts that made the documents are their gold: every cell, point, heading and note is read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.reading import read
from assistant.schema import Cell, Document, Unit
from evals.documents.source import Chart, Heading, Source, Table, head_rows, read_sources

SOURCES = [source for source in read_sources() if source.blocks]


@pytest.fixture(scope="module", params=SOURCES, ids=[source.file for source in SOURCES])
def pair(request: pytest.FixtureRequest, root: Path) -> tuple[Source, Document]:
    source: Source = request.param
    return source, read(root / "corpus" / source.file, source.file)


def spellings(text: str) -> set[str]:
    """The text with its note marks printed against the word, and without them."""
    text = " ".join(text.replace("**", "").split())
    return {re.sub(r"\[\^(\d+)\]", replacement, text) for replacement in (r"\1", "")}


def flat(text: str) -> str:
    return " ".join(text.split())


def of_kind(document: Document, kind: str) -> list[Unit]:
    return [unit for unit in document.units if unit.kind == kind]


def fits(cell: Cell, text: str, row: str, heading: str) -> bool:
    return (
        flat(cell.text) in spellings(text)
        and flat(cell.row_heading) in spellings(row)
        and (heading in {"<", "^"} or bool(spellings(heading) & {*map(flat, cell.headings)}))
    )


def test_every_table_cell_with_its_headings(pair: tuple[Source, Document]) -> None:
    source, document = pair
    cells = [cell for unit in of_kind(document, "table_row") for cell in unit.cells]
    asked, missing = 0, []
    for block in source.blocks:
        if not isinstance(block, Table):
            continue
        heads = head_rows(block.rows)
        for row in block.rows[heads:]:
            for column, text in enumerate(row[1:], start=1):
                if text in {"", "<", "^"}:
                    continue
                asked += 1
                heading = block.rows[heads - 1][column]
                if not any(fits(cell, text, row[0], heading) for cell in cells):
                    missing.append((block.caption, row[0], heading, text))
    assert asked >= 10
    assert missing == []


def test_every_point_of_every_chart(pair: tuple[Source, Document]) -> None:
    source, document = pair
    points = {
        (point.series, point.category, re.sub(r"\D", "", point.value))
        for unit in of_kind(document, "chart_series")
        for point in unit.points
    }
    for block in source.blocks:
        if isinstance(block, Chart):
            for name, values in block.series:
                # a chart with one series may be read without its name
                names = {name, ""} if len(block.series) == 1 else {name}
                for category, value in zip(block.categories, values, strict=True):
                    assert any((n, category, f"{value:.0f}") in points for n in names), category


def test_every_heading_and_note(pair: tuple[Source, Document]) -> None:
    source, document = pair
    headings = {flat(unit.text) for unit in of_kind(document, "heading")}
    wanted = [block.text for block in source.blocks if isinstance(block, Heading)]
    assert [text for text in wanted if text not in headings] == []
    assert len({unit.label for unit in of_kind(document, "footnote")}) == len(source.notes)
