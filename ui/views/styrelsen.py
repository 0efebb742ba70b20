"""Ny i styrelsen: a short briefing with sources, a glossary of quotes, first questions."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui.components import answer, kept, markup, notices, source_panel
from ui.session import service, viewing

ASK_PAGE = Path(__file__).resolve().with_name("fraga.py")


def page() -> None:
    """Draw the page."""
    core, who = service(), viewing()
    with source_panel.beside(core, who):
        st.html(
            "<h1>Ny i styrelsen</h1>"
            '<p class="ingress">Det viktigaste om förbundet på några minuter, med källor.</p>'
        )
        if not core.documents(filters=who.filters()):
            notices.no_documents()
            return
        notices.how_to_check()
        for number, section in enumerate(kept.briefing(core, who.filters())):
            st.html(f'<h2 class="grupp">{markup.esc(section.title)}</h2>')
            for place, given in enumerate(section.answers):
                with st.container(key=f"brief_{number}_{place}", gap="xsmall"):
                    st.html(f'<h3 class="ord">{markup.esc(given.question)}</h3>')
                    answer.draw(given, f"b{number}_{place}", folded=True)
        questions = kept.suggestions(core, who.filters())
        if questions:
            st.html('<h2 class="grupp">Frågor att börja med</h2>')
            with st.container(horizontal=True, key="first_questions"):
                for number, text in enumerate(questions):
                    if st.button(markup.label(text), key=f"first_{number}"):
                        source_panel.close()
                        st.session_state["pending_question"] = text
                        st.switch_page(ASK_PAGE)
        terms = kept.glossary(core, who.filters())
        if terms:
            st.html('<h2 class="grupp">Ordlista</h2>')
            st.html('<p class="runt">Varje förklaring är ett citat ur ett dokument.</p>')
            words = st.text_input("Leta bland orden", key="term", max_chars=100).strip().casefold()
            for number, term in enumerate(terms):
                if words in term.term.casefold():
                    with st.container(key=f"ord_{number}_kalla", gap="xsmall"):
                        st.html(f'<h3 class="ord">{markup.esc(term.term)}</h3>')
                        st.html(markup.quotation(term.citation.quote))
                        source_panel.opener(
                            source_panel.reference(term.citation), term.citation, f"term_{number}"
                        )


with notices.errors_shown():
    page()
