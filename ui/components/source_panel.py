"""The panel beside a page: where a quote stands, with its words marked.

`beside` splits the page in two while a source is open; `opener` draws a label that opens
one. It draws the pictures and texts that the service returns, and never looks for a quote.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import streamlit as st

from assistant.schema import Citation, DocumentInfo
from assistant.service import Service
from ui import original
from ui.components import markup, notices
from ui.components.chart import chart_of_table
from ui.session import Viewer

OPEN = "open_source"
ZOOMS = {"Hela sidan": 1.0, "150 %": 1.5, "200 %": 2.0, "300 %": 3.0}
_LABELS = re.compile(r"\s*\[\d+\]")


@dataclass(frozen=True, slots=True)
class Opened:
    """The source that is open and the page shown (1-based; 0 where there are no pages).

    `said` is the statement that rests on it, by which cells of a table are picked out.
    """

    citation: Citation
    page: int
    said: str = ""
    address: str = ""


def reference(citation: Citation) -> str:
    """Title – year – kind – place, as a person cites it."""
    parts = [citation.title, str(citation.year or ""), citation.kind, citation.place]
    return " – ".join(part for part in parts if part)


def _heading(citation: Citation) -> str:
    """Which table or chart, and which of its columns or points."""
    return " › ".join(citation.section.split(" › ")[-2:])


def words(citation: Citation, before: str = "", after: str = "") -> str:
    """The quoted words as HTML. A chart's texts make no sentence: then which chart it is."""
    if citation.source != "chart":
        return markup.quotation(citation.quote, before, after)
    name = _heading(citation)
    told = f"Avläst ur diagrammet: {name}" if name else "Avläst ur ett diagram"
    return f'<p class="citat ur-diagram">{markup.esc(told)}</p>'


def _in_words(now: Opened) -> str:
    """What the source says, as one line of text."""
    if now.citation.source != "chart":
        return f"”{now.citation.quote}”" if now.citation.quote else ""
    return _LABELS.sub("", now.said).strip().rstrip(".") or _heading(now.citation)


def show(citation: Citation, said: str = "", address: str = "") -> None:
    """Open a source; `address` ("turn-label") keeps it in the page's address."""
    st.session_state[OPEN] = Opened(citation, citation.page or 0, said, address)
    st.session_state.pop("source_zoom", None)
    if address:
        st.query_params["kalla"] = address


def close() -> None:
    """Close the panel."""
    st.session_state.pop(OPEN, None)
    st.query_params.pop("kalla", None)


def opened() -> Opened | None:
    """What is open now."""
    return st.session_state.get(OPEN)


def opener(
    text: str,
    citation: Citation,
    key: str,
    said: str = "",
    address: str = "",
    *,
    small: bool = False,
) -> None:
    """A button that opens the source in the panel."""
    st.button(
        markup.label(text),
        key=key,
        type="secondary" if small else "tertiary",
        on_click=show,
        args=(citation, said, address),
    )


@contextmanager
def beside(service: Service, viewer: Viewer) -> Iterator[None]:
    """The page's own content, with the panel to the right of it while a source is open."""
    if opened() is None:
        with st.container(key="ensam"):
            yield
        return
    left, right = st.columns([0.52, 0.48], gap="medium")
    with right, st.container(key="source_panel"):
        draw(service, viewer)
    with left:
        yield


@st.cache_data(max_entries=64, show_spinner=False)
def _picture(
    _service: Service,
    audience: tuple[str, ...],
    document: str,
    page: int,
    marks: tuple[Citation, ...],
    scale: float,
) -> bytes:
    """Kept for all who may see the same documents, never beyond."""
    return _service.page_picture(document, page, marks, scale)


def _turn(step: int) -> None:
    now = opened()
    if now is not None:
        st.session_state[OPEN] = replace(now, page=now.page + step)


def draw(service: Service, viewer: Viewer) -> None:
    """The whole panel for what is open."""
    now = opened()
    if now is None:
        return
    citation = now.citation
    with st.container(horizontal=True, vertical_alignment="top", key="source_head"):
        st.html(
            f'<h2 class="kalla-rubrik" tabindex="-1">{markup.esc(citation.title)}</h2>'
            f'<p class="kalla-om">{markup.esc(_about(citation))}</p>'
        )
        st.button("Stäng", key="source_close", on_click=close)
    with notices.errors_shown():
        infos = [
            i for i in service.documents(filters=viewer.filters()) if i.id == citation.document
        ]
        if not infos:
            notices.notice("varning", "Dokumentet finns inte längre i biblioteket.")
            return
        info = infos[0]
        if info.pages and now.page:
            _pages(service, viewer, now, info)
        elif citation.quote:
            _section(service, citation)
        else:
            body = markup.paragraph(service.page_text(info.id, 1))
            st.html(
                '<div class="avsnitt" tabindex="0" role="region" aria-label="Dokumentets text">'
                f"{body}</div>"
            )
        _table(service, now)
        _take_away(service, viewer, now, info)


def _about(citation: Citation) -> str:
    parts = [str(citation.year or ""), citation.kind, citation.place, citation.section]
    if citation.ocr:
        parts.append("texten är avläst ur en bild och kan ha läsfel")
    return " – ".join(dict.fromkeys(part for part in parts if part))


