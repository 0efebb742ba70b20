"""Fixtures that every test may use."""

import os
from pathlib import Path

import pytest

# set before an engine is loaded: its threads sleep while they wait for each other, instead of
# taking the processors from whatever else the machine does
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's root."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Sample material beside the repository; the test skips where it is missing."""
    folder = ROOT.parent / "shared"
    if not (folder / "corpus").is_dir():
        pytest.skip("the sample material beside the repository is missing (../shared)")
    return folder
