"""Whether a text holds the kind of thing asked for."""

import pytest

from assistant.evidence import fitting
from assistant.schema import Unit
from assistant.understanding import Asked, understand
from tests.assistant.small_documents import TODAY

SENTENCE = Unit(0, "sentence", "")


ROW = Unit(0, "table_row", "")


@pytest.mark.parametrize(
    ("asked", "text", "unit", "holds"),
    [
        ("number", "Lyktan tog emot 124 deltagare.", SENTENCE, True),
        ("number", "Styrelsen sammanträdde sju gånger.", SENTENCE, True),
        ("number", "Lyktan tog emot många deltagare.", SENTENCE, False),
        ("number", "Lyktan startade 2031.", SENTENCE, False),
        ("number", "Insatsen pågick i 3 år.", SENTENCE, False),
        ("number", "Se tabell 4.", SENTENCE, False),
        ("number", "Lyktan 2.0 tog över.", SENTENCE, False),
        ("number", "Hyran var 4 500 kr.", SENTENCE, False),
        ("share", "38 procent gick till arbete.", SENTENCE, True),
        ("share", "Hälften gick till arbete.", SENTENCE, True),
        ("share", "38 personer gick till arbete.", SENTENCE, False),
        ("amount", "Hyran var 4 500 kronor.", SENTENCE, True),
        ("amount", "Hyran var hög.", SENTENCE, False),
        ("amount", "124", SENTENCE, False),
        ("amount", "2 450 000", ROW, True),
        ("amount", "12", ROW, False),
        ("date", "Insatsen startade den 15 september 2029.", SENTENCE, True),
        ("date", "Styrgruppen träffas varje månad.", SENTENCE, True),
        ("date", "Teamet möts varannan torsdag.", SENTENCE, True),
        ("date", "Insatsen startade sent.", SENTENCE, False),
        ("name", "Ordförande är Birgitta Lundmark.", SENTENCE, True),
        ("name", "Styrelsen utses av medlemmarna.", SENTENCE, True),
        ("name", "Ännu är det oklart.", SENTENCE, False),
        ("definition", "Lyktan är en mottagning.", SENTENCE, True),
        ("definition", "Mottagningen fick besök i går.", SENTENCE, False),
        ("reason", "Kansli 890 000 kr", ROW, False),
        ("general", "Vad som helst.", SENTENCE, True),
    ],
)
def test_the_kind_of_thing_asked_for(asked: Asked, text: str, unit: Unit, holds: bool) -> None:
    assert fitting.fits(asked, text, unit) is holds


@pytest.mark.parametrize(
    ("question", "text", "holds"),
    [
        ("Hur många kvinnor deltog?", "71 kvinnor deltog.", True),
        ("Hur många kvinnor deltog?", "53 män deltog.", False),
        ("Hur många män deltog?", "53 män deltog.", True),
        ("Hur många män deltog?", "124 människor deltog.", False),
        ("Hur många deltog?", "71 kvinnor deltog.", True),
    ],
)
def test_the_sex_asked_for_is_named(question: str, text: str, holds: bool) -> None:
    assert fitting.sex_fits(understand(question, (), TODAY), text) is holds


def test_differences_and_means_are_told_from_the_figure_itself() -> None:
    assert fitting.only_difference("Det var 27 fler än året före.")
    assert fitting.only_difference("Det kom 27 fler besökare än året före.")
    assert fitting.only_difference("Antalet ökade med 27 personer.")
    assert not fitting.only_difference("Det var 124 deltagare.")
    assert fitting.other_measure("Hur många deltog?", "I genomsnitt deltog 12 i veckan.")
    assert not fitting.other_measure("Hur många deltog i genomsnitt?", "I genomsnitt deltog 12.")


def test_the_noun_that_is_counted() -> None:
    assert fitting.counted("Hur många ledamöter har styrelsen?") == "ledamöter"
    assert fitting.counted("Vilket antal platser finns?") == "platser"
    assert fitting.counted("Vem är ordförande?") == ""


def test_words_near_the_counts() -> None:
    near = fitting.near_numerals("Förbundet har fyra medlemmar och det finns 8 ledamöter.")
    assert "medlemmar" in near
    assert "ledamöter" in near
    assert fitting.near_numerals("Förbundet har medlemmar.") == ""


def test_more_than_one_figure_may_be_a_neighbour_s() -> None:
    assert fitting.candidates("number", "71 kvinnor och 53 män deltog.") == 2
    assert fitting.candidates("share", "38 procent av 124 personer.") == 1
    assert fitting.candidates("amount", "4 500 kr av 12 personer.") == 1


def test_a_target_budget_or_forecast_has_to_be_called_so() -> None:
    assert fitting.measured("target", "Målet är 150 deltagare.")
    assert not fitting.measured("target", "124 deltagare kom.")
    assert fitting.measured("", "124 deltagare kom.")


@pytest.mark.parametrize(
    ("asked", "question", "text", "new"),
    [
        ("name", "Vem ska följa upp Lyktan?", "En uppföljning av Lyktan ska upphandlas.", False),
        ("name", "Vem ska följa upp Lyktan?", "Lyktan följs upp av Ramverk AB.", True),
        ("name", "Vem leder Lyktan?", "Lyktans styrgrupp har fem ledamöter.", False),
        ("number", "Hur många av de 57 var män?", "De var 57.", False),
        ("number", "Hur många av de 57 var män?", "Av de 57 var 23 män.", True),
        ("date", "När slutar Lyktan, är det 2031?", "Lyktan slutade.", False),
        ("date", "När slutar Lyktan, är det 2031?", "Lyktan slutade 2032.", True),
        ("reason", "Varför slutade Lyktan?", "Lyktan slutade.", True),
    ],
)
def test_what_only_says_the_question_again_tells_nothing_new(
    asked: Asked, question: str, text: str, new: bool
) -> None:
    assert fitting.tells_new(asked, question, text) is new


def test_a_quantity_of_the_question_that_the_text_has_not_is_another() -> None:
    assert fitting.other_number("Hur många av de 57 var män?", "Av de 58 var 23 män.")
    assert not fitting.other_number("Hur många av de 57 var män?", "Av de 57 var 23 män.")
    assert not fitting.other_number("Hur många deltog 2031?", "124 deltog.")
