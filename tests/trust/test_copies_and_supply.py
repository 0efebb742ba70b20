"""A short form of backups, upgrades and what comes from others."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.trust import copies, licences, supply
from evals.trust.__main__ import SECTIONS
from evals.trust.material import ROOT
from evals.trust.tally import Tally


@pytest.fixture
def tally() -> Tally:
    return Tally("Prov", "prövade", "väl")


@pytest.mark.slow
def test_a_copy_taken_while_indexing_restores(tmp_path: Path, tally: Tally) -> None:
    copies.backups(tmp_path, 1, tally)
    assert tally.failures == []


@pytest.mark.slow
def test_earlier_versions_are_brought_up_to_date(tmp_path: Path, tally: Tally) -> None:
    copies.upgrades(tmp_path, tally)
    assert tally.failures == []


@pytest.mark.slow
def test_nothing_is_fetched_while_running(tmp_path: Path, tally: Tally) -> None:
    supply.offline(tmp_path, tally)
    assert tally.failures == []


def test_everything_is_locked_with_hashes(tally: Tally) -> None:
    supply.locked(tally)
    assert tally.failures == []
    assert sum(row.tried for row in tally.rows.values()) > 50


def test_the_list_of_licences_names_every_locked_package() -> None:
    listed = (ROOT / "docs" / "licenser.md").read_text("utf-8")
    for line in supply.LOCKED.read_text("utf-8").splitlines():
        if "==" in line:
            name, _, rest = line.partition("==")
            version = rest.split()[0].rstrip(";\\")
            assert f"| {name.partition('[')[0]} | {version} |" in listed, (
                "make it anew: " + str(licences.__doc__).partition("\n")[0]
            )


def test_the_report_counts() -> None:
    tally = Tally("Prov", "prövade", "väl")
    assert not tally.faultless
    tally.count("a")
    assert tally.faultless
    tally.count("a", "det gick inte")
    assert not tally.faultless
    text = "\n".join(tally.lines())
    assert "| a | 2 | 1 |" in text
    assert "det gick inte" in text
    assert len(SECTIONS) == 10
