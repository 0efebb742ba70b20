"""Dokument: the library as a list, or one document with what can be done to it."""

from __future__ import annotations

import streamlit as st

from assistant.schema import DocumentInfo, Filters, Finding
from assistant.service import Service
from ui.components import filters, markup, notices, source_panel, upload
from ui.components.library_words import FIELDS, FORMATS, ORIGINS, many
from ui.session import Viewer, service, viewing


def _open(document: str) -> None:
    source_panel.close()
    st.query_params["dokument"] = document


def _back() -> None:
    source_panel.close()
    st.query_params.pop("dokument", None)


def _line(info: DocumentInfo) -> str:
    data = info.metadata
    size = many(info.pages, "sida", "sidor") if info.pages else FORMATS.get(info.format, "")
    parts = [data.kind.value, data.year.value if data.year else "år okänt"]
    parts += [data.issuer.value if data.issuer else "", size or f"{info.format}-fil"]
    if data.audience != "alla":
        parts.append("bara för personal")
    return " · ".join(part for part in parts if part)


def _doubts(info: DocumentInfo) -> list[str]:
    doubts = []
    if info.unread_pages:
        pages = ", ".join(map(str, info.unread_pages))
        doubts.append(f"Sidor som inte kunde läsas: {pages}")
    if info.ocr_pages:
        pages = ", ".join(map(str, info.ocr_pages))
        doubts.append(f"Sidor avlästa ur bild, kan ha läsfel: {pages}")
    guessed = [FIELDS[n].lower() for n in FIELDS if _origin(info, n) == "guessed"]
    if guessed:
        doubts.append("Gissat, kontrollera gärna: " + ", ".join(guessed))
    return doubts


def _origin(info: DocumentInfo, field: str) -> str:
    value = getattr(info.metadata, field, None)
    return value.origin if isinstance(value, Finding) else ""


def _card(info: DocumentInfo, key: str) -> None:
    with st.container(border=True, key=f"{key}_kalla", gap="xsmall"):
        st.button(
            markup.label(info.metadata.title.value),
            key=key,
            type="tertiary",
            on_click=_open,
            args=(info.id,),
        )
        st.html(f'<p class="runt">{markup.esc(_line(info))}</p>')
        if info.about:
            st.html(markup.quotation(info.about))
        for doubt in _doubts(info):
            st.html(
                f'<p class="runt tvekan"><span aria-hidden="true">!</span> {markup.esc(doubt)}</p>'
            )


def _all(core: Service, who: Viewer) -> None:
    st.html("<h1>Dokument</h1>")
    every = core.documents(filters=who.filters())
    if not every:
        notices.no_documents()
    if who.staff:
        with st.expander("Lägg till dokument", expanded=not every, key="upload_box"):
            upload.draw(core)
    if not every:
        return
    words = st.text_input(
        "Sök i dokumenten", key="inside", max_chars=300, placeholder="Till exempel: målgrupp"
    )
    if words.strip():
        _hits(core, words, who.filters())
        return
    chosen = filters.choose(core, who, "dokument")
    issuers = sorted({i.metadata.issuer.value for i in every if i.metadata.issuer})
    shown = core.documents(filters=chosen)
    with st.container(horizontal=True, key="ordning"):
        order = st.segmented_control(
            "Ordna efter", ["Slag", "År", "Utgivare"], default="Slag", key="order", required=True
        )
        if len(issuers) > 1:
            issuer = st.selectbox("Visa från", ["Alla utgivare", *issuers], key="issuer", width=280)
            if issuer in issuers:
                shown = [
                    i for i in shown if i.metadata.issuer and i.metadata.issuer.value == issuer
                ]
    st.html(f'<p class="runt" role="status">{many(len(shown), "dokument", "dokument")}</p>')
    groups: dict[str, list[DocumentInfo]] = {}
    for info in shown:
        groups.setdefault(_group(info, order or "Slag"), []).append(info)
    for name in sorted(groups, reverse=order == "År"):
        st.html(f'<h2 class="grupp">{markup.esc(name[:1].upper() + name[1:])}</h2>')
        for info in groups[name]:
            _card(info, f"doc_{info.id}")


def _group(info: DocumentInfo, order: str) -> str:
    if order == "År":
        return info.metadata.year.value if info.metadata.year else "År okänt"
    if order == "Utgivare":
        return info.metadata.issuer.value if info.metadata.issuer else "Utgivare okänd"
    return info.metadata.kind.value


def _hits(core: Service, words: str, chosen: Filters) -> None:
    found = core.search(words, 12, filters=chosen)
    if not found:
        notices.notice("info", "Inget i dokumenten liknar det du sökte.", "Pröva andra ord.")
        return
    st.html('<h2 class="grupp">Träffar</h2>')
    for number, hit in enumerate(found):
        with st.container(key=f"hit_{number}_kalla", gap="xsmall"):
            source_panel.opener(source_panel.reference(hit), hit, f"hit_{number}")
            st.html(source_panel.words(hit))


