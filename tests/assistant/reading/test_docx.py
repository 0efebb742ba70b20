"""What a Word file says: headings, lists, notes, and everything that a reader does not see."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.errors import EmptyFile
from assistant.reading.docx import read_docx
from assistant.schema import Unit

Make = Callable[..., Path]
Text = Callable[..., str]


def units(path: Path) -> tuple[Unit, ...]:
    return read_docx(path)[0]


def test_headings_give_the_path_of_what_stands_below(word: Make, p: Text) -> None:
    found = units(
        word(
            p("Ekonomi", "Rubrik1")
            + p("Intäkter", "Rubrik2")
            + p("Bidraget var 12 kr.")
            + p("Kostnader", "Rubrik2")
            + p("Hyran var 5 kr.")
            + p("Personal", "MinRubrik")
            + p("Två är anställda.")
            + p("Ingen rubrik.", "Ingress")
        )
    )
    assert [(u.kind, u.text, u.section) for u in found] == [
        ("heading", "Ekonomi", ()),
        ("heading", "Intäkter", ("Ekonomi",)),
        ("sentence", "Bidraget var 12 kr.", ("Ekonomi", "Intäkter")),
        ("heading", "Kostnader", ("Ekonomi",)),
        ("sentence", "Hyran var 5 kr.", ("Ekonomi", "Kostnader")),
        ("heading", "Personal", ()),
        ("sentence", "Två är anställda.", ("Personal",)),
        ("sentence", "Ingen rubrik.", ("Personal",)),
    ]


def test_without_heading_styles_short_lines_in_bold_are_headings(word: Make, p: Text) -> None:
    found = units(
        word(
            p("Årets arbete", run='<w:b/><w:sz w:val="32"/>')
            + p("Samverkan", run='<w:b/><w:sz w:val="24"/>')
            + p("Vi träffades.")
            + p("Detta är viktigt.", run="<w:b/>")
        )
    )
    assert found[2].section == ("Årets arbete", "Samverkan")
    assert found[3].kind == "sentence"


def test_sentences_of_a_paragraph_share_a_block(word: Make, p: Text) -> None:
    found = units(word(p("Vi var t.ex. tio. Sedan blev vi elva.") + p("Nytt stycke.")))
    assert [u.text for u in found] == ["Vi var t.ex. tio.", "Sedan blev vi elva.", "Nytt stycke."]
    assert found[0].block == found[1].block != found[2].block
    assert all(u.page is None for u in found)


def test_list_items_keep_the_line_that_leads_in(word: Make, p: Text) -> None:
    numbered = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="3"/></w:numPr>'
    found = units(
        word(
            p("Målen är satta. Förbundet ska:")
            + p("stödja", "Punkt")
            + p("finansiera:", properties=numbered.format(0))
            + p("insatser", properties=numbered.format(1))
            + p("Slut på listan.")
            + p("• skriven punkt")
        )
    )
    items = {u.text: u for u in found if u.kind == "list_item"}
    assert items["stödja"].lead == "Förbundet ska:"
    assert items["finansiera:"].lead == "Förbundet ska:"
    assert items["insatser"].lead == "finansiera:"
    assert items["stödja"].block == items["insatser"].block
    assert items["skriven punkt"].lead == ""


def test_labelled_lines_after_a_leading_line_are_a_list(word: Make, p: Text) -> None:
    found = units(word(p("Styrelsen består av:") + p("Ordförande: A B, staden") + p("Vice: C D")))
    assert [(u.kind, u.lead) for u in found[1:]] == [("list_item", "Styrelsen består av:")] * 2


def test_footnotes_are_tied_to_their_place(word: Make, p: Text, namespaces: str) -> None:
    body = (
        '<w:p><w:r><w:t xml:space="preserve">Först en mening. FINSAM i Malmö</w:t></w:r>'
        '<w:r><w:footnoteReference w:id="7"/></w:r><w:r><w:t> startade.</w:t></w:r></w:p>'
        + p("Nästa stycke.")
    )
    notes = (
        f'<w:footnotes {namespaces}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f'<w:footnote w:id="7"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t> Bildat 2007.</w:t></w:r>'
        "</w:p></w:footnote></w:footnotes>"
    )
    found = units(
        word(
            body,
            parts={"word/footnotes.xml": notes},
            relationships={"f": ("footnotes", "footnotes.xml")},
        )
    )
    second = found[1]
    assert second.text == second.plain == "FINSAM i Malmö startade."
    assert second.marks == ((14, 14, "1"),)
    assert [(u.kind, u.text, u.label) for u in found if u.kind == "footnote"] == [
        ("footnote", "Bildat 2007.", "1")
    ]


@pytest.mark.parametrize(
    ("inside", "seen"),
    [
        (
            "<w:del><w:r><w:delText>struken</w:delText></w:r></w:del><w:r><w:t>Kvar.</w:t></w:r>",
            "Kvar.",
        ),
        ("<w:ins><w:r><w:t>Tillagd.</w:t></w:r></w:ins>", "Tillagd."),
        (
            "<w:moveFrom><w:r><w:t>Gammal plats.</w:t></w:r></w:moveFrom><w:r><w:t>Ny.</w:t></w:r>",
            "Ny.",
        ),
        (
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Hemligt.</w:t></w:r><w:r><w:t>Synligt.</w:t></w:r>",
            "Synligt.",
        ),
        ('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>Synligt.</w:t></w:r>', "Synligt."),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGEREF x</w:instrText>'
            '<w:t>kod</w:t><w:fldChar w:fldCharType="separate"/><w:t>Sida 4.</w:t>'
            '<w:fldChar w:fldCharType="end"/></w:r>',
            "Sida 4.",
        ),
        ('<w:fldSimple w:instr="DATE"><w:r><w:t>1 maj.</w:t></w:r></w:fldSimple>', "1 maj."),
        ("<w:hyperlink><w:r><w:t>En länk.</w:t></w:r></w:hyperlink>", "En länk."),
        (
            "<w:r><w:t>arbets\u00admark\u200bnad</w:t><w:softHyphen/><w:t>en.</w:t></w:r>",
            "arbetsmarknaden.",
        ),
        ("<w:r><w:t>individ</w:t><w:noBreakHyphen/><w:t>stöd.</w:t></w:r>", "individ-stöd."),
        ("<w:r><w:t>19\u00a0700</w:t><w:tab/><w:t>kr.</w:t></w:r>", "19 700 kr."),
        ("<w:r><w:t>fo\u0308rbund\u202e.</w:t></w:r>", "förbund."),
        (
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Klicka här</w:t>"
            "</w:r></w:sdtContent></w:sdt><w:sdt><w:sdtContent><w:r><w:t>Ifyllt.</w:t></w:r>"
            "</w:sdtContent></w:sdt>",
            "Ifyllt.",
        ),
    ],
)
def test_only_what_a_reader_sees_is_text(word: Make, inside: str, seen: str) -> None:
    assert [u.text for u in units(word(f"<w:p>{inside}</w:p>"))] == [seen]


def test_a_text_box_is_read_once(word: Make, p: Text) -> None:
    box = f"<w:txbxContent>{p('Rutans text.')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>Före rutan.</w:t></w:r><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>" + p("Efter rutan.")
    )
    assert [u.text for u in units(word(body))] == ["Före rutan.", "Rutans text.", "Efter rutan."]


def test_contents_headers_and_footers_are_no_units(word: Make, p: Text, namespaces: str) -> None:
    header = f"<w:hdr {namespaces}>{p('Dnr 2026/17')}</w:hdr>"
    path = word(
        p("Inledning 3", "TOC1") + p("Inledning", "Rubrik1") + p("Text."),
        parts={"word/header1.xml": header},
        relationships={"h": ("header", "header1.xml")},
    )
    found, _, parts = read_docx(path)
    assert [u.text for u in found] == ["Inledning", "Text."]
    assert parts.furniture == ("Dnr 2026/17",)


def test_line_breaks_end_a_line_only_where_the_next_starts_anew(word: Make) -> None:
    lines = "<w:t>Ordförande: A</w:t><w:br/><w:t>Ledamot: B och</w:t><w:br/><w:t>c D</w:t>"
    body = f"<w:p><w:r>{lines}</w:r></w:p>"
    assert [u.text for u in units(word(body))] == ["Ordförande: A", "Ledamot: B och c D"]


def test_a_document_without_text_is_empty(word: Make) -> None:
    with pytest.raises(EmptyFile):
        read_docx(word("<w:p/>"))


def test_strict_files_are_read_too(word: Make) -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = "<w:body><w:p><w:r><w:t>Strikt.</w:t></w:r></w:p></w:body>"
    part = f'<w:document xmlns:w="{strict}">{body}</w:document>'
    assert units(word("", parts={"word/document.xml": part}))[0].text == "Strikt."


def test_macros_are_noted(word: Make, p: Text) -> None:
    notices = read_docx(word(p("Text."), name="x.docm", parts={"word/vbaProject.bin": b"x"}))[1]
    assert "makron" in notices[0]
