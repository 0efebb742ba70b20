"""Every way to an internal document, tried by a reader: over a service that forgets to filter.

The fake service of the screen's tests ignores the audience, so that whatever is kept from the
reader here is kept by the guard alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from assistant.access import RULES, Visitor
from assistant.audit import AuditLog, line
from assistant.errors import FinsamError, IndexingError, NotAllowed, UnknownItem
from assistant.guarded_service import WITHHELD, GuardedService
from assistant.schema import Citation, Filters
from assistant.service import Excerpt
from tests.ui.fake_service import FakeService

INTERNAL = "delarsrapport-2030.pdf"
QUESTION = "Hur många deltog?"
# words of the internal document that no question and no other document holds
SECRETS = ("412 personer", "218 kvinnor", "Till arbete", "delarsrapport", "Delårsrapport")
ROWS = list[tuple[str, str, str]]


def forgetful() -> FakeService:
    service = FakeService()
    service.infos = [
        replace(info, metadata=replace(info.metadata, audience="intern"))
        if info.file == INTERNAL
        else info
        for info in service.infos
    ]
    return service


def guarded(inner: FakeService, role: Any = "läsare", rows: ROWS | None = None) -> GuardedService:
    kept = rows if rows is not None else []
    audit = AuditLog(lambda *row: kept.append(row), "a@b.se")
    return GuardedService(inner, Visitor("a@b.se", role), audit)


def internal(inner: FakeService) -> str:
    return next(info.id for info in inner.infos if info.file == INTERNAL)


def citation(inner: FakeService) -> Citation:
    return next(c for c in inner.search("x") if c.file == INTERNAL)


def talked(inner: FakeService) -> str:
    """A conversation about the internal document, from when its owner was of the staff."""
    return inner.ask(QUESTION, owner="a@b.se").conversation


Try = Callable[[GuardedService, FakeService], object]
TRIES: dict[str, Try] = {
    "ask": lambda g, f: g.ask(QUESTION),
    "search": lambda g, f: g.search("deltagare"),
    "documents": lambda g, f: g.documents(),
    "similar": lambda g, f: g.similar(f.infos[0].id),
    "page_picture": lambda g, f: g.page_picture(internal(f), 1),
    "page_text": lambda g, f: g.page_text(internal(f), 1),
    "section_text": lambda g, f: g.section_text(internal(f), citation(f)),
    "table": lambda g, f: g.table(replace(citation(f), source="table")),
    "file_bytes": lambda g, f: g.file_bytes(internal(f)),
    "key_figures": lambda g, f: g.key_figures(),
    "theme": lambda g, f: g.theme("samverkan"),
    "briefing": lambda g, f: g.briefing(),
    "glossary": lambda g, f: g.glossary(),
    "suggestions": lambda g, f: g.suggestions(),
    "next_questions": lambda g, f: g.next_questions(talked(f)),
    "conversations": lambda g, f: g.conversations(),
    "conversation": lambda g, f: g.conversation(talked(f)),
    "delete_conversation": lambda g, f: g.delete_conversation(talked(f)),
    "export_conversation": lambda g, f: g.export_conversation(talked(f), "md"),
    "export_theme": lambda g, f: g.export_theme(
        "T", [(Excerpt(citation(f), "", "", ""), "")], "md"
    ),
    "export_key_figure": lambda g, f: g.export_key_figure(f.key_figures()[0]),
    "give_feedback": lambda g, f: g.give_feedback(talked(f), 0, True),
}
CARRY_NOTHING = {
    "suggestions",
    "next_questions",
    "conversations",
    "delete_conversation",
    "give_feedback",
}
"""They return no words of a document, whoever asks."""

NEVER_FOUND = {"theme", "glossary", "briefing"}
"""What the fake service holds there is of other documents; see the tests of their own."""


def outcome(name: str, role: str) -> str:
    inner = forgetful()
    try:
        return repr(TRIES[name](guarded(inner, role), inner))
    except (NotAllowed, UnknownItem) as error:
        return str(error)


def test_every_method_that_a_reader_may_call_is_tried() -> None:
    assert set(TRIES) == {name for name, right in RULES.items() if right == "read"}


@pytest.mark.parametrize("name", sorted(TRIES))
def test_a_reader_meets_nothing_internal(name: str) -> None:
    found = outcome(name, "läsare")
    assert not [word for word in SECRETS if word in found]


@pytest.mark.parametrize("name", sorted(set(TRIES) - CARRY_NOTHING - NEVER_FOUND))
def test_the_staff_do(name: str) -> None:
    found = outcome(name, "personal")
    binary = name in ("page_picture", "file_bytes") and len(found) > 500
    assert binary or [word for word in SECRETS if word in found]


def test_the_parts_of_briefing_theme_and_glossary_that_are_internal_fall_away() -> None:
    inner = forgetful()
    notes = next(info for info in inner.infos if info.file == "samtal.docx")
    place = inner.infos.index(notes)
    inner.infos[place] = replace(notes, metadata=replace(notes.metadata, audience="intern"))
    reader, staff = guarded(inner), guarded(inner, "personal")
    assert len(staff.theme("samverkan").excerpts) == 2
    assert reader.theme("samverkan").excerpts == ()
    assert [t.term for t in staff.glossary()] == ["målgrupp", "samverkan"]
    assert [t.term for t in reader.glossary()] == ["målgrupp"]
    assert [len(s.answers) for s in staff.briefing()] == [1, 1]
    assert [len(s.answers) for s in reader.briefing()] == [1, 0]


@pytest.mark.parametrize("name", ["page_picture", "page_text", "section_text", "file_bytes"])
def test_an_internal_document_is_spoken_of_as_none(name: str) -> None:
    inner = forgetful()
    guard = guarded(inner)
    with pytest.raises(UnknownItem) as hidden:
        TRIES[name](guard, inner)
    inner.infos = [info for info in inner.infos if info.file != INTERNAL]
    with pytest.raises(UnknownItem) as gone:
        guard.page_text("0123456789abcdef", 1)
    assert str(hidden.value) == str(gone.value)


def test_what_an_internal_document_is_like_is_not_told() -> None:
    inner = forgetful()
    with pytest.raises(UnknownItem):
        guarded(inner).similar(internal(inner))
    near = guarded(inner).similar(inner.infos[0].id, 1)
    assert [info.file for info in near] == ["samtal.docx"], "one is shown though one is hidden"


def test_a_public_document_may_not_lend_its_name() -> None:
    inner = forgetful()
    public = inner.infos[0].id
    with pytest.raises(UnknownItem):
        guarded(inner).section_text(public, citation(inner))
    with pytest.raises(UnknownItem):
        guarded(inner).section_text(internal(inner), replace(citation(inner), document=public))


def test_marks_of_other_documents_are_left_out_of_a_picture(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    inner = forgetful()
    asked: list[Any] = []

    def spied(*given: Any) -> bytes:
        asked.append(given)
        return b""

    monkeypatch.setattr(inner, "page_picture", spied)
    guarded(inner).page_picture(inner.infos[0].id, 1, (citation(inner),))
    assert asked == [(inner.infos[0].id, 1, [], 1.5)]


@pytest.mark.parametrize(
    "name",
    [
        "ask",
        "search",
        "documents",
        "key_figures",
        "theme",
        "briefing",
        "glossary",
        "suggestions",
        "next_questions",
        "file_bytes",
    ],
)
@pytest.mark.parametrize(
    ("asked", "forced"),
    [(("alla", "intern"), ("alla",)), (("intern",), ()), (("alla",), ("alla",)), ((), ())],
)
def test_the_filters_are_forced(
    name: str, asked: tuple[str, ...], forced: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = forgetful()
    seen: list[Filters] = []
    given = Filters(kinds=("plan",), years=(2031,), files=("a.pdf",), audience=asked)
    public = inner.infos[0]
    open_talk = inner.ask("Vad kostar Bryggan?").conversation
    kept = inner.kept[open_talk]
    given_to_all = replace(kept.turns[0].answer, audience=("alla",))
    turns = (replace(kept.turns[0], answer=given_to_all),)
    inner.kept[open_talk] = replace(kept, turns=turns)
    original = getattr(inner, name)

    def spied(*args: Any, filters: Filters = Filters(), **more: Any) -> Any:
        seen.append(filters)
        return original(*args, **more)

    monkeypatch.setattr(inner, name, spied)
    words = {
        "ask": ("Vad?",),
        "search": ("a",),
        "theme": ("a",),
        "file_bytes": (public.id,),
        "next_questions": (open_talk,),
    }
    getattr(guarded(inner), name)(*words.get(name, ()), filters=given)
    wanted = replace(given, audience=forced)
    assert wanted in seen
    # besides, the guard asks for all documents: only to know which of them to hide
    assert all(one == wanted or name in ("documents", "file_bytes") for one in seen)


def test_nothing_goes_out_before_it_has_been_looked_at() -> None:
    pieces: list[str] = []
    answer = guarded(forgetful()).ask(QUESTION, on_text=pieces.append)
    assert answer.answer == WITHHELD
    assert "".join(pieces) == WITHHELD


def test_an_answer_from_what_is_open_to_all_passes_whole() -> None:
    pieces: list[str] = []
    inner = forgetful()
    answer = guarded(inner).ask("Vad kostar Bryggan?", on_text=pieces.append)
    assert answer.citations[0].file == "verksamhetsplan-2031.pdf"
    assert "".join(pieces) == answer.answer


def test_somebody_elses_conversations_are_not_for_anyone() -> None:
    for role in ("läsare", "personal", "admin"):
        guard = guarded(forgetful(), role)
        tries: tuple[Callable[[], object], ...] = (
            partial(guard.conversations, "c@d.se"),
            partial(guard.conversation, "samtal1", "c@d.se"),
            partial(guard.delete_conversation, "samtal1", "c@d.se"),
            partial(guard.export_conversation, "samtal1", "md", "c@d.se"),
            partial(guard.ask, QUESTION, owner="c@d.se"),
        )
        for one in tries:
            with pytest.raises(NotAllowed):
                one()


def test_the_visitors_name_is_put_where_none_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    inner = forgetful()
    seen: list[str] = []

    def spied(owner: str = "") -> list[Any]:
        seen.append(owner)
        return []

    monkeypatch.setattr(inner, "conversations", spied)
    guarded(inner).conversations()
    guarded(inner).conversations(" A@B.se ")
    assert seen == ["a@b.se", "a@b.se"]


def mcp_reply(service: GuardedService, tool: str, **arguments: Any) -> str:
    pytest.importorskip("mcp", reason="the MCP SDK is not installed")
    from mcp import Client

    from assistant.mcp import server

    async def talk() -> str:
        async with Client(server(service)) as client:
            return repr(await client.call_tool(tool, arguments))

    return asyncio.run(talk())


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("ask", {"question": QUESTION}),
        ("search", {"query": "deltagare"}),
        ("list_documents", {}),
        ("read_page", {"document": "", "page": 1}),
    ],
)
def test_a_client_over_mcp_meets_nothing_internal(tool: str, arguments: dict[str, Any]) -> None:
    inner = forgetful()
    if tool == "read_page":
        arguments = {**arguments, "document": internal(inner)}
    reader = mcp_reply(guarded(inner), tool, **arguments)
    staff = mcp_reply(guarded(inner, "personal"), tool, **arguments)
    assert not [word for word in SECRETS if word in reader]
    assert [word for word in SECRETS if word in staff]


def test_the_log_says_who_asked_what_and_on_which_sources() -> None:
    rows: ROWS = []
    guard = guarded(forgetful(), "admin", rows)
    guard.ask(f"{QUESTION}\nEj 19811218-9876?")
    guard.search("deltagare")
    guard.search("deltagare")
    guard.file_bytes(guard.documents()[0].id)
    guard.add_file("ny.pdf", b"%PDF")
    guard.set_metadata(guard.documents()[0].id, audience="intern")
    guard.remove_file(guard.documents()[0].id)
    assert {who for who, _, _ in rows} == {"a@b.se"}
    assert [what for _, what, _ in rows] == [
        "fråga",
        "sökning",
        "fil öppnad",
        "fil tillagd",
        "uppgifter ändrade",
        "fil borttagen",
    ]
    asked = rows[0][2]
    assert asked.startswith(f"{QUESTION} Ej [personnummer]? – besvarad; källor: {INTERNAL} s. 1")
    assert asked.endswith("utan språkmodell")
    assert rows[4][2] == "verksamhetsplan-2031.pdf: audience = intern"


def test_a_row_of_the_log_is_one_line_of_plain_text() -> None:
    assert line("a\n\tb\x1b[31m c\x9b \u202ed\u2066") == "a b [31m c d"
    assert len(line("ord " * 2000)) == 2000
    # the number stands across the place where it is cut
    assert "1981" not in line("x" * 1990 + " 19811218-9876")


def test_who_has_logged_in_does_nothing_that_cannot_be_logged() -> None:
    def full(*row: str) -> None:
        raise IndexingError("Disken är full.")

    inner = forgetful()
    with pytest.raises(IndexingError):
        GuardedService(inner, Visitor("a@b.se"), AuditLog(full, "a@b.se")).ask(QUESTION)
    assert GuardedService(inner, Visitor(), AuditLog(full)).ask(QUESTION).status == "answered"


def test_what_failed_is_not_said_to_have_been_done() -> None:
    rows: ROWS = []
    with pytest.raises(FinsamError):
        guarded(forgetful(), "admin", rows).add_file("tom.pdf", b"")
    assert rows == []
