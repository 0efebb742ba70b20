"""A person at the screen, without a browser: speaks Streamlit's own websocket protocol.

Sends what a browser sends (open a page, write a question) and reads what it would draw. It
keeps no picture of the page: only the texts of the last run, in the order they came.
"""

from __future__ import annotations

import time
from contextlib import ExitStack
from typing import Any

_MOST = 60.0


class Talker:
    """One session with an app; closed by `close`."""

    def __init__(self, address: str) -> None:
        from websockets.sync.client import connect

        url = address.replace("http://", "ws://") + "/_stcore/stream"
        self._kept = ExitStack()
        self._socket: Any = self._kept.enter_context(
            connect(
                url,
                subprotocols=["streamlit"],  # type: ignore[list-item]
                max_size=None,
                compression=None,
            )
        )
        self._query = ""
        self._page = ""
        self._box = ""
        self.texts: list[str] = []

    def open(self) -> float:
        """Open the start page; the seconds until it is drawn to its end."""
        return self._run(None)[1]

    def ask(self, question: str) -> tuple[float, float]:
        """Write a question; the seconds until its answer is seen, and until all is drawn."""
        return self._run(question)

    def close(self) -> None:
        """End the session."""
        self._kept.close()

    def _run(self, question: str | None) -> tuple[float, float]:
        from streamlit.proto.BackMsg_pb2 import BackMsg
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        sent = BackMsg()
        state = sent.rerun_script
        state.query_string = self._query
        state.page_script_hash = self._page
        if question is not None:
            widget = state.widget_states.widgets.add()
            widget.id = self._box
            widget.chat_input_value.data = question
        start = time.perf_counter()
        self._socket.send(sent.SerializeToString())
        seen = 0.0
        while time.perf_counter() - start < _MOST:
            got = ForwardMsg()
            got.ParseFromString(self._socket.recv(timeout=_MOST))
            kind = got.WhichOneof("type")
            if kind == "new_session":
                self.texts = []
                self._page = got.new_session.page_script_hash
            elif kind == "page_info_changed":
                self._query = got.page_info_changed.query_string
            elif kind == "delta":
                element = got.delta.new_element
                if element.HasField("chat_input"):
                    self._box = element.chat_input.id
                elif element.HasField("html"):
                    self.texts.append(element.html.body)
                    if question and not seen and 'aria-live="polite"' in element.html.body:
                        seen = time.perf_counter() - start
            elif got.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY and (
                kind == "script_finished"
            ):
                return seen, time.perf_counter() - start
        raise TimeoutError("the page was never finished")
