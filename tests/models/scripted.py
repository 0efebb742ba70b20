"""A model server on loopback that says what a test tells it to, in the OpenAI form.

It keeps what it was asked. It can stream, stall, break off, never end, and answer with errors.
"""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = str | Callable[[dict[str, Any]], str]


class ScriptedModel:
    """What the server does next. `requests` are the bodies it got.

    `reply` is the answer, or makes it from the request. `manner`: "stream" answers in small
    pieces; "stall" sends nothing; "drip" sends keep-alive comments without end; "endless"
    sends text without end; "broken" sends what is no event; "cut" breaks off in the middle;
    "error" answers `status`. `no_schema` refuses requests with a JSON schema.
    """

    def __init__(self) -> None:
        self.reply: Reply = ""
        self.manner = "stream"
        self.status = 500
        self.no_schema = False
        self.requests: list[dict[str, Any]] = []
        self.url = ""
        self.closing = threading.Event()

    def says(self, request: dict[str, Any]) -> str:
        return self.reply if isinstance(self.reply, str) else self.reply(request)


@contextlib.contextmanager
def serving() -> Iterator[ScriptedModel]:
    """The model while its server runs."""
    model = ScriptedModel()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(model))
    server.daemon_threads = True
    model.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield model
    finally:
        model.closing.set()
        server.shutdown()
        server.server_close()


def _handler(model: ScriptedModel) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            model.requests.append(body)
            with contextlib.suppress(OSError):
                if model.no_schema and "response_format" in body:
                    self._error(400)
                elif model.manner == "error":
                    self._error(model.status)
                elif model.manner == "stall":
                    model.closing.wait(20)
                else:
                    self._stream(model.says(body))

        def _error(self, status: int) -> None:
            content = json.dumps({"error": {"message": "nej"}}).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def _stream(self, text: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            if model.manner == "drip":
                while not model.closing.wait(0.02):
                    self.wfile.write(b": kvar\n\n")
                return
            if model.manner == "endless":
                while not model.closing.is_set():
                    self._piece("och så vidare ")
                return
            if model.manner == "broken":
                self.wfile.write(b"data: {ingen json\n\n")
                return
            for place in range(0, len(text), 7):
                self._piece(text[place : place + 7])
                if model.manner == "cut" and place > len(text) / 2:
                    return
                if model.manner == "slow":
                    time.sleep(0.02)
            self._event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
            self.wfile.write(b"data: [DONE]\n\n")

        def _piece(self, text: str) -> None:
            self._event({"choices": [{"index": 0, "delta": {"content": text}}]})

        def _event(self, event: dict[str, Any]) -> None:
            event |= {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
            self.wfile.write(f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode())

        def log_message(self, format: str, *args: Any) -> None:
            pass

    return Handler
