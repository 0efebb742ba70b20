"""The format of the pages that the judge learns from."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.judging import Line
from evals.pages import FOLDER, Answered, load_pages

PAGE = """\
# budget | 2031 | Budget för Ateljén
[Ekonomi > Kostnader]
1 Hyran är 40 tkr.
2 | Ateljén | Budget: 410 | Utfall: 395
3 * vila
? Vad kostade det? = 2.2
?? Och hyran? = 1
?? Varför? = -
? Vad gör man och vad kostar det? = 1,3
"""


def write(folder: Path, text: str) -> Path:
    file = folder / "page.txt"
    file.write_text(text, encoding="utf-8")
    return file


def test_lines_and_values_are_read(tmp_path: Path) -> None:
    (page,) = load_pages(write(tmp_path, PAGE))
    head = "budget 2031 › Ekonomi › Kostnader"
    assert page.line(1) == Line(head, "Hyran är 40 tkr.")
    assert page.line(2) == Line(head, "Ateljén – Budget: 410; Utfall: 395")
    assert page.line(2, 2) == Line(head, "Ateljén – Utfall: 395")
    assert page.line(3) == Line(head, "vila")


def test_a_follow_up_keeps_what_it_goes_on_from(tmp_path: Path) -> None:
    (page,) = load_pages(write(tmp_path, PAGE))
    assert page.questions == [
        Answered("Vad kostade det?", ((2, 2),)),
        Answered("Och hyran? (Vad kostade det?)", ((1, 0),)),
        Answered("Varför? (Och hyran?; Vad kostade det?)", ()),
        Answered("Vad gör man och vad kostar det?", ((1, 0), (3, 0))),
    ]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [("= 2.2", "= 2.3", 6), ("= 1\n", "= 9\n", 7), ("2 | At", "4 | At", 4), ("= -", "", 8)],
)
def test_what_breaks_the_format_is_named(tmp_path: Path, old: str, new: str, line: int) -> None:
    with pytest.raises(ValueError, match=rf"page\.txt:{line}:"):
        load_pages(write(tmp_path, PAGE.replace(old, new)))


def test_every_page_that_comes_with_the_project_is_well_formed() -> None:
    pages = [page for file in FOLDER.glob("*.txt") for page in load_pages(file)]
    questions = [one for page in pages for one in page.questions]
    assert len(pages) > 500
    assert 0.1 < sum(not one.answers for one in questions) / len(questions) < 0.35
