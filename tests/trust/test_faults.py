"""A short form of `python -m evals.trust`: each kind of fault a few times."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from evals.trust import damage, disk, kills, material, racing, servers
from evals.trust.house import House, furnished
from evals.trust.nursery import STAGES
from evals.trust.tally import Tally

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="kills and mounts as on Linux"),
]


@pytest.fixture
def tally() -> Tally:
    return Tally("Prov", "tillfogade", "återhämtade")


def quiet(_: str) -> None:
    """Nobody waits for the progress of a test."""


def test_killed_runs_are_finished_by_the_next(tmp_path: Path, tally: Tally) -> None:
    kills.kills(tmp_path, len(STAGES) + 1, tally, quiet)
    assert tally.failures == []
    assert sum(row.tried for row in tally.rows.values()) == len(STAGES) + 1


def test_damaged_files_are_made_good(tmp_path: Path, tally: Tally) -> None:
    damage.chroma_gone(tmp_path, tally)
    damage.damage(tmp_path, 6, tally, quiet)
    assert tally.failures == []


def test_a_full_disk_is_told_and_survived(tmp_path: Path, tally: Tally) -> None:
    disk.full_disk(tmp_path, 1, tally, quiet)
    assert tally.failures == []


def test_a_folder_that_may_only_be_read_answers(tmp_path: Path, tally: Tally) -> None:
    if os.geteuid() == 0 and not disk.can_mount():
        pytest.skip("root, who may not mount, can write everywhere")
    disk.read_only(tmp_path, tally)
    assert tally.failures == []


def test_two_writers_and_a_reader(tmp_path: Path, tally: Tally) -> None:
    racing.two_writers(tmp_path / "two", 1, tally)
    racing.reading_while_writing(tmp_path / "reading", 1, tally)
    assert tally.failures == []


def test_the_clock_may_go_wrong(tmp_path: Path, tally: Tally) -> None:
    racing.clock(tmp_path, tally, shifts=(-365,))
    assert tally.failures == []


@pytest.mark.network
def test_a_server_that_dies_and_three_apps_over_it(tmp_path: Path, tally: Tally) -> None:
    servers.dying_server(tmp_path / "dying", 1, tally, quiet)
    servers.three_apps(tmp_path / "three", tally, seconds=1.5)
    assert tally.failures == []
    assert tally.rows["tre appar över en server"].tried == 3


def test_the_checks_see_what_is_wrong(tmp_path: Path) -> None:
    """The checks that all of the above rely on can fail."""
    house = furnished(tmp_path, 3, texts=2)
    house.index()
    asked = material.questions(2)
    assert house.faults(asked) == []
    before = House(tmp_path).content(asked)
    with house.opened() as service:
        info = service.library.documents()[0]
        with service.library._db.writing(index=True) as connection:
            connection.execute(
                "DELETE FROM units WHERE ordinal = 1 AND document ="
                " (SELECT key FROM documents WHERE id = ?)",
                (info.id,),
            )
    assert any("halv" in fault for fault in house.faults())
    assert House(tmp_path).content(asked)["dokument"] != before["dokument"]
