"""Units as the judge reads them."""

from __future__ import annotations

from assistant.judging import Line, line_of
from tests.assistant.small_documents import Writer


def test_a_sentence_stands_below_its_kind_year_and_headings() -> None:
    to = Writer("plan-2031.pdf", "Plan 2031", kind="verksamhetsplan")
    to.heading("Mål")
    to.says("Ateljén ska nå 40 personer.")
    document = to.document()
    unit = document.units[-1]
    line = line_of(unit, document.metadata)
    assert line.head.startswith("verksamhetsplan 2031")
    assert line.head.endswith("Mål")
    assert line.body == "Ateljén ska nå 40 personer."
    assert line_of(unit, document.metadata, excerpt="40 personer").body == "40 personer"


def test_a_cell_is_named_by_its_row_and_column() -> None:
    to = Writer("plan-2031.pdf", "Plan 2031", kind="verksamhetsplan")
    to.table("Kostnader", ["Insats", "Budget", "Utfall"], ["Ateljén", "410", "395"])
    document = to.document()
    row = next(unit for unit in document.units if unit.cells and unit.cells[-1].text == "395")
    cell = row.cells[-1]
    line = line_of(row, document.metadata, cell=cell)
    assert line.head.endswith("Kostnader")
    assert line.body == "Ateljén – Utfall: 395"
    whole = line_of(row, document.metadata)
    assert whole.body == "Insats: Ateljén; Budget: 410; Utfall: 395"


def test_lines_are_compared_by_what_they_say() -> None:
    assert Line("lag 2003", "a") == Line("lag 2003", "a")
