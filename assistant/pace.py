"""How fast a long job goes, and how long it still takes.

Holds an estimate from the work done so far. It shows nothing itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from assistant.service import Progress

_TRUSTED_SECONDS = 1.0
_TRUSTED_SHARE = 0.02


class Pace:
    """Turns work done (in any unit, here bytes of files) into a `Progress`."""

    def __init__(
        self,
        steps: int,
        work: float,
        report: Callable[[Progress], None] | None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`steps` is what is counted for the user, `work` all that is to be done."""
        self._steps = steps
        self._work = work
        self._report = report
        self._clock = clock
        self._started = clock()
        self._done_steps = 0
        self._done_work = 0.0

    def show(self, doing: str, part: float = 0.0) -> None:
        """Report `doing`, with `part` of the present step's work done beyond what is finished."""
        if self._report:
            self._report(Progress(self._done_steps, self._steps, doing, self._left(part)))

    def finish(self, work: float) -> None:
        """One step is done, and with it so much work."""
        self._done_steps += 1
        self._done_work += work

    def _left(self, part: float) -> float | None:
        done = self._done_work + part
        elapsed = self._clock() - self._started
        if elapsed < _TRUSTED_SECONDS or done < _TRUSTED_SHARE * self._work or not done:
            return None
        return max(0.0, elapsed * (self._work - done) / done)
