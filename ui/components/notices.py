"""Messages to the user: what is wrong and what to do next. Never decides what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Literal, ParamSpec

import streamlit as st

from assistant.errors import FinsamError
from ui.components.markup import esc

P = ParamSpec("P")
LATER = "error_to_show"
Kind = Literal["info", "bra", "varning", "fel"]
_SIGNS: dict[Kind, tuple[str, str]] = {
    "info": ("ℹ", "Upplysning"),
    "bra": ("✓", "Klart"),
    "varning": ("!", "Att tänka på"),
    "fel": ("✕", "Fel"),
}
_REMEDIES = (
    (re.compile(r"\bKör:? finsam index\b"), "Välj ”Läs in nya och ändrade filer” på sidan Drift"),
    (re.compile(r"\bkör:? finsam index\b"), "välj ”Läs in nya och ändrade filer” på sidan Drift"),
)


def notice(kind: Kind, text: str, remedy: str = "") -> None:
    """A message whose kind is told by a sign and a word, not by colour alone."""
    sign, word = _SIGNS[kind]
    role = "alert" if kind == "fel" else "status"
    do = f'<br><span class="gor">{esc(_on_screen(remedy))}</span>' if remedy else ""
    st.html(
        f'<div class="besked besked-{kind}" role="{role}"><span class="tecken" '
        f'aria-hidden="true">{sign}</span><div><strong>{word}:</strong> {esc(text)}{do}</div></div>'
    )


def _on_screen(remedy: str) -> str:
    """What to do, for someone at the screen rather than at a command line."""
    for said, instead in _REMEDIES:
        remedy = said.sub(instead, remedy)
    return remedy


def show_error(error: FinsamError) -> None:
    """The error's message and what to do about it."""
    notice("fel", error.message, error.remedy)


@contextmanager
def errors_shown() -> Iterator[None]:
    """Draws an error of the core where it was met, and goes on with the page."""
    try:
        yield
    except FinsamError as error:
        show_error(error)


def kept_error(callback: Callable[P, None]) -> Callable[P, None]:
    """A widget's callback whose error is drawn by the page that follows (`show_kept`)."""

    @wraps(callback)
    def called(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            callback(*args, **kwargs)
        except FinsamError as error:
            st.session_state[LATER] = error

    return called


def show_kept() -> None:
    """Draws the error of a callback, once."""
    error = st.session_state.pop(LATER, None)
    if error is not None:
        show_error(error)


def no_documents() -> None:
    """The first thing to do in an empty library."""
    notice(
        "info",
        "Det finns inga dokument att läsa i ännu.",
        "Öppna sidan Dokument i menyn, dra dit era filer (PDF, Word, text) och välj "
        "”Lägg till i biblioteket”. När de är inlästa kan du ställa frågor.",
    )


def how_to_check() -> None:
    """The standing notice about what answers here, and how to check it."""
    st.html(
        '<p class="om-svaren"><strong>Svaren tas fram av ett AI-system och kan bli fel.</strong> '
        "Välj Källa efter en mening för att se sidan i dokumentet med orden markerade, "
        "och läs där innan du använder uppgiften.</p>"
    )


def sent_to(recipient: str) -> None:
    """The standing notice that what is asked leaves the machine; nothing where it does not."""
    if recipient:
        st.html(
            '<p class="om-svaren" role="note"><strong>Frågor och utdrag skickas till '
            f"{esc(recipient)}.</strong> Där formulerar en språkmodell svaret. Skriv inga "
            "personuppgifter i frågan.</p>"
        )
