"""Opens a document's own file in the browser, at a page, through a link that expires.

A link is a random ticket that remembers which document it was made for, and for whom: with
login nobody else can open it. The service is asked again when it is opened. Never serves a
path, never a file that a browser would run: only PDF is shown, the rest is downloaded.
"""

from __future__ import annotations

import secrets
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from assistant.errors import FinsamError
from assistant.schema import Filters
from assistant.service import Service
from ui.session import sender

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

LIFETIME = 3600.0
MOST = 2000
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a link opens, for whom; `until` on the monotonic clock, in seconds."""

    service: Service
    document: str
    name: str
    filters: Filters
    until: float
    owner: str = ""


_tickets: dict[str, Ticket] = {}
_known: dict[tuple[str, Filters, str], str] = {}


def link(
    service: Service,
    document: str,
    name: str,
    filters: Filters,
    page: int | None,
    owner: str = "",
) -> str:
    """An address below the app's own that opens the file, at `page` (1-based) where it has one.

    With login only `owner` can open it.
    """
    now = time.monotonic()
    with _lock:
        key = _known.get((document, filters, owner), "")
        kept = _tickets.get(key)
        if kept is None or kept.until - now < LIFETIME / 2 or kept.service is not service:
            for old in [k for k, t in _tickets.items() if t.until < now][:MOST]:
                del _tickets[old]
            while len(_tickets) >= MOST:
                del _tickets[next(iter(_tickets))]
            for gone in [which for which, k in _known.items() if k not in _tickets]:
                del _known[gone]
            key = secrets.token_urlsafe(24)
            _tickets[key] = Ticket(service, document, name, filters, now + LIFETIME, owner)
            _known[document, filters, owner] = key
    anchor = f"#page={page}" if page else ""
    return f"original/{key}/{quote(name.rsplit('/', 1)[-1])}{anchor}"


def open_original(request: Request) -> Response:
    """The file behind a ticket; 404 where the ticket is unknown, expired or no longer allowed."""
    from starlette.responses import PlainTextResponse, Response

    with _lock:
        ticket = _tickets.get(request.path_params["ticket"])
    gone = PlainTextResponse("Länken gäller inte längre. Öppna dokumentet på nytt.", 404)
    if ticket is None or ticket.until < time.monotonic():
        return gone
    who = sender(request)
    if who is None or who.owner != ticket.owner:
        return gone
    try:
        content = ticket.service.file_bytes(ticket.document, filters=ticket.filters)
    except FinsamError:
        return gone
    shown = content.startswith(b"%PDF") and ticket.name.lower().endswith(".pdf")
    kind = "application/pdf" if shown else "application/octet-stream"
    where = "inline" if shown else "attachment"
    name = quote(ticket.name.rsplit("/", 1)[-1])
    return Response(
        content,
        media_type=kind,
        headers={
            "Content-Disposition": f"{where}; filename*=UTF-8''{name}",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
