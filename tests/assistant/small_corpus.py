"""A folder with two small documents, and a service over it without a model or Chroma.

The parts that are heavy are given by hand: the fake embedder and vector table of
`small_documents`, and the one analyzer of the tests. All else is as in use.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import wiring
from assistant.settings import Association, Paths, Settings
from tests.assistant.reading.pdf_maker import Sheet, write_pdf
from tests.assistant.small_documents import ASSOCIATION, TermEmbedder, VectorTable, analyzer

PDF, WORD = "arsredovisning-2031.pdf", "verksamhetsplan-2032.docx"


def fill(corpus: Path) -> None:
    """Write the documents into the folder, which is made."""
    corpus.mkdir(parents=True, exist_ok=True)
    first, second = Sheet(), Sheet()
    first.text(60, 80, "Årsredovisning 2031", size=20, font="bold")
    first.lines(60, 120, ["Kajen är en verkstad för unga som saknar arbete."])
    second.text(60, 80, "Deltagare", size=16, font="bold")
    second.lines(60, 120, ["Under 2031 hade Kajen 124 deltagare."])
    write_pdf(corpus / PDF, [first, second])
    from docx import Document

    word = Document()
    word.add_heading("Verksamhetsplan 2032", 0)
    word.add_heading("Personal", 1)
    word.add_paragraph("Samordnaren Omar Haddad leder arbetet i Kajen under 2032.")
    word.save(str(corpus / WORD))
    entries = ((PDF, "årsredovisning", 2031), (WORD, "verksamhetsplan", 2032))
    catalogue = "".join(
        f'[[document]]\nfile = "{file}"\nkind = "{kind}"\nyear = {year}\n'
        for file, kind, year in entries
    )
    (corpus / "catalogue.toml").write_text(catalogue, "utf-8")


def settings(folder: Path) -> Settings:
    return Settings(
        paths=Paths(folder / "corpus", folder / "indexes"),
        association=Association(ASSOCIATION, "Lövdala"),
    )


def lighten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the light parts in the place of the heavy ones, also behind the command line."""
    monkeypatch.setattr(wiring, "open_embedder", lambda settings: TermEmbedder())
    monkeypatch.setattr(wiring, "open_vectors", lambda settings: VectorTable())
    monkeypatch.setattr(wiring, "open_analyzer", lambda settings: analyzer())
