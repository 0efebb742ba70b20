"""Conversations, feedback and the log."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import UnknownItem
from assistant.library import Library
from assistant.schema import Answer, Citation, Statement

CITATION = Citation(1, "d", "f.pdf", "T", "rapport", 2022, 3, "A", "Citatet.", "prose")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.open(tmp_path / "library.sqlite", create=True)


def answer(question: str, status: str = "answered") -> Answer:
    return Answer(
        question=question,
        standalone_question=question,
        status=status,  # type: ignore[arg-type]
        answer="Svar [1]",
        statements=(Statement("Svar", (1,)),),
        citations=(CITATION,),
        seconds={"total": 0.2},
    )


def age(library: Library, conversation: str, when: str) -> None:
    with library._db.writing() as connection:
        connection.execute(
            "UPDATE conversations SET changed = ? WHERE id = ?", (when, conversation)
        )


def test_turns_come_back_as_they_were_in_order(library: Library) -> None:
    conversation = library.new_conversation("anna")
    answers = [answer("Vad kostade det?"), answer("Och året innan?", "not_found")]
    assert [library.add_turn(conversation, item) for item in answers] == [0, 1]
    kept = library.conversation(conversation, "anna")
    assert [turn.answer for turn in kept.turns] == answers
    assert [turn.ordinal for turn in kept.turns] == [0, 1]
    assert (kept.title, kept.owner) == ("Vad kostade det?", "anna")
    assert kept.started <= kept.turns[0].asked <= kept.turns[1].asked


def test_conversations_are_listed_newest_first_without_empty_ones(library: Library) -> None:
    ids = [library.new_conversation() for _ in range(3)]
    for item in ids[:2]:
        library.add_turn(item, answer(f"Fråga i {item}"))
    age(library, ids[1], "2020-01-01T00:00:00+00:00")
    listed = library.conversations()
    assert [item.id for item in listed] == ids[:2]
    assert all(item.turns == () for item in listed)


def test_nobody_reaches_anothers_conversation(library: Library) -> None:
    conversation = library.new_conversation("anna")
    library.add_turn(conversation, answer("Hemligt?"))
    assert library.conversations("bo") == []
    assert library.conversations() == []
    for owner in ("bo", ""):
        with pytest.raises(UnknownItem):
            library.conversation(conversation, owner)
        with pytest.raises(UnknownItem):
            library.delete_conversation(conversation, owner)
    assert library.conversation(conversation, "anna")


def test_deleting_takes_turns_and_feedback_along(library: Library) -> None:
    conversation = library.new_conversation("anna")
    other = library.new_conversation("anna")
    for item in (conversation, other):
        library.add_turn(item, answer("Fråga?", "not_found"))
        library.give_feedback(item, 0, False, "fel år")
    library.delete_conversation(conversation, "anna")
    assert [item.conversation for item in library.feedback()] == [other]
    assert len(library.unanswered()) == 1
    with pytest.raises(UnknownItem):
        library.add_turn(conversation, answer("Mer?"))
    assert library.delete_conversations_of("anna") == 1
    assert library.unanswered() == []


def test_feedback_is_one_verdict_a_turn(library: Library) -> None:
    conversation = library.new_conversation()
    library.add_turn(conversation, answer("Fråga?"))
    library.give_feedback(conversation, 0, True)
    library.give_feedback(conversation, 0, False, "fel år")
    (verdict,) = library.feedback()
    assert (verdict.question, verdict.good, verdict.comment) == ("Fråga?", False, "fel år")
    with pytest.raises(UnknownItem):
        library.give_feedback(conversation, 1, True)


def test_unanswered_lists_only_questions_without_an_answer(library: Library) -> None:
    conversation = library.new_conversation()
    for question, status in (("A", "answered"), ("B", "not_found"), ("C", "unclear")):
        library.add_turn(conversation, answer(question, status))
    assert [one.question for one in library.unanswered()] == ["B"]


def test_a_question_without_an_answer_is_listed_once_as_it_stands_alone(library: Library) -> None:
    conversation = library.new_conversation()
    first = answer("Vad kostar hästen?", "not_found")
    follow = replace(first, question="och hästen då?", standalone_question="vad kostar hästen")
    library.add_turn(conversation, first)
    library.add_turn(conversation, answer("Vad kostar kon?", "not_found"))
    library.add_turn(conversation, follow)
    found = {one.times: one for one in library.unanswered()}
    assert len(library.unanswered()) == 2 and found[1].question == "Vad kostar kon?"
    assert found[2].question.lower().rstrip("?") == "vad kostar hästen"
    turns = library.conversation(conversation).turns
    assert found[2].latest == max(turns[0].asked, turns[2].asked)


def test_a_conversation_that_is_not_there_is_spoken_of_without_its_id(library: Library) -> None:
    with pytest.raises(UnknownItem) as error:
        library.conversation("0123456789abcdef")
    assert "0123456789abcdef" not in str(error.value)


def test_purge_forgets_what_is_old_and_nothing_else(library: Library) -> None:
    old, new = library.new_conversation(), library.new_conversation()
    for item in (old, new):
        library.add_turn(item, answer("Fråga?"))
    age(library, old, "2020-01-01T00:00:00+00:00")
    library.add_log("anna", "fråga", "Vad?")
    assert library.purge(30) == 1
    assert [item.id for item in library.conversations()] == [new]
    assert len(library.log()) == 1


def test_the_log_is_newest_first(library: Library) -> None:
    for number in range(3):
        library.add_log("anna", "fråga", str(number))
    assert [entry.detail for entry in library.log(2)] == ["2", "1"]
    assert library.log()[0].who == "anna"
