"""Drift: how the installation is, what users asked and thought, and what staff can do."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from assistant.service import Service, StatusLine
from ui.components import job, markup, notices, upload
from ui.components.evaluation import draw as draw_evaluation
from ui.components.library_words import STATUS, when
from ui.session import service, viewing

STATES = {"ok": "✓\u00a0bra", "warning": "!\u00a0se\u00a0över", "error": "✕\u00a0fel"}


def _plain(name: str) -> str:
    return STATUS.get(name, name)


def _status(core: Service) -> None:
    lines: Sequence[StatusLine] = core.status()
    for line in lines:
        if line.state != "ok":
            kind: notices.Kind = "fel" if line.state == "error" else "varning"
            notices.notice(kind, f"{_plain(line.name)}: {line.value}", line.remedy)
    rows = [["Vad", "Nu", "Läge"], *([_plain(i.name), i.value, STATES[i.state]] for i in lines)]
    st.html(markup.table(rows, "Så är det just nu"))
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
    rows = [["När", "Fråga"], *([when(moment), question] for moment, question in asked)]
    st.html(markup.table(rows, "Frågor som dokumenten inte kunde svara på"))


def _feedback(core: Service) -> None:
    given = core.feedback()
    if not given:
        notices.notice("info", "Ingen har lämnat något omdöme ännu.")
        return
    rows = [["När", "Fråga", "Hjälpte svaret?", "Kommentar"]]
    rows += [[when(v.when), v.question, "ja" if v.good else "nej", v.comment] for v in given]
    st.html(markup.table(rows, "Omdömen om svaren"))


def _log(core: Service) -> None:
    entries = core.log(200)
    if not entries:
        notices.notice("info", "Loggen är tom.")
        return
    rows = [["När", "Vem", "Vad", "Detaljer"]]
    rows += [[when(e.when), e.who or "–", e.what, e.detail] for e in entries]
    st.download_button(
        "Hämta hela loggen som CSV",
        core.export_log,
        file_name="logg.csv",
        mime="text/csv",
        on_click="ignore",
        key="log_csv",
    )
    st.html(markup.table(rows, "De senaste händelserna"))


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
