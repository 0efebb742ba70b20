"""The screen's frame: who may enter, the menu of pages, the look they share.

The pages lie in `views/`: a folder called `pages` would be served by Streamlit on its own,
without this frame and its door.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui.components import notices
from ui.session import Viewer, viewer

HERE = Path(__file__).resolve().parent


def pages(who: Viewer) -> list[st.Page]:
    """The pages of the menu, in order."""

    def one(file: str, title: str, path: str = "") -> st.Page:
        where = HERE / "views" / file
        return st.Page(where, title=title, url_path=path or None, default=not path)

    shown = [
        one("fraga.py", "Fråga"),
        one("dokument.py", "Dokument", "dokument"),
        one("nyckeltal.py", "Nyckeltal", "nyckeltal"),
        one("underlag.py", "Underlag", "underlag"),
        one("styrelsen.py", "Ny i styrelsen", "ny-i-styrelsen"),
    ]
    if who.staff:
        shown.append(one("drift.py", "Drift", "drift"))
    return shown


def _door() -> None:
    """What is shown to someone who is not let in."""
    st.html("<h1>Logga in</h1>")
    if st.user.is_logged_in:
        notices.notice(
            "fel",
            "Inloggningen gäller inte längre, eller så saknar kontot behörighet.",
            "Logga in på nytt, eller be den som sköter tjänsten om behörighet.",
        )
        st.button("Logga ut", on_click=st.logout, key="log_out")
    else:
        st.html('<p class="ingress">Logga in för att ställa frågor om dokumenten.</p>')
        st.button("Logga in", on_click=st.login, type="primary", key="log_in")


def frame() -> None:
    """Draw the page that is asked for."""
    st.set_page_config(
        page_title="Förbundets dokument",
        page_icon=str(HERE / "static" / "icon.png"),
        layout="wide",
        initial_sidebar_state="auto",
    )
    st.html(HERE / "static" / "finsam.css")
    who = viewer()
    if who is None:
        _door()
        return
    picked = st.navigation(pages(who), position="sidebar")
    if st.session_state.get("page_now", picked.title) != picked.title:
        # a source belongs to the page it was opened on
        st.session_state.pop("open_source", None)
    st.session_state["page_now"] = picked.title
    if who.owner:
        with st.sidebar:
            st.button("Logga ut", on_click=st.logout, key="log_out")
    notices.show_kept()
    picked.run()


with notices.errors_shown():
    frame()
