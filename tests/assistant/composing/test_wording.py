"""How evidence is worded: every word the document's own, cut to length."""

from dataclasses import replace

import pytest

from assistant.composing import wording
from assistant.evidence import Evidence
from assistant.schema import Cell, DocumentInfo, Finding, Mark, Metadata, Point, Unit

LONG = (
    "Under året har handledarna arbetat med kök, snickeri och trädgård i tre olika lokaler, "
    "medan samordnaren har haft kontakt med arbetsgivare i hela länet för att hitta platser, "
    "vilket har lett till att femton deltagare har fått praktik på ett hotell vid hamnen."
)
DOCUMENT = DocumentInfo(
    "d", "a.pdf", "pdf", Metadata(Finding("T", "found"), Finding("rapport", "found")), 1, 1, 0, 0
)


def evidence(unit: Unit, cell: Cell | None = None, point: Point | None = None) -> Evidence:
    return Evidence(unit, DOCUMENT, 1.0, 1.0, 1.0, 1, cell=cell, point=point)


def pieces(text: str) -> list[str]:
    return [piece.strip() for piece in text.split("…") if piece.strip()]


def test_a_short_sentence_stands_as_it_is_without_its_footnote_mark() -> None:
    unit = Unit(0, "sentence", "Sju platser fanns.3", marks=(Mark(18, 19, "3"),))
    assert wording.sentence(unit) == "Sju platser fanns."


@pytest.mark.parametrize("wanted", [["hotell"], ["snickeri"], ["arbetsgivare"]])
def test_a_long_sentence_is_cut_to_the_clauses_that_are_asked_for(wanted: list[str]) -> None:
    text = wording.sentence(Unit(0, "sentence", LONG), wanted, limit=30)
    assert wording.words_in(text) <= 32
    assert wanted[0] in text
    assert "…" in text
    assert all(piece in LONG for piece in pieces(text))


def test_a_sentence_without_clauses_is_cut_after_the_limit() -> None:
    text = wording.sentence(Unit(0, "sentence", "ord " * 60), limit=10)
    assert text == "ord ord ord ord ord ord ord ord ord ord …"


def test_a_cell_stands_under_its_row_and_column() -> None:
    chosen = Cell("2 450 000 kr", 1, "Lyktan", ("Budget 2031",))
    row = Unit(0, "table_row", "Lyktan 2 450 000 kr", cells=(Cell("Lyktan", 0), chosen))
    assert wording.cell(evidence(row, chosen)) == "Lyktan – Budget 2031: 2 450 000 kr"


def test_a_heading_that_says_the_same_is_said_once() -> None:
    chosen = Cell("12", 1, "Platser", ("Platser",))
    row = Unit(0, "table_row", "Platser 12", cells=(Cell("Platser", 0), chosen))
    assert wording.cell(evidence(row, chosen)) == "Platser: 12"


def test_a_point_stands_under_caption_series_and_category() -> None:
    point = Point("kvinnor", "2030", "44")
    chart = Unit(0, "chart_series", "kvinnor 2030 44", points=(point,), caption="Deltagare")
    assert wording.cell(evidence(chart, point=point)) == "Deltagare – kvinnor – 2030: 44"


def test_a_row_has_each_value_under_its_heading() -> None:
    cells = (
        Cell("Lyktan", 0, "", ("Insats",)),
        Cell("40", 1, "Lyktan", ("Platser",)),
        Cell("", 2, "Lyktan", ("Kö",)),
        Cell("38", 3, "Lyktan", ("Deltagare",)),
    )
    row = Unit(0, "table_row", "Lyktan 40 38", cells=cells)
    assert wording.row(row) == "Lyktan: Platser: 40; Deltagare: 38"
    assert wording.row(replace(row, cells=())) == "Lyktan 40 38"


def test_a_list_follows_its_lead_without_bullets() -> None:
    items = [Unit(n, "list_item", text) for n, text in enumerate(["• kök;", "– snickeri.", "kör"])]
    assert wording.items("Här finns:", items) == "Här finns: kök; snickeri; kör"
    assert wording.items("", items) == "kök; snickeri; kör"


def test_a_long_list_is_cut_and_says_so() -> None:
    items = [Unit(n, "list_item", f"punkt {n} " + "med många ord " * 6) for n in range(12)]
    text = wording.items("Här finns:", items)
    assert wording.words_in(text) <= 90
    assert "…" in text
    assert "punkt 0" in text


def test_a_chart_is_told_series_by_series() -> None:
    points = (Point("kvinnor", "2030", "44"), Point("män", "2030", "13"))
    chart = Unit(0, "chart_series", "x", points=points, caption="Deltagare")
    assert wording.series(chart) == "Deltagare: kvinnor – 2030: 44. män – 2030: 13"
    alone = Unit(0, "chart_series", "x", points=(Point("", "2030", "57"), Point("", "2031", "71")))
    assert wording.series(alone) == "2030: 57; 2031: 71"
