"""Retention: forgets old conversations and log rows, at most once a day.

Holds when it is time. What is forgotten, and how, is for the library.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING

from assistant.errors import IndexingError

if TYPE_CHECKING:
    from assistant.library import Library

ONCE = timedelta(days=1)
_LOOK_AGAIN = 3600.0


class Retention:
    """Keeps a library within `days`; 0 keeps everything."""

    def __init__(self, days: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._days = days
        self._clock = clock
        self._looked: float | None = None
        self._lock = Lock()

    def keep(self, library: Library) -> int:
        """Purge if a day has gone since the last time; returns how much was forgotten.

        Cheap to call often: it asks the library once an hour. A process that runs for months
        therefore forgets as well as one that is started every day.
        """
        if not self._days or library.read_only:
            return 0
        with self._lock:
            now = self._clock()
            if self._looked is not None and now - self._looked < _LOOK_AGAIN:
                return 0
            self._looked = now
        try:
            last = library.last_purge()
            # a time ahead of ours was written by a clock that went wrong
            if last is not None and abs(datetime.now(UTC) - last) < ONCE:
                return 0
            return purge(library, self._days)
        except IndexingError:
            # another process writes, or the disk is full: nobody's question waits for that
            return 0


def purge(library: Library, days: int) -> int:
    """Forget what is older than `days`, and say so in the log; returns how much."""
    gone = library.purge(days)
    if gone:
        library.add_log("", "gallring", f"{gone} samtal och loggrader äldre än {days} dagar")
    return gone
