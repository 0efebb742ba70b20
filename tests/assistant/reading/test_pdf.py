"""Text, structure and states of PDF files, in the sample files and in drawn ones."""

from __future__ import annotations

import time
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from assistant.errors import DamagedFile, EmptyFile, EncryptedFile, ReadingError
from assistant.reading.pdf import read_pdf
from assistant.schema import Page, Unit
from tests.assistant.reading.pdf_maker import Sheet, write_pdf

Read = tuple[tuple[Page, ...], tuple[Unit, ...], tuple[str, ...]]
REPORT = "uppfoljning-samordningsforbund-2017.pdf"
TEN = "finsam-i-malmo-10-ar-2017.pdf"


@cache
def cached(path: Path) -> Read:
    return read_pdf(path)


def texts(units: tuple[Unit, ...], page: int) -> list[str]:
    return [unit.text for unit in units if unit.page == page]


def one_sheet(tmp_path: Path, sheet: Sheet) -> tuple[Unit, ...]:
    return read_pdf(write_pdf(tmp_path / "one.pdf", [sheet]))[1]


def test_header_block_is_furniture_and_gives_the_label(shared: Path) -> None:
    pages, units, _ = cached(shared / "corpus" / REPORT)
    assert [page.label for page in pages] == [str(number) for number in range(1, 36)]
    assert set(pages[9].furniture) >= {"SVAR PÅ", "REGERINGSUPPDRAG", "10 (35)", "2018-02-27"}
    assert not [unit for unit in units if "REGERINGSUPPDRAG" in unit.text]
    assert pages[0].width == pytest.approx(595.28, abs=0.1)


def test_sections_follow_numbers_and_weight(shared: Path) -> None:
    units = cached(shared / "corpus" / REPORT)[1]
    (unit,) = [unit for unit in units if unit.text.startswith("Totalt har 8 400 deltagare")]
    assert unit.section == (
        "4 Deltagare samt resultat efter genomförd insats",
        "4.3 Resultat efter genomförd insats",
        "4.3.1 Arbete eller studier efter avslutad insats",
    )
    (deep,) = [unit for unit in units if unit.text.startswith("Aktivitetsersättning kan beviljas")]
    assert deep.section[-1] == "Unga med aktivitetsersättning"
    assert deep.section[-2].startswith("3.4 Insatser som prioriterat långtidssjukskrivna")


def test_sections_without_outline(shared: Path) -> None:
    units = cached(shared / "corpus" / TEN)[1]
    (unit,) = [unit for unit in units if unit.text.startswith("Nationalekonomen Ingvar Nilsson")]
    assert unit.section == (
        "Fyra centrala teman och utmaningar",
        "Målgrupps- och insatsinriktning – vilka grupper och insatser ska prioriteras?",
        "Effekter av Finsam",
    )


def test_notes_and_marks_carry_the_same_label(shared: Path) -> None:
    units = cached(shared / "corpus" / REPORT)[1]
    (said,) = [unit for unit in units if "Förbundsmedlemmarna20" in unit.text]
    assert [mark.label for mark in said.marks] == ["20"]
    assert said.plain.startswith("Förbundsmedlemmarna ska var för sig")
    (note,) = [u for u in units if u.kind == "footnote" and u.label == "20"]
    assert note.plain == "Arbetsförmedlingen, Försäkringskassan, kommun/kommuner och landsting."
    assert [u.label for u in units if u.kind == "footnote"] == [str(n) for n in range(1, 30)]


def test_list_items_know_their_lead(shared: Path) -> None:
    units = cached(shared / "corpus" / REPORT)[1]
    items = [unit for unit in units if unit.page == 24 and unit.kind == "list_item"]
    assert len(items) == 4
    assert {item.lead for item in items} == {"De oförbrukade medlen har flera orsaker;"}
    assert len({item.block for item in items}) == 1
    assert items[2].text.endswith("medelstilldelningen från staten,")


