"""Figures over the years: what is followed, from where, and above all what is left out."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.corpus import corpus_files
from assistant.errors import SettingsError
from assistant.keyfigures import OWN_FILE, key_figures
from assistant.keyfigures.measures import load
from assistant.keyfigures.times import nature, when, without_years
from assistant.schema import Cell, DocumentInfo, Filters, Finding, Metadata, Point, Unit
from assistant.service import KeyFigure


def info(
    name: str, year: str, kind: str = "årsredovisning", issuer: str = "Finsam Lövdala"
) -> DocumentInfo:
    metadata = Metadata(
        Finding(name, "found"),
        Finding(kind, "found"),
        Finding(issuer, "found") if issuer else None,
        None,
        Finding(year, "found") if year else None,
    )
    return DocumentInfo(name, f"{name}.pdf", "pdf", metadata, 3, 9, 1, 1)


class Shelf:
    """Documents with their units, in memory."""

    def __init__(self, *books: tuple[DocumentInfo, Sequence[Unit]]) -> None:
        self._books = {document.id: (document, list(units)) for document, units in books}

    def documents(self, filters: Filters | None = None) -> list[DocumentInfo]:
        kinds = filters.kinds if filters else ()
        every = [document for document, _ in self._books.values()]
        return [one for one in every if not kinds or one.metadata.kind.value in kinds]

    def units(
        self, document_id: str, first: int | None = None, last: int | None = None
    ) -> list[Any]:
        return self._books[document_id][1]


def said(text: str, ordinal: int = 1, **more: object) -> Unit:
    return Unit(ordinal, "sentence", text, 1, **more)  # type: ignore[arg-type]


def table(rows: Sequence[Sequence[str]], caption: str = "", start: int = 10) -> list[Unit]:
    """A table whose first row holds the headings."""
    units = []
    for number, row in enumerate(rows):
        cells = tuple(
            Cell(
                text, place, row[0] if place and number else "", (rows[0][place],) if number else ()
            )
            for place, text in enumerate(row)
        )
        text = " ".join(one for one in row if one)
        units.append(
            Unit(start + number, "table_row", text, 2, block=start, cells=cells, caption=caption)
        )
    return units


def chart(caption: str, points: Sequence[tuple[str, str, str]]) -> Unit:
    return Unit(
        40, "chart_series", caption, 3, caption=caption, points=tuple(Point(*p) for p in points)
    )


def by_name(figures: Sequence[KeyFigure], name: str, series: str = "") -> dict[int, float]:
    found = [one for one in figures if (one.name, one.series) == (name, series)]
    return {point.year: point.value for one in found for point in one.points}


def follow(*books: tuple[DocumentInfo, Sequence[Unit]]) -> list[KeyFigure]:
    return key_figures(Shelf(*books), None)


def test_a_chart_over_years_is_followed_with_its_gaps() -> None:
    points = [("", "2019", "12"), ("", "2020", "1 447"), ("", "2022", "40")]
    figure = follow((info("rapport", "2022"), [chart("Figur 3: Samtal 2019–2022", points)]))[0]
    assert (figure.name, figure.years_missing) == ("Samtal", (2021,))
    assert [(p.year, p.value, p.printed) for p in figure.points][1] == (2020, 1447.0, "1 447")
    assert figure.points[0].citation.page == 3 and figure.points[0].citation.source == "chart"


def test_years_may_be_the_series_of_a_chart() -> None:
    points = [("2019", "Unga", "12 %"), ("2020", "Unga", "15 %"), ("2020", "Äldre", "7 %")]
    figures = follow((info("rapport", "2020"), [chart("Andel per grupp", points)]))
    assert by_name(figures, "Andel per grupp", "Unga") == {2019: 12.0, 2020: 15.0}
    assert figures[0].unit == "procent" and not by_name(figures, "Andel per grupp", "Äldre")


def test_rows_under_years_and_dates() -> None:
    rows = [["Tkr", "20220831", "2021-08-31"], ["Årets resultat", "-1 294", "-1 221"]]
    figure = follow((info("delår", "2022", "delårsrapport"), table(rows)))[0]
    assert (figure.name, figure.unit) == ("Resultat", "tkr")
    assert [(p.year, p.value) for p in figure.points] == [(2021, -1221.0), (2022, -1294.0)]
    assert figure.definitions == ("per 31 augusti",)
    assert figure.points[0].citation.quote == "Årets resultat -1 294 -1 221"


def test_differences_notes_and_earlier_years_without_a_number_are_left_out() -> None:
    rows = [
        ["", "2021", "2022", "Förändring 2022", "Not 2022", "Föregående år"],
        ["Lokaler", "10", "12", "2", "5", "9"],
    ]
    figure = follow((info("bokslut", "2022"), table(rows, "Kansliet")))[0]
    assert [(p.year, p.value) for p in figure.points] == [(2021, 10.0), (2022, 12.0)]


def test_one_number_and_nothing_else_counts_in_a_cell() -> None:
    rows = [
        ["", "2021", "2022", "2023"],
        ["Samtal", "Sju av åtta eller 87 %", "12", "12–14"],
        ["Avsnitt", "339 mkr18", "22 st avsnitt", "15"],
        ["Tidplan", "210101–231231", "2021-01-01", "2022-01-01"],
        ["Eget kapital 2020-12-31", "5", "6", "7"],
    ]
    assert follow((info("bokslut", "2023"), table(rows))) == []


def test_budget_and_outcome_per_insats_across_documents() -> None:
    older = [
        ["Insats", "Budget 2022", "Utfall 20220831"],
        ["Bryggan", "2 400 000 kr", "1 000 000 kr"],
        ["Totalt", "9 000 000 kr", "3 000 000 kr"],
    ]
    newer = [["Insatser i budget 2026", "I/S", "Kostnad"], ["Bryggan", "I", "3,1 Mkr"]]
    figures = follow(
        (info("delår", "2022", "delårsrapport"), table(older)),
        (info("plan", "2026", "verksamhetsplan"), table(newer)),
    )
    assert [(f.name, f.series, f.unit) for f in figures] == [
        ("Budget per insats", "Bryggan", "tkr")
    ]
    assert by_name(figures, "Budget per insats", "Bryggan") == {2022: 2400.0, 2026: 3100.0}
    assert figures[0].years_missing == (2023, 2024, 2025)
    assert [p.citation.file for p in figures[0].points] == ["delår.pdf", "plan.pdf"]


def test_plan_and_outcome_are_never_one_line() -> None:
    rows = [
        ["Belopp tkr", "Utfall 2021", "Utfall 2022", "Budget 2022", "Budget 2023"],
        ["Medlemsavgift", "18 000", "18 500", "19 000", "19 500"],
    ]
    figures = follow((info("bokslut", "2022"), table(rows)))
    assert by_name(figures, "Medlemsavgifter") == {2021: 18000.0, 2022: 18500.0}
    assert by_name(figures, "Medlemsavgifter", "budget") == {2022: 19000.0, 2023: 19500.0}


def test_a_table_without_unit_gets_it_from_another_with_the_same_values() -> None:
    plain = [["", "2020", "2021", "2022"], ["Resultat", "-5", "-7", "-9"]]
    told = [["Belopp tkr", "2021", "2022"], ["Årets resultat", "-7", "-9"]]
    figure = follow((info("bokslut", "2022"), [*table(plain), *table(told, start=30)]))[0]
    assert figure.unit == "tkr" and [p.year for p in figure.points] == [2020, 2021, 2022]
    other = [["Belopp tkr", "2021", "2022"], ["Årets resultat", "-7", "-8"]]
    figures = follow((info("bokslut", "2022"), [*table(plain), *table(other, start=30)]))
    assert {f.unit for f in figures} == {""}


def test_sentences_give_points_with_what_they_count() -> None:
    figures = follow(
        (
            info("delår", "2022", "delårsrapport"),
            [said("2581 deltagare har varit inregistrerade i SUS per den 31/8 2022.")],
        ),
        (
            info("bokslut", "2021"),
            [said("Totalt har 2 100 unika deltagare deltagit i insatserna.")],
        ),
    )
    figure = figures[0]
    assert by_name(figures, "Deltagare") == {2021: 2100.0, 2022: 2581.0}
    assert figure.definitions == ("unika deltagare", "per 31 augusti")


def test_values_of_one_year_that_count_differently_are_both_kept() -> None:
    counted = [("", "2021", "572"), ("", "2022", "556")]
    sentence = "Av dem har 292 individer börjat arbeta."
    figures = follow(
        (info("sus", "2022"), [chart("Utskrivning till arbete 2021–2022", counted)]),
        (info("delår", "2022", "delårsrapport"), [said(sentence)]),
    )
    assert [(p.year, p.value) for p in figures[0].points] == [
        (2021, 572.0),
        (2022, 292.0),
        (2022, 556.0),
    ]
    assert len(figures[0].definitions) == 2


@pytest.mark.parametrize(
    "sentence",
    [
        "Under samma period har 2198 personer skrivits ut till arbete.",
        "Under åren 2018–2022 har 10187 personer skrivits ut till arbete.",
        "I Göteborg har 300 personer skrivits ut till arbete.",
        "Under året har 800 personer skrivits ut till arbete i Sverige.",
        "Cirka 300 personer skrivits ut till arbete.",
        "Under 2019 har 300 personer skrivits ut till arbete.",
        "På Bryggan har 12 individer börjat arbeta.",
    ],
)
def test_sentences_that_are_not_the_years_own_figure(sentence: str) -> None:
    insatser = table([["Insats", "Ägare"], ["Bryggan 2.0", "Staden"]])
    figures = follow(
        (info("a", "2022"), [*insatser, said(sentence)]),
        (info("b", "2021"), [said("Under året har 5 personer skrivits ut till arbete.")]),
    )
    assert figures == []


def test_a_sentence_under_an_insats_is_that_insatss_figure() -> None:
    insatser = table([["Insats", "Ägare"], ["Bryggan", "Staden"]])
    own = said("Av dem har 12 individer börjat arbeta.", section=("Insatser", "Bryggan"))
    other = (info("b", "2021"), [said("Av dem har 5 individer börjat arbeta.")])
    assert follow((info("a", "2022"), [*insatser, own]), other) == []


def test_issuers_are_never_mixed() -> None:
    sentence = "Totalt har {} personer deltagit i insatserna."
    national = (info("a", "2021", issuer="Försäkringskassan"), [said(sentence.format("28 000"))])
    local = (info("b", "2022"), [said(sentence.format("400"))])
    assert follow(national, local) == []


def test_somebody_elses_figure_says_whose_it_is() -> None:
    sentence = "Totalt har {} personer deltagit i insatserna."
    national = [
        (info(f"n{year}", str(year), issuer="Försäkringskassan"), [said(sentence.format(count))])
        for year, count in ((2020, "27 000"), (2021, "28 000"))
    ]
    rows = [["Tkr", "2021", "2022"], ["Resultat", "5", "6"]]
    local = [(info(name, "2022"), table(rows)) for name in ("a", "b", "c")]
    assert [(f.name, f.series) for f in follow(*national, *local)] == [
        ("Deltagare", "Försäkringskassan"),
        ("Resultat", ""),
    ]


def test_a_guessed_year_is_no_year() -> None:
    document = info("a", "2021")
    guessed = DocumentInfo(
        "g",
        "g.pdf",
        "pdf",
        Metadata(
            Finding("g", "found"),
            Finding("rapport", "found"),
            document.metadata.issuer,
            None,
            Finding("2020", "guessed"),
        ),
        1,
        1,
        0,
        0,
    )
    sentence = said("Totalt har 90 personer deltagit i insatserna.")
    assert follow((guessed, [sentence]), (document, [sentence])) == []


def test_what_disagrees_within_one_document_is_dropped() -> None:
    rows = [["", "2021", "2022"], ["Lokaler", "10", "12"], ["Lokaler", "10", "13"]]
    assert follow((info("a", "2022"), table(rows, "Kansliet"))) == []


def test_filters_reach_the_documents() -> None:
    shelf = Shelf((info("a", "2022"), [chart("Samtal", [("", "2021", "1"), ("", "2022", "2")])]))
    assert key_figures(shelf, Filters(kinds=("lag",))) == []
    assert len(key_figures(shelf, Filters(kinds=("årsredovisning",)))) == 1


def test_an_associations_own_measures(tmp_path: Path) -> None:
    own = tmp_path / "nyckeltal.toml"
    own.write_text(
        '[[measure]]\nname = "Resultat"\noff = true\n'
        '[[measure]]\nname = "Lyssningar"\nunit = "lyssningar"\n'
        "texts = ['{n} lyssningar']\n",
        "utf-8",
    )
    names = [measure.name for measure in load(own)]
    assert "Resultat" not in names and names[-1] == "Lyssningar" and "Deltagare" in names
    shelf = Shelf(
        (info("a", "2021"), [said("Podden fick 900 lyssningar.")]),
        (info("b", "2022"), [said("Podden fick 1 018 lyssningar.")]),
    )
    found = key_figures(shelf, None, own)
    assert by_name(found, "Lyssningar") == {2021: 900.0, 2022: 1018.0}


def test_the_own_file_is_no_document(tmp_path: Path) -> None:
    for name in (OWN_FILE, "plan.pdf"):
        (tmp_path / name).write_text("x", "utf-8")
    assert [file.name for file in corpus_files(tmp_path)] == ["plan.pdf"]


@pytest.mark.parametrize(
    "content",
    [
        '[[measure]]\nname = "x"\nfel = 1',
        "[[measure]]\nunit = 'x'",
        "[[",
        "[[measure]]\nname = 'x'\nrows = ['(']",
    ],
)
def test_a_broken_own_file_says_so(tmp_path: Path, content: str) -> None:
    own = tmp_path / "nyckeltal.toml"
    own.write_text(content, "utf-8")
    with pytest.raises(SettingsError, match=r"nyckeltal\.toml"):
        load(own)


def test_headings_of_time() -> None:
    assert (when("Utfall 20220831").year, when("Utfall 20220831").part) == (2022, "per 31 augusti")
    assert when("Utfall jan-aug 2022").part == "jan–aug"
    assert when("2021 jämfört med 2022").several and when("2021 jämfört med 2022").year is None
    assert without_years("Tabell 7. Resultat per den 31 augusti 2022, tkr") == "Resultat, tkr"
    assert (
        without_years("Utskrivning till arbete 2012-2022 Malmö") == "Utskrivning till arbete Malmö"
    )
    assert [nature(t) for t in ("Prognos 2022", "Aktuell budget", "Mål", "Bokslut")] == [
        "prognos",
        "budget",
        "mål",
        "utfall",
    ]


def test_the_sample_report(shared: Path) -> None:
    """The half-year report: five years of results, and never another row's or column's figure."""
    from assistant.library.documents import describe
    from assistant.reading import read

    document = read(shared / "corpus" / "delarsrapport-2022.docx", "delarsrapport-2022.docx")
    figures = follow((describe(document), document.units))
    assert by_name(figures, "Resultat") == {
        2018: -42.0,
        2019: -484.0,
        2020: -534.0,
        2021: -1221.0,
        2022: -1294.0,
    }
    assert by_name(figures, "Eget kapital") == {2021: 7489.0, 2022: 3899.0}
    fees = next(one for one in figures if one.name == "Medlemsavgifter" and not one.series)
    assert [(p.year, p.value, p.definition) for p in fees.points] == [
        (2021, 18889.0, "bokslut delår"),
        (2022, 28300.0, "anges inte närmare"),
        (2022, 18899.0, "jan–aug"),
    ]
    for figure in figures:
        for point in figure.points:
            assert point.printed.split(" ")[0] in point.citation.quote
            assert figure.unit in ("", "tkr") and point.citation.section
