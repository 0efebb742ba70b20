"""An answer with its labels, quotes, tables and suggestions. Never composes or verifies."""

from __future__ import annotations

import re

import streamlit as st

from assistant.schema import Answer, Citation, Statement
from ui.components import markup, notices, source_panel

MOST_BESIDE = 2


def question(text: str) -> None:
    """The question, as the heading of its turn."""
    st.html(f'<h2 class="fraga">{markup.esc(text)}</h2>')


def draw(answer: Answer, key: str, turn: int | None = None, *, folded: bool = False) -> None:
    """Everything of the answer but the verdict; `key` makes its buttons unique on the page.

    `folded` keeps the quotes behind a heading until they are asked for.
    """
    if turn is not None and answer.standalone_question.strip() not in ("", answer.question.strip()):
        st.html(f'<p class="tolkad">Läst som: {markup.esc(answer.standalone_question)}</p>')
    if answer.notice:
        notices.notice("varning", answer.notice)
    if answer.status == "answered" and answer.statements:
        for number, statement in enumerate(answer.statements):
            _statement(answer, statement, f"{key}_s{number}", turn)
    else:
        st.html(f'<div class="svar">{markup.paragraph(answer.answer)}</div>')
    if answer.citations and folded:
        with st.expander("Visa citatet" if len(answer.citations) == 1 else "Visa citaten"):
            _sources("", answer.citations, f"{key}_k", answer, turn)
    elif answer.citations:
        _sources("Källor", answer.citations, f"{key}_k", answer, turn)
    if answer.nearest and answer.status != "answered":
        _sources("Närmast i dokumenten", answer.nearest, f"{key}_n", answer, turn)


def _address(turn: int | None, label: int) -> str:
    return "" if turn is None else f"{turn}-{label}"


def _without_labels(statement: Statement) -> str:
    """The sentence without its own "[1]", which stand beside it as buttons."""
    own = "|".join(str(label) for label in statement.citations)
    return re.sub(rf"\s*\[(?:{own})\]", "", statement.text).strip() if own else statement.text


def _statement(answer: Answer, statement: Statement, key: str, turn: int | None) -> None:
    by_label = {citation.label: citation for citation in answer.citations}
    # many labels stand below the sentence, so that it keeps its width
    few = len(statement.citations) <= MOST_BESIDE
    row = f"{key}_mening" if few else f"{key}_block"
    with st.container(horizontal=few, vertical_alignment="top", gap="small", key=row):
        worked = (
            f'<span class="utraknat">Uträknat: {markup.esc(statement.computed)}</span>'
            if statement.computed
            else ""
        )
        text = markup.unbroken(markup.esc(_without_labels(statement))).replace("\n", "<br>")
        st.html(f'<div class="svar"><p>{text}{worked}</p></div>')
        with st.container(
            horizontal=True,
            width="content" if few else "stretch",
            gap="xsmall",
            key=f"{key}_etiketter",
        ):
            for label in statement.citations:
                if label in by_label:
                    source_panel.opener(
                        f"Källa {label}",
                        by_label[label],
                        f"{key}_{label}",
                        statement.text,
                        _address(turn, label),
                        small=True,
                    )


def _sources(
    title: str, citations: tuple[Citation, ...], key: str, answer: Answer, turn: int | None
) -> None:
    if title:
        st.html(f'<h3 class="kallor">{title}</h3>')
    said = {
        label: statement.text for statement in answer.statements for label in statement.citations
    }
    kept = citations is answer.citations
    for number, citation in enumerate(citations):
        with st.container(key=f"{key}_{number}_kalla", gap="xsmall"):
            source_panel.opener(
                f"[{citation.label}] {source_panel.reference(citation)}",
                citation,
                f"{key}_{number}",
                said.get(citation.label, ""),
                _address(turn, citation.label) if kept else "",
            )
            st.html(source_panel.words(citation))
            if citation.ocr:
                st.html('<p class="runt">Avläst ur en bild; kan ha läsfel.</p>')


def find(answer: Answer, label: int) -> tuple[Citation, str] | None:
    """The citation with this label, and the statement that rests on it."""
    said = next((s.text for s in answer.statements if label in s.citations), "")
    return next(((c, said) for c in answer.citations if c.label == label), None)
