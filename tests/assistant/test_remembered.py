"""Lists that took seconds to make: once, across processes, and never after a change."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from assistant.remembered import Remembered, stamp
from assistant.schema import Answer, Citation, Filters
from assistant.service import BriefingSection

EVERYONE = Filters(audience=("alla",))


def section(title: str) -> BriefingSection:
    told = Citation(1, "d", "d.pdf", "D", "plan", 2026, 2, "", "ordagrant", "prose", place="s. 2")
    return BriefingSection(title, (Answer("f", "f", "answered", "s [1]", citations=(told,)),))


class Maker:
    """Counts how often it was asked to make."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> list[BriefingSection]:
        self.times += 1
        return [section(f"nr {self.times}")]


def test_records_outlive_the_process_word_for_word(tmp_path: Path) -> None:
    make = Maker()
    first = Remembered(tmp_path).once("b", EVERYONE, "s", make, BriefingSection)
    again = Remembered(tmp_path).once("b", EVERYONE, "s", make, BriefingSection)
    assert again == first == [section("nr 1")]
    assert make.times == 1


@pytest.mark.parametrize(
    ("filters", "made_of"),
    [(EVERYONE, "another"), (Filters(audience=("alla", "intern")), "s")],
    ids=["other documents", "another audience"],
)
def test_a_change_makes_them_anew(tmp_path: Path, filters: Filters, made_of: str) -> None:
    make = Maker()
    kept = Remembered(tmp_path)
    kept.once("b", EVERYONE, "s", make, BriefingSection)
    assert kept.once("b", filters, made_of, make, BriefingSection) == [section("nr 2")]


def test_a_choice_of_years_leaves_nothing_on_disk(tmp_path: Path) -> None:
    Remembered(tmp_path).once("b", Filters(years=(2022,)), "s", Maker(), BriefingSection)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", ["", "{", "[]", '{"stamp": "s", "records": [{"x": 1}]}'])
def test_a_damaged_file_counts_as_missing(tmp_path: Path, content: str) -> None:
    make = Maker()
    Remembered(tmp_path).once("b", EVERYONE, "s", make, BriefingSection)
    for file in tmp_path.iterdir():
        file.write_text(content)
    Remembered(tmp_path).once("b", EVERYONE, "s", make, BriefingSection)
    assert make.times == 2


def test_clear_leaves_no_quote_behind(tmp_path: Path) -> None:
    make = Maker()
    kept = Remembered(tmp_path)
    kept.once("b", EVERYONE, "s", make, BriefingSection)
    kept.clear()
    assert list(tmp_path.iterdir()) == []
    kept.once("b", EVERYONE, "s", make, BriefingSection)
    assert make.times == 2


def test_a_folder_that_cannot_be_made_only_costs_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    kept = Remembered(tmp_path / "file" / "below")
    assert kept.once("b", EVERYONE, "s", Maker(), BriefingSection) == [section("nr 1")]


def test_ten_at_once_make_it_once(tmp_path: Path) -> None:
    make, kept = Maker(), Remembered(tmp_path)
    gate = threading.Barrier(10)

    def ask() -> None:
        gate.wait()
        kept.once("b", EVERYONE, "s", make, BriefingSection)

    threads = [threading.Thread(target=ask) for _ in range(10)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert make.times == 1


def test_the_stamp_follows_documents_and_settings() -> None:
    assert stamp(1, [], "a") == stamp(1, [], "a")
    assert len({stamp(1, [], "a"), stamp(2, [], "a"), stamp(1, [], "b")}) == 3
