"""What kind of quantity a cell gives, and whether a question for a figure can mean it."""

import pytest

from assistant.evidence.quantities import of_cell, of_point, other_than
from assistant.schema import Cell, Point, Unit
from assistant.understanding import understand
from tests.assistant.small_documents import TODAY


def row(cell: Cell, caption: str = "") -> Unit:
    return Unit(0, "table_row", cell.text, cells=(cell,), caption=caption)


@pytest.mark.parametrize(
    ("text", "headings", "name", "caption", "quantity"),
    [
        ("1 200 000 kr", ("Budget",), "Bryggan", "", "money"),
        ("48", ("Andel",), "Bryggan", "Deltagare 2031", "share"),
        ("48 %", ("Kvinnor",), "Bryggan", "", "share"),
        ("64", ("Deltagare",), "Bryggan", "Kostnader och deltagare (tkr)", "count"),
        ("37 700", ("2031",), "Bryggan", "Kostnad per deltagare (kr)", "money"),
        ("410", ("2031",), "Personal", "Kostnader (tkr)", "money"),
        ("410", ("2031",), "Antal deltagare", "Verksamheten (tkr)", "count"),
        ("6 200", ("Budget 2031",), "Fyren", "Insatser", "money"),
        ("11 månader", ("Tid",), "Bryggan", "", "time"),
        ("7", ("Betyg",), "Bryggan", "", ""),
    ],
)
def test_the_nearest_words_say_it(
    text: str, headings: tuple[str, ...], name: str, caption: str, quantity: str
) -> None:
    cell = Cell(text, 1, name, headings)
    assert of_cell(row(cell, caption), cell) == quantity


def test_a_point_of_a_chart() -> None:
    point = Point("Till arbete", "2031", "447")
    unit = Unit(0, "chart_series", "447", points=(point,), caption="Utskrivna")
    assert of_point(unit, point) == "count"


@pytest.mark.parametrize(
    ("question", "quantity", "other"),
    [
        ("Hur många deltog i Bryggan?", "money", True),
        ("Hur många deltog i Bryggan?", "count", False),
        ("Hur många deltog i Bryggan?", "", False),
        ("Hur många månader tog det?", "time", False),
        ("Hur många kronor kostade det?", "money", False),
        ("Vad kostade Bryggan?", "count", True),
        ("Vad kostade Bryggan?", "money", False),
        ("Hur stor andel var kvinnor?", "money", True),
        ("Varför ökade det?", "money", False),
    ],
)
def test_what_a_question_cannot_mean(question: str, quantity: str, other: bool) -> None:
    assert other_than(understand(question, (), TODAY), quantity) is other  # type: ignore[arg-type]
