"""Who is looking, and the service they look through. Never draws.

The service is made once a process by the factory that FINSAM_SERVICE names
("module:function"), else by `ui.wired`.
"""

from __future__ import annotations

import importlib
import json
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import streamlit as st

from assistant.access import Role, Visitor, expired, identity, role_of
from assistant.errors import NotAllowed
from assistant.schema import Filters
from assistant.service import Service
from assistant.settings import Access
from ui import wired

if TYPE_CHECKING:
    from starlette.requests import Request

DEFAULT_FACTORY = "ui.wired:make"


@dataclass(frozen=True, slots=True)
class Viewer:
    """`owner` is "" without login; then the machine's own user may do everything."""

    owner: str = ""
    role: Role = "admin"

    @property
    def audience(self) -> tuple[str, ...]:
        """The audiences whose documents this viewer may see."""
        return ("alla",) if self.role == "läsare" else ("alla", "intern")

    @property
    def staff(self) -> bool:
        """May add and change documents, and see how the installation is."""
        return self.role != "läsare"

    @property
    def admin(self) -> bool:
        """May also remove documents, see the log and take a backup."""
        return self.role == "admin"

    def filters(
        self,
        kinds: tuple[str, ...] = (),
        years: tuple[int, ...] = (),
        files: tuple[str, ...] = (),
    ) -> Filters:
        """The choices made on the screen, within what the viewer may see."""
        return Filters(kinds=kinds, years=years, files=files, audience=self.audience)


@st.cache_resource(show_spinner=False)
def _made(factory: str) -> Service:
    module, _, name = factory.partition(":")
    make = cast(Callable[[], Service], getattr(importlib.import_module(module), name))
    return make()


@st.cache_resource(show_spinner=False, max_entries=500)
def _guarded(visitor: Visitor) -> Service:
    return wired.guarded(_made(DEFAULT_FACTORY), visitor)


def service() -> Service:
    """The process's one service, as the present viewer may use it."""
    named = os.environ.get("FINSAM_SERVICE")
    if named:
        return _made(named)
    who = viewer()
    if who is None:
        raise NotAllowed("Du behöver logga in först.", "Välj Logga in.")
    return _guarded(Visitor(who.owner, who.role))


def warm() -> None:
    """Make the service and load its model, before anyone asks. Raises what the service raises."""
    _started().search("uppvärmning", 1)


def prepare() -> None:
    """Have the service make what the pages open with. Raises what the service raises."""
    audiences = [Viewer().audience]
    if wired.settings().access.login:
        audiences.append(Viewer(role="läsare").audience)
    chosen = [Filters(audience=audience) for audience in audiences]
    for filters in chosen:
        _started().suggestions(filters=filters)
    for filters in chosen:
        _started().briefing(filters=filters)
        _started().key_figures(filters=filters)


def _started() -> Service:
    return _made(os.environ.get("FINSAM_SERVICE") or DEFAULT_FACTORY)


def viewer() -> Viewer | None:
    """Who is looking; None if they must log in first, or are not let in."""
    access = wired.settings().access
    if not access.login:
        return Viewer()
    return _admitted(access, st.user) if st.user.is_logged_in else None


def sender(request: Request) -> Viewer | None:
    """As `viewer`, for a request that comes beside the screen, by the same cookie."""
    access = wired.settings().access
    if not access.login:
        return Viewer()
    from streamlit.web.server.starlette import starlette_auth_routes as auth
    from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

    # Streamlit offers no other way to it outside a page; the login's tests cover it
    cookie = auth._get_cookie_value_from_request(request, USER_COOKIE_NAME)
    claims = json.loads(cookie) if cookie else {}
    return _admitted(access, claims) if claims.get("is_logged_in") else None


def _admitted(access: Access, claims: Mapping[str, object]) -> Viewer | None:
    """Who the provider says it is, if the login still holds and the address is on a list."""
    if expired(access, claims.get("iat"), time.time()):
        return None
    email = str(claims.get("email") or "") if claims.get("email_verified", True) else ""
    role = role_of(access, email)
    return Viewer(identity(email), role) if role else None


def viewing() -> Viewer:
    """Who is looking, on a page that is only drawn for someone who may."""
    who = viewer()
    if who is None:
        st.stop()
    return who
