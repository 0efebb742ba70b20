"""Underlag: quotes on a theme, collected, ordered, commented and taken away."""

from __future__ import annotations

import time
import zlib
from typing import Literal

import streamlit as st

from assistant.service import Excerpt, Service, Theme
from ui.components import filters, markup, notices, source_panel
from ui.components.library_words import many
from ui.session import service, viewing

KEPT = "collection"


def _collection() -> list[Excerpt]:
    kept: list[Excerpt] = st.session_state.setdefault(KEPT, [])
    return kept


def _identity(excerpt: Excerpt) -> str:
    citation = excerpt.citation
    return f"{citation.document}_{citation.page}_{zlib.crc32(citation.quote.encode()):x}"


def _keep(excerpt: Excerpt) -> None:
    if all(_identity(kept) != _identity(excerpt) for kept in _collection()):
        _collection().append(excerpt)


def _move(place: int, step: int) -> None:
    kept = _collection()
    other = place + step
    if 0 <= other < len(kept):
        kept[place], kept[other] = kept[other], kept[place]


def _drop(place: int) -> None:
    del _collection()[place]


def _comments() -> dict[str, str]:
    kept: dict[str, str] = st.session_state.setdefault("collection_comments", {})
    return kept


def _commented(identity: str) -> None:
    _comments()[identity] = st.session_state.get(f"comment_{identity}", "")


def _export(
    core: Service,
    title: str,
    kept: list[Excerpt],
    comments: dict[str, str],
    format: Literal["md", "docx"],
) -> bytes:
    # a comment that is left by the very click on the button is still on its way
    time.sleep(0.3)
    return core.export_theme(title, [(e, comments.get(_identity(e), "")) for e in kept], format)


def _excerpt(excerpt: Excerpt, key: str) -> None:
    with st.container(border=True, key=f"{key}_kalla", gap="xsmall"):
        citation = excerpt.citation
        st.html(source_panel.words(citation, excerpt.before, excerpt.after))
        if excerpt.speaker:
            st.html(f'<p class="runt">Säger: {markup.esc(excerpt.speaker)}</p>')
        source_panel.opener(source_panel.reference(citation), citation, f"{key}_kalla_knapp")
        kept = any(_identity(k) == _identity(excerpt) for k in _collection())
        st.button(
            "✓ I underlaget" if kept else "Lägg i underlaget",
            key=f"{key}_keep",
            on_click=_keep,
            args=(excerpt,),
            disabled=kept,
        )


def _found(theme: Theme) -> None:
    if theme.missing:
        words = ", ".join(f"”{word}”" for word in theme.missing)
        notices.notice("info", f"Dokumenten säger inget om {words}.")
    if not theme.excerpts:
        notices.notice(
            "info", "Inget i dokumenten handlar om det temat.", "Pröva andra eller färre ord."
        )
        return
    for title, contrary in (("Citat", False), ("Talar emot eller visar något annat", True)):
        some = [e for e in theme.excerpts if e.contrary is contrary]
        if some:
            st.html(f'<h2 class="grupp">{title}</h2>')
        for number, excerpt in enumerate(some):
            _excerpt(excerpt, f"tema_{contrary:d}_{number}")


def _collected(core: Service) -> None:
    kept = _collection()
    st.html(f'<h2 class="grupp" id="mitt-underlag">Mitt underlag ({len(kept)})</h2>')
    if not kept:
        st.html('<p class="runt">Citat som du lägger i underlaget samlas här.</p>')
        return
    title = st.text_input("Rubrik", key="collection_title", max_chars=200) or "Underlag"
    for place, excerpt in enumerate(kept):
        identity = _identity(excerpt)
        with st.container(border=True, key=f"sparat_{identity}", gap="xsmall"):
            st.html(source_panel.words(excerpt.citation))
            st.html(f'<p class="runt">{markup.esc(source_panel.reference(excerpt.citation))}</p>')
            st.text_area(
                "Din kommentar",
                key=f"comment_{identity}",
                height=80,
                max_chars=2000,
                on_change=_commented,
                args=(identity,),
            )
            with st.container(horizontal=True):
                st.button(
                    "Upp",
                    key=f"up_{identity}",
                    on_click=_move,
                    args=(place, -1),
                    disabled=place == 0,
                )
                st.button(
                    "Ner",
                    key=f"down_{identity}",
                    on_click=_move,
                    args=(place, 1),
                    disabled=place == len(kept) - 1,
                )
                st.button("Ta bort", key=f"drop_{identity}", on_click=_drop, args=(place,))
    comments = _comments()
    with st.container(horizontal=True, key="underlag_hamta"):
        st.download_button(
            "Hämta som Word",
            lambda: _export(core, title, kept, comments, "docx"),
            file_name="underlag.docx",
            mime="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            on_click="ignore",
            key="theme_docx",
            type="primary",
        )
        st.download_button(
            "Hämta som text",
            lambda: _export(core, title, kept, comments, "md"),
            file_name="underlag.md",
            mime="text/markdown",
            on_click="ignore",
            key="theme_md",
        )
    st.html('<p class="runt">Hämta underlaget innan du stänger fliken: det sparas inte här.</p>')


def page() -> None:
    """Draw the page."""
    core, who = service(), viewing()
    with source_panel.beside(core, who):
        st.html(
            "<h1>Underlag</h1>"
            '<p class="ingress">Samla citat om ett tema, till ett poddavsnitt eller en '
            "utvärdering. Allt står ordagrant i dokumenten.</p>"
        )
        if not core.documents(filters=who.filters()):
            notices.no_documents()
            return
        words = st.text_input(
            "Tema", key="theme", max_chars=300, placeholder="Till exempel: samverkan"
        )
        chosen = filters.choose(core, who, "underlag")
        if words.strip():
            if kept := _collection():
                st.html(
                    f'<p class="oppna"><a href="#mitt-underlag">Till mitt underlag '
                    f"({many(len(kept), 'citat', 'citat')})</a></p>"
                )
            _found(core.theme(words.strip(), filters=chosen))
        _collected(core)


with notices.errors_shown():
    page()
