"""The choice of kinds and years that binds what is searched. Never searches."""

from __future__ import annotations

import streamlit as st

from assistant.schema import DocumentInfo, Filters
from assistant.service import Service
from ui.components import markup
from ui.session import Viewer


def years_of(info: DocumentInfo) -> list[int]:
    """The years a document speaks of, from its metadata ("2022", "2012–2022")."""
    value = info.metadata.year.value if info.metadata.year else ""
    ends = [int(part) for part in value.replace("-", "–").split("–") if part.strip().isdigit()]
    return list(range(min(ends), max(ends) + 1)) if ends else []


def choose(service: Service, viewer: Viewer, key: str, text: str = "Begränsa sökningen") -> Filters:
    """A folded choice; nothing chosen means everything the viewer may see."""
    infos = service.documents(filters=viewer.filters())
    kinds = sorted({info.metadata.kind.value for info in infos})
    years = sorted({year for info in infos for year in years_of(info)}, reverse=True)
    chosen = [*st.session_state.get(f"{key}_kinds", []), *st.session_state.get(f"{key}_years", [])]
    if chosen:
        text += ": " + ", ".join(str(part) for part in chosen)
    with st.expander(markup.label(text)):
        picked = st.multiselect(
            "Slag av dokument", kinds, key=f"{key}_kinds", placeholder="Alla slag"
        )
        when = st.multiselect("År", years, key=f"{key}_years", placeholder="Alla år")
    return viewer.filters(tuple(picked), tuple(when))
