"""Years of a question: named, as a span, or counted from today."""

from datetime import date

import pytest

from assistant.understanding import timing

TODAY = date(2032, 3, 14)


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("Hur många deltog 2031?", (2031,)),
        ("Vad hände 2030 och 2028?", (2028, 2030)),
        ("Vad kostade det i år?", (2032,)),
        ("Vad kostade det i fjol?", (2031,)),
        ("Hur gick det förra året?", (2031,)),
        ("Vad planeras nästa år?", (2033,)),
        ("Hur var det för två år sedan?", (2030,)),
        ("Hur var det för 10 år sen?", (2022,)),
        ("What happened five years ago?", (2027,)),
        ("Hur många deltog?", ()),
    ],
)
def test_years_named_or_counted_from_today(question: str, years: tuple[int, ...]) -> None:
    assert timing.years(question, TODAY) == (years, False)


@pytest.mark.parametrize(
    "question",
    [
        "Hur gick det 2029–2031?",
        "Hur gick det 2029-2031?",
        "Hur gick det 2029 – 2031?",
        "Hur gick det 2029–31?",
        "Hur gick det från 2029 till 2031?",
        "Hur gick det 2029 till och med 2031?",
        "Hur gick det mellan 2029 och 2031?",
    ],
)
def test_a_span_is_its_two_ends(question: str) -> None:
    assert timing.years(question, TODAY) == ((2029, 2031), True)


@pytest.mark.parametrize(
    "question",
    ["Vad beslutades 2029-11-30?", "Vad gällde under 2029 till 31 augusti?", "Hur var 2029-08?"],
)
def test_a_date_is_no_span(question: str) -> None:
    assert timing.years(question, TODAY) == ((2029,), False)


@pytest.mark.parametrize(
    "text",
    [
        "Vad säger lagen (2003:1210)?",
        "Hur många fick 2031,5 kr?",
        "Gäller dnr 44/2031 ännu?",
        "Hur många är 12031?",
    ],
)
def test_what_only_looks_like_a_year_is_none(text: str) -> None:
    assert timing.years(text, TODAY) == ((), False)


@pytest.mark.parametrize("question", ["Vad gäller nu?", "Vilken är den senaste planen?"])
def test_the_newest_is_meant(question: str) -> None:
    assert timing.newest(question)


def test_the_latest_years_are_not_the_newest_document() -> None:
    assert not timing.newest("Hur har det gått de senaste fem år då Lyktan har drivits?")
    assert not timing.newest("Hur många deltog 2031?")
