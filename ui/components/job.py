"""Long work in a thread of its own: how far it has come, a way to cancel, what came of it.

One job at a time in a session; the page draws it with `watch`. Never knows what the work is.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import streamlit as st

from assistant.errors import FinsamError
from assistant.service import Progress
from ui.components import markup, notices

Work = Callable[[Callable[[Progress], None], Callable[[], bool]], Any]


class Job:
    """Work under way. `result` is None until it is done, and where it failed."""

    def __init__(self, name: str, work: Work) -> None:
        self.name = name
        self.progress = Progress(0, 0, name)
        self.result: Any = None
        self.error: FinsamError | None = None
        self.crash: BaseException | None = None
        self._stop = threading.Event()

        def run() -> None:
            try:
                self.result = work(self._report, self._stop.is_set)
            except FinsamError as error:
                self.error = error
            except BaseException as crash:
                self.crash = crash

        self._thread = threading.Thread(target=run, name=name, daemon=True)
        self._thread.start()

    def _report(self, progress: Progress) -> None:
        self.progress = progress

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        """Whether it was asked to stop."""
        return self._stop.is_set()

    @property
    def done(self) -> bool:
        """Whether it has ended, in whatever way."""
        return not self._thread.is_alive()

    def wait(self, seconds: float) -> bool:
        """Wait at most so long; whether it is done."""
        self._thread.join(seconds)
        return self.done


def start(key: str, name: str, work: Work) -> None:
    """Start a job under `key` in this session."""
    st.session_state[key] = Job(name, work)


def current(key: str) -> Job | None:
    """The job under `key`, done or not."""
    return st.session_state.get(key)


def _left(seconds: float | None) -> str:
    if seconds is None:
        return ""
    if seconds < 60:
        return f" – ungefär {max(1, round(seconds))} s kvar"
    return f" – ungefär {round(seconds / 60)} min kvar"


@st.fragment(run_every=0.5)
def _drawn(key: str) -> None:
    job = current(key)
    if job is None:
        return
    if job.wait(0.05):
        st.rerun()
    now = job.progress
    text = "Avbryter …" if job.cancelled else f"{now.doing}{_left(now.seconds_left)}"
    share = min(1.0, now.done / now.total) if now.total else 0.0
    st.progress(share, text=markup.label(text))
    st.button("Avbryt", key=f"{key}_cancel", on_click=job.cancel, disabled=job.cancelled)


def watch(key: str) -> Any:
    """Draws the job under `key` while it runs; its result once it is done, else None."""
    job = current(key)
    if job is None:
        return None
    if not job.done:
        with st.container(key=f"{key}_arbete"):
            _drawn(key)
        return None
    if job.crash is not None:
        st.session_state.pop(key)
        raise job.crash
    if job.error is not None:
        notices.show_error(job.error)
        return None
    if job.cancelled:
        notices.notice("info", f"{job.name} avbröts. Det som hann bli klart är sparat.")
    return job.result
