"""Ablation: names that the core knows, settings with one part off, a table that tells."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.settings import RETRIEVAL_PARTS, Retrieval, load_settings
from evals import ablation
from evals.ablation import INDEXED, LABELS, Ablation, table, without
from tests.evals.test_figures import MISSED, RIGHT


def test_every_part_of_the_core_has_a_label_and_a_description() -> None:
    assert set(LABELS) == set(RETRIEVAL_PARTS)
    assert set(RETRIEVAL_PARTS) >= INDEXED
    assert all(f"\n    {part} " in (ablation.__doc__ or "") for part in RETRIEVAL_PARTS)


def test_settings_with_one_part_off(tmp_path: Path) -> None:
    settings = load_settings(corpus=tmp_path / "c", indexes=tmp_path / "i")
    off = without(settings, "stemming", tmp_path / "other")
    assert off.retrieval.disable == ("stemming",)
    assert (off.corpus, off.indexes) == (tmp_path / "c", tmp_path / "other")
    assert without(settings, "", tmp_path).retrieval.disable == ()
    with pytest.raises(SettingsError, match="stemmning"):
        Retrieval(disable=("stemmning",))


def test_the_table_tells_changes_and_switches_without_effect() -> None:
    missed = replace(MISSED, page_rank=0)
    whole = Ablation("", (RIGHT, MISSED), {"q001.0": ("a", "b"), "q002.0": ("c",)})
    idle = Ablation("year", (RIGHT, MISSED), dict(whole.ranked))
    worse = Ablation("tables", (missed, missed), {"q001.0": ("b", "a"), "q002.0": ("c",)})
    lines = table(whole, [idle, worse]).splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert cells[2][:3] == ["allt på", "50,0 %", "100,0 %"]
    assert cells[3][1:5] == ["50,0 % (+0,0)", "100,0 % (+0,0)", "50,0 % (+0,0)", "0,625 (+0,000)"]
    assert cells[3][-1] == "ingen träfflista ändrades: utan verkan"
    assert cells[4][3:5] == ["0,0 % (-50,0)", "0,000 (-0,625)"]
    assert cells[4][-1].startswith("1 träfflistor ändrades")
    assert "n = 2 turer" in lines[-1]
