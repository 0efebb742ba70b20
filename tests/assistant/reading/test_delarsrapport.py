"""The Word report of the sample material: named cells, points and lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.reading import read
from assistant.schema import Document, Unit


@pytest.fixture(scope="module")
def report(shared: Path) -> Document:
    return read(shared / "corpus" / "delarsrapport-2022.docx", "delarsrapport-2022.docx")


def cells(report: Document, section: str, row: str) -> dict[str, str]:
    """Texts of the row `row` in the table below `section`, by their innermost heading."""
    for unit in report.units:
        if any(section in title for title in unit.section):
            found = {
                c.headings[-1]: c.text for c in unit.cells if c.row_heading == row and c.headings
            }
            if found:
                return found
    raise AssertionError(f"no row {row} below {section}")


@pytest.mark.parametrize(
    ("section", "row", "column", "value"),
    [
        ("Budget och utfall mot budget", "FRAM", "Budget 2022", "13 184 300 kr"),
        ("Budget och utfall mot budget", "FRAM", "Utfall 20220831", "8 370 811 kr"),
        ("Budget och utfall mot budget", "Malmökraften 2.0", "Ägare", "Arbetsförmedlingen"),
        ("Budget och utfall mot budget", "Kultur på recept, KUR", "Tidplan", "210801–220731"),
        (
            "Budget och utfall mot budget",
            "Totalt beslutade insatser",
            "Budget 2022",
            "27 184 580 kr",
        ),
        (
            "Antal deltagare registrerade",
            "Malmökraften 2.0",
            "Mål antal deltagare individinsats",
            "2040",
        ),
        (
            "Antal deltagare registrerade",
            "Malmökraften 2.0",
            "Utfall antal deltagare individinsats",
            "2076",
        ),
        (
            "Antal deltagare registrerade",
            "Utebliven etablering, SFI",
            "Mål strukturövergripande insats",
            "150",
        ),
        (
            "Antal deltagare registrerade",
            "Utebliven etablering, SFI",
            "Utfall strukturövergripande insats",
            "325",
        ),
        (
            "Antal deltagare registrerade",
            "Utebliven etablering, SFI",
            "Mål antal deltagare individinsats",
            "",
        ),
        ("Viktiga förhållanden", "Årets resultat", "20220831", "-1 294"),
        ("Viktiga förhållanden", "Årets resultat", "20210831", "-1 221"),
        ("Viktiga förhållanden", "Årets resultat", "20200831", "-534"),
        ("Viktiga förhållanden", "Årets resultat", "20190831", "-484"),
        ("Viktiga förhållanden", "Årets resultat", "20180831", "-42"),
        ("Driftsredovisning", "Utgående eget kapital", "Bokslut delår 2021", "7 489"),
        ("Samverkansinsatser", "Avanti", "Budget 2022", "-4 489 250"),
        ("Samverkansinsatser", "Kultur på recept", "Prognos 2022", "-338 000"),
        ("förvaltningskostnader", "Lokalhyra", "Utfall per 2022-08-31", "-75 639"),
        ("förvaltningskostnader", "Lokalhyra", "Budget 2022", "-136 200"),
        ("Driftsredovisning", "Totala kostnader", "Prognos 2022", "-29 644 280"),
        ("Balansräkning", "Kortfristiga skulder", "Not", "5"),
        ("Not 2", "Driftbidrag från Malmö Kommun", "-2022-08-31", "4 724 667"),
        ("Not 2", "Driftbidrag från Malmö Kommun", "2021-08-31", "4 722 333"),
        ("Not 3", "Kultur på recept", "-2022-08-31", "237 966"),
    ],
)
def test_cell(report: Document, section: str, row: str, column: str, value: str) -> None:
    assert cells(report, section, row)[column] == value


def fact(report: Document, subject: str, label: str) -> list[str]:
    """What the fact sheet of `subject` says beside `label`: a cell, or sentences."""
    sheet = [u for u in report.units if subject in u.section and u.caption == subject]
    found = [c.text for u in sheet for c in u.cells if c.row_heading == label]
    return found or [u.text for u in sheet if u.section[-1] == label]


SHEETS = {
    "FRAM": ("Malmö stad", "2021-01-01 till 2023-12-31", "13 184 300 kr"),
    "Avanti 2.0": ("Malmö stad", "2021-01-01 till 2023-12-31", "4 489 250 kr"),
    "Malmökraften 2.0": ("Arbetsförmedlingen", "2020-01-01 till 2022-12-31", "5 000 000 kr"),
    "Make it work": ("Malmö stad", "2020-04-01–2022-12-31", "512 830 kr"),
    "Kultur på recept, KUR": ("Region Skåne", "2021-08-01 till 2022-07-31", "580 000 kr"),
    "Kryddgården-modellen": ("Malmö stad", "2021-09-01 till 2024-08-31", "1 893 000 kr"),
    "Utebliven etablering, SFI": ("Malmö stad", "2021-09-01 till 2024-06-30", "1 225 200 kr"),
    "Utveckling och utbildning": ("FINSAM", "2022-01-01 till 2022-12-31", "300 000 kr"),
}


@pytest.mark.parametrize("subject", SHEETS)
def test_fact_sheet(report: Document, subject: str) -> None:
    owner, time, budget = SHEETS[subject]
    assert fact(report, subject, "Insatsägare") == [owner]
    assert fact(report, subject, "Tidplan") == [time]
    assert fact(report, subject, "Årets budget") == [budget]
    assert fact(report, subject, "Syfte") and fact(report, subject, "Samverkansparter")
    assert fact(report, subject, "Resultat och lärdomar")


def test_results_in_a_fact_sheet_are_sentences_of_their_own(report: Document) -> None:
    said = fact(report, "FRAM", "Resultat och lärdomar")
    assert said[0] == (
        "Under delåret har 274 personer (144 kvinnor/130 män) varit inskrivna på FRAM via SUS."
    )
    assert fact(report, "Malmökraften 2.0", "Resultat och lärdomar")[-2:] == [
        "263 deltagare nått förvärvsarbete",
        "55 deltagare påbörjat studier",
    ]


def unit(report: Document, text: str) -> Unit:
    return next(u for u in report.units if text in u.text)


def test_board_and_office(report: Document) -> None:
    vice = unit(report, "Vice ordförande")
    assert vice.text == "Vice ordförande: Carolina Gianola, Arbetsförmedlingen"
    assert vice.lead.startswith("Styrelsen som sammanträtt fyra gånger")
    assert vice.section[-1] == "Översikt över verksamhetens utveckling"
    assert unit(report, "Förbundschef:").lead == "Anställda på kansliet under året"


def test_chart_and_its_footnote(report: Document) -> None:
    chart = next(u for u in report.units if u.kind == "chart_series")
    points = {(p.series, p.category): p.value for p in chart.points}
    assert len(points) == 16
    assert points["Före", "Aktivitetsstöd"] == "490"
    assert points["Efter", "Försörjningsstöd"] == "198"
    assert points["Efter", "Ingen off. försörj."] == "210"
    assert chart.caption == "Försörjnings-förändring efter avslutad insats 2020"
    note = next(u for u in report.units if u.kind == "footnote")
    marked = unit(report, "visas i tabellen bredvid")
    assert note.label == marked.marks[0].label == "1"
    assert note.text.startswith("En deltagare kan ha flera olika ersättningar samtidigt.")


def test_every_word_of_the_file_is_in_a_unit(report: Document, shared: Path) -> None:
    """Against python-docx, which reads the same file in its own way."""
    import docx

    body = docx.Document(str(shared / "corpus" / "delarsrapport-2022.docx"))
    texts = [p.text for p in body.paragraphs]
    texts += [c.text for t in body.tables for r in t.rows for c in r.cells]
    read_words = " ".join(u.text for u in report.units).split()
    missing = {word for text in texts for word in text.split()} - set(read_words)
    assert missing == set()


def test_every_unit_stands_word_for_word_in_the_file(report: Document, shared: Path) -> None:
    import docx

    body = docx.Document(str(shared / "corpus" / "delarsrapport-2022.docx")).element.body
    name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    marks = {name + "t": None, name + "tab": " ", name + "br": " ", name + "p": " "}
    whole = "".join(
        (e.text or "") if e.tag == name + "t" else marks[e.tag] or "" for e in body.iter(*marks)
    )
    whole = " ".join(whole.split())
    absent = [
        u.text
        for u in report.units
        if u.kind not in ("chart_series", "footnote") and u.text not in whole
    ]
    assert absent == []
