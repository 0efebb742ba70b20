"""The service of an installation, from the environment that `finsam serve` sets.

FINSAM_CONFIG names the settings file, FINSAM_CORPUS and FINSAM_INDEXES the two folders;
each may be missing. Never draws, and imports the core only when it is asked.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.access import Visitor
    from assistant.service import Service
    from assistant.settings import Settings


def _path(name: str) -> Path | None:
    value = os.environ.get(name, "")
    return Path(value) if value else None


@cache
def settings() -> Settings:
    """The settings of this process. Raises `SettingsError`."""
    from assistant.settings import load_settings

    return load_settings(_path("FINSAM_CONFIG"), _path("FINSAM_CORPUS"), _path("FINSAM_INDEXES"))


def make() -> Service:
    """Open the service. Raises `FinsamError`."""
    from assistant.wiring import open_service

    return open_service(settings())


def guarded(service: Service, visitor: Visitor) -> Service:
    """The service as this visitor may use it, with what is done written in its log."""
    from assistant.local_service import LocalService
    from assistant.wiring import guard

    assert isinstance(service, LocalService)
    return guard(service, visitor)


def recipient() -> str:
    """Whom questions and excerpts are sent to; "" where nothing leaves the machine."""
    from assistant.recipient import recipient

    return recipient(settings().model)
