"""Fråga: the conversation, with the source panel beside it."""

from __future__ import annotations

import streamlit as st

from assistant.errors import FinsamError
from assistant.schema import Conversation, Turn
from assistant.service import Service
from ui import wired
from ui.components import answer, filters, kept, leads, markup, notices, source_panel, talk
from ui.components.leads import PENDING
from ui.session import Viewer, service, viewing

VERDICTS = "verdicts"


def _start_over() -> None:
    st.query_params.clear()
    source_panel.close()
    st.session_state.pop(PENDING, None)


def _go_to(conversation: str) -> None:
    source_panel.close()
    st.query_params.from_dict({"samtal": conversation})


def _ask(text: str) -> None:
    st.session_state[PENDING] = text


def _conversation(core: Service, who: Viewer) -> Conversation | None:
    identity = st.query_params.get("samtal", "")
    if not identity:
        return None
    try:
        return core.conversation(identity, who.owner)
    except FinsamError as error:
        notices.show_error(error)
        return None


def _reopen(talked: Conversation | None) -> None:
    """Opens the source that the address names, after a reload."""
    turn, _, label = st.query_params.get("kalla", "").partition("-")
    if source_panel.opened() or talked is None or not (turn.isdigit() and label.isdigit()):
        return
    for told in talked.turns:
        if told.ordinal == int(turn) and (found := answer.find(told.answer, int(label))):
            source_panel.show(*found, f"{turn}-{label}")


def _sidebar(core: Service, who: Viewer, talked: Conversation | None) -> None:
    with st.sidebar:
        st.button("Nytt samtal", on_click=_start_over, width="stretch", key="new_talk")
        earlier = core.conversations(who.owner)[:12]
        if earlier:
            st.html('<h2 class="sidorubrik">Tidigare samtal</h2>')
        for known in earlier:
            st.button(
                markup.label(known.title, 60),
                key=f"talk_{known.id}",
                type="tertiary",
                on_click=_go_to,
                args=(known.id,),
                disabled=talked is not None and talked.id == known.id,
            )


@notices.kept_error
def _removed(core: Service, who: Viewer, identity: str) -> None:
    core.delete_conversation(identity, who.owner)
    _start_over()


@st.dialog("Ta bort samtalet?")
def _remove(core: Service, who: Viewer, talked: Conversation) -> None:
    st.html("<p>Frågorna, svaren och dina omdömen om dem tas bort för gott.</p>")
    with st.container(horizontal=True):
        gone = st.button(
            "Ja, ta bort",
            type="primary",
            key="remove_talk_yes",
            on_click=_removed,
            args=(core, who, talked.id),
        )
        if gone or st.button("Avbryt", key="remove_talk_no"):
            st.rerun()


def _take_away(core: Service, who: Viewer, talked: Conversation) -> None:
    with st.container(horizontal=True, key="samtalsrad"):
        st.download_button(
            "Spara som Word",
            lambda: core.export_conversation(talked.id, "docx", who.owner),
            file_name="samtal.docx",
            mime="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            on_click="ignore",
            key="talk_docx",
        )
        st.download_button(
            "Spara som text",
            lambda: core.export_conversation(talked.id, "md", who.owner),
            file_name="samtal.md",
            mime="text/markdown",
            on_click="ignore",
            key="talk_md",
        )
        if st.button("Ta bort samtalet", key="remove_talk", type="tertiary"):
            _remove(core, who, talked)


@notices.kept_error
def _judge(core: Service, talked: Conversation, turn: Turn, good: bool) -> None:
    core.give_feedback(talked.id, turn.ordinal, good)
    st.session_state.setdefault(VERDICTS, {})[talked.id, turn.ordinal] = good


@notices.kept_error
def _comment(core: Service, talked: Conversation, turn: Turn, good: bool, key: str) -> None:
    comment = st.session_state.get(key, "").strip()
    core.give_feedback(talked.id, turn.ordinal, good, comment)
    st.session_state.setdefault("commented", set()).add((talked.id, turn.ordinal))


def _verdict(core: Service, talked: Conversation, turn: Turn) -> None:
    where = (talked.id, turn.ordinal)
    key = f"omdome_{talked.id}_{turn.ordinal}"
    given = st.session_state.get(VERDICTS, {}).get(where)
    if given is None:
        with st.container(horizontal=True, vertical_alignment="center", key=f"{key}_rad"):
            st.html('<p class="runt">Hjälpte svaret?</p>', width="content")
            for text, good in (("Ja", True), ("Nej", False)):
                st.button(
                    text,
                    icon=":material/thumb_up:" if good else ":material/thumb_down:",
                    key=f"{key}_{good}",
                    on_click=_judge,
                    args=(core, talked, turn, good),
                )
        return
    if where in st.session_state.get("commented", set()):
        st.html('<p class="runt" role="status">Tack, din kommentar är sparad.</p>')
        return
    st.html(f'<p class="runt" role="status">Tack! Du svarade {"ja" if given else "nej"}.</p>')
    with st.form(f"{key}_form", border=False, enter_to_submit=True):
        st.text_input(
            "Vad var bra?" if given else "Vad var fel eller saknades?",
            key=f"{key}_text",
            max_chars=1000,
        )
        st.form_submit_button(
            "Skicka kommentaren",
            on_click=_comment,
            args=(core, talked, turn, given, f"{key}_text"),
        )


def _welcome(core: Service, who: Viewer) -> bool:
    """The empty conversation; False where there is nothing to ask about."""
    if not core.documents(filters=who.filters()):
        notices.no_documents()
        return False
    st.html(
        '<p class="ingress">Ställ en fråga om förbundets dokument. Du får ett kort svar '
        "och ser ordagrant var det står.</p>"
    )
    first = kept.suggestions(core, who.filters())
    leads.buttons(first, "Du kan till exempel fråga", "start", _ask)
    return True


def page() -> None:
    """Draw the page."""
    core, who = service(), viewing()
    st.html("<h1>Fråga dokumenten</h1>")
    talked = _conversation(core, who)
    _reopen(talked)
    _sidebar(core, who, talked)
    pending = st.chat_input(
        "Skriv din fråga här", max_chars=1000, key="question", submit_mode="stop"
    ) or st.session_state.pop(PENDING, None)
    with source_panel.beside(core, who):
        notices.how_to_check()
        notices.sent_to(wired.recipient())
        chosen = filters.choose(core, who, "fraga")
        if talked is None and not pending and not _welcome(core, who):
            return
        wanted = "" if pending else st.query_params.get("svar", "")
        for turn in talked.turns if talked else ():
            # the page is scrolled to the one that the address names (static/swedish.js)
            row = "sokt_" if wanted == str(turn.ordinal) else ""
            with st.container(key=f"{row}tur_{turn.ordinal}"):
                answer.question(turn.answer.question)
                answer.draw(turn.answer, f"t{turn.ordinal}", turn.ordinal)
                assert talked is not None
                _verdict(core, talked, turn)
        if pending:
            answer.question(pending)
            identity = talked.id if talked else ""
            with notices.errors_shown():
                given = talk.ask(core, pending, identity, chosen, who.owner)
                st.query_params.from_dict({"samtal": given.conversation})
                source_panel.close()
                st.rerun()
        elif talked and talked.turns:
            further = st.container()
            _take_away(core, who, talked)
            leads.draw(further, core, talked.id, chosen, who.owner, _ask)


with notices.errors_shown():
    page()
