"""Nyckeltal: a figure over the years, each point with its source, its gaps and definitions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

import streamlit as st

from assistant.service import KeyFigure
from ui.components import filters, kept, markup, notices, source_panel
from ui.components.chart import chart_of_figures
from ui.session import service, viewing


def _notes(figures: Sequence[KeyFigure]) -> None:
    for figure in figures:
        of = f" ({figure.series})" if figure.series and len(figures) > 1 else ""
        if figure.years_missing:
            years = ", ".join(map(str, figure.years_missing))
            notices.notice("info", f"Uppgift saknas för {years}{of}.")
        if len(figure.definitions) > 1:
            ways = "; ".join(figure.definitions)
            notices.notice(
                "varning",
                f"Dokumenten räknar inte likadant{of}: {ways}.",
                "Jämför bara år som är räknade på samma sätt.",
            )


def _points(figures: Sequence[KeyFigure]) -> None:
    rows = [["År", "Serie", "Värde", "Räknat som", "Källa"]]
    lines = [(figure, point) for figure in figures for point in figure.points]
    rows += [
        [
            point.label,
            figure.series or figure.name,
            point.printed,
            point.definition,
            source_panel.reference(point.citation),
        ]
        for figure, point in lines
    ]
    caption = ", ".join(part for part in (figures[0].name, figures[0].unit) if part)
    ways = {point.definition for _, point in lines}
    if len(ways) == 1:
        # what holds for every row is said once
        rows = [[*row[:3], *row[4:]] for row in rows]
        caption += "".join(f" – {way}" for way in ways if way)
    if not any(figure.series for figure in figures):
        rows = [[*row[:1], *row[2:]] for row in rows]
    sources = {row[-1] for row in rows[1:]}
    if len(sources) == 1:
        rows = [row[:-1] for row in rows]
    st.html(markup.table(rows, caption))
    if len(sources) == 1:
        st.html(f'<p class="runt">Källa: {markup.esc(sources.pop())}</p>')
    st.html('<h2 class="grupp">Se varje uppgift i sitt dokument</h2>')
    with st.container(horizontal=True, key="punkter"):
        for number, (figure, point) in enumerate(lines):
            of = f" {figure.series}" if figure.series else ""
            source_panel.opener(
                f"{point.label}{of}: {point.printed}",
                point.citation,
                f"point_{number}",
                f"{point.label}: {point.printed}"
                if point.citation.source == "chart"
                else point.printed,
                small=True,
            )


def page() -> None:
    """Draw the page."""
    core, who = service(), viewing()
    with source_panel.beside(core, who):
        st.html(
            "<h1>Nyckeltal</h1>"
            '<p class="ingress">Följ en uppgift över åren, genom alla dokument.</p>'
        )
        if not core.documents(filters=who.filters()):
            notices.no_documents()
            return
        chosen = filters.choose(core, who, "nyckeltal", "Begränsa urvalet")
        groups: dict[str, list[KeyFigure]] = {}
        for figure in kept.key_figures(core, chosen):
            groups.setdefault(figure.name, []).append(figure)
        if not groups:
            notices.notice(
                "info",
                "Det finns inga uppgifter som går att följa över flera år.",
                "Lägg till fler årsrapporter, eller ta bort begränsningen ovan.",
            )
            return
        name = st.selectbox("Nyckeltal", list(groups), key="figure")
        figures = groups[name]
        series = [figure.series for figure in figures]
        if len(figures) > 1:
            picked = st.multiselect(
                "Visa", series, default=series[:5], key=f"series_{name}", placeholder="Välj serier"
            )
            figures = [figure for figure in figures if figure.series in picked] or figures[:1]
        chart_of_figures(figures)
        _notes(figures)
        _points(figures)
        with st.container(horizontal=True, key="hamta"):
            for number, figure in enumerate(figures):
                of = f" – {figure.series}" if figure.series else ""
                stem = re.sub(r"[^\w-]+", "-", f"{figure.name}{of}".lower()).strip("-")
                st.download_button(
                    markup.label(f"Hämta som CSV{of}"),
                    partial(core.export_key_figure, figure),
                    file_name=f"{stem}.csv",
                    mime="text/csv",
                    on_click="ignore",
                    key=f"csv_{number}",
                )


with notices.errors_shown():
    page()
