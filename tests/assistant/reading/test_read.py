"""`read` as others call it."""

from __future__ import annotations

from pathlib import Path

from assistant.reading import read


def test_word_report_becomes_a_document(shared: Path) -> None:
    document = read(shared / "corpus" / "delarsrapport-2022.docx", "delarsrapport-2022.docx")
    assert document.format == "docx"
    assert document.metadata.title.value == "Delårsrapport 2022"
    assert [unit.ordinal for unit in document.units] == list(range(len(document.units)))
    assert document.id == document.fingerprint[:16]
    assert document.pages == ()
