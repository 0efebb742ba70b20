"""The questions that an answer leads to: worked out beside the page, drawn when they are there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assistant.errors import FinsamError
from assistant.schema import Filters
from assistant.service import Service
from ui.components import markup

PENDING = "pending_question"
"""Where a page leaves a question that the page Fråga asks when it is drawn."""

_STEP = 0.1


class _Working:
    """The work in a thread of its own; `found` is () until it is done, and where it failed."""

    def __init__(self, core: Service, conversation: str, filters: Filters, owner: str) -> None:
        self.found: Sequence[str] = ()
        self.crash: BaseException | None = None

        def work() -> None:
            try:
                # without them the page is whole all the same
                with suppress(FinsamError):
                    self.found = core.next_questions(conversation, filters=filters, owner=owner)
            except BaseException as crash:
                self.crash = crash

        self._thread = threading.Thread(target=work, name="förslag", daemon=True)
        self._thread.start()

    def done(self) -> bool:
        self._thread.join(_STEP)
        return not self._thread.is_alive()


def buttons(texts: Sequence[str], title: str, key: str, ask: Callable[[str], None]) -> None:
    """Questions to choose from under a heading; nothing where there are none."""
    if not texts:
        return
    st.html(f'<h3 class="kallor">{title}</h3>')
    with st.container(horizontal=True, key=f"{key}_forslag"):
        for number, text in enumerate(texts):
            st.button(markup.label(text), key=f"{key}_{number}", on_click=ask, args=(text,))


def draw(
    place: DeltaGenerator,
    core: Service,
    conversation: str,
    filters: Filters,
    owner: str,
    ask: Callable[[str], None],
) -> None:
    """Fill `place`, when all else has been drawn; whoever asks meanwhile need not wait for it."""
    working = _Working(core, conversation, filters, owner)
    waiting = place.empty()
    while not working.done():
        # between two steps Streamlit lets a new question in
        waiting.html("<span></span>")
    waiting.empty()
    if working.crash is not None:
        raise working.crash
    with place:
        buttons(working.found, "Fråga vidare", "vidare", ask)
