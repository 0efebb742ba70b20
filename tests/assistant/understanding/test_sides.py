"""The sides of a comparison: each a question that can be searched for itself."""

from datetime import date

import pytest

from assistant.understanding import understand

TODAY = date(2032, 3, 14)


def sides(question: str) -> tuple[str, ...]:
    return understand(question, (), TODAY).sides


def test_two_years_give_the_same_question_for_each() -> None:
    assert sides("Hur många deltog i Lyktan 2029 jämfört med 2031?") == (
        "Hur många deltog i Lyktan 2029",
        "Hur många deltog i Lyktan 2031",
    )


def test_three_years_give_three_sides() -> None:
    found = sides("Hur många deltog i Lyktan 2029, 2030 och 2031?")
    assert len(found) == 3
    for side, year in zip(found, (2029, 2030, 2031), strict=True):
        assert str(year) in side
        assert "Lyktan" in side
        assert not any(str(other) in side for other in {2029, 2030, 2031} - {year})


def test_a_span_alone_is_one_question() -> None:
    understood = understand("Hur många deltog 2029–2031 i Lyktan?", (), TODAY)
    assert understood.sides == ()
    assert understood.period


def test_a_change_over_a_span_is_compared_end_by_end() -> None:
    understood = understand("Hur förändrades antalet deltagare 2029–2031?", (), TODAY)
    first, last = understood.sides
    assert ("2029" in first, "2031" in first) == (True, False)
    assert ("2029" in last, "2031" in last) == (False, True)
    assert not understood.period


def test_women_and_men_are_asked_for_apart() -> None:
    women, men = sides("Hur stor andel av kvinnorna respektive männen fick arbete?")
    assert "kvinn" in women
    assert "män" not in women
    assert "män" in men
    assert "kvinn" not in men


def test_here_and_the_country_are_asked_for_apart() -> None:
    here, nation = sides("Är andelen högre i Lövdala än i landet?")
    assert "Lövdala" in here
    assert "landet" not in here
    assert "landet" in nation
    assert "Lövdala" not in nation


def test_two_places_swap_in_the_same_question() -> None:
    one, other = sides("Var det fler deltagare i Lyktan än i Bryggan?")
    assert "Bryggan" not in one
    assert "Lyktan" not in other
    assert "Bryggan" in other


@pytest.mark.parametrize(
    "question",
    [
        "Är Lyktan dyrare än Bryggan?",
        "Kostade Lyktan 2031 mer än Bryggan 2030?",
        "Lyktan, budgeten 2031 jämfört med Bryggan, utfallet 2030?",
    ],
)
def test_a_side_with_a_name_of_its_own_does_not_borrow_the_other(question: str) -> None:
    one, other = sides(question)
    assert "Lyktan" in one or "Bryggan" in one
    assert ("Lyktan" in one) != ("Bryggan" in one)
    assert ("Lyktan" in other) != ("Bryggan" in other)


def test_a_side_without_a_name_borrows_it() -> None:
    _, other = sides("Lyktan, budgeten 2031 jämfört med prognosen 2032?")
    assert "Lyktan" in other
    assert "prognosen 2032" in other
    assert "budgeten" not in other


def test_a_plain_question_has_no_sides() -> None:
    assert sides("Hur många deltog i Lyktan 2031?") == ()
    assert sides("Vilka insatser drevs i Lövdala?") == ()


def test_years_of_a_comparison_come_oldest_first() -> None:
    understood = understand("Hur många deltog 2031 jämfört med 2029 i Lyktan?", (), TODAY)
    assert understood.years == (2029, 2031)
    assert understood.compares
