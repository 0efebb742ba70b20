"""Starting the app: the port it wants, and what it says where it is."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from assistant.errors import SettingsError
from ui import serve


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which something listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield int(other.getsockname()[1])


@pytest.mark.network
def test_a_port_that_is_taken_is_told_with_another_to_try(taken: int) -> None:
    with pytest.raises(SettingsError, match=str(taken)) as caught:
        serve.check_port("127.0.0.1", taken)
    assert f"finsam serve --port {taken + 1}" in caught.value.remedy


@pytest.mark.network
def test_a_free_port_stays_free(taken: int) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = int(probe.getsockname()[1])
    serve.check_port("127.0.0.1", free)
    serve.check_port("127.0.0.1", free)


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("127.0.0.1", "http://127.0.0.1:8600"),
        ("0.0.0.0", "http://127.0.0.1:8600"),
        ("::1", "http://[::1]:8600"),
        ("localhost", "http://localhost:8600"),
    ],
)
def test_the_address_works_in_a_browser(host: str, shown: str) -> None:
    assert serve.address(host, 8600) == shown
