"""One analyzer for all tests of this room: the word list takes a third of a second to load."""

import pytest

from assistant.swedish import hunspell
from assistant.swedish.analysis import Analyzer
from assistant.swedish.hunspell import Dictionary


@pytest.fixture(scope="session")
def analyzer() -> Analyzer:
    return Analyzer()


@pytest.fixture(scope="session")
def dictionary() -> Dictionary:
    found = hunspell.load()
    assert found is not None, "spylls is a dependency and carries the word list"
    return found