def test_an_item_goes_on_overleaf(shared: Path) -> None:
    units = cached(shared / "corpus" / REPORT)[1]
    first = [unit for unit in units if unit.page == 11 and unit.kind == "list_item"][-1]
    second = next(unit for unit in units if unit.page == 12)
    assert first.text.endswith("behov av utbildning och")
    assert second.text.startswith("kompetensutveckling registreras här.")
    assert (second.kind, second.block, second.lead) == ("list_item", first.block, first.lead)


def test_two_columns_are_read_one_after_the_other(shared: Path) -> None:
    page = texts(cached(shared / "corpus" / TEN)[1], 14)
    assert page[0] == (
        "Deltagarna i insatser finansierade av FINSAM i Malmö är överlag äldre än deltagarna i "
        "andra Finsaminsatser på ett nationellt plan. (se figur 6)."
    )
    assert page.index("Figur 6: Ålder för deltagare i Finsaminsatser 2012–2016") == 3


def test_contents_are_one_entry_a_line(shared: Path) -> None:
    page = texts(cached(shared / "corpus" / REPORT)[1], 2)
    assert "5.3 ESF-medel 25" in page
    assert (
        "3.4 Insatser som prioriterat långtidssjukskrivna, unga med funktionsnedsättning och "
        "unga med aktivitetsersättning 12"
    ) in page


