"""Kept runs: written, read back, and compared over the turns that both judged."""

from dataclasses import replace
from pathlib import Path

import pytest

from evals import runs
from evals.questions import QuestionError
from tests.evals.test_figures import MISSED, REFUSED, RIGHT


def test_a_run_is_read_back_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text("x", "utf-8")
    run = runs.make([RIGHT, MISSED, REFUSED], {"modell": "e5"}, [file])
    path = runs.save(run, tmp_path / "runs")
    assert runs.load(path) == run
    assert path.stem.endswith(run.fingerprint)
    assert runs.save(run, tmp_path / "runs") != path
    assert len(runs.history(tmp_path / "runs")) == 2
    with pytest.raises(QuestionError, match="ingen sparad körning"):
        runs.load(file)


def test_the_fingerprint_follows_settings_and_questions(tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text("x", "utf-8")
    first = runs.make([RIGHT], {"modell": "e5"}, [file]).fingerprint
    assert runs.make([MISSED], {"modell": "e5"}, [file]).fingerprint == first
    assert runs.make([RIGHT], {"modell": "annan"}, [file]).fingerprint != first
    file.write_text("y", "utf-8")
    assert runs.make([RIGHT], {"modell": "e5"}, [file]).fingerprint != first


def test_the_previous_run_shares_a_turn(tmp_path: Path) -> None:
    old = replace(runs.make([RIGHT], {}, []), when="2026-01-01T00:00:00+00:00")
    other = replace(runs.make([REFUSED], {}, []), when="2026-01-02T00:00:00+00:00")
    this = runs.make([RIGHT, MISSED], {}, [])
    assert runs.previous(this, tmp_path) is None
    for run in (old, other):
        runs.save(run, tmp_path)
    (tmp_path / "20270101T000000-broken.json").write_text("{", "utf-8")
    assert runs.previous(this, tmp_path) == old


def test_runs_of_other_questions_are_neither_previous_nor_in_the_series(tmp_path: Path) -> None:
    sets = []
    for name, text in (("a.jsonl", "1"), ("a.jsonl", "2"), ("b.jsonl", "3")):
        folder = tmp_path / text
        folder.mkdir()
        (folder / name).write_text(text, "utf-8")
        sets.append(folder / name)
    kept = [
        replace(runs.make([RIGHT], {}, files), when=f"2026-01-0{day}T00:00:00+00:00")
        for day, files in enumerate(([sets[0]], [sets[1]], [sets[0]], [sets[0], sets[2]]), 1)
    ]
    assert runs.series(kept[::-1]) == [[kept[3]], [kept[2], kept[0]], [kept[1]]]
    for run in kept[:3]:
        runs.save(run, tmp_path)
    assert runs.previous(kept[0], tmp_path) == kept[2]
    assert runs.previous(kept[1], tmp_path) == kept[1]
    assert runs.previous(kept[3], tmp_path) == kept[2], "one file of two is the same"


def test_changes_are_counted_over_shared_turns() -> None:
    mended = replace(MISSED, facts_lead=True, found={**(MISSED.found or {}), "800": True})
    spoiled = replace(REFUSED, right_refusal=False)
    before = runs.make([RIGHT, MISSED, REFUSED], {}, [])
    after = runs.make([mended, spoiled, replace(RIGHT, id="q099", facts_lead=False)], {}, [])
    result = runs.compare(before, after)
    changes = {change.label: change for change in result.changes}
    facts = changes["Alla uppgifter i svarets första 60 ord"]
    assert (facts.before, facts.after, facts.change, facts.n) == (0.0, 1.0, 1.0, 1)
    assert facts.certain
    assert changes["Rätt avböjda"].change == -1.0
    assert not changes["Rätt sida först"].certain
    assert (result.better, result.worse) == (("q002.0",), ("u001.0",))
