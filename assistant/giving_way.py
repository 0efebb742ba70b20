"""How many people wait for an answer just now, so that what can wait lets them go first.

Knows no questions; it only counts.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

PAUSE = 0.7
"""Seconds in which nobody has asked anything, before work that can wait begins."""
_STEP = 0.05


class Disturbed(Exception):
    """Somebody asks something: what could wait is given up, and may be tried another time."""


class Asking:
    """Counts those who ask, as a context manager about each answer. Thread-safe."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._aside = Lock()
        self._now = 0
        self._ever = 0

    def __enter__(self) -> None:
        with self._lock:
            self._now += 1
            self._ever += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._now -= 1

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Work that can wait: after a `rest`, and alone.

        Raises `Disturbed` where somebody asks, or where such work goes on already.
        """
        if not self._aside.acquire(blocking=False):
            raise Disturbed
        try:
            self.rest()
            yield
        finally:
            self._aside.release()

    def check(self) -> None:
        """Raises `Disturbed` where somebody waits for an answer."""
        if self._now:
            raise Disturbed

    def rest(self, seconds: float | None = None) -> None:
        """Return when nobody has asked for so long (`PAUSE` where none is given).

        Raises `Disturbed` where somebody does.
        """
        seconds = PAUSE if seconds is None else seconds
        before = self._ever
        end = time.monotonic() + seconds
        while True:
            self.check()
            if self._ever != before:
                raise Disturbed
            left = end - time.monotonic()
            if left <= 0:
                return
            time.sleep(min(_STEP, left))
