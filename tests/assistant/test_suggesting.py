"""The questions that an answer leads to: natural, varied, and answered by what may be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.local_service import LocalService
from assistant.offered import Offered
from assistant.schema import Answer, Citation, Document, Filters, Statement
from assistant.suggesting import MOST, MOST_ASKED, next_questions
from tests.assistant.small_corpus import PDF, WORD, fill, lighten, settings
from tests.assistant.small_documents import TODAY, World, Writer, letter, plan, report

OPEN = Filters(audience=("alla",))


def figures() -> Document:
    """A report whose table has years along the top, and a list of activities."""
    to = Writer("resultat-2031.pdf", "Resultat 2031", kind="uppföljning")
    to.heading("Resultat")
    to.table(
        "Tabell 1 Anställda på kansliet",
        ("Mått", "2029", "2030", "2031"),
        ("Anställda på kansliet", "3", "4", "5"),
    )
    to.table(
        "Tabell 2 Deltagare per insats 2031",
        ("Insats", "Deltagare 2031"),
        ("Lyktan", "124"),
        ("Bryggan", "71"),
        ("Summa", "195"),
    )
    return to.document()


def secret() -> Document:
    """What a year and an activity could be read from, by the staff alone."""
    to = Writer(
        "internt-2028.pdf",
        "Internt underlag 2028",
        kind="årsredovisning",
        year="2028",
        audience="intern",
    )
    to.heading("Insatser")
    to.says("Under 2028 deltog 61 personer i Lyktan.", "Hemliga Spåret kostade 90 000 kronor 2028.")
    to.table(
        "Tabell 1", ("Insats", "Budget 2028"), ("Lyktan", "1 kr"), ("Hemliga Spåret", "90 000 kr")
    )
    return to.document()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("suggesting")
    return World(folder, report(), plan(), letter(), figures(), secret())


def led(
    world: World, question: str, *asked: str, filters: Filters = OPEN
) -> tuple[list[str], list[str]]:
    """What is suggested after the question, and all that was tried."""
    tried: list[str] = []

    def ask(text: str) -> Answer:
        tried.append(text)
        return world.answerer.answer(text, (), filters, quoted=True)

    answer = world.answerer.answer(question, (), filters)
    assert answer.status == "answered", answer.answer
    return next_questions(answer, asked, ask, world.library, filters, TODAY), tried


QUESTIONS = (
    "Hur många deltog i Lyktan 2031?",
    "Vad var budgeten för Lyktan 2031?",
    "Hur många anställda hade kansliet 2031?",
    "Hur många kvinnor var deltagare i Bryggan 2030?",
    "Vem är ordförande i styrelsen?",
    "Vad är Lyktan?",
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_suggestion_is_answered_with_sources(world: World, question: str) -> None:
    found, tried = led(world, question)
    assert len(found) <= MOST and len(tried) <= MOST_ASKED
    assert question not in found and len(set(found)) == len(found)
    for text in found:
        given = world.answerer.answer(text, (), OPEN, quoted=True)
        assert given.status == "answered" and given.citations
        assert given.standalone_question == text


def test_another_year_of_the_same_row(world: World) -> None:
    found, _ = led(world, "Hur många anställda hade kansliet 2030?")
    assert "Hur många anställda hade kansliet 2031?" in found
    assert "Hur många anställda hade kansliet per år?" in found


def test_another_row_of_the_same_table(world: World) -> None:
    found, tried = led(world, "Vad var budgeten för Lyktan 2031?")
    assert "Vad var budgeten för Bryggan 2031?" in found
    # a row that is no name would have to be inflected
    assert not [text for text in tried if "Kansli" in text or "Summa" in text]


def test_women_and_men_change_places(world: World) -> None:
    found, _ = led(world, "Hur många kvinnor var deltagare i Bryggan 2030?")
    assert "Hur många män var deltagare i Bryggan 2030?" in found


def test_what_has_been_asked_is_not_suggested_again(world: World) -> None:
    first, _ = led(world, "Vad var budgeten för Lyktan 2031?")
    again, tried = led(world, "Vad var budgeten för Lyktan 2031?", *[f" {t} " for t in first])
    assert first and not set(first) & {*again, *tried}


def test_an_answer_without_sources_leads_nowhere(world: World) -> None:
    given = world.answerer.answer("Hur många hästar har förbundet?")
    assert given.status == "not_found"

    def never(text: str) -> Answer:
        raise AssertionError(text)

    assert next_questions(given, [], never, world.library) == []
    bare = Answer("Vad?", "Vad?", "answered", "Ja.")
    assert next_questions(bare, [], never, world.library) == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_nothing_of_an_internal_document_is_even_tried(world: World, question: str) -> None:
    found, tried = led(world, question, filters=OPEN)
    assert not [text for text in (*found, *tried) if "Spåret" in text or "2028" in text]


def test_the_units_of_a_hidden_document_are_not_read(world: World) -> None:
    answer = world.answerer.answer("Vad var budgeten för Hemliga Spåret 2028?", (), Filters())
    assert {one.file for one in answer.citations} == {"internt-2028.pdf"}
    tried: dict[Filters, list[str]] = {OPEN: [], Filters(): []}
    for filters, texts in tried.items():

        def ask(text: str, filters: Filters = filters, texts: list[str] = texts) -> Answer:
            texts.append(text)
            return world.answerer.answer(text, (), filters, quoted=True)

        next_questions(answer, [], ask, world.library, filters, TODAY)
    assert "Vad var budgeten för Lyktan 2028?" in tried[Filters()]
    assert tried[OPEN] == []


def cited(quote: str, label: int = 1) -> Citation:
    return Citation(label, "d", "d.pdf", "T", "rapport", 2031, 1, "", quote, "prose")


def test_an_answer_about_something_else_does_not_count(world: World) -> None:
    """Each way in which an answer is not to the question keeps it from being suggested."""
    answer = world.answerer.answer("Vad var budgeten för Lyktan 2031?", (), OPEN)

    def off(text: str) -> Answer:
        return Answer(text, text, "answered", "Ja [1]", (Statement("Ja", (1,)),), (cited("Ja."),))

    def read_otherwise(text: str) -> Answer:
        given = world.answerer.answer(text, (), OPEN, quoted=True)
        return Answer(
            text,
            f"{text} i Lövdala?",
            given.status,
            given.answer,
            given.statements,
            given.citations,
        )

    for ask in (off, read_otherwise):
        assert next_questions(answer, [], ask, world.library, OPEN, TODAY) == []


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalService]:
    fill(tmp_path / "corpus")
    add_years(tmp_path / "corpus")
    lighten(monkeypatch)
    made = LocalService(settings(tmp_path))
    made.index()
    yield made
    made.library.close()


def add_years(corpus: Path) -> None:
    """Three reports of one kind; what is in them differs by year alone."""
    catalogue = ""
    for year, count in ((2029, 88), (2030, 97)):
        name = f"arsredovisning-{year}.txt"
        text = f"Årsredovisning {year}\n\nUnder {year} hade Kajen {count} deltagare.\n"
        (corpus / name).write_text(text, "utf-8")
        catalogue += f'[[document]]\nfile = "{name}"\nkind = "årsredovisning"\nyear = {year}\n'
    with (corpus / "catalogue.toml").open("a", encoding="utf-8") as file:
        file.write(catalogue)


COUNT = "Hur många deltagare hade Kajen 2031?"
BEFORE = "Hur många deltagare hade Kajen 2030?"


def test_the_service_suggests_by_conversation_and_works_it_out_once(
    service: LocalService, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = service.ask(COUNT, owner="a@b.se").conversation
    found = service.next_questions(talk, owner="a@b.se")
    assert BEFORE in found
    # neither kept as turns nor as unanswered ones
    assert len(service.conversation(talk, "a@b.se").turns) == 1
    assert service.unanswered() == []

    def never(*_: object, **__: object) -> Answer:
        raise AssertionError("asked again")

    monkeypatch.setattr(service.answerer, "answer", never)
    assert service.next_questions(talk, owner="a@b.se") == found
    monkeypatch.undo()
    given = service.ask(BEFORE, conversation=talk, owner="a@b.se")
    assert given.status == "answered" and given.citations
    later = service.next_questions(talk, owner="a@b.se")
    assert not {COUNT, BEFORE} & set(later)


def test_a_reader_is_not_led_into_internal_documents(service: LocalService) -> None:
    before = next(one for one in service.documents() if one.file == "arsredovisning-2030.txt")
    service.set_metadata(before.id, audience="intern")
    talk = service.ask(COUNT, filters=OPEN).conversation
    assert BEFORE in service.next_questions(talk)
    assert not [one for one in service.next_questions(talk, filters=OPEN) if "2030" in one]
    # and an answer that a reader may not see leads a reader nowhere
    hidden = service.ask(BEFORE).conversation
    assert service.next_questions(hidden, filters=OPEN) == []


def test_an_empty_library_suggests_nothing(service: LocalService) -> None:
    talk = service.ask(COUNT).conversation
    for one in service.documents():
        service.remove_file(one.id)
    assert {PDF, WORD} and service.next_questions(talk) == []


def test_what_is_offered_is_dropped_with_its_conversation_and_with_the_documents() -> None:
    made: list[str] = []

    def make() -> list[str]:
        made.append("x")
        return ["Vad?"]

    offered, key = Offered(), ("samtal", 0, OPEN)
    assert offered.once(1, key, make) == offered.once(1, key, make) == ["Vad?"]
    assert len(made) == 1
    offered.forget("samtal")
    offered.once(1, key, make)
    offered.once(2, key, make)
    assert len(made) == 3
