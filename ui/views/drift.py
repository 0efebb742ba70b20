"""Drift: how the installation is, what users asked and thought, and what staff can do."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from assistant.service import Feedback, Service, StatusLine
from ui.components import job, markup, notices, source_panel, upload
from ui.components.evaluation import draw as draw_evaluation
from ui.components.leads import PENDING
from ui.components.library_words import EXACT, STATUS, happened, when
from ui.session import service, viewing

GO = "go_to_talk"
MOST_SHOWN = 100
STATES = {"ok": "✓\u00a0bra", "warning": "!\u00a0se\u00a0över", "error": "✕\u00a0fel"}


def _plain(name: str) -> str:
    return STATUS.get(name, name)


def _now(line: StatusLine) -> str:
    return "finns" if line.name in EXACT and line.state == "ok" else line.value


def _status(core: Service) -> None:
    lines: Sequence[StatusLine] = core.status()
    for line in lines:
        if line.state != "ok":
            kind: notices.Kind = "fel" if line.state == "error" else "varning"
            notices.notice(kind, f"{_plain(line.name)}: {line.value}", line.remedy)
    rows = [["Vad", "Nu", "Läge"], *([_plain(i.name), _now(i), STATES[i.state]] for i in lines)]
    st.html(markup.table(rows, "Så är det just nu"))
    exact = [line for line in lines if line.name in EXACT]
    if exact:
        with st.expander("Exakta namn, för support"):
            rows = [["Vad", "Exakt namn"], *([_plain(i.name), i.value] for i in exact)]
            st.html(markup.table(rows, "Delar och versioner"))
    if st.button("Läs in nya och ändrade filer", key="reindex"):
        upload.begin(core, [])
    reports = job.watch(upload.KEY)
    if reports is not None:
        upload.report(reports)


def _unanswered(core: Service) -> None:
    asked = core.unanswered()
    if not asked:
        notices.notice("bra", "Alla frågor hittills har fått ett svar.")
        return
    st.html(
        "<p>Saknas ett dokument? Lägg till det på sidan Dokument. Står svaret där ändå, lägg till "
        "frågan under Utvärdering, så syns det när assistenten klarar den.</p>"
    )
    rows = [["Fråga", "Gånger", "Senast", "Skrevs så"]]
    for one in asked:
        written = "" if one.asked.strip() == one.question.strip() else one.asked
        rows.append([one.question, str(one.times), when(one.latest), written])
    if not any(row[3] for row in rows[1:]):
        rows = [row[:3] for row in rows]
    st.html(markup.table(rows, "Frågor som dokumenten inte kunde svara på"))


def _open(conversation: str, turn: int) -> None:
    source_panel.close()
    st.session_state[GO] = {"samtal": conversation, "svar": str(turn)}


def _ask_again(question: str) -> None:
    source_panel.close()
    st.session_state[PENDING] = question
    st.session_state[GO] = {}


def _feedback(core: Service) -> None:
    given = core.feedback()
    if not given:
        notices.notice("info", "Ingen har lämnat något omdöme ännu.")
        return
    own = {one.id for one in core.conversations(viewing().owner)}
    for number, one in enumerate(given[:MOST_SHOWN]):
        _one_verdict(one, number, one.conversation in own)
    if len(given) > MOST_SHOWN:
        st.html(f'<p class="runt">De {MOST_SHOWN} senaste visas.</p>')


def _one_verdict(one: Feedback, number: int, own: bool) -> None:
    sign, word = ("✓", "hjälpte") if one.good else ("✕", "hjälpte inte")
    said = f"<br>Kommentar: {markup.esc(one.comment)}" if one.comment else ""
    with st.container(
        horizontal=True, vertical_alignment="center", key=f"omdomesrad_{number}", gap="small"
    ):
        st.html(
            f'<p><strong>{markup.esc(one.question)}</strong><br><span aria-hidden="true">{sign}'
            f'</span> Svaret {word} <span class="runt">{when(one.when)}</span>{said}</p>'
        )
        if own:
            st.button(
                "Öppna samtalet",
                key=f"verdict_open_{number}",
                on_click=_open,
                args=(one.conversation, one.turn),
            )
        else:
            # somebody else's conversation is not for anyone to open
            st.button(
                "Ställ samma fråga",
                key=f"verdict_ask_{number}",
                on_click=_ask_again,
                args=(one.question,),
            )


def _log(core: Service) -> None:
    entries = core.log(200)
    if not entries:
        notices.notice("info", "Loggen är tom.")
        return
    rows = [["När", "Vem", "Vad", "Detaljer"]]
    rows += [[when(e.when), e.who or "–", *happened(e.what, e.detail)] for e in entries]
    st.download_button(
        "Hämta hela loggen som CSV",
        core.export_log,
        file_name="logg.csv",
        mime="text/csv",
        on_click="ignore",
        key="log_csv",
    )
    st.html(markup.table(rows, "De senaste händelserna"))
    with st.expander("Ordagrant ur loggen, för support"):
        exact = [[e.when, e.who or "–", e.what, e.detail] for e in entries]
        st.html(markup.table([["När (UTC)", "Vem", "Vad", "Detaljer"], *exact], "Ordagrant"))


def _backup(core: Service) -> None:
    st.html(
        "<p>Kopian innehåller dokumentregistret, samtalen, omdömena och inställningarna. "
        "Förvara den lika säkert som dokumenten.</p>"
    )
    if st.button("Gör en säkerhetskopia", key="backup_go", type="primary"):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "kopia.finsam"
            core.backup(str(file))
            st.session_state["backup"] = file.read_bytes()
    if "backup" in st.session_state:
        st.download_button(
            "Hämta säkerhetskopian",
            st.session_state["backup"],
            file_name="finsam-kopia.finsam",
            mime="application/octet-stream",
            on_click="ignore",
            key="backup_get",
        )


def page() -> None:
    """Draw the page."""
    core, who = service(), viewing()
    st.html("<h1>Drift</h1>")
    if not who.staff:
        notices.notice("fel", "Den här sidan är för personal.", "Logga in med ett konto som får.")
        return
    if (query := st.session_state.pop(GO, None)) is not None:
        st.switch_page("views/fraga.py", query_params=query)
    names = ["Läge", "Obesvarade frågor", "Omdömen", "Utvärdering"]
    if who.admin:
        names += ["Logg", "Säkerhetskopia"]
    picked = st.segmented_control(
        "Visa", names, default="Läge", key="drift", required=True, label_visibility="collapsed"
    )
    parts = {
        "Läge": _status,
        "Obesvarade frågor": _unanswered,
        "Omdömen": _feedback,
        "Utvärdering": draw_evaluation,
        "Logg": _log,
        "Säkerhetskopia": _backup,
    }
    with notices.errors_shown():
        parts[picked or "Läge"](core)


with notices.errors_shown():
    page()
