"""The composer of quotes: what it shows of the evidence, over a small real library."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.composing import wording
from assistant.composing.draft import Draft
from assistant.composing.quotes import QuoteComposer
from assistant.schema import Document
from assistant.understanding import understand
from tests.assistant.small_documents import TODAY, World, Writer, town


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("quotes"), *town(), handbook())


def handbook() -> Document:
    to = Writer("handbok.pdf", "Handbok för Ateljén", kind="rapport")
    to.heading("Ateljén")
    to.says("I Ateljén får deltagarna prova på keramik.")
    to.items(
        "Deltagarna i Ateljén erbjuds följande verkstäder:",
        "drejning med två handledare",
        "textiltryck på tisdagar",
        "mosaik för nybörjare",
    )
    to.heading("Målgrupp")
    to.says("Ateljén är för unga vuxna.", "En annan målgrupp för Ateljén är pensionärer.")
    to.heading("Glasyr")
    to.says("Vid glasyr gäller denna regel:", "Ugnen öppnas först när den har svalnat.")
    return to.document()


def drafted(world: World, text: str) -> Draft | None:
    question = understand(text, (), TODAY)
    return QuoteComposer(world.library).compose(question, world.evidence(text))


def lines(world: World, text: str) -> list[str]:
    draft = drafted(world, text)
    assert draft is not None
    return [line.text for line in draft.lines]


def test_an_answer_that_is_hardly_likely_says_so(world: World) -> None:
    text = "Vem är ordförande i styrelsen?"
    found = world.evidence(text)
    composer = QuoteComposer(world.library)
    question = understand(text, (), TODAY)
    sure = composer.compose(question, [replace(one, trust=0.9) for one in found])
    unsure = composer.compose(question, [replace(one, trust=0.4) for one in found])
    assert sure is not None and not sure.notice
    assert unsure is not None and unsure.notice.startswith(wording.UNSURE)


def test_what_goes_on_comes_after_what_it_goes_on_from(world: World) -> None:
    text = "Vilka är målgrupperna för Ateljén?"
    found = world.evidence(text)
    first, second = (
        next(one for one in found if words in one.unit.plain)
        for words in ("unga vuxna", "En annan målgrupp")
    )
    best = [replace(second, score=0.4, trust=0.9), replace(first, score=0.3, trust=0.8)]
    draft = QuoteComposer(world.library).compose(understand(text, (), TODAY), best)
    assert draft is not None
    told = " ".join(line.text for line in draft.lines)
    assert told.index("unga vuxna") < told.index("pensionärer")


def test_a_row_of_figures_defines_nothing(world: World) -> None:
    found = [one for one in world.evidence("Vad kostade Lyktan?") if one.unit.cells]
    assert found
    question = understand("Vad är Lyktan?", (), TODAY)
    rows = [replace(one, trust=0.9, fits=False) for one in found]
    assert QuoteComposer(world.library).compose(question, rows) is None


def test_a_fact_is_one_line(world: World) -> None:
    assert lines(world, "Vem är ordförande i styrelsen?") == [
        "Birgitta Lundmark är ordförande i styrelsen."
    ]


def test_a_list_comes_whole_with_its_lead(world: World) -> None:
    (text,) = lines(world, "Vilka verkstäder erbjuds i Ateljén?")
    assert text == (
        "Deltagarna i Ateljén erbjuds följande verkstäder: drejning med två handledare; "
        "textiltryck på tisdagar; mosaik för nybörjare"
    )


def test_each_item_of_a_list_is_a_source_of_its_own(world: World) -> None:
    draft = drafted(world, "Vilka verkstäder erbjuds i Ateljén?")
    assert draft is not None
    kinds = [one.unit.kind for one in draft.lines[0].evidence]
    assert kinds == ["sentence", "list_item", "list_item", "list_item"]


def test_a_list_of_three_does_not_answer_for_seven(world: World) -> None:
    assert drafted(world, "Vilka tre verkstäder erbjuds i Ateljén?") is not None
    assert drafted(world, "Vilka sju verkstäder erbjuds i Ateljén?") is None


def test_what_leads_in_with_a_colon_is_not_left_alone(world: World) -> None:
    text = " ".join(lines(world, "Vad gäller vid glasyr?"))
    assert "Ugnen öppnas först när den har svalnat." in text


def test_a_cell_is_worded_with_row_and_column(world: World) -> None:
    (text,) = lines(world, "Vad var budgeten för Bryggan 2031?")
    assert text == "Bryggan – Budget 2031: 1 180 000 kr"


def test_a_heading_says_what_a_sentence_is_about(world: World) -> None:
    (text,) = lines(world, "När startade Bryggan?")
    assert text == "Bryggan: Insatsen startade den 15 september 2029."


def test_nothing_near_enough_gives_no_draft(world: World) -> None:
    assert drafted(world, "Hur många hästar har Kajen?") is None
    assert drafted(world, "Hur många deltog i Lyktan 2027?") is None


def test_no_evidence_gives_no_draft(world: World) -> None:
    question = understand("Vad är Lyktan?", (), TODAY)
    assert QuoteComposer(world.library).compose(question, []) is None


def test_an_explanation_stays_short(tmp_path: Path) -> None:
    to = Writer("utredning.pdf", "Utredning om Hamnhuset")
    to.heading("Hamnhuset")
    for number in range(12):
        to.says(
            f"Hamnhuset fungerar därför att verkstaden nummer {number} har handledare som stannar "
            "länge och känner deltagarna väl, eftersom lönen är god och arbetet är fritt."
        )
    world = World(tmp_path, to.document())
    texts = lines(world, "Varför fungerar Hamnhuset?")
    assert sum(wording.words_in(text) for text in texts) <= 120


def test_what_a_sentence_goes_on_from_is_shown_with_it(world: World) -> None:
    composer = QuoteComposer(world.library)
    text = "Vilka är målgrupper för Ateljén?"
    found = world.evidence(text)
    another = next(one for one in found if one.unit.plain.startswith("En annan målgrupp"))
    shown = composer.lines(understand(text, (), TODAY), another, [another])
    assert [line.text for line in shown][:2] == [
        "Ateljén är för unga vuxna.",
        "En annan målgrupp för Ateljén är pensionärer.",
    ]


def test_an_item_is_never_shown_without_what_leads_in(tmp_path: Path) -> None:
    to = Writer("policy.pdf", "Policy för medel", kind="policy")
    to.heading("Vad som inte finansieras")
    to.items(
        "Förbundets medel får inte användas till:",
        "inköp av fordon och maskiner,",
        "bidrag till körkort för enskilda deltagare,",
        "ordinarie verksamhet hos medlemmarna.",
    )
    text = " ".join(lines(World(tmp_path, to.document()), "Får vi betala körkort för deltagare?"))
    assert text.startswith("Förbundets medel får inte användas till: ")
    assert "bidrag till körkort" in text


def test_the_second_of_several_follows_the_first(tmp_path: Path) -> None:
    to = Writer("plan.pdf", "Verksamhetsplan 2031", kind="verksamhetsplan")
    to.heading("Målgrupper")
    to.says(
        "Den första målgruppen är vuxna med behov av samordnat stöd från flera myndigheter.",
        "De flesta av dem bor i Lövdala.",
        "Den andra målgruppen är medlemmarnas egen personal.",
    )
    text = " ".join(lines(World(tmp_path, to.document()), "Vilka är målgrupperna?"))
    assert "Den första målgruppen är vuxna" in text
    assert "Den andra målgruppen är medlemmarnas egen personal." in text


def test_a_question_in_a_document_answers_no_other(tmp_path: Path) -> None:
    to = Writer("rapport.pdf", "Tio år", kind="rapport")
    to.heading("Projektet Stegen")
    to.items("Att fundera kring projektet Stegen:", "Hur lär projektet Stegen av andra projekt?")
    assert drafted(World(tmp_path, to.document()), "Vad gick projektet Stegen ut på?") is None
