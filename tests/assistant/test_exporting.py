"""What users take away: footnotes that Word knows, Markdown and CSV in which nothing runs."""

import csv
import io
import re
import zipfile
from typing import Any

import pytest
from docx import Document
from lxml import etree
from markdown_it import MarkdownIt

from assistant.exporting import export_conversation, export_key_figure, export_theme
from assistant.exporting.markdown import escape
from assistant.exporting.spreadsheet import HEADINGS, safe
from assistant.schema import Answer, Citation, Conversation, Statement, Turn
from assistant.service import Excerpt, FigurePoint, KeyFigure

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = (
    "<script>alert(1)</script> <img src=x onerror=alert(1)> ![bild](http://ond.example/p.png) "
    "[länk](javascript:alert(1)) <http://ond.example> www.ond.example http://ond.example/?q=1 "
    "`kod` **fet** | a | # rubrik &lt;b&gt; kontakt@ond.example [^1]: not $x$ \x00\x0b\u202eslut"
)


def cite(label: int = 1, quote: str = "412 personer deltog.", **more: Any) -> Citation:
    fields: dict[str, Any] = {
        "page": 3,
        "place": "s. 3",
        "source": "prose",
        "file": "rapport.pdf",
    } | more
    return Citation(
        label=label,
        document="d1",
        title="Delårsrapport 2030",
        kind="delårsrapport",
        year=2030,
        section=fields.pop("section", ""),
        quote=quote,
        **fields,
    )


def talk(*answers: Answer, title: str = "Hur många deltog?") -> Conversation:
    turns = [Turn(n, "2030-03-02T08:15:00+00:00", one) for n, one in enumerate(answers)]
    return Conversation("c1", "2030-03-02T08:15:00+00:00", title, tuple(turns))


def two_turns() -> Conversation:
    first = Answer(
        "Hur många deltog?",
        "Hur många deltog?",
        "answered",
        "412 deltog [1]. Av dem var 218 kvinnor [2].",
        (
            Statement("412 deltog [1].", (1,)),
            Statement("Av dem var 218 kvinnor, alltså 53 procent [2] [1].", (2, 1), "218 / 412"),
        ),
        (cite(1), cite(2, "Av dem var 218 kvinnor.")),
        notice="Uppgifterna avser jan–aug.",
    )
    second = Answer(
        "Vad kostar rymden?",
        "Vad kostar rymden?",
        "not_found",
        "Det står inte i dokumenten.",
        nearest=(cite(1, "Rymden nämns inte."),),
    )
    return talk(first, second)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def footnotes(data: bytes) -> dict[str, str]:
    """The text of the real footnotes by id."""
    root = etree.fromstring(parts(data)["word/footnotes.xml"])
    return {
        note.get(f"{W}id"): "".join(note.itertext()).strip()
        for note in root.iter(f"{W}footnote")
        if note.get(f"{W}type") is None
    }


def test_a_conversation_in_word_has_its_sources_as_footnotes() -> None:
    data = export_conversation(two_turns(), "docx")
    document = Document(io.BytesIO(data))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for part in ("Hur många deltog?", "412 deltog", "218 kvinnor", "jan–aug", "218 / 412"):
        assert part in text
    assert "53 procent, ." in text  # the mark between two notes; they are no text themselves
    assert "[1]" not in text and "Närmast i dokumenten" in text
    notes = footnotes(data)
    assert list(notes) == ["1", "2", "3"]
    assert notes["1"] == (
        "”412 personer deltog.” – Delårsrapport 2030 – 2030 – delårsrapport – s. 3 (rapport.pdf)"
    )
    body = document.element.body
    marks = [one.get(f"{W}id") for one in body.iter(f"{W}footnoteReference")]
    assert marks == ["1", "2", "3"]
    # the source used twice has one footnote and a reference to it
    again = [one.get(f"{W}instr") for one in body.iter(f"{W}fldSimple")]
    assert len(again) == 1 and "NOTEREF _Ref100000001" in again[0]
    assert "_Ref100000001" in [one.get(f"{W}name") for one in body.iter(f"{W}bookmarkStart")]


def test_the_footnotes_belong_to_the_package() -> None:
    found = parts(export_conversation(two_turns(), "docx"))
    assert b'PartName="/word/footnotes.xml"' in found["[Content_Types].xml"]
    assert b'Target="footnotes.xml"' in found["word/_rels/document.xml.rels"]
    styles = {one.get(f"{W}styleId") for one in etree.fromstring(found["word/styles.xml"])}
    assert {"FootnoteText", "FootnoteReference"} <= styles
    ids = re.findall(rb'<w:footnote [^>]*w:id="(-?\d+)"', found["word/footnotes.xml"])
    assert ids == [b"-1", b"0", b"1", b"2", b"3"]


