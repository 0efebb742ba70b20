"""Adding documents: drop files, follow the reading, see the report a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from assistant.errors import FinsamError
from assistant.schema import FileReport
from assistant.service import Progress, Service
from ui.components import job, markup, notices
from ui.components.library_words import FIELDS, OUTCOMES, many

TYPES = ["pdf", "docx", "txt", "md", "html", "htm", "vtt", "srt"]
KEY = "reading"


def _reading(service: Service, files: list[tuple[str, bytes]]) -> job.Work:
    def work(report: Callable[[Progress], None], cancelled: Callable[[], bool]) -> list[FileReport]:
        failed: list[FileReport] = []
        for name, content in files:
            try:
                service.add_file(name, content)
            except FinsamError as error:
                failed.append(FileReport(name, "failed", message=str(error)))
        return [*failed, *service.index(on_progress=report, cancelled=cancelled)]

    return work


def begin(service: Service, files: list[tuple[str, bytes]]) -> None:
    """Save the files and read what is new, in the background."""
    job.start(KEY, "Inläsningen", _reading(service, files))


def draw(service: Service) -> None:
    """The place to drop files, or the reading under way, and its report."""
    under_way = job.current(KEY)
    if under_way is None or under_way.done:
        number = st.session_state.setdefault("upload_number", 0)
        files: list[Any] = st.file_uploader(
            "Dra hit filer eller välj dem på datorn",
            type=TYPES,
            accept_multiple_files=True,
            key=f"upload_{number}",
            help="PDF, Word, text, Markdown, webbsida eller textning. Högst 100 MB per fil.",
        )
        if st.button(
            "Lägg till i biblioteket", type="primary", disabled=not files, key="upload_go"
        ):
            begin(service, [(file.name, file.getvalue()) for file in files])
            st.session_state["upload_number"] = number + 1
            st.rerun()
    reports: list[FileReport] | None = job.watch(KEY)
    if reports is not None:
        report(reports)


def report(reports: list[FileReport]) -> None:
    """What became of each file."""
    touched = [line for line in reports if line.outcome != "unchanged"]
    failed = [line for line in reports if line.outcome == "failed"]
    if not touched:
        notices.notice("info", "Inget nytt att läsa in: alla dokument är oförändrade.")
        return
    if failed:
        text = many(len(failed), "fil kunde inte läsas", "filer kunde inte läsas")
        notices.notice("varning", f"{text}. Resten är inläst.", "Se raden för filen nedan.")
    else:
        notices.notice("bra", f"{many(len(touched), 'fil är klar', 'filer är klara')}.")
    rows = [["Fil", "Utfall", "Sidor", "Att känna till"]]
    rows += [
        [line.file, OUTCOMES.get(line.outcome, line.outcome), str(line.pages or ""), _worth(line)]
        for line in touched
    ]
    st.html(markup.table(rows, "Rapport per fil"))


def _worth(line: FileReport) -> str:
    parts = [line.message] if line.message else []
    if line.unread_pages:
        parts.append("olästa sidor: " + ", ".join(map(str, line.unread_pages)))
    if line.ocr_pages:
        parts.append(many(line.ocr_pages, "sida avläst ur bild", "sidor avlästa ur bild"))
    if line.guessed:
        parts.append("gissat: " + ", ".join(FIELDS.get(g, g).lower() for g in line.guessed))
    return "; ".join([*parts, *line.notices])