def _pages(service: Service, viewer: Viewer, now: Opened, info: DocumentInfo) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="source_tools"):
        st.button(
            "← Förra",
            key="page_back",
            on_click=_turn,
            args=(-1,),
            disabled=now.page <= 1,
        )
        st.html(
            f'<p class="sidnummer" role="status">s. {now.page} av {info.pages}</p>', width="content"
        )
        st.button(
            "Nästa →",
            key="page_on",
            on_click=_turn,
            args=(1,),
            disabled=now.page >= info.pages,
        )
        zoom = st.selectbox(
            "Förstoring", list(ZOOMS), key="source_zoom", label_visibility="collapsed", width=130
        )
    marks = (now.citation,) if now.citation.quote else ()
    factor = ZOOMS[zoom]
    scale = 1.5 if factor == 1.0 else factor * 1.3
    picture = _picture(service, viewer.audience, info.id, now.page, marks, scale)
    here = now.page == now.citation.page and bool(marks)
    alt = f"Sida {now.page} av {info.pages} i {now.citation.title}."
    if here:
        alt += f" Markerat på sidan: {_in_words(now).strip('”')}"
        # on a phone the panel hides the answer, and the page is small
        st.html(f'<div class="bara-telefon">{words(now.citation)}</div>')
    data = base64.b64encode(picture).decode("ascii")
    st.html(
        f'<div class="sidbild{" stor" if factor > 1 else ""}" tabindex="0" role="region" '
        f'aria-label="Bild av sidan {now.page}">'
        f'<img src="data:image/png;base64,{data}" alt="{markup.esc(alt)}"{_place(now, scale)} '
        f'style="width:{factor * 100:.0f}%"></div>'
    )
    tip = "Klicka på sidan för att se den närmare."
    st.html(f'<p class="under-bild">{"Citatet är markerat. " if here else ""}{tip}</p>')
    with st.expander("Sidan som text"), notices.errors_shown():
        text = service.page_text(info.id, now.page)
        quote = now.citation.quote if here and now.citation.source != "chart" else ""
        body = markup.marked(text, quote) if quote else markup.paragraph(text)
        st.html(f'<div class="sidtext">{body or "Sidan har ingen text."}</div>')


def _place(now: Opened, scale: float) -> str:
    """Where the marks stand in the picture, in its own pixels, for the script to scroll to."""
    boxes = [box for box in now.citation.boxes if box.page == now.page]
    if not boxes:
        return ""
    edges = (
        min(box.x0 for box in boxes),
        min(box.top for box in boxes),
        max(box.bottom for box in boxes),
    )
    return ' data-ruta="' + " ".join(f"{edge * scale:.0f}" for edge in edges) + '"'


def _section(service: Service, citation: Citation) -> None:
    text = service.section_text(citation.document, citation)
    name = citation.section or citation.place
    st.html(
        f'<div class="avsnitt" tabindex="0" role="region" aria-label="Avsnittet i dokumentet">'
        f"<h3>{markup.esc(name)}</h3>{markup.marked(text, citation.quote)}</div>"
    )


def _table(service: Service, now: Opened) -> None:
    rows = service.table(now.citation) if now.citation.quote else []
    if not rows:
        return
    quote = "".join(now.citation.quote.split())
    row = next((n for n, line in enumerate(rows) if "".join("".join(line).split()) == quote), None)
    said = "".join(now.said.split())
    caption = _heading(now.citation) or "Tabellen som citatet står i"
    if now.citation.source == "chart":
        chart_of_table(rows, caption)
        # a line for each category: that fits a narrow panel
        lines = [list(line) for line in zip(*rows, strict=False)]
        point = next((n for n, line in enumerate(lines) if n and _said(line, said)), None)
        st.html(markup.table(lines, caption, row=point, cells=range(1, len(lines[0]))))
        return
    cells = (
        [c for c, text in enumerate(rows[row]) if c and text and "".join(text.split()) in said]
        if row is not None
        else []
    )
    st.html(markup.table(rows, caption, row=row, cells=cells))


def _said(line: list[str], said: str) -> bool:
    """Whether the statement names this category and one of its values."""
    category, *values = ("".join(text.split()) for text in line)
    return category in said and any(value and value in said for value in values)


def _take_away(service: Service, viewer: Viewer, now: Opened, info: DocumentInfo) -> None:
    citation = now.citation
    is_pdf = info.format.lower() == "pdf"
    url = original.link(
        service,
        info.id,
        info.file,
        viewer.filters(),
        now.page if is_pdf else None,
        viewer.owner,
    )
    text = f"Öppna filen på s. {now.page}" if is_pdf and now.page else "Hämta filen"
    new = ' target="_blank" rel="noopener"' if is_pdf else ""
    hint = " (öppnas i en ny flik)" if is_pdf else ""
    st.html(f'<p class="oppna"><a href="{markup.esc(url)}"{new}>{text}{hint}</a></p>')
    quoted = _in_words(now)
    text = f"{quoted} ({reference(citation)})" if quoted else reference(citation)
    # the script copies what stands in the paragraph before the button
    st.html(
        f'<p class="hanvisning">{markup.esc(text)}</p>'
        '<button type="button" class="kopiera-knapp">Kopiera källhänvisningen</button> '
        '<span class="runt" role="status"></span>'
    )


def citation_of(info: DocumentInfo, page: int) -> Citation:
    """A document's page as a source without a quote, for looking through it."""
    year = info.metadata.year.value[:4] if info.metadata.year else ""
    return Citation(
        label=0,
        document=info.id,
        file=info.file,
        title=info.metadata.title.value,
        kind=info.metadata.kind.value,
        year=int(year) if year.isdigit() else None,
        page=page if info.pages else None,
        section="",
        quote="",
        source="prose",
        place=f"s. {page}" if info.pages else "",
    )
