"""What stands around a quote: its page, section, table and chart."""

from __future__ import annotations

import pytest

from assistant.errors import UnknownItem
from assistant.schema import Cell, Citation, Point, Unit
from assistant.surroundings import page_text, section_text, table


def row(ordinal: int, block: int, *texts: str) -> Unit:
    cells = tuple(Cell(text, column) for column, text in enumerate(texts))
    return Unit(
        ordinal, "table_row", " ".join(texts), page=2, section=("B",), block=block, cells=cells
    )


UNITS = [
    Unit(0, "sentence", "Ett.", page=1, section=("A",), block=0),
    Unit(1, "sentence", "Två.", page=1, section=("B",), block=1),
    Unit(2, "sentence", "Tre.", page=2, section=("B",), block=1),
    row(3, 2, "År", "Antal"),
    row(4, 2, "2021", "572"),
    row(5, 3, "en annan", "tabell"),
    Unit(
        6,
        "chart_series",
        "Till arbete 2020 447 2021 572",
        page=3,
        section=("C",),
        block=4,
        points=(Point("Till arbete", "2020", "447"), Point("Till arbete", "2021", "572")),
    ),
]


def of(unit: int) -> Citation:
    return Citation(1, "d", "d.pdf", "D", "plan", 2026, 1, "", "q", "prose", unit=unit)


def test_a_page_is_its_own_units() -> None:
    assert page_text(UNITS, 1) == "Ett.\nTvå."
    assert page_text(UNITS, 9) == ""


def test_what_has_no_pages_is_one() -> None:
    units = [Unit(0, "sentence", "Ett."), Unit(1, "sentence", "Två.")]
    assert page_text(units, 1) == "Ett.\nTvå."
    assert page_text(units, 2) == ""


def test_a_section_goes_over_the_page() -> None:
    assert section_text(UNITS, of(1)).startswith("Två.\nTre.")
    with pytest.raises(UnknownItem, match="Källan"):
        section_text(UNITS, of(99))


def test_a_table_is_the_rows_of_its_block() -> None:
    assert table(UNITS, of(4)) == [["År", "Antal"], ["2021", "572"]]
    assert table(UNITS, of(0)) == []


def test_a_cell_that_spans_columns_leaves_the_others_in_their_own() -> None:
    total = Unit(9, "table_row", "", block=8, cells=(Cell("Totalt", 0), Cell("27", 2)))
    units = [row(8, 8, "Insats", "Slag", "Kostnad"), total]
    assert table(units, of(9)) == [["Insats", "Slag", "Kostnad"], ["Totalt", "", "27"]]


def test_a_chart_is_a_row_a_series() -> None:
    assert table(UNITS, of(6)) == [["", "2020", "2021"], ["Till arbete", "447", "572"]]
