"""What the screen's tests share: reading what a page drew. No fixtures, no tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

Open = Callable[..., "AppTest"]


def told(app: AppTest) -> str:
    """All HTML on the page, in one string."""
    return "\n".join(str(part.proto.body) for part in app.get("html"))