def test_word_takes_hostile_text_as_text() -> None:
    answer = Answer(
        HOSTILE, HOSTILE, "answered", "", (Statement(HOSTILE, (1,)),), (cite(1, HOSTILE),)
    )
    data = export_conversation(talk(answer, title=HOSTILE), "docx")
    document = Document(io.BytesIO(data))
    assert any("<script>alert(1)</script>" in one.text for one in document.paragraphs)
    assert "\x00" not in footnotes(data)["1"] and "<img src=x" in footnotes(data)["1"]
    relations = parts(data)["word/_rels/document.xml.rels"]
    assert b"TargetMode" not in relations and b"hyperlink" not in relations


def test_a_conversation_in_markdown() -> None:
    text = export_conversation(two_turns(), "md").decode()
    html = MarkdownIt().render(text)
    assert "<h1>Hur många deltog?</h1>" in html and "<h2>Källor</h2>" in html
    assert "<p>412 deltog [1].</p>" in html
    assert "53 procent [2] [1].</p>" in html
    assert "2. ”Av dem var 218 kvinnor.”" in html
    assert "<p>Det står inte i dokumenten.</p>" in html
    assert "”Rymden nämns inte.” [3]" in html


@pytest.mark.parametrize(
    "text", [HOSTILE, f"- {HOSTILE}", "1. ett", "=====", "+ a", "    kod", "> x"]
)
def test_markdown_shows_document_text_as_it_is_written(text: str) -> None:
    written = f"{escape(text).strip()}\n"
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(written)
    assert not re.search(r"<(?!/?(?:p|code)>)", html), html
    outside = re.sub(r"`[^`]*`", "", written)
    assert not re.search(r"://|www\.|@|\.example\b", outside)
    shown = re.sub(r"<[^>]+>", "", html)
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        shown = shown.replace(entity, sign)
    plain = re.sub(r"[\x00\x0b\u202e]", " ", text)
    assert shown.split() == plain.split()


def excerpts() -> list[tuple[Excerpt, str]]:
    other = cite(1, "Väntetiden är lång.", page=None, place="14:32", file="podd.vtt")
    return [
        (Excerpt(cite(), "Före.", "Efter.", "Anna Ek"), "Bra citat.\nAnvänd först."),
        (Excerpt(other, "", "", "", contrary=True), ""),
        (Excerpt(cite(), "", "", ""), ""),
    ]


def test_a_theme_in_markdown_keeps_the_users_order_and_lists_documents() -> None:
    html = MarkdownIt().render(export_theme("Väntetider", excerpts(), "md").decode())
    assert html.index("412 personer") < html.index("Väntetiden är lång")
    for part in ("Säger: Anna Ek", "Kommentar: Bra citat.", "Kommentar: Använd först.", "… Före."):
        assert part in html
    assert "Talar emot" in html
    line = "<p>Delårsrapport 2030 – 2030 – delårsrapport (rapport.pdf)</p>"
    assert html.count(line) == 1 and html.index("<h2>Dokument</h2>") < html.index(line)


def test_a_theme_in_word() -> None:
    data = export_theme("Väntetider", excerpts(), "docx")
    document = Document(io.BytesIO(data))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[0] == "Väntetider" and "Dokument" in texts
    assert list(footnotes(data)) == ["1", "2"]
    assert "14:32 (podd.vtt)" in footnotes(data)["2"]


def test_nothing_collected_gives_a_file_that_opens() -> None:
    assert Document(io.BytesIO(export_theme("", [], "docx"))).paragraphs[0].text == "Underlag"
    assert export_conversation(talk(title=""), "md").startswith(b"# Samtal")


def figure(**more: Any) -> KeyFigure:
    points = (
        FigurePoint("2022", 2022, -1294.0, "-1 294", "jan–aug", cite()),
        FigurePoint("2020", 2020, 27.85, "27,85", "", cite(1, "=cmd|' /C calc'!A0")),
    )
    return KeyFigure("Resultat", "tkr", points, years_missing=(2021,), **more)


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))


def test_a_figure_as_csv() -> None:
    data = export_key_figure(figure(series="+Malmö"))
    assert data.startswith(b"\xef\xbb\xbf") and data.endswith(b"\r\n")
    table = rows(data)
    assert table[0] == list(HEADINGS)
    by = [dict(zip(HEADINGS, row, strict=True)) for row in table[1:]]
    assert [row["År"] for row in by] == ["2020", "2021", "2022"]
    assert [row["Värde"] for row in by] == ["27,85", "", "-1294"]
    assert by[2]["Står som"] == "-1 294" and by[2]["Räknat som"] == "jan–aug"
    assert by[0]["Citat"] == "'=cmd|' /C calc'!A0" and by[0]["Serie"] == "'+Malmö"
    assert by[1]["Räknat som"] == "uppgift saknas"


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("-1 294", "-1 294"),
        ("+3,5 %", "+3,5 %"),
        ("12", "12"),
        ("-1+cmd", "'-1+cmd"),
        ("=1+1", "'=1+1"),
        ("  =1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'=1"),
        ("＝1", "'＝1"),
        ("rad\r\n=2", "rad =2"),
        ("vanlig text - och mer", "vanlig text - och mer"),
        ("", ""),
    ],
)
def test_formulas_are_disarmed_and_numbers_kept(cell: str, kept: str) -> None:
    assert safe(cell) == kept
