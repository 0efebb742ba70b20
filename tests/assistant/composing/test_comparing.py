"""Comparisons: a line a side, and the difference with its terms."""

from dataclasses import replace
from decimal import Decimal

import pytest

from assistant.composing.comparing import compare, figure, swedish
from assistant.composing.draft import Draft
from assistant.evidence import Evidence
from assistant.schema import Cell, DocumentInfo, Finding, Metadata, Unit
from assistant.understanding import understand
from tests.assistant.small_documents import TODAY

DOCUMENT = DocumentInfo(
    "d", "a.pdf", "pdf", Metadata(Finding("T", "found"), Finding("rapport", "found")), 1, 1, 0, 0
)
QUESTION = understand("Hur många deltog i Lyktan 2030 jämfört med 2031?", (), TODAY)


def side(number: int, text: str, score: float = 1.0, fits: bool = True) -> Evidence:
    unit = Unit(number, "sentence", text)
    return Evidence(unit, DOCUMENT, score, 1.0, 1.0, 1, side=number, trust=float(fits))


def drafted(*evidence: Evidence) -> Draft:
    draft = compare(QUESTION, evidence)
    assert draft is not None
    return draft


def test_each_side_and_the_difference_with_its_terms() -> None:
    draft = drafted(side(1, "Under 2030 deltog 97."), side(2, "Under 2031 deltog 124."))
    first, second, difference = draft.lines
    assert first.text == "Under 2030 deltog 97."
    assert second.text == "Under 2031 deltog 124."
    assert difference.computed == "124 − 97 = 27"
    assert "27" in difference.text
    assert "uträknat" in difference.text
    assert [one.unit.text for one in difference.evidence] == [first.text, second.text]


def test_a_side_that_does_not_say_its_year_is_given_it() -> None:
    draft = drafted(side(1, "97 personer deltog."), side(2, "Under 2031 deltog 124."))
    assert draft.lines[0].text == "2030: 97 personer deltog."


def test_no_difference_is_said_as_such() -> None:
    draft = drafted(side(1, "Under 2030 deltog 97."), side(2, "Under 2031 deltog 97."))
    assert draft.lines[2].text.startswith("Ingen skillnad")


def test_shares_differ_in_points() -> None:
    question = understand("Hur stor andel fick arbete 2030 jämfört med 2031?", (), TODAY)
    sides = (side(1, "2030 fick 31 procent arbete."), side(2, "2031 fick 38 procent arbete."))
    draft = compare(question, sides)
    assert draft is not None
    assert draft.lines[2].computed == "38 − 31 = 7 procentenheter"


@pytest.mark.parametrize(
    "second",
    ["Under 2031 deltog 71 kvinnor och 53 män.", "2031 kostade det 124 kr.", "2031 deltog många."],
)
def test_nothing_is_worked_out_of_figures_that_are_not_two_of_a_kind(second: str) -> None:
    draft = drafted(side(1, "Under 2030 deltog 97."), side(2, second))
    assert len(draft.lines) == 2
    assert not any(line.computed for line in draft.lines)


def test_a_side_without_sufficient_evidence_gives_no_comparison() -> None:
    assert compare(QUESTION, [side(1, "Under 2030 deltog 97.")]) is None
    poor = side(2, "Under 2031 deltog många.", fits=False)
    assert compare(QUESTION, [side(1, "Under 2030 deltog 97."), poor]) is None


def test_a_sentence_that_gives_both_sides_is_enough() -> None:
    both = "Antalet var 97 år 2030 och 124 år 2031."
    draft = drafted(side(1, both), side(2, both))
    assert [line.text for line in draft.lines] == [both]


def test_the_figure_of_evidence_is_single() -> None:
    found = figure(side(1, "Under 2030 deltog 97 personer."))
    assert found is not None
    assert found.number == 97
    assert figure(side(1, "71 kvinnor och 53 män deltog.")) is None
    chosen = Cell("1 204 350 kr", 2)
    unit = Unit(0, "table_row", "Bryggan 1 180 000 kr 1 204 350 kr", cells=(chosen,))
    cell = figure(Evidence(unit, DOCUMENT, 1.0, 1.0, 1.0, 1, cell=chosen))
    assert cell is not None
    assert cell.number == 1204350


@pytest.mark.parametrize(
    ("value", "text"),
    [("27854587", "27 854 587"), ("-1.5", "−1,5"), ("0", "0"), ("100", "100"), ("0.250", "0,25")],
)
def test_numbers_the_swedish_way(value: str, text: str) -> None:
    assert swedish(Decimal(value)) == text


def test_like_is_compared_with_like() -> None:
    counts = side(1, "Under 2030 deltog 97 personer i Lyktan.")
    other = side(2, "Under 2031 kostade Lyktan mycket mer än 300 av de tidigare insatserna.")
    like = replace(side(2, "Under 2031 deltog 124 personer i Lyktan."), trust=0.7)
    draft = drafted(counts, other, like)
    assert draft.lines[1].text == "Under 2031 deltog 124 personer i Lyktan."
