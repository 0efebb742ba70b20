"""Word tables: every cell with the row and the columns it belongs to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assistant.reading.docx import read_docx
from assistant.schema import Cell, Unit

Make = Callable[..., Path]
Text = Callable[..., str]


def rows(path: Path) -> list[Unit]:
    return [unit for unit in read_docx(path)[0] if unit.kind == "table_row"]


def find(units: list[Unit], text: str) -> tuple[Unit, Cell]:
    return next((u, c) for u in units for c in u.cells if c.text == text)


def test_cells_have_row_and_column_headings(word: Make, p: Text, tbl: Text) -> None:
    body = p("Tabell 2. Kostnader per år") + tbl(
        ["Post", "2021", "2022"], ["Hyra", "10", "20"], ["Lön", "", "40"], bold_rows=(0,)
    )
    found = rows(word(body))
    assert [u.text for u in found] == ["Post 2021 2022", "Hyra 10 20", "Lön 40"]
    unit, cell = find(found, "20")
    assert (cell.row_heading, cell.headings, cell.column) == ("Hyra", ("2022",), 2)
    assert unit.caption == "Tabell 2. Kostnader per år"
    assert find(found, "")[1] == Cell("", 1, "Lön", ("2021",))
    assert all(not c.headings and not c.row_heading for c in found[0].cells)
    assert len({u.block for u in found}) == 1


def test_headings_are_seen_without_any_formatting(word: Make, tbl: Text) -> None:
    found = rows(
        word(tbl(["Insats", "Mål", "Utfall"], ["FRAM", "450", "274"], ["KUR", "48", "25"]))
    )
    assert find(found, "274")[1].headings == ("Utfall",)


def test_a_caption_below_and_the_heading_serve_when_nothing_stands_above(
    word: Make, p: Text, tbl: Text
) -> None:
    grid = tbl(["A", "B"], ["x", "1"], bold_rows=(0,))
    body = (
        p("Ekonomi", "Rubrik1")
        + p("Se nedan.")
        + grid
        + p("Tabell 1. Under", "Beskrivning")
        + p("x.")
        + grid
    )
    found = rows(word(body))
    assert (found[0].caption, found[2].caption) == ("Tabell 1. Under", "Ekonomi")


def test_two_heading_rows_with_merged_cells(word: Make, tbl: Text, tc: Text) -> None:
    found = rows(
        word(
            tbl(
                [tc("Insats", merge="restart"), tc("Kvinnor", span=2), tc("Män", span=2)],
                [tc("", merge="continue"), tc("Mål"), tc("Utfall"), tc("Mål"), tc("Utfall")],
                ["FRAM", "1", "2", "3", "4"],
                header=2,
            )
        )
    )
    assert [find(found, n)[1].headings for n in "1234"] == [
        ("Kvinnor", "Mål"),
        ("Kvinnor", "Utfall"),
        ("Män", "Mål"),
        ("Män", "Utfall"),
    ]
    assert find(found, "FRAM")[1].headings == ("Insats",)


def test_a_second_line_of_dates_belongs_to_the_headings(word: Make, tbl: Text) -> None:
    found = rows(
        word(
            tbl(
                ["", "2022-01-01", "2021-01-01"],
                ["", "-2022-08-31", "-2021-08-31"],
                ["Bidrag", "9", "8"],
            )
        )
    )
    assert find(found, "9")[1].headings == ("2022-01-01", "-2022-08-31")


def test_sub_headings_group_the_rows_below(word: Make, tbl: Text) -> None:
    found = rows(
        word(
            tbl(
                ["Post", "Utfall"],
                ["Insatser", ""],
                ["FRAM", "5"],
                ["Summa insatser", "5"],
                ["", ""],
                ["Kansli", ""],
                ["Hyra", "2"],
                ["", ""],
                ["Totalt", "7"],
                bold_rows=(0, 1, 5, 8),
            )
        )
    )
    sections = {u.text: u.section for u in found}
    assert sections["FRAM 5"] == sections["Summa insatser 5"] == ("Insatser",)
    assert sections["Hyra 2"] == ("Kansli",)
    assert sections["Totalt 7"] == ()


def test_an_empty_row_of_figures_is_not_a_sub_heading(word: Make, tbl: Text) -> None:
    found = rows(word(tbl(["Post", "Utfall"], ["Avanti", ""], ["FRAM", "5"], bold_rows=(0,))))
    assert find(found, "5")[0].section == ()


def test_a_cell_merged_downwards_groups_its_rows(word: Make, tbl: Text, tc: Text) -> None:
    found = rows(
        word(
            tbl(
                ["Part", "Roll", "Antal"],
                [tc("Malmö stad", merge="restart"), "Ordinarie", "1"],
                [tc("", merge="continue"), "Ersättare", "2"],
                bold_rows=(0,),
            )
        )
    )
    unit, cell = find(found, "2")
    assert unit.text == "Ersättare 2"
    assert (unit.section, cell.row_heading) == (("Malmö stad",), "Ersättare")
    assert find(found, "1")[1].row_heading == "Malmö stad"


def test_a_fact_sheet_names_its_subject_and_aligns_stacked_labels(
    word: Make, p: Text, tbl: Text, tc: Text
) -> None:
    sheet = tbl(
        [tc("Avanti 2.0", span=2, run="<w:b/>")],
        [tc("Ägare", run="<w:b/>"), "Malmö stad"],
        [
            tc("Årets budget\nResultat och lärdomar", run="<w:b/>"),
            tc("4\u00a0489\u00a0250 kr\n190 deltagare.\nNio till arbete."),
        ],
    )
    found = rows(word(p("Insatser", "Rubrik1") + sheet))
    assert all(u.section == ("Insatser", "Avanti 2.0") for u in found)
    assert all(u.caption == "Avanti 2.0" for u in found)
    assert find(found, "4 489 250 kr")[1].row_heading == "Årets budget"
    assert find(found, "190 deltagare. Nio till arbete.")[1].row_heading == "Resultat och lärdomar"
    assert (
        found[-1].text
        == "Årets budget Resultat och lärdomar 4 489 250 kr 190 deltagare. Nio till arbete."
    )


def test_running_text_in_a_cell_becomes_sentences(word: Make, tbl: Text) -> None:
    long = "Syftet är att samordna stödet till dem som behöver det. " * 5
    units = read_docx(word(tbl(["Namn", "FRAM"], ["Syfte", long], ["Tid", "2022"])))[0]
    assert [u.kind for u in units] == ["table_row", "table_row", *["sentence"] * 5, "table_row"]
    assert units[2].section == ("Syfte",)
    assert units[2].text == "Syftet är att samordna stödet till dem som behöver det."


def test_a_table_goes_on_with_the_headings_of_the_one_above(word: Make, p: Text, tbl: Text) -> None:
    first = tbl(["Post", "Budget", "Utfall"], ["Hyra", "1", "2"], bold_rows=(0,))
    second = tbl(["Lön", "3", "4"], ["Resor", "5", "6"])
    assert find(rows(word(first + p() + second)), "4")[1].headings == ("Utfall",)
    words = tbl(["Namn", "FRAM", "Malmö"], ["Ägare", "Staden", "Lund"])
    assert find(rows(word(first + p() + words)), "FRAM")[1].headings == ()
    assert find(rows(word(first + p("Något annat.") + second)), "4")[1].headings == ()


def test_a_table_that_only_places_text_is_read_as_text(
    word: Make, p: Text, tbl: Text, tc: Text
) -> None:
    body = tbl([tc("Vänster spalt är löpande text.\nMed två stycken."), tc("Höger spalt.")])
    units = read_docx(word(body + p("Efter.")))[0]
    assert [(u.kind, u.text) for u in units] == [
        ("sentence", "Vänster spalt är löpande text."),
        ("sentence", "Med två stycken."),
        ("sentence", "Höger spalt."),
        ("sentence", "Efter."),
    ]


def test_numbered_rows_have_their_heading_in_the_second_column(word: Make, tbl: Text) -> None:
    found = rows(
        word(
            tbl(
                ["Nr", "Mål", "Utfall"],
                ["1", "Fler i arbete", "40"],
                ["2", "Fler i studier", "9"],
                bold_rows=(0,),
            )
        )
    )
    assert find(found, "40")[1].row_heading == "Fler i arbete"


def test_deleted_rows_and_nested_tables(word: Make, tbl: Text) -> None:
    inner = tbl(["a", "b"])
    body = (
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Post</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr>"
        "<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>Struken</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p/></w:tc></w:tr>"
        f"<w:tr><w:tc><w:p><w:r><w:t>Rad</w:t></w:r></w:p></w:tc><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>"
    )
    texts = [u.text for u in read_docx(word(body))[0]]
    assert texts == ["Post", "Rad a b"]


def test_a_table_style_may_dress_the_heading_row(word: Make, tbl: Text, namespaces: str) -> None:
    style = (
        f'<w:styles {namespaces}><w:style w:type="table" w:styleId="Fin"><w:name w:val="Fin"/>'
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style></w:styles>'
    )
    look = '<w:tblStyle w:val="Fin"/><w:tblLook w:firstRow="{}"/>'
    grid = tbl(["Part", "Ordinarie"], ["Staden", "Anna"], ["Regionen", "Bo"])
    for first, headings in (("1", ("Ordinarie",)), ("0", ())):
        body = grid.replace("<w:tblPr/>", f"<w:tblPr>{look.format(first)}</w:tblPr>")
        found = rows(word(body, parts={"word/styles.xml": style}))
        assert find(found, "Anna")[1].headings == headings


def test_short_labels_above_long_text_are_headings(word: Make, tbl: Text) -> None:
    long = "En beskrivning som är betydligt längre än sin rubrik"
    found = rows(word(tbl(["Mål", "Aktivitet", "Utfall"], [long, long, long], [long, long, long])))
    assert found[1].cells[2].headings == ("Utfall",)
