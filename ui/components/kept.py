"""What takes the core a while to put together, kept until the library changes.

Never keeps it across audiences, and never beyond a change in a document or its metadata.
"""

from __future__ import annotations

import streamlit as st

from assistant.schema import Filters
from assistant.service import BriefingSection, KeyFigure, Service, Term

Stamp = tuple[str, ...]


def _stamp(service: Service, filters: Filters) -> Stamp:
    return tuple(
        f"{info.id} {info.indexed} {info.metadata}" for info in service.documents(filters=filters)
    )


@st.cache_data(max_entries=32, show_spinner="Hämtar förslag …")
def _suggestions(_service: Service, filters: Filters, stamp: Stamp) -> list[str]:
    return _service.suggestions(filters=filters)


@st.cache_data(max_entries=32, show_spinner="Läser i dokumenten …")
def _briefing(_service: Service, filters: Filters, stamp: Stamp) -> list[BriefingSection]:
    return _service.briefing(filters=filters)


@st.cache_data(max_entries=32, show_spinner="Läser i dokumenten …")
def _glossary(_service: Service, filters: Filters, stamp: Stamp) -> list[Term]:
    return _service.glossary(filters=filters)


@st.cache_data(max_entries=32, show_spinner="Läser i dokumenten …")
def _key_figures(_service: Service, filters: Filters, stamp: Stamp) -> list[KeyFigure]:
    return _service.key_figures(filters=filters)


def suggestions(service: Service, filters: Filters) -> list[str]:
    """First questions that the documents can answer."""
    return list(_suggestions(service, filters, _stamp(service, filters)))


def briefing(service: Service, filters: Filters) -> list[BriefingSection]:
    """What a new board member needs."""
    return list(_briefing(service, filters, _stamp(service, filters)))


def glossary(service: Service, filters: Filters) -> list[Term]:
    """Terms and their definitions."""
    return list(_glossary(service, filters, _stamp(service, filters)))


def key_figures(service: Service, filters: Filters) -> list[KeyFigure]:
    """The figures that can be followed over the years."""
    return list(_key_figures(service, filters, _stamp(service, filters)))
