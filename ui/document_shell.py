"""Streamlit's own page, made Swedish and kept at home, on its way to the browser.

An ASGI middleware: it rewrites the one HTML page that every address gets (language, title,
the script `swedish.js`), and gives each answer headers that forbid the browser to fetch
anything from elsewhere. It never touches other answers' content.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

TITLE = "Förbundets dokument"
NOSCRIPT = "<p>Den här tjänsten behöver JavaScript. Slå på det i webbläsaren.</p>"
POLICY = "; ".join(
    (
        "default-src 'self'",
        # Streamlit starts itself with an inline script, and Vega compiles its expressions
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' ws: wss:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"SAMEORIGIN"),
)
_SHELL = re.compile(rb'<html lang="[^"]*">')


def rewritten(page: bytes) -> bytes:
    """The page in Swedish. A page without Streamlit's marks comes back as it was."""
    if not _SHELL.search(page):
        return page
    page = _SHELL.sub(b'<html lang="sv">', page, count=1)
    page = re.sub(rb"<title>.*?</title>", f"<title>{TITLE}</title>".encode(), page, count=1)
    page = re.sub(rb'<link rel="service-desc"[^>]*>', b"", page, count=1)
    shell = f"<noscript>{NOSCRIPT}</noscript>".encode()
    page = re.sub(rb"<noscript>.*?</noscript>", shell, page, count=1, flags=re.DOTALL)
    return page.replace(b"</head>", b'<script src="/finsam/swedish.js" defer></script></head>', 1)


class DocumentShell:
    """The middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        # compressed HTML could not be rewritten
        plain = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
        inner = {**scope, "headers": plain} if _may_be_page(scope["path"]) else scope
        started: Message | None = None
        body = b""

        async def forward(message: Message) -> None:
            nonlocal started, body
            if message["type"] == "http.response.start":
                headers = [p for p in message["headers"] if p[0].lower() not in _OURS]
                if not scope["path"].startswith("/original/"):
                    headers += HEADERS
                message = {**message, "headers": headers}
                kinds = [value for name, value in headers if name.lower() == b"content-type"]
                if any(value.startswith(b"text/html") for value in kinds):
                    started = message
                    return
            elif message["type"] == "http.response.body" and started is not None:
                body += message.get("body", b"")
                if message.get("more_body"):
                    return
                page = rewritten(body)
                drop = {b"content-length", b"etag", b"last-modified"}
                headers = [p for p in started["headers"] if p[0].lower() not in drop]
                headers.append((b"content-length", str(len(page)).encode()))
                await send({**started, "headers": headers})
                await send({"type": "http.response.body", "body": page})
                return
            await send(message)

        await self.app(inner, receive, forward)


_OURS = {name for name, _ in HEADERS}


def _may_be_page(path: str) -> bool:
    return not path.startswith(("/static/", "/_stcore/", "/media/", "/component"))
