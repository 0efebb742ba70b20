"""Edges and trends: the highest row of a table, the highest point of a series over years."""

from pathlib import Path

import pytest

from assistant.composing.draft import Draft
from assistant.composing.quotes import QuoteComposer
from assistant.schema import Document
from assistant.understanding import understand
from tests.assistant.small_documents import TODAY, World, Writer


def costs() -> Document:
    to = Writer("plan.pdf", "Verksamhetsplan 2031", kind="verksamhetsplan")
    to.heading("Beslutade insatser 2031")
    to.table(
        "Insatser i budget 2031",
        ("Insats", "Kostnad", "Deltagare"),
        ("Bryggan", "1 200 000 kr", "64"),
        ("Ateljén", "3 450 000 kr", "22"),
        ("Språkslussen", "980 000 kr", "41"),
        ("Totalt", "5 630 000 kr", "127"),
    )
    to.heading("Utskrivna till arbete")
    to.table("", ("", "2028", "2029", "2030"), ("Utskrivna till arbete", "19", "31", "27"))
    return to.document()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("extremes"), costs())


def drafted(world: World, text: str) -> Draft | None:
    question = understand(text, (), TODAY)
    return QuoteComposer(world.library).compose(question, world.evidence(text))


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Vilken insats är dyrast?", "Ateljén – Kostnad: 3 450 000 kr"),
        ("Vilken insats kostar mest?", "Ateljén – Kostnad: 3 450 000 kr"),
        ("Vilken insats har lägst kostnad 2031?", "Språkslussen – Kostnad: 980 000 kr"),
        ("Vilken insats har flest deltagare?", "Bryggan – Deltagare: 64"),
        ("Vilket år blev flest utskrivna till arbete?", "Utskrivna till arbete – 2029: 31"),
    ],
)
def test_the_edge_is_worked_out(world: World, question: str, answer: str) -> None:
    draft = drafted(world, question)
    assert draft is not None
    assert [line.text for line in draft.lines] == [answer]


def test_it_is_said_that_it_was_worked_out_and_from_what(world: World) -> None:
    draft = drafted(world, "Vilken insats är dyrast?")
    assert draft is not None
    assert draft.notice == "Uträknat: det högsta av 3 värden i kolumnen ”Kostnad” i samma tabell."


def test_a_table_of_other_things_gives_no_edge(world: World) -> None:
    draft = drafted(world, "Vilket förbund har högst kostnad?")
    assert draft is None or not draft.notice


@pytest.mark.parametrize("second", ["1 200 tkr", "12 procent"], ids=["shared", "other unit"])
def test_where_no_row_stands_out_there_is_no_edge(tmp_path: Path, second: str) -> None:
    to = Writer("plan.pdf", "Verksamhetsplan 2031", kind="verksamhetsplan")
    to.heading("Beslutade insatser 2031")
    rows = [("Bryggan", "1 200 tkr"), ("Ateljén", second), ("Språkslussen", "980 tkr")]
    to.table("Insatser", ("Insats", "Kostnad"), *rows)
    draft = drafted(World(tmp_path, to.document()), "Vilken insats är dyrast?")
    assert draft is None or not draft.notice
