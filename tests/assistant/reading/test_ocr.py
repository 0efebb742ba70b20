"""Scanned pages: what Tesseract's table means, and the sample form where it is installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.reading import ocr
from assistant.reading.pdf import read_pdf

HEAD = (
    "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
)


def row(block: int, line: int, left: int, top: int, height: int, conf: float, text: str) -> str:
    return f"5\t1\t{block}\t1\t{line}\t1\t{left}\t{top}\t100\t{height}\t{conf}\t{text}"


def test_table_becomes_paragraphs_in_points() -> None:
    table = "\n".join(
        [
            HEAD,
            "4\t1\t1\t1\t1\t0\t0\t0\t900\t40\t-1\t",
            row(1, 1, 100, 200, 40, 96, "Samtycke"),
            row(1, 1, 220, 200, 40, 91, "till"),
            row(1, 2, 100, 260, 38, 90, "registrering"),
            row(2, 1, 100, 400, 120, 95, "RUBRIK"),
            row(2, 1, 300, 400, 40, 12, "#~"),
        ]
    )
    paragraphs = ocr.paragraphs_of(table, 4.0)
    assert [[line.text for line in lines] for lines in paragraphs] == [
        ["Samtycke till", "registrering"],
        ["RUBRIK"],
    ]
    word = paragraphs[0][0].words[0]
    assert (word.x0, word.top, word.x1, word.bottom) == (25.0, 50.0, 50.0, 60.0)
    # lines of nearly the same height are the same type, a much larger one is not
    assert paragraphs[0][0].size == paragraphs[0][1].size
    assert paragraphs[1][0].size > 2 * paragraphs[0][0].size


def test_the_command_names_both_packages() -> None:
    assert "tesseract-ocr-swe" in ocr.install_command()


@pytest.mark.slow
def test_scanned_form_is_read(shared: Path) -> None:
    if ocr.program() is None:
        pytest.skip("Tesseract with Swedish is not installed")
    pages, units, notices = read_pdf(shared / "corpus" / "bilaga-samtycke-skannad.pdf")
    assert [page.status for page in pages] == ["ocr"]
    assert not notices
    assert units[0].kind == "heading"
    assert units[0].text == "Samtycke till registrering och informationsutbyte"
    said = " ".join(unit.text for unit in units)
    assert "Registreringen är frivillig och bygger på ditt samtycke." in said
    assert "gallras senast 18 månader efter att insatsen avslutats" in said
    assert all(unit.ocr and unit.page == 1 and unit.boxes for unit in units)
