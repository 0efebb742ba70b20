"""Cells by name: value, row, column and page, in the sample files and in drawn ones."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from assistant.reading.pdf import read_pdf
from assistant.schema import Cell, Unit
from tests.assistant.reading.pdf_maker import Sheet, write_pdf

REPORT = "uppfoljning-samordningsforbund-2017.pdf"
PLAN = "verksamhetsplan-2026.pdf"


@cache
def units_of(path: Path) -> tuple[Unit, ...]:
    return read_pdf(path)[1]


def cell_of(units: tuple[Unit, ...], page: int, row: str, column: str) -> list[Cell]:
    """The cells of a page whose row heading begins with `row` and whose column is `column`."""
    return [
        cell
        for unit in units
        if unit.page == page and unit.kind == "table_row"
        for cell in unit.cells
        if cell.row_heading.startswith(row) and column in cell.headings
    ]


CELLS = [
    (REPORT, 11, "Antal insatser", "Rehabilitering för arbete/utbildning", "296"),
    (REPORT, 11, "Antal insatser", "Förberedande insats", "160"),
    (REPORT, 11, "Antal insatser", "Kartläggning av individer", "67"),
    (REPORT, 11, "Antal insatser", "Förebyggande insats", "34"),
    (REPORT, 11, "Antal insatser", "Annan inriktning", "29"),
    (REPORT, 11, "Antal insatser", "Totalt", "586"),
    (REPORT, 11, "Andel av total", "Rehabilitering för arbete/utbildning", "51%"),
    (REPORT, 11, "Andel av total", "Förebyggande insats", "6%"),
    (REPORT, 11, "Andel av total", "Totalt", "100%"),
    (REPORT, 12, "Antal insatser", "Dialog & kommunikation", "219"),
    (REPORT, 12, "Antal insatser", "Utbildning", "121"),
    (REPORT, 12, "Antal insatser", "Kartläggning", "75"),
    (REPORT, 12, "Antal insatser", "Annan inriktning", "101"),
    (REPORT, 12, "Antal insatser", "Totalt", "516"),
    (REPORT, 12, "Andel av total", "Kartläggning", "15%"),
    (REPORT, 28, "Blekinge", "Samordningsförbund", "Samordningsförbundet i Blekinge"),
    (REPORT, 28, "Gotland", "Kommuner med förbund", "Gotland"),
    (REPORT, 29, "Kronoberg", "Kommuner utan förbund", "Uppvidinge"),
    (REPORT, 29, "Kronoberg", "Samordningsförbund", "Sunnerbo Samordningsförbund26"),
    (REPORT, 29, "Skåne", "Samordningsförbund", "FINSAM i Malmö"),
    (REPORT, 29, "Skåne", "Kommuner med förbund", "Burlöv, Staffanstorp"),
    (REPORT, 29, "Skåne", "Samordningsförbund", "Samordningsförbundet Burlöv-Staffanstorp"),
    # the table goes on overleaf: the county and the headings come from the page before
    (REPORT, 30, "Skåne", "Samordningsförbund", "Samordningsförbundet Skåne Nordost"),
    (REPORT, 31, "Västernorrland", "Samordningsförbund", "Samordningsförbundet Ånge"),
    (REPORT, 33, "Totalt", "Kommuner med förbund", "253 av 290 kommuner"),
    (REPORT, 33, "Totalt", "Samordningsförbund", "82 förbund"),
    (REPORT, 33, "Totalt", "Kommuner utan förbund", "37 kommuner utan förbund"),
    (PLAN, 4, "FINSAM i Malmö ska sprida", "Ansvarig", "Utredaren"),
    (PLAN, 4, "Genom att ha ”örat", "Ansvarig", "Förbundschefen"),
    (
        PLAN,
        4,
        "FINSAM i Malmö ska sprida",
        "Mål",
        "15 poddavsnitt ska spelas in. 4 seminarier ska arrangeras",
    ),
    (
        PLAN,
        4,
        "Genom att ha ”örat",
        "Aktivitet",
        "Förbundets kansli ska verka som tjänstekonsulter och aktivt erbjuda sina tjänster.",
    ),
    (PLAN, 5, "FRAM", "Kostnad", "15 111 000 kr"),
    (PLAN, 5, "FRAM", "I/S", "I"),
    (PLAN, 5, "Malmökraften", "Kostnad", "6 481 587 kr"),
    (PLAN, 5, "IPS Unga", "Kostnad", "3 737 000 kr"),
    (PLAN, 5, "Kryddgårdenmodellen", "I/S", "S"),
    (PLAN, 5, "Kryddgårdenmodellen", "Kostnad", "2 225 000 kr"),
    (PLAN, 5, "Utveckling och kunskap", "Kostnad", "300 000 kr"),
    (PLAN, 5, "Total kostnad för beslutade insatser", "Kostnad", "27 854 587 kr"),
]


@pytest.mark.parametrize(("file", "page", "row", "column", "value"), CELLS)
def test_named_cell(shared: Path, file: str, page: int, row: str, column: str, value: str) -> None:
    found = cell_of(units_of(shared / "corpus" / file), page, row, column)
    assert value in [cell.text for cell in found]
    for cell in found:
        assert all(box.page == page for box in cell.boxes)


def test_table_without_headings(shared: Path) -> None:
    rows = [
        unit
        for unit in units_of(shared / "corpus" / REPORT)
        if unit.caption.startswith("Tabell 4") and unit.kind == "table_row"
    ]
    assert [[cell.text for cell in row.cells] for row in rows] == [
        ["Tilldelade medel", "339 mkr18"],
        ["Förbrukade medel", "326,50 mkr"],
        ["Oförbrukade medel", "12,5 mkr"],
    ]
    assert rows[0].plain == "Tilldelade medel 339 mkr"
    assert not any(cell.headings for row in rows for cell in row.cells)
    assert rows[0].caption == "Tabell 4. Tilldelade och förbrukade medel 2017"


def test_one_block_over_six_pages(shared: Path) -> None:
    units = units_of(shared / "corpus" / REPORT)
    rows = [unit for unit in units if unit.kind == "table_row" and 28 <= (unit.page or 0) <= 33]
    assert len({unit.block for unit in rows}) == 1
    assert rows[0].text == "Län Kommuner med förbund Samordningsförbund Kommuner utan förbund"
    assert not any(cell.headings for cell in rows[0].cells)


def test_empty_grids_are_no_tables(shared: Path) -> None:
    units = units_of(shared / "corpus" / REPORT)
    assert not [unit for unit in units if unit.page in (34, 35) and unit.kind == "table_row"]


def rows_of(path: Path) -> list[Unit]:
    return [unit for unit in units_of(path) if unit.kind == "table_row"]


def test_unruled_table(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.lines(70, 80, ["Förbundets intäkter redovisas nedan i tusental kronor för två år."])
    for base, row in zip(
        (130, 145, 160, 175),
        (
            ("", "2021", "2022"),
            ("Intäkter", "18 889", "18 899"),
            ("Kostnader", "20 110", "20 193"),
            ("Årets resultat", "-1 221", "-1 294"),
        ),
        strict=True,
    ):
        for x, text in zip((70, 250, 340), row, strict=True):
            sheet.text(x, base, text, 10, "bold" if base == 130 else "plain")
    rows = rows_of(write_pdf(tmp_path / "a.pdf", [sheet]))
    assert [row.text for row in rows] == [
        "2021 2022",
        "Intäkter 18 889 18 899",
        "Kostnader 20 110 20 193",
        "Årets resultat -1 221 -1 294",
    ]
    value = rows[3].cells[2]
    assert (value.text, value.row_heading, value.headings) == (
        "-1 294",
        "Årets resultat",
        ("2022",),
    )


def test_two_columns_of_prose_are_no_table(tmp_path: Path) -> None:
    sheet = Sheet()
    left = [
        "Förbundet stödjer insatser för",
        "vuxna som behöver samordnad",
        "rehabilitering i kommunen och",
        "regionen under hela året.",
    ]
    right = [
        "Styrelsen beslutar om medel och",
        "följer upp resultaten två gånger",
        "om året tillsammans med alla",
        "parter som äger förbundet.",
    ]
    sheet.lines(60, 100, left)
    sheet.lines(320, 100, right)
    units = units_of(write_pdf(tmp_path / "b.pdf", [sheet]))
    assert [unit.text for unit in units] == [" ".join(left), " ".join(right)]


def test_merged_heading_stands_over_both_columns(tmp_path: Path) -> None:
    sheet = Sheet()
    xs, ys = [60.0, 200.0, 300.0, 400.0], [100.0, 120.0, 140.0, 160.0]
    for y in ys:
        sheet.rule(xs[0], y, xs[-1], y)
    for x in (60, 200, 400):
        sheet.rule(x, 100, x, 160)
    sheet.rule(300, 120, 300, 160)
    sheet.text(210, 114, "Antal deltagare", 10, "bold")
    sheet.text(210, 134, "Kvinnor", 10, "bold")
    sheet.text(310, 134, "Män", 10, "bold")
    for x, text in ((65, "FRAM"), (210, "144"), (310, "130")):
        sheet.text(x, 154, text, 10)
    row = rows_of(write_pdf(tmp_path / "c.pdf", [sheet]))[-1]
    assert [(cell.text, cell.headings) for cell in row.cells] == [
        ("FRAM", ()),
        ("144", ("Antal deltagare", "Kvinnor")),
        ("130", ("Antal deltagare", "Män")),
    ]


def test_headings_go_on_overleaf_and_a_repeated_one_is_no_row(tmp_path: Path) -> None:
    sheets = []
    for page, rows in enumerate(((("FRAM", "274"), ("Avanti", "190")), (("KUR", "25"),))):
        sheet = Sheet()
        texts = [("Insats", "Utfall"), *rows]
        ys = [100 + 20 * at for at in range(len(texts) + 1)]
        sheet.grid([60, 200, 300], [float(y) for y in ys])
        for y, row in zip(ys, texts, strict=False):
            for x, text in zip((65, 210), row, strict=True):
                sheet.text(x, y + 14, text, 10, "bold" if y == 100 else "plain")
        if page == 0:
            sheet.text(60, 60, "Insatserna i siffror", 16, "bold")
        sheets.append(sheet)
    units = rows_of(write_pdf(tmp_path / "d.pdf", sheets))
    assert len({unit.block for unit in units}) == 1
    last = units[-1]
    assert last.page == 2
    assert (last.cells[1].text, last.cells[1].row_heading, last.cells[1].headings) == (
        "25",
        "KUR",
        ("Utfall",),
    )


def test_a_heading_alone_at_the_foot_of_a_page_still_names_the_columns(tmp_path: Path) -> None:
    sheets = []
    for page, rows in enumerate(((), (("FRAM", "274"), ("KUR", "25")))):
        sheet = Sheet()
        texts = [("Insats", "Utfall"), *rows]
        ys = [(780 if page == 0 else 60) + 20 * at for at in range(len(texts) + 1)]
        sheet.grid([60, 200, 300], [float(y) for y in ys])
        for y, row in zip(ys, texts, strict=False):
            for x, text in zip((65, 210), row, strict=True):
                sheet.text(x, y + 14, text, 10, "bold" if row == texts[0] else "plain")
        if page == 0:
            sheet.text(60, 60, "Insatserna i siffror", 16, "bold")
            sheet.lines(60, 100, ["Under perioden deltog fler personer i insatserna."] * 30)
        sheets.append(sheet)
    last = rows_of(write_pdf(tmp_path / "d.pdf", sheets))[-1]
    assert [(cell.text, cell.headings) for cell in last.cells] == [
        ("KUR", ("Insats",)),
        ("25", ("Utfall",)),
    ]


def test_a_table_in_small_type_at_the_foot_of_a_page_is_no_footnote(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.text(60, 60, "Insatserna i siffror", 16, "bold")
    sheet.lines(60, 100, ["Under perioden deltog fler personer i insatserna."] * 30)
    texts = [("Insats", "Deltagare", "Andel"), ("FRAM", "66", "17 %"), ("KUR", "51", "12 %")]
    ys = [700.0, 716.0, 732.0, 748.0]
    xs = (60, 130, 200, 270)
    # the cells are framed one by one, as web browsers print them
    for top, bottom, row in zip(ys, ys[1:], texts, strict=False):
        for left, right, text in zip(xs, xs[1:], row, strict=False):
            sheet.grid([left, right], [top, bottom])
            bold = row is texts[0] or text is row[0]
            sheet.text(left + 4, bottom - 4, text, 8.5, "bold" if bold else "plain")
    file = write_pdf(tmp_path / "d.pdf", [sheet])
    assert not [unit for unit in units_of(file) if unit.kind == "footnote"]
    last = rows_of(file)[-1]
    assert [(cell.text, cell.headings) for cell in last.cells] == [
        ("KUR", ("Insats",)),
        ("51", ("Deltagare",)),
        ("12 %", ("Andel",)),
    ]
