"""Asking: runs the service in a thread of its own and draws the answer as it arrives."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from contextlib import suppress

import streamlit as st

from assistant.errors import FinsamError
from assistant.schema import Answer, Filters
from assistant.service import Service
from ui.components import markup

_END = object()


class _Asking:
    """One question under way; `pieces` yields its text, `answer` or `error` is set after."""

    def __init__(
        self, service: Service, question: str, conversation: str, filters: Filters, owner: str
    ) -> None:
        self.answer: Answer | None = None
        self.error: FinsamError | None = None
        self._crash: BaseException | None = None
        self._queue: queue.Queue[object] = queue.Queue()

        def work() -> None:
            try:
                self.answer = service.ask(
                    question,
                    conversation=conversation,
                    filters=filters,
                    owner=owner,
                    on_text=self._queue.put,
                )
            except FinsamError as error:
                self.error = error
            except BaseException as crash:
                self._crash = crash
            finally:
                self._queue.put(_END)

        self._thread = threading.Thread(target=work, name="fråga", daemon=True)
        self._thread.start()

    def pieces(self) -> Iterator[str]:
        ended = False
        while not ended:
            # what has come meanwhile is drawn in one go
            got = [self._queue.get()]
            with suppress(queue.Empty):
                while True:
                    got.append(self._queue.get_nowait())
            ended = got[-1] is _END
            if text := "".join(str(piece) for piece in got if piece is not _END):
                yield text
        self._thread.join()
        if self._crash is not None:
            raise self._crash


def ask(service: Service, question: str, conversation: str, filters: Filters, owner: str) -> Answer:
    """The answer, drawn while it is written. Raises what the service raises."""
    place = st.empty()
    place.html('<p class="soker" role="status">Söker i dokumenten …</p>')
    asking = _Asking(service, question, conversation, filters, owner)
    text = ""
    for piece in asking.pieces():
        text += piece
        place.html(f'<div class="svar" aria-live="polite">{markup.paragraph(text)}</div>')
    if asking.error is not None:
        place.empty()
        raise asking.error
    assert asking.answer is not None
    return asking.answer
