"""Work that can wait lets those who ask go first."""

from __future__ import annotations

import threading
import time

import pytest

from assistant import giving_way
from assistant.giving_way import Asking, Disturbed


def test_nobody_asking_is_quiet_after_the_pause() -> None:
    asking = Asking()
    with asking:
        pass
    start = time.monotonic()
    asking.rest(0.1)
    assert time.monotonic() - start >= 0.1
    asking.check()


def test_whoever_waits_for_an_answer_goes_first() -> None:
    asking = Asking()
    with asking:
        for wait in (asking.check, asking.rest):
            with pytest.raises(Disturbed):
                wait()
    asking.check()


def test_a_question_within_the_pause_disturbs() -> None:
    asking = Asking()

    def ask() -> None:
        time.sleep(0.1)
        with asking:
            pass

    other = threading.Thread(target=ask)
    other.start()
    with pytest.raises(Disturbed):
        asking.rest(5.0)
    other.join()


def test_only_one_goes_on_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(giving_way, "PAUSE", 0.0)
    asking = Asking()
    with asking.aside(), pytest.raises(Disturbed), asking.aside():
        pass
    with asking.aside():
        pass
    with asking, pytest.raises(Disturbed), asking.aside():
        pass
    with asking.aside():
        pass
