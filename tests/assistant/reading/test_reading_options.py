"""The choices about reading reach the process that reads, and a changed choice reads anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.indexing import Indexer
from assistant.library import Library
from assistant.reading import ReadingOptions, ocr, read_safely
from assistant.reading.choices import can_ocr, choices
from assistant.schema import DocumentInfo, Finding, Metadata
from assistant.settings import Ocr, load_settings
from tests.assistant.making import FakeEmbedder, FakeStore, analyse

SCAN = "bilaga-samtycke-skannad.pdf"
INFO = DocumentInfo(
    "a", "a.pdf", "pdf", Metadata(Finding("A", "found"), Finding("rapport", "found")), 1, 1, 0, 0
)


def test_ocr_can_be_switched_off_and_the_report_says_so(shared: Path) -> None:
    document = read_safely(shared / "corpus" / SCAN, SCAN, options=ReadingOptions(ocr=False))
    assert [page.status for page in document.pages] == ["unread"]
    assert "avstängd i inställningarna" in " ".join(document.notices)


def test_a_language_that_is_not_installed_is_asked_for(shared: Path) -> None:
    document = read_safely(
        shared / "corpus" / SCAN, SCAN, options=ReadingOptions(ocr_language="xxx")
    )
    assert [page.status for page in document.pages] == ["unread"]
    assert "tesseract-ocr-xxx" in " ".join(document.notices)
    assert not can_ocr(ReadingOptions(ocr_language="xxx"))


def test_a_document_depends_on_what_concerns_it_alone() -> None:
    usual = ReadingOptions()
    assert choices(INFO, usual) == choices(INFO, replace(usual, ocr_dpi=100)) == ""
    scanned = replace(INFO, ocr_pages=(1,))
    assert choices(scanned, usual) != choices(scanned, replace(usual, ocr_dpi=100))
    assert choices(scanned, usual) != choices(scanned, replace(usual, ocr=False))
    word = replace(INFO, format="docx")
    assert choices(word, usual) == ""
    assert choices(word, replace(usual, paginate=True))


@pytest.mark.slow
def test_settings_reach_the_reader_and_a_change_reads_anew(tmp_path: Path, shared: Path) -> None:
    if ocr.program() is None:
        pytest.skip("Tesseract with Swedish is not installed")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / SCAN).write_bytes((shared / "corpus" / SCAN).read_bytes())
    settings = load_settings(None, corpus, tmp_path / "indexes")
    library = Library.open(settings.library_file, create=True)
    store = FakeStore()
    off = replace(settings, ocr=Ocr(enabled=False))

    def outcome(chosen: object) -> tuple[str, int]:
        indexer = Indexer(chosen, library, FakeEmbedder(), store, analyse)  # type: ignore[arg-type]
        (report,) = indexer.run()
        return report.outcome, report.ocr_pages

    assert outcome(off) == ("added", 0)
    assert outcome(off) == ("unchanged", 0)
    assert outcome(settings) == ("changed", 1)
    assert outcome(settings) == ("unchanged", 1)
    assert outcome(off) == ("changed", 0)
