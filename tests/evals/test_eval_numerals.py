"""Numerals of statements against their own sources."""

import pytest

from assistant.schema import Statement
from evals.numerals import grounding, numerals, readings
from tests.evals.material import cite


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 581 deltagare", ("2581",)),
        ("27\u00a0854\u00a0587 kr", ("27854587",)),
        ("2.581 och 27,8 Mkr", ("2581", "27.8")),
        ("år 2022 325 personer", ("2022", "325")),
        ("Malmökraften 2.0", ("2.0",)),
        ("2012–2022", ("2012", "2022")),
        ("1 294,5 tkr", ("1294.5",)),
        ("ingen siffra", ()),
    ],
)
def test_numbers_are_read(text: str, expected: tuple[str, ...]) -> None:
    assert numerals(text) == expected


def test_a_row_is_read_both_as_cells_and_as_one_amount() -> None:
    assert {"150", "325", "150325"} <= readings("SFI 150 325")
    assert {"27854587", "27", "854"} <= readings("Total 27 854 587 kr")
    assert "2040207" not in readings("2040 2076")
    assert "20402076" not in readings("2040 2076")


QUOTE = cite(1, "2581 deltagare har varit inregistrerade", title="Delårsrapport 2022")


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (Statement("2 581 deltagare [1]", (1,)), "grounded"),
        (Statement("2 581 deltagare 2022 [1]", (1,)), "grounded"),
        (Statement("Deltagarna ökade [1]", (1,)), "no numerals"),
        (Statement("2 582 deltagare [1]", (1,)), "ungrounded"),
        (Statement("581 deltagare [1]", (1,)), "ungrounded"),
        (Statement("2 581 deltagare 2023 [1]", (1,)), "ungrounded"),
        (Statement("2 581 deltagare [2]", (2,)), "ungrounded"),
        (Statement("2 581 deltagare", ()), "ungrounded"),
    ],
)
def test_each_numeral_needs_its_own_source(statement: Statement, expected: str) -> None:
    other = cite(2, "17 deltagare")
    assert grounding(statement, [QUOTE, other]) == expected


def test_the_documents_year_is_told_apart() -> None:
    dated = cite(1, "2581 deltagare", year=2022)
    assert grounding(Statement("2 581 deltagare 2022", (1,)), [dated]) == "by year"


def test_a_computed_figure_needs_its_terms() -> None:
    sides = [cite(1, "målet är 2 500 personer"), cite(2, "målet är 1 700 personer")]
    right = Statement("Målet sänktes med 800 [1][2]", (1, 2), computed="2 500 − 1 700 = 800")
    assert grounding(right, sides) == "computed"
    for text, computed in (
        ("Målet sänktes med 800", ""),
        ("Målet sänktes med 900", "2 500 − 1 700 = 800"),
        ("Målet sänktes med 800", "2 500 − 1 600 = 800"),
    ):
        assert grounding(Statement(text, (1, 2), computed=computed), sides) == "ungrounded"
