"""Whether a text holds the kind of thing asked for, and speaks of the right time and group."""

from pathlib import Path

import pytest

from assistant.evidence import fitting
from assistant.schema import DocumentInfo, Finding, Mark, Metadata, Unit
from assistant.understanding import Asked, understand
from tests.assistant.small_documents import TODAY

SENTENCE = Unit(0, "sentence", "")
ROW = Unit(0, "table_row", "")


def about(year: str) -> DocumentInfo:
    metadata = Metadata(
        Finding("T", "found"), Finding("rapport", "found"), year=Finding(year, "found")
    )
    return DocumentInfo("d", str(Path("a.pdf")), "pdf", metadata, 1, 1, 0, 0)


def time(question: str, text: str, year: str = "2031", **unit: object) -> float:
    made = Unit(0, "sentence", text, **unit)  # type: ignore[arg-type]
    return fitting.year_fits(understand(question, (), TODAY), made, about(year))


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


def test_years_of_a_text_are_filled_in_and_dates_read() -> None:
    assert fitting.years_in("åren 2028–2031") == {2028, 2029, 2030, 2031}
    assert fitting.years_in("läsåret 2029/30") == {2029, 2030}
    assert fitting.years_in("per 310831 och 20300131") == {2031, 2030}
    assert fitting.years_in("lagen (2003:1210), 12031 kr") == {2003}
    assert fitting.years_in("inget år") == set()
    assert fitting.named_alone("2028–2031, särskilt 2030") == {2030}


def test_a_sentence_of_the_year_fits_whatever_the_document_is_about() -> None:
    assert time("Hur många deltog 2030?", "Under 2030 deltog 97 personer.") == 1.0


def test_a_sentence_of_another_year_in_another_year_s_document_does_not() -> None:
    assert time("Hur många deltog 2029?", "Under 2030 deltog 97 personer.") == 0.0
    assert time("Hur många deltog 2029?", "97 personer deltog.", year="2031") == 0.0


def test_a_sentence_without_a_year_has_the_document_s() -> None:
    assert time("Hur många deltog 2031?", "124 personer deltog.") > 0.9
    many = time("Hur många deltog 2031?", "124 personer deltog.", year="2020–2031")
    assert many <= 0.3


def test_another_year_counts_also_beside_a_footnote_mark() -> None:
    text = "Under 2030 deltog 97 personer.3"
    mark = (Mark(len(text) - 1, len(text), "3"),)
    assert time("Hur många deltog 2029?", text, marks=mark) == 0.0


def test_a_span_says_little_of_one_of_its_years() -> None:
    assert time("Hur många deltog 2029?", "2028–2031 deltog 400 personer.") <= 0.3
    assert time("Hur många deltog 2028–2031?", "2028–2031 deltog 400 personer.") == 1.0
    assert time("Hur många deltog 2028–2031?", "Under 2028 deltog 90 personer.") < 0.5


def test_the_column_s_year_decides_over_the_sentence() -> None:
    question = understand("Vad var budgeten 2032?", (), TODAY)
    row = Unit(0, "table_row", "Lyktan 2032 1 000 kr", caption="Budget 2032")
    assert fitting.year_fits(question, row, about("2032"), "Budget 2031") == 0.0
    assert fitting.year_fits(question, row, about("2031"), "Budget 2032") == 1.0


def test_part_of_a_year_is_not_the_whole() -> None:
    text = "Till och med 2031-08-31 deltog 80 personer."
    assert time("Hur många deltog under hela 2031?", text) == 0.0
    assert time("Hur många deltog 2031?", text) == 1.0


def test_a_sentence_that_points_back_has_the_time_of_the_one_before() -> None:
    question = understand("Hur många var kvinnor 2030?", (), TODAY)
    unit = Unit(1, "sentence", "Av dessa var 60 kvinnor.")
    assert fitting.year_fits(question, unit, about("2031"), "", "Under 2030 deltog 97.") == 1.0


def test_no_year_asked_for_no_year_judged() -> None:
    assert time("Hur många deltog?", "Under 1999 deltog 97 personer.") == 1.0


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


@pytest.mark.parametrize(
    ("question", "text", "against"),
    [
        ("Hur många hade arbete före insatsen?", "Efter insatsen hade 40 arbete.", True),
        ("Hur många hade arbete efter insatsen?", "Före insatsen hade 12 arbete.", True),
        ("Hur många hade arbete före insatsen?", "Före insatsen hade 12, efter den 40.", False),
        ("Hur många hade arbete före insatsen?", "Arbete hade 12 personer.", False),
        ("Vilka intäkter hade förbundet?", "Kostnaderna var höga.", True),
        ("Hur många gick från före till efter?", "Efter insatsen hade 40 arbete.", False),
    ],
)
def test_the_opposite_of_what_is_named(question: str, text: str, against: bool) -> None:
    assert fitting.opposes(question, text) is against


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


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("KUR (kultur, utbildning och rehabilitering) är metoden.", True),
        ("Metoden kallas KUR, kultur utbildning rehabilitering.", True),
        ("KUR är metoden som används i huset.", False),
        ("Kultur, utbildning och rehabilitering är viktigt.", False),
    ],
)
def test_an_abbreviation_spelled_out(text: str, spelled: bool) -> None:
    assert fitting.spells_out(text, ["KUR"]) is spelled


def test_a_definition_says_what_the_subject_is() -> None:
    assert fitting.defines("Lyktan är en mottagning för unga.", ["Lyktan"])
    assert fitting.defines("Mottagningen (Lyktan) ligger i hamnen.", ["Lyktan"])
    assert not fitting.defines("I huset möts deltagare från Lyktan.", ["Lyktan"])


def test_reasons_names_lists_and_what_points_back() -> None:
    assert fitting.causes("Det beror på att lokalen hade mögel.")
    assert not fitting.causes("Lokalen låg i hamnen.")
    assert fitting.full_name("Ordförande är Birgitta Lundmark.")
    assert not fitting.full_name("Ordförande är vald.")
    assert fitting.lists("kommunen, regionen, Försäkringskassan och Arbetsförmedlingen", ()) == 4
    assert fitting.points_back("Av dessa var 71 kvinnor.")
    assert not fitting.points_back("Lyktan är en mottagning.")
    assert fitting.who_is("Vem är ordförande?")
    assert not fitting.who_is("Vem beslutar om budgeten?")


def test_what_is_set_aside_before_the_verb_is_not_the_figure_s() -> None:
    text = "Efter avdrag för hyran återstår 400 kr."
    assert fitting.main_clause(text) == "återstår 400 kr."
    assert fitting.main_clause("Hyran är 400 kr.") == "Hyran är 400 kr."


def test_a_target_budget_or_forecast_has_to_be_called_so() -> None:
    assert fitting.measured("target", "Målet är 150 deltagare.")
    assert not fitting.measured("target", "124 deltagare kom.")
    assert fitting.measured("", "124 deltagare kom.")


def test_what_the_question_itself_sets_aside_stays() -> None:
    text = "Efter insatsen hade 29 procent arbete."
    assert fitting.main_clause(text, "Hur stor andel hade arbete efter insatsen?") == text
    assert fitting.main_clause(text, "Hur stor andel hade arbete?").startswith("hade 29")