def test_broken_words(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.lines(
        70,
        100,
        [
            "Arbetsmarknaden är svår. På arbetsmark-",
            "naden finns individ- och strukturinriktade insatser, även individ-",
            "och gruppvis, i ESF-projekt och åter i ESF-",
            "projekt under 2017-",
            "2018 hos Burlöv-",
            "Staffanstorp.",
        ],
    )
    text = " ".join(unit.text for unit in one_sheet(tmp_path, sheet))
    assert "På arbetsmarknaden finns individ- och strukturinriktade" in text
    assert "även individ- och gruppvis" in text
    assert "åter i ESF-projekt under 2017-2018 hos Burlöv-Staffanstorp." in text


def test_boxes_are_one_a_line(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.lines(70, 100, ["Förbundet finansierar insatser i staden", "för dem som behöver stöd."])
    (unit,) = one_sheet(tmp_path, sheet)
    assert len(unit.boxes) == 2
    first, second = unit.boxes
    assert first.x0 == pytest.approx(70, abs=1)
    assert first.top < 100 < first.bottom
    assert second.top > first.top + 10


def test_a_landscape_page_reads_upright(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.turned(100, 70, "Styrelsen beslutar om medel")
    sheet.turned(114, 70, "två gånger om året.")
    pages, units, _ = read_pdf(write_pdf(tmp_path / "a.pdf", [sheet], rotate=90))
    assert (pages[0].width, pages[0].height) == (842, 595)
    (unit,) = units
    assert unit.text == "Styrelsen beslutar om medel två gånger om året."
    first, second = unit.boxes
    assert first.x0 == pytest.approx(70, abs=1)
    assert first.top < 100 < first.bottom < second.bottom


def test_text_on_its_side_keeps_its_words(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.lines(70, 100, ["Vanlig text på raden."])
    sheet.turned(400, 300, "Text i marginalen")
    found = [unit.text for unit in one_sheet(tmp_path, sheet)]
    assert sorted(found) == ["Text i marginalen", "Vanlig text på raden."]


def test_running_header_and_page_numbers(tmp_path: Path) -> None:
    drawn = []
    for number in range(1, 6):
        sheet = Sheet()
        sheet.text(70, 40, "Årsredovisning 2023", 9)
        sheet.text(290, 810, f"Sida {number} av 5", 9)
        sheet.lines(70, 120, [f"Text nummer {number} handlar om förbundet.", "Den går vidare här."])
        drawn.append(sheet)
    pages, units, _ = read_pdf(write_pdf(tmp_path / "a.pdf", drawn))
    assert [page.label for page in pages] == ["1", "2", "3", "4", "5"]
    assert pages[2].furniture == ("Årsredovisning 2023", "Sida 3 av 5")
    assert texts(units, 3) == ["Text nummer 3 handlar om förbundet.", "Den går vidare här."]


def test_empty_password_opens_and_another_does_not(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.text(70, 100, "Hemligt men läsbart.")
    source = write_pdf(tmp_path / "a.pdf", [sheet])
    for password, name in (("", "open.pdf"), ("lösen", "shut.pdf")):
        writer = PdfWriter(clone_from=PdfReader(source))
        writer.encrypt(password, owner_password="annat", algorithm="RC4-128")
        writer.write(tmp_path / name)
    assert read_pdf(tmp_path / "open.pdf")[1][0].text == "Hemligt men läsbart."
    with pytest.raises(EncryptedFile) as refused:
        read_pdf(tmp_path / "shut.pdf")
    assert "lösenord" in refused.value.message
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", EmptyFile),
        (b"   \n", EmptyFile),
        (b"PK\x03\x04 this is a zip file", DamagedFile),
        (b"%PDF-1.7\n1 0 obj\n<< /Type /Cat", DamagedFile),
    ],
)
def test_what_cannot_be_read_says_so(
    tmp_path: Path, content: bytes, error: type[ReadingError]
) -> None:
    path = tmp_path / "trasig.pdf"
    path.write_bytes(content)
    with pytest.raises(error) as refused:
        read_pdf(path)
    assert "trasig.pdf" in refused.value.message
    assert refused.value.remedy


def test_pages_without_anything_are_an_empty_file(tmp_path: Path) -> None:
    with pytest.raises(EmptyFile):
        read_pdf(write_pdf(tmp_path / "a.pdf", [Sheet(), Sheet()]))


def test_lost_cross_references_are_found_again(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.text(70, 100, "Filen saknar sin förteckning.")
    path = write_pdf(tmp_path / "a.pdf", [sheet])
    content = path.read_bytes()
    path.write_bytes(content.replace(b"xref\n0", b"xrxf\n0"))
    assert read_pdf(path)[1][0].text == "Filen saknar sin förteckning."


def test_an_xfa_form_is_recognised(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.text(70, 100, "Please wait...")
    path = write_pdf(tmp_path / "a.pdf", [sheet], catalogue="/AcroForm << /XFA [] /Fields [] >>")
    notices = read_pdf(path)[2]
    assert any("XFA-formulär" in notice for notice in notices)


def picture() -> Sheet:
    sheet = Sheet()
    sheet.picture(bytes(range(200, 240)) * 10, 20, 20)
    return sheet


def test_a_picture_without_tesseract_is_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.reading.ocr.program", lambda language: None)
    written = Sheet()
    written.text(70, 100, "Sidan efter bilden har text.")
    pages, units, notices = read_pdf(write_pdf(tmp_path / "a.pdf", [picture(), written]))
    assert [page.status for page in pages] == ["unread", "text"]
    assert [unit.page for unit in units] == [2]
    assert notices == (
        "Sidan 1 är bild och kunde inte läsas: installera textigenkänning med "
        "sudo apt install tesseract-ocr tesseract-ocr-swe och indexera på nytt.",
    )


def test_any_bytes_give_an_answer_or_a_reading_error(shared: Path, tmp_path: Path) -> None:
    """Cut and spoilt copies never end in another kind of error."""
    content = (shared / "corpus" / "verksamhetsplan-2026.pdf").read_bytes()
    path = tmp_path / "a.pdf"
    for at in range(1, 20):
        spoilt = bytearray(content)
        place = at * len(content) // 20
        spoilt[place : place + 300] = b"\x00" * 300
        for copy in (bytes(spoilt), content[:place]):
            path.write_bytes(copy)
            try:
                read_pdf(path)
            except ReadingError as refused:
                assert refused.message


def test_text_pages_are_read_fast(shared: Path) -> None:
    """Processor time, since the machine may be busy: at least ten pages a second anywhere."""
    path = shared / "corpus" / REPORT
    start = time.process_time()
    pages, _, _ = read_pdf(path)
    assert len(pages) / (time.process_time() - start) > 10


def test_the_maker_writes_sound_files(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.text(70, 100, "Åäö (parentes)")
    path = write_pdf(tmp_path / "a.pdf", [sheet])
    found = PdfReader(BytesIO(path.read_bytes())).pages[0].extract_text()
    assert found.strip() == "Åäö (parentes)"