def _one(core: Service, who: Viewer, info: DocumentInfo) -> None:
    st.button("← Alla dokument", on_click=_back, key="back", type="tertiary")
    st.html(f"<h1>{markup.esc(info.metadata.title.value)}</h1>")
    st.html(f'<p class="runt">{markup.esc(_line(info))}</p>')
    if info.about:
        st.html(markup.quotation(info.about))
    for text in [*_doubts(info), *info.notices]:
        notices.notice("varning", text)
    st.button(
        "Läs dokumentet",
        key="look",
        type="primary",
        on_click=source_panel.show,
        args=(source_panel.citation_of(info, 1),),
    )
    words = st.text_input("Sök i dokumentet", key="inside_one", max_chars=300)
    if words.strip():
        _hits(core, words, who.filters(files=(info.file,)))
    _facts(info)
    near = core.similar(info.id)
    near = [n for n in near if n.metadata.audience in who.audience]
    if near:
        st.html('<h2 class="grupp">Liknande dokument</h2>')
        for other in near:
            _card(other, f"near_{other.id}")
    if who.staff:
        _change(core, info)
        _replace(core, info)
        if who.admin and st.button("Ta bort dokumentet", key="remove"):
            _remove(core, info)


def _facts(info: DocumentInfo) -> None:
    rows = [["Uppgift", "Värde", "Varifrån"]]
    for field, name in FIELDS.items():
        value = getattr(info.metadata, field)
        if isinstance(value, Finding):
            rows.append([name, value.value, ORIGINS[value.origin]])
    rows.append(["Fil", info.file, ""])
    rows.append(["Inläst", info.indexed[:10], ""])
    st.html(markup.table(rows, "Om dokumentet"))


def _change(core: Service, info: DocumentInfo) -> None:
    data = info.metadata
    with st.expander("Rätta uppgifterna"), st.form("change", border=False):
        title = st.text_input("Titel", data.title.value, max_chars=300)
        kind = st.text_input("Slag av dokument", data.kind.value, max_chars=60)
        issuer = st.text_input("Utgivare", data.issuer.value if data.issuer else "", max_chars=200)
        dnr = st.text_input("Diarienummer", data.dnr.value if data.dnr else "", max_chars=60)
        year = st.text_input(
            "År det handlar om (2022 eller 2012–2022)",
            data.year.value if data.year else "",
            max_chars=20,
        )
        who = st.radio(
            "Vem får läsa?",
            ["alla", "intern"],
            index=0 if data.audience == "alla" else 1,
            format_func={"alla": "Alla", "intern": "Bara personal"}.__getitem__,
            horizontal=True,
        )
        if st.form_submit_button("Spara", type="primary"):
            with notices.errors_shown():
                core.set_metadata(
                    info.id,
                    title=title,
                    kind=kind,
                    issuer=issuer,
                    dnr=dnr,
                    year=year,
                    audience=who,
                )
                st.rerun()


def _replace(core: Service, info: DocumentInfo) -> None:
    with st.expander("Ersätt med en ny version"):
        file = st.file_uploader(
            "Välj den nya filen", type=[info.file.rsplit(".", 1)[-1]], key=f"replace_{info.id}"
        )
        if st.button("Ersätt dokumentet", disabled=file is None, key="replace_go") and file:
            upload.begin(core, [(info.file, file.getvalue())])
            _back()
            st.rerun()


@notices.kept_error
def _removed(core: Service, document: str) -> None:
    core.remove_file(document)
    _back()


@st.dialog("Ta bort dokumentet?")
def _remove(core: Service, info: DocumentInfo) -> None:
    st.html(
        f"<p>”{markup.esc(info.metadata.title.value)}” tas bort ur biblioteket, och filen "
        "raderas. Svar som redan getts finns kvar i samtalen.</p>"
    )
    with st.container(horizontal=True):
        gone = st.button(
            "Ja, ta bort", type="primary", key="remove_yes", on_click=_removed, args=(core, info.id)
        )
        if gone or st.button("Avbryt", key="remove_no"):
            st.rerun()


def page() -> None:
    """Draw the page."""
    core, who = service(), viewing()
    wanted = st.query_params.get("dokument", "")
    info = next((i for i in core.documents(filters=who.filters()) if i.id == wanted), None)
    with source_panel.beside(core, who):
        if wanted and info is None:
            notices.notice("info", "Dokumentet finns inte längre i biblioteket.")
        if info is not None:
            _one(core, who, info)
        else:
            _all(core, who)


with notices.errors_shown():
    page()
