"""One small library for all tests of evidence: nothing in them changes it."""

import pytest

from tests.assistant.small_documents import World, town


@pytest.fixture(scope="package")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("evidence"), *town())
