"""The locked requirements: complete, hashed, and without anything of the machine they came from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

LOCKS = ("tools.txt", "run.txt", "test.txt")
LEFT_OUT = re.compile(r"^(torch|triton|nvidia-|cuda-)")


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    return dict(tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"])


def locked(root: Path, name: str) -> dict[str, str]:
    """Version by package; a package with several markers has one version in our locks."""
    text = (root / "requirements" / name).read_text("utf-8")
    return dict(re.findall(r"^([a-zA-Z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE))


def pinned(requirements: list[str]) -> dict[str, str]:
    found = (re.match(r"([A-Za-z0-9._-]+)==([^\s;]+)", item) for item in requirements)
    return {match[1].lower(): match[2] for match in found if match}


@pytest.mark.parametrize(
    ("lock", "extras"), [("run.txt", ()), ("test.txt", ("corpus", "models", "model", "test"))]
)
def test_every_pin_is_locked(
    lock: str, extras: tuple[str, ...], root: Path, project: dict[str, Any]
) -> None:
    wanted = pinned(project["dependencies"])
    for extra in extras:
        wanted |= pinned(project["optional-dependencies"][extra])
    held = locked(root, lock)
    behind = {
        name: (version, held.get(name))
        for name, version in wanted.items()
        if held.get(name) != version and not LEFT_OUT.match(name)
    }
    assert not behind, "run `make lock`"


def test_the_test_lock_agrees_with_the_run_lock(root: Path) -> None:
    run, test = locked(root, "run.txt"), locked(root, "test.txt")
    assert {name: test.get(name) for name in run} == run


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_has_a_hash(lock: str, root: Path) -> None:
    text = (root / "requirements" / lock).read_text("utf-8")
    blocks = [block for block in re.split(r"\n(?=\S)", text) if "==" in block]
    assert blocks
    assert [block for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_a_machine_or_torch(lock: str, root: Path) -> None:
    text = (root / "requirements" / lock).read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"^--?(index|extra|find|trusted)", text, re.MULTILINE)
    assert not [name for name in locked(root, lock) if LEFT_OUT.match(name)]


def test_the_makefile_installs_the_torch_of_the_extra(root: Path, project: dict[str, Any]) -> None:
    makefile = (root / "Makefile").read_text("utf-8")
    version = pinned(project["optional-dependencies"]["models"])["torch"]
    assert f"TORCH := torch=={version}\n" in makefile


def test_the_makefile_calls_what_exists(root: Path) -> None:
    """Every module that a target starts is in the tree, every finsam command is known."""
    makefile = (root / "Makefile").read_text("utf-8")
    modules = set(re.findall(r"python -m ((?:evals|ui|assistant)[\w.]*)", makefile))
    assert modules
    for module in modules:
        path = root.joinpath(*module.split("."))
        assert path.with_suffix(".py").is_file() or (path / "__main__.py").is_file(), module
    cli = (root / "assistant" / "cli.py").read_text("utf-8")
    for command in set(re.findall(r"bin/finsam (\w+)|BIN\)/finsam (\w+)", makefile)):
        assert f'add_parser("{"".join(command)}"' in cli


def test_ci_runs_the_test_command(root: Path) -> None:
    script = root / ".ci" / "run"
    assert script.stat().st_mode & 0o100
    assert re.search(r"^make test\b", script.read_text("utf-8"), re.MULTILINE)


def test_an_installed_package_has_its_files(root: Path) -> None:
    """Everything beside the modules that they read is declared as package data."""
    config = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    declared = {
        path
        for package, patterns in config["package-data"].items()
        for pattern in patterns
        for path in root.joinpath(*package.split(".")).glob(pattern)
    }
    present = {
        path
        for package in ("assistant", "ui")
        for path in (root / package).rglob("*")
        if path.is_file() and path.suffix not in {".py", ".pyc"}
    }
    assert present
    assert sorted(path.name for path in present - declared) == []
