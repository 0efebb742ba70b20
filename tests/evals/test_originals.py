"""The files' own text, read independently of the core."""

from pathlib import Path

import docx
import pytest

from evals.originals import Originals, exact
from evals.questions import load
from tests.evals.material import small_pdf


@pytest.fixture
def originals(tmp_path: Path) -> Originals:
    small_pdf(
        tmp_path / "a.pdf",
        "Plan 2026\nInsatserna riktas till arbetsmark-\nnaden i stort och till individ- och",
        "Budget\nAvanti 140 190\nResultat -42 tkr",
        "",
    )
    document = docx.Document()
    document.add_paragraph("Inledning utan rubrik.")
    document.add_heading("Mål", level=1)
    document.add_paragraph("Målet är 1 700 deltagare.")
    document.add_heading("Utfall", level=2)
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        (c for row in table.rows for c in row.cells),
        ("Insats", "Antal", "Fram", "274"),
        strict=True,
    ):
        cell.text = text
    document.save(str(tmp_path / "b.docx"))
    (tmp_path / "c.html").write_text(
        "<html><style>p{color:red}</style><p>Ett &amp; <b>två</b></p>", "utf-8"
    )
    (tmp_path / "d.vtt").write_text(
        "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\n<v Anna>Hej på\n"
        "00:00:02.000 --> 00:00:03.000\ndig\n",
        "utf-8",
    )
    return Originals(tmp_path)


def test_a_quote_is_located_on_its_page(originals: Originals) -> None:
    place = originals.place("a.pdf", "riktas till arbetsmarknaden i stort")
    assert place is not None and place.pages == {1}
    place = originals.place("a.pdf", "Avanti | 140 | 190")
    assert place is not None and place.pages == {2}
    assert originals.place("a.pdf", "står ingenstans i filen") is None
    assert originals.place("saknas.pdf", "Plan 2026") is None


def test_without_pages_the_heading_is_the_place(originals: Originals) -> None:
    place = originals.place("b.docx", "Målet är 1700 deltagare")
    assert place is not None and place.headings == {"Mål"}
    place = originals.place("b.docx", "Fram 274")
    assert place is not None and place.headings == {"Utfall"}
    place = originals.place("b.docx", "Inledning utan rubrik")
    assert place is not None and place.headings == {""}


@pytest.mark.parametrize(
    ("file", "page", "quote", "standing"),
    [
        ("a.pdf", 1, "till arbetsmarknaden i stort och till individ- och", "exact"),
        ("a.pdf", 2, "till arbetsmarknaden i stort", "absent"),
        ("a.pdf", 2, "Resultat \u221242 tkr", "exact"),
        ("a.pdf", 2, "Resultat 42 tkr", "absent"),
        ("a.pdf", 2, "resultat -42 tkr", "absent"),
        ("a.pdf", 3, "Budget", "unchecked"),
        ("a.pdf", 4, "Budget", "absent"),
        ("a.pdf", None, "Budget", "absent"),
        ("b.docx", None, "Fram 274", "exact"),
        ("b.docx", None, "Fram 275", "absent"),
        ("c.html", None, "Ett & två", "exact"),
        ("c.html", None, "color", "absent"),
        ("d.vtt", None, "Hej på dig", "exact"),
        ("x.pdf", 1, "Budget", "absent"),
    ],
)
def test_word_for_word(
    originals: Originals, file: str, page: int | None, quote: str, standing: str
) -> None:
    assert originals.standing(file, page, quote) == standing


def test_only_cells_may_stand_in_another_order(originals: Originals) -> None:
    assert originals.standing("a.pdf", 2, "140 190 Avanti") == "absent"
    assert originals.standing("a.pdf", 2, "140 190 Avanti", cells=True) == "words"
    assert originals.standing("a.pdf", 2, "140 140 Avanti", cells=True) == "absent"


def test_pypdf_does_without_pdftotext(
    originals: Originals, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evals.originals.shutil.which", lambda name: None)
    assert originals.standing("a.pdf", 1, "riktas till arbetsmarknaden") == "exact"
    assert len(originals.pages("a.pdf")) == 3


def test_exact_keeps_case_signs_and_decimals() -> None:
    assert exact("individ- och") == exact("individ-\noch")
    assert exact("−4,5 %") == exact("-4,5%")
    assert exact("4,5") != exact("45")
    assert exact("Malmö") != exact("malmö")
    assert exact("• Punkt ett") == "Punktett"


def test_every_gold_quote_of_the_sample_is_located(shared: Path) -> None:
    originals = Originals(shared / "corpus")
    evidence = [
        item
        for question in load(shared / "evals" / "questions.jsonl")
        for turn in question.turns
        for item in turn.evidence
    ]
    assert len(evidence) > 100
    assert all(originals.place(item.file, item.quote) for item in evidence)
