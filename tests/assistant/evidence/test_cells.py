"""Right row, right column: which cell or point answers, and when none does."""

import pytest

from assistant.evidence.cells import choose_cell, choose_point, excerpt
from assistant.evidence.fields import FieldReader
from assistant.evidence.record import Word
from assistant.evidence.weighing import weigh
from assistant.schema import Cell, Unit
from assistant.understanding import Question, understand
from tests.assistant.small_documents import TODAY, analyzer, report

UNITS = report().units
LYKTAN = next(unit for unit in UNITS if unit.cells and unit.cells[0].text == "Lyktan")
CHART = next(unit for unit in UNITS if unit.points)
READER = FieldReader(analyzer().analyse)


def asked(text: str) -> tuple[Question, list[Word]]:
    question = understand(text, (), TODAY)
    return question, weigh(question, question.standalone, analyzer().query_terms, {"": 40})


def cell(text: str, row: Unit = LYKTAN) -> str:
    question, words = asked(text)
    chosen = choose_cell(question, row, words, READER)
    return chosen.text if chosen else ""


def point(text: str) -> str:
    question, words = asked(text)
    chosen = choose_point(question, CHART, words, READER)
    return chosen.value if chosen else ""


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("Vad var budgeten för Lyktan 2031?", "2 450 000 kr"),
        ("Vad är budgeten för Lyktan 2032?", "2 600 000 kr"),
        ("Vad blev utfallet för Lyktan 2031?", "2 391 700 kr"),
        ("Hur stort var utfallet för Lyktan?", "2 391 700 kr"),
    ],
)
def test_measure_and_year_choose_the_column(question: str, value: str) -> None:
    assert cell(question) == value


def test_a_year_that_no_column_has_gives_no_cell() -> None:
    assert cell("Vad var budgeten för Lyktan 2027?") == ""


def test_a_measure_that_no_column_has_gives_no_cell() -> None:
    assert cell("Vad är prognosen för Lyktan 2031?") == ""


def test_budget_and_outcome_together_are_the_whole_row() -> None:
    assert cell("Vad var budget och utfall för Lyktan 2031?") == ""


def test_two_columns_that_fit_alike_give_no_cell() -> None:
    row = Unit(
        0,
        "table_row",
        "Kajen 40 50",
        cells=(Cell("Kajen", 0, "", ("Insats",)), Cell("40", 1, "Kajen"), Cell("50", 2, "Kajen")),
    )
    assert cell("Hur många platser har Kajen?", row) == ""


def test_the_only_value_of_a_row_is_chosen() -> None:
    row = Unit(
        0,
        "table_row",
        "Kajen 40",
        cells=(Cell("Kajen", 0, "", ("Insats",)), Cell("40", 1, "Kajen", ("Platser",))),
    )
    assert cell("Hur många platser har Kajen?", row) == "40"


def test_a_count_that_looks_like_a_year_is_a_count() -> None:
    row = Unit(
        0,
        "table_row",
        "Besök 2040",
        cells=(Cell("Besök", 0), Cell("2040", 1, "Besök", ("Antal",))),
    )
    assert cell("Hur många besök blev det?", row) == "2040"
    dated = Unit(
        0,
        "table_row",
        "Besök 2040",
        cells=(Cell("Besök", 0), Cell("2040", 1, "Besök", ("År",))),
    )
    assert cell("Hur många besök blev det?", dated) == ""


def test_a_share_is_a_cell_with_percent() -> None:
    row = Unit(
        0,
        "table_row",
        "Kajen 40 62 %",
        cells=(
            Cell("Kajen", 0, "", ("Insats",)),
            Cell("40", 1, "Kajen", ("Deltagare",)),
            Cell("62 %", 2, "Kajen", ("Till arbete",)),
        ),
    )
    assert cell("Hur stor andel från Kajen gick till arbete?", row) == "62 %"
    assert cell("Hur många deltagare hade Kajen?", row) == "40"


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("Hur många kvinnor var deltagare i Bryggan 2030?", "44"),
        ("Hur många män var deltagare i Bryggan 2029?", "6"),
        ("Hur många kvinnor var deltagare i Bryggan 2031?", "52"),
        ("Hur många kvinnor var deltagare i Bryggan 2027?", ""),
        ("Hur många var deltagare i Bryggan 2030?", ""),
        ("Hur många kvinnor var deltagare i Bryggan?", ""),
    ],
)
def test_a_point_is_chosen_by_series_and_category(question: str, value: str) -> None:
    assert point(question) == value


def test_the_excerpt_of_a_long_cell_is_the_part_that_answers() -> None:
    long = Cell(
        "Bryggan vänder sig till föräldralediga som saknar arbete. Arbetet leds av en samordnare "
        "som finns i huset. Lokalen hyrs av kommunen till och med nästa sommar.",
        1,
        "Bryggan",
        ("Beskrivning",),
    )
    question, words = asked("Av vem hyrs lokalen?")
    part = excerpt(question, long, words, READER)
    assert part == "Lokalen hyrs av kommunen till och med nästa sommar."
    assert part in long.text


def test_a_short_cell_has_no_excerpt() -> None:
    question, words = asked("Av vem hyrs lokalen?")
    assert excerpt(question, Cell("Lokalen hyrs. Den är ljus.", 1), words, READER) == ""
