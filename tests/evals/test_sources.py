"""The question files that are learned from, and the invented libraries beside them."""

import argparse
import json
from pathlib import Path

import pytest

from assistant.settings import load_settings
from evals import sources
from evals.questions import load_all
from evals.sources import KEPT, LIBRARIES, add_arguments, given, invented

FOLDERS = sorted(path for path in LIBRARIES.iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_library_has_its_settings_documents_and_questions(folder: Path) -> None:
    settings = load_settings(folder / "finsam.toml", corpus=folder / "corpus", indexes=folder)
    assert settings.association.name
    files = {path.name for path in (folder / "corpus").iterdir()}
    questions = load_all([folder / "questions.jsonl"])
    cited = {item.file for one in questions for turn in one.turns for item in turn.evidence}
    assert cited == files
    assert {turn.answerable for one in questions for turn in one.turns} == {True, False}


def test_some_libraries_are_kept_from_the_judge() -> None:
    names = {folder.name for folder in FOLDERS}
    assert set(KEPT) < names


def test_a_library_is_indexed_where_it_has_not_been(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "byn"
    (folder / "corpus").mkdir(parents=True)
    (folder / "corpus" / "plan.md").write_text("# Plan 2031\n\nByn har en brygga.\n", "utf-8")
    (folder / "finsam.toml").write_text('[association]\nname = "Byn"\n', "utf-8")
    (folder / "questions.jsonl").write_text(json.dumps({}), "utf-8")
    monkeypatch.setattr(sources, "KEPT", ("byn",))
    source = invented(folder, tmp_path / "indexes")
    assert (source.indexes / "library.sqlite").is_file()
    assert not source.taught


def test_a_set_that_is_named_teaches_with_its_settings() -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    asked = parser.parse_args(["--set", "c", "i", "q.jsonl", "--config", "f.toml"])
    (source,) = given(asked)
    assert (source.corpus, source.indexes, source.questions) == (
        Path("c"),
        Path("i"),
        Path("q.jsonl"),
    )
    assert source.config == Path("f.toml")
    assert source.taught
