"""Whether what is read stands on the page, by an extraction that is not ours (pdftotext).

Run as a script it prints the figures: python tests/assistant/reading/test_pdf_faithful.py DIR
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from assistant.reading.pdf import read_pdf
from assistant.schema import Unit

MODES: tuple[tuple[str, ...], ...] = ((), ("-layout",), ("-raw",))
_WORD = re.compile(r"\S*\w\S*")


@dataclass
class Figures:
    """The figures of one file; `missing` and `uncovered` name what is not right."""

    units: int = 0
    standing: int = 0
    by_cell: int = 0
    words: int = 0
    covered: int = 0
    worst_page: float = 1.0
    missing: list[str] = field(default_factory=list)
    uncovered: list[str] = field(default_factory=list)


def pages_by_pdftotext(path: Path, mode: tuple[str, ...]) -> list[str]:
    """The text of each page as pdftotext gives it."""
    done = subprocess.run(
        ["pdftotext", *mode, str(path), "-"], capture_output=True, text=True, check=True
    )
    return done.stdout.split("\f")


def canonical(text: str) -> str:
    """One blank between words, line-end hyphens closed, no hyphens, NFC."""
    text = unicodedata.normalize("NFC", text).replace("\u00ad", "")
    text = re.sub(r"(?<=\w)[-‐]\s*\n\s*(?=\w)", "", text)
    return re.sub(r"\s+", " ", re.sub(r"[-‐]", "", text)).strip()


def closed(text: str) -> str:
    """The same without blanks: a hanging hyphen at a line end is no longer told apart."""
    return canonical(text).replace(" ", "")


def measure(path: Path) -> Figures:
    """Reads a file and compares it with pdftotext in three modes."""
    pages, units, _ = read_pdf(path)
    outside = [pages_by_pdftotext(path, mode) for mode in MODES]
    figures = Figures()
    for page in pages:
        if page.status != "text":
            continue
        here = [unit for unit in units if unit.page == page.number]
        texts = [mode[page.number - 1] for mode in outside]
        plain = [canonical(text) for text in texts]
        tight = [closed(text) for text in texts]
        for unit in here:
            figures.units += 1
            if stands(unit.text, plain, tight):
                figures.standing += 1
            elif unit.cells and all(stands(cell.text, plain, tight) for cell in unit.cells):
                figures.by_cell += 1
            else:
                figures.missing.append(f"{path.name} s. {page.number}: {unit.text[:90]}")
        _cover(figures, path, page.number, texts[0], here, page.furniture)
    return figures


def stands(text: str, plain: list[str], tight: list[str]) -> bool:
    """Whether the text stands in one of the page's texts, word for word."""
    if any(canonical(text) in page for page in plain):
        return True
    return any(closed(text) in page for page in tight)


def _cover(
    figures: Figures,
    path: Path,
    number: int,
    text: str,
    units: list[Unit],
    furniture: tuple[str, ...],
) -> None:
    wanted = Counter(_WORD.findall(canonical(text)))
    held = Counter(
        word
        for part in [*(unit.text for unit in units), *furniture]
        for word in _WORD.findall(canonical(part))
    )
    lost = wanted - held
    figures.words += wanted.total()
    figures.covered += wanted.total() - lost.total()
    if wanted:
        share = 1 - lost.total() / wanted.total()
        figures.worst_page = min(figures.worst_page, share)
        if lost:
            figures.uncovered.append(f"{path.name} s. {number} ({share:.3f}): {list(lost)[:12]}")


@pytest.fixture(scope="module")
def figures(shared: Path) -> list[Figures]:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    return [measure(path) for path in sorted((shared / "corpus").glob("*.pdf"))]


def test_units_stand_word_for_word(figures: list[Figures]) -> None:
    units = sum(one.units for one in figures)
    missing = [line for one in figures for line in one.missing]
    assert units > 800
    assert len(missing) <= 0.005 * units, "\n".join(missing)


def test_rows_stand_whole_for_the_most_part(figures: list[Figures]) -> None:
    units = sum(one.units for one in figures)
    assert sum(one.standing for one in figures) >= 0.9 * units


def test_every_page_is_covered(figures: list[Figures]) -> None:
    uncovered = [line for one in figures for line in one.uncovered]
    for one in figures:
        if one.words:
            assert one.covered >= 0.99 * one.words, "\n".join(uncovered)
            assert one.worst_page >= 0.99, "\n".join(uncovered)


def test_the_check_can_fail() -> None:
    plain, tight = [canonical("Antal insatser 296")], [closed("Antal insatser 296")]
    assert stands("insatser 296", plain, tight)
    assert not stands("insatser 269", plain, tight)


def main(folder: Path) -> None:
    """Prints the figures of every PDF in a folder."""
    for path in sorted(folder.glob("*.pdf")):
        one = measure(path)
        print(
            f"{path.name}: {one.units} enheter, {one.standing} ordagrant, {one.by_cell} cell för "
            f"cell, {len(one.missing)} saknas; {one.covered}/{one.words} ord, sämsta sida "
            f"{one.worst_page:.3f}"
        )
        for line in [*one.missing, *one.uncovered]:
            print("   ", line)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
