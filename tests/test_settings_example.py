"""finsam.toml.example: loads, names every setting, and says the defaults."""

from __future__ import annotations

import shutil
import tomllib
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest

from assistant.settings import Settings, load_settings

NAME = "finsam.toml.example"


def test_the_example_says_the_defaults(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    file = tmp_path / "finsam.toml"
    shutil.copy(root / NAME, file)
    # secrets of the environment are no part of the file
    read, plain = load_settings(file), load_settings()
    assert read.corpus == tmp_path / "corpus"
    assert read.indexes == tmp_path / "indexes"
    assert replace(read, paths=plain.paths, file=None) == replace(plain, file=None)


def test_the_example_names_every_setting(root: Path) -> None:
    written = tomllib.loads((root / NAME).read_text("utf-8"))
    known = {}
    for section in fields(Settings):
        value = getattr(Settings(), section.name)
        if is_dataclass(value):
            known[section.name] = {
                item.name for item in fields(value) if not item.metadata.get("secret")
            }
    assert {name: set(values) for name, values in written.items()} == known


def test_every_secret_is_named_with_its_variable(root: Path) -> None:
    text = (root / NAME).read_text("utf-8")
    variables = [
        item.metadata["secret"]
        for section in fields(Settings)
        if is_dataclass(value := getattr(Settings(), section.name))
        for item in fields(value)
        if item.metadata.get("secret")
    ]
    assert variables
    assert [name for name in variables if name not in text] == []
