"""What the documentation names is there: links, pictures, files, commands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [
    "README.md",
    "corpus/README.md",
    "evals/README.md",
    *sorted(f"docs/{file.name}" for file in (ROOT / "docs").glob("*.md")),
]
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)|<img src=\"([^\"]+)\"")
PATH = re.compile(r"`((?:assistant|ui|evals|tests|corpus|docs|requirements)/[\w./-]*)`")
# made by the people who use it, not by the project
OF_STAFF = {"corpus/synonymer.toml", "corpus/nyckeltal.toml", "evals/questions/egna.jsonl"}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_and_pictures_lead_somewhere(name: str) -> None:
    file = ROOT / name
    targets = [first or second for first, second in LINK.findall(file.read_text("utf-8"))]
    local = [target for target in targets if not re.match(r"[a-z]+:", target)]
    assert [target for target in local if not (file.parent / target).exists()] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_named_files_exist(name: str) -> None:
    named = set(PATH.findall((ROOT / name).read_text("utf-8"))) - OF_STAFF
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_named_commands_exist(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    cli = (ROOT / "assistant" / "cli.py").read_text("utf-8")
    known = set(re.findall(r'add_parser\(\s*"(\w+)"', cli))
    assert known
    used = set(re.findall(r"(?:^|`)finsam (?:--\w+ \S+ )*([a-z]+)\b", text, re.MULTILINE))
    assert used - known == set()
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"(?:^|`)make ([a-z]+)\b", text, re.MULTILINE))
    assert [one for one in targets if not re.search(rf"^{one}:", makefile, re.MULTILINE)] == []
    for module in set(re.findall(r"python -m ((?:evals|ui|assistant)[\w.]*)", text)):
        path = ROOT.joinpath(*module.split("."))
        assert path.with_suffix(".py").is_file() or (path / "__main__.py").is_file(), module


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_document_names_a_machine(name: str) -> None:
    assert not re.search(r"/(home|root|work|tmp|opt|Users)/\w", (ROOT / name).read_text("utf-8"))


def test_the_pictures_are_small() -> None:
    pictures = sorted((ROOT / "docs" / "bilder").glob("*.png"))
    assert pictures
    assert [file.name for file in pictures if file.stat().st_size > 300_000] == []
