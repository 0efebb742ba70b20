"""Pages of a Word file: by its words, in order, and never at the price of reading it."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.reading import ReadingOptions, pagination, read, read_safely
from assistant.reading.pagination import is_available, paginate, place_units
from assistant.schema import Cell, Unit


def unit(text: str, kind: str = "sentence", cells: tuple[Cell, ...] = ()) -> Unit:
    return Unit(0, kind, text, cells=cells)  # type: ignore[arg-type]


def test_units_are_found_in_order() -> None:
    pages = [
        "Inledning\nVi arbetar för sam-\nverkan i Malmö.\nSumma 4\n1 Not längst ned.",
        "Fortsättning följer här.\nHyra\n12\nSumma\n9",
    ]
    units = [
        unit("Inledning", "heading"),
        unit("Vi arbetar för samverkan i Malmö."),
        unit("Not längst ned.", "footnote"),
        unit("Summa 4", "table_row"),
        unit("Fortsättning följer här."),
        unit("Hyra 12", "table_row", (Cell("Hyra", 0), Cell("12", 1))),
        unit("Summa 9", "table_row"),
    ]
    placed = place_units(units, pages)
    assert placed is not None
    assert [u.page for u in placed] == [1, 1, 1, 1, 2, 2, 2]
    assert [u.text for u in placed] == [u.text for u in units]


def test_a_unit_that_is_not_found_is_where_the_one_before_is() -> None:
    units = [unit(f"Mening nummer {n} står här.") for n in range(9)] + [unit("Finns inte alls.")]
    placed = place_units(units, ["", " ".join(u.text for u in units[:9])])
    assert placed is not None and placed[-1].page == 2


def test_the_pages_of_another_document_are_refused() -> None:
    assert place_units([unit("Det här är vår text."), unit("Mer av den.")], ["Helt annat."]) is None


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """`program(script)` stands in for LibreOffice."""

    def make(script: str) -> None:
        path = tmp_path / "soffice"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(path.stat().st_mode | stat.S_IEXEC)
        monkeypatch.setattr(pagination, "_program", lambda: str(path))

    return make


@pytest.mark.parametrize("script", ["exit 1", "sleep 30", "echo trasig > $9/in.pdf"])
def test_a_failing_program_leaves_the_document_as_it_was(
    script: str,
    program: Callable[[str], None],
    word: Callable[..., Path],
    p: Callable[..., str],
) -> None:
    program(script)
    path = word(p("Text."))
    document = read(path, path.name)
    assert paginate(document, path, timeout_s=0.5) is document


@pytest.mark.slow
def test_the_word_report_gets_its_pages(shared: Path) -> None:
    if not is_available():
        pytest.skip("LibreOffice is not installed")
    file = "delarsrapport-2022.docx"
    document = read_safely(shared / "corpus" / file, file, options=ReadingOptions(paginate=True))
    assert 15 <= len(document.pages) <= 19
    pages = [u.page for u in document.units if u.kind != "footnote"]
    assert None not in pages
    assert pages == sorted(p for p in pages if p is not None)
    assert pages[0] == 2
    assert "LibreOffice" in document.notices[-1]
    assert read_safely(shared / "corpus" / file, file).pages == ()
