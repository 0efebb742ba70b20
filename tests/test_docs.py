"""What people read tells of every command and of every setting that there is."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import get_type_hints

import pytest

from assistant.settings import Settings
from tests.assistant.test_cli import commands


@pytest.fixture(scope="module")
def words(root: Path) -> str:
    """README.md and all of docs/, as one text."""
    files = [root / "README.md", *sorted((root / "docs").glob("*.md"))]
    return "\n".join(file.read_text("utf-8") for file in files if file.is_file())


def test_every_command_is_documented(words: str) -> None:
    missing = [name for name in commands() if not re.search(rf"\bfinsam {name}\b", words)]
    assert not missing, f"in neither README.md nor docs/: finsam {', finsam '.join(missing)}"


def test_every_command_that_is_documented_exists(words: str) -> None:
    shown = set(re.findall(r"`finsam ([a-z]+)|^\s*(?:\$ )?finsam ([a-z]+)", words, re.MULTILINE))
    named = {name for pair in shown for name in pair if name}
    unknown = sorted(named - set(commands()))
    assert not unknown, f"no such command: {', '.join(unknown)}"


def test_every_section_of_the_settings_is_documented(root: Path, words: str) -> None:
    example = root / "finsam.toml.example"
    text = words + (example.read_text("utf-8") if example.is_file() else "")
    sections = [item.name for item in fields(Settings) if item.name != "file"]
    missing = [name for name in sections if f"[{name}]" not in text]
    assert not missing, f"in no document: [{'], ['.join(missing)}]"
    assert set(sections) == set(get_type_hints(Settings)) - {"file"}


def test_links_between_the_documents_lead_somewhere(root: Path) -> None:
    broken = []
    for file in [root / "README.md", *sorted((root / "docs").glob("*.md"))]:
        if not file.is_file():
            continue
        for target in re.findall(r"\]\(([^)#\s]+)", file.read_text("utf-8")):
            if not re.match(r"[a-z]+:", target) and not (file.parent / target).exists():
                broken.append(f"{file.name}: {target}")
    assert not broken, f"no such file: {', '.join(broken)}"
