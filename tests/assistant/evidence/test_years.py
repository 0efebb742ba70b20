"""Which years a text speaks of, and whether they are those asked about."""

from pathlib import Path

from assistant.evidence import years
from assistant.schema import DocumentInfo, Finding, Mark, Metadata, Unit
from assistant.understanding import understand
from tests.assistant.small_documents import TODAY


def about(year: str) -> DocumentInfo:
    metadata = Metadata(
        Finding("T", "found"), Finding("rapport", "found"), year=Finding(year, "found")
    )
    return DocumentInfo("d", str(Path("a.pdf")), "pdf", metadata, 1, 1, 0, 0)


def time(question: str, text: str, year: str = "2031", **unit: object) -> float:
    made = Unit(0, "sentence", text, **unit)  # type: ignore[arg-type]
    return years.year_fits(understand(question, (), TODAY), made, about(year))


def test_years_of_a_text_are_filled_in_and_dates_read() -> None:
    assert years.years_in("åren 2028–2031") == {2028, 2029, 2030, 2031}
    assert years.years_in("läsåret 2029/30") == {2029, 2030}
    assert years.years_in("per 310831 och 20300131") == {2031, 2030}
    assert years.years_in("lagen (2003:1210), 12031 kr") == {2003}
    assert years.years_in("inget år") == set()
    assert years.named_alone("2028–2031, särskilt 2030") == {2030}


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
    assert years.year_fits(question, row, about("2032"), "Budget 2031") == 0.0
    assert years.year_fits(question, row, about("2031"), "Budget 2032") == 1.0


def test_part_of_a_year_is_not_the_whole() -> None:
    text = "Till och med 2031-08-31 deltog 80 personer."
    assert time("Hur många deltog under hela 2031?", text) == 0.0
    assert time("Hur många deltog 2031?", text) == 1.0


def test_a_column_for_the_whole_year_stands_in_a_report_on_a_part() -> None:
    question = understand("Vad är prognosen för helåret 2031?", (), TODAY)
    section = ("Delårsrapport 2031",)
    row = Unit(0, "table_row", "Lyktan 140 280", section=section)
    assert years.year_fits(question, row, about("2031"), "Utfall") == 0.0
    assert years.year_fits(question, row, about("2031"), "Prognos helår") == 1.0


def test_a_sentence_that_points_back_has_the_time_of_the_one_before() -> None:
    question = understand("Hur många var kvinnor 2030?", (), TODAY)
    unit = Unit(1, "sentence", "Av dessa var 60 kvinnor.")
    assert years.year_fits(question, unit, about("2031"), "", "Under 2030 deltog 97.") == 1.0


def test_no_year_asked_for_no_year_judged() -> None:
    assert time("Hur många deltog?", "Under 1999 deltog 97 personer.") == 1.0
