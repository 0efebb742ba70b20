"""Starts the screen on this machine: `python -m ui.serve`, or `run` from the CLI.

Refuses to listen anywhere but on loopback unless login is set up. The look and the limits
are in `.streamlit/config.toml` beside this file; Streamlit finds them by this file's place.
"""

from __future__ import annotations

import argparse
import ipaddress
import os
import socket
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import FinsamError, SettingsError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from assistant.settings import Settings

HERE = Path(__file__).resolve().parent


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check(settings: Settings) -> None:
    """Raises `SettingsError` where the app would be open to others without login."""
    access = settings.access
    if not access.login and not is_loopback(access.host):
        raise SettingsError(
            f"Appen får inte lyssna på {access.host} utan inloggning.",
            "Sätt login = true under [access] och ställ in inloggningen, "
            "eller låt host vara 127.0.0.1.",
        )


def check_port(host: str, port: int) -> None:
    """Raises `SettingsError` where something else listens already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        # as the server itself does: the port of an app that just ended is free
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SettingsError(
                f"Det går inte att lyssna på {host}, port {port}: den är upptagen eller stängd.",
                f"Avsluta det som använder den, eller välj en annan: "
                f"finsam serve --port {port % 65535 + 1}",
            ) from error


def address(host: str, port: int) -> str:
    """What to write in a browser on this machine."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "::1": "[::1]"}.get(host, host)
    return f"http://{shown}:{port}"


def environment(settings: Settings) -> dict[str, str]:
    """What the app's process needs to open the same library (see `ui.wired`)."""
    found = {
        "FINSAM_CORPUS": str(settings.corpus.resolve()),
        "FINSAM_INDEXES": str(settings.indexes.resolve()),
    }
    if settings.file is not None:
        found["FINSAM_CONFIG"] = str(settings.file.resolve())
    return found


def command(settings: Settings, port: int | None = None) -> list[str]:
    """The command line that starts the app. Raises `SettingsError` (see `check`)."""
    check(settings)
    return [sys.executable, "-m", "ui.serve", "--port", str(port or settings.access.port)]


def run(settings: Settings, port: int | None = None) -> int:
    """Start the app and wait for its end; its exit code."""
    try:
        given = {**os.environ, **environment(settings)}
        return subprocess.run(command(settings, port), env=given, check=False).returncode
    except KeyboardInterrupt:
        return 0


async def _script(_: Request) -> Response:
    from starlette.responses import FileResponse

    return FileResponse(HERE / "static" / "swedish.js", media_type="text/javascript")


def _unexpected(_: Exception) -> bool:
    """Shows a mistake of ours in plain words; Streamlit has logged the details."""
    from ui.components.notices import notice

    notice(
        "fel",
        "Något gick fel på vår sida.",
        "Ladda om sidan och försök igen. Hjälper det inte: se Drift, eller kontakta den som "
        "sköter tjänsten.",
    )
    return True


def _warm() -> None:
    """Loads the model before the first question; what is wrong is shown by the pages."""
    import gc

    from ui import session

    for step in (session.warm, session.prepare):
        with suppress(Exception):
            step()
        # Streamlit collects garbage after every run of a page, and would look through the word
        # lists each time: a tenth of a second in which nobody else is served
        gc.collect()
        gc.freeze()


@asynccontextmanager
async def _lifespan(_: Any) -> AsyncIterator[dict[str, Any] | None]:
    threading.Thread(target=_warm, name="uppvärmning", daemon=True).start()
    yield None


def application() -> Any:
    """The app as ASGI: Streamlit with a route for original files and a Swedish shell."""
    import streamlit as st
    from starlette.middleware import Middleware
    from starlette.routing import Route

    from ui.document_shell import DocumentShell
    from ui.original import open_original

    return st.App(
        HERE / "app.py",
        routes=[
            Route("/original/{ticket}/{name}", open_original),
            Route("/finsam/swedish.js", _script),
        ],
        lifespan=_lifespan,
        middleware=[Middleware(DocumentShell)],
        on_script_error=_unexpected,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """`python -m ui.serve [--port PORT]`."""
    from ui import login, wired

    parser = argparse.ArgumentParser(prog="ui.serve", description="Startar skärmen.")
    parser.add_argument("--port", type=int, help="port att lyssna på")
    options = parser.parse_args(arguments)
    try:
        settings = wired.settings()
        check(settings)
        access = settings.access
        login.check(access)
        port = options.port or access.port
        check_port(access.host, port)
    except FinsamError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Öppna {access.address or address(access.host, port)} – avsluta med Ctrl+C.", flush=True)
    with login.configured(access) as secrets, suppress(KeyboardInterrupt):
        application().run(config={"server.address": access.host, "server.port": port, **secrets})
    return 0


if __name__ == "__main__":
    sys.exit(main())
