"""Units in the order of how well they answer: the neighbour that shares words comes second."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.evidence import Evidence
from assistant.evidence.finding import side_question
from assistant.schema import Document
from assistant.understanding import understand
from tests.assistant.small_documents import TODAY, World, Writer


def neighbours() -> Document:
    """Pairs of sentences that share their words; only one of each answers."""
    to = Writer("uppfoljning-2031.pdf", "Uppföljning 2031", kind="uppföljning")
    to.says("1 Deltagare 4")
    to.heading("Deltagare")
    to.says(
        "Under 2031 skrevs 45 deltagare in på Ateljén.",
        "Under 2031 skrevs 32 deltagare ut från Ateljén.",
    )
    to.says(
        "Före insatsen hade 11 procent av deltagarna på Ateljén arbete.",
        "Efter insatsen hade 29 procent av deltagarna på Ateljén arbete.",
    )
    to.says(
        "Ateljén fick 13 fler besök än året innan.",
        "Ateljén fick 208 besök under 2031.",
        "Ateljén fick i genomsnitt 4 besök i veckan.",
    )
    to.heading("Handledare")
    to.says(
        "Tre handledare ansvarar för de 12 lokalerna på Ateljén.",
        "Vilka mål har handledarna på Ateljén?",
        "Handledarna på Ateljén har som mål att alla ska trivas.",
    )
    to.says(
        "FOB (förberedande och orienterande besök) erbjuds på Ateljén.",
        "FOB på Ateljén är populärt bland deltagarna.",
    )
    to.turn()
    to.heading("Hälsa")
    to.says("Andelen med god hälsa steg från 20 till 26 procent.", marks="7")
    to.note("7", "Svarsfrekvensen i enkäten var 81 procent.")
    to.heading("Kommande år")
    to.says("Kvinnor deltog oftare än män.", "Av kvinnorna på Ateljén fick 17 arbete.")
    to.says("Av männen på Ateljén fick 9 arbete.")
    return to.document()


@pytest.fixture(scope="module")
def near(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("finding"), neighbours())


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Hur många deltagare skrevs in på Ateljén?", "45 deltagare in"),
        ("Hur stor andel hade arbete före insatsen?", "11 procent"),
        ("Hur stor andel hade arbete efter insatsen?", "29 procent"),
        ("Hur många besök fick Ateljén?", "208 besök"),
        ("Hur många besök i genomsnitt fick Ateljén?", "i genomsnitt 4"),
        ("Hur många kvinnor på Ateljén fick arbete?", "fick 17"),
        ("Hur många män på Ateljén fick arbete?", "fick 9"),
        ("Vilka mål har handledarna på Ateljén?", "alla ska trivas"),
        ("Vad betyder FOB?", "förberedande och orienterande"),
    ],
)
def test_the_right_neighbour_comes_first(near: World, question: str, text: str) -> None:
    assert text in near.evidence(question)[0].unit.text


def test_evidence_is_in_order_and_each_unit_comes_once(near: World) -> None:
    found = near.evidence("Hur många besök fick Ateljén?")
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)
    places = [(one.document.id, one.unit.ordinal) for one in found]
    assert len(places) == len(set(places))
    assert all(0 <= one.coverage <= 1 and 0 <= one.own <= 1 for one in found)


def test_headings_and_lines_of_contents_are_no_evidence(near: World, world: World) -> None:
    found = near.evidence("Hur många deltagare på Ateljén?")
    assert not [one for one in found if one.unit.kind == "heading"]
    assert "1 Deltagare 4" not in {one.unit.text for one in found}
    rows = [one.unit.text for one in world.evidence("Vad var budgeten för Lyktan 2031?")]
    assert "Insats Budget 2031 Utfall 2031 Budget 2032" not in rows


def test_a_footnote_is_judged_with_the_sentence_that_it_hangs_on(near: World) -> None:
    found = near.evidence("Vilken svarsfrekvens hade enkäten om god hälsa?")
    note = next(one for one in found if one.unit.kind == "footnote")
    assert found[0] is note
    assert "hälsa" not in note.missing


def test_what_nothing_carries_is_named(near: World) -> None:
    best = near.evidence("Hur många hästar skrevs in på Ateljén?")[0]
    assert "hästar" in best.missing
    assert best.features["gap"] == pytest.approx(1.0)


def test_a_name_that_nothing_carries_makes_evidence_nameless(near: World) -> None:
    assert all(one.nameless for one in near.evidence("Hur många besök fick Kajen?"))
    assert not near.evidence("Hur många besök fick Ateljén?")[0].nameless


def test_sides_are_numbered_from_one_and_zero_is_the_whole_question(near: World) -> None:
    plain = near.evidence("Hur många besök fick Ateljén?")
    assert {one.side for one in plain} == {0}
    both = near.evidence("Fick fler kvinnor än män på Ateljén arbete?")
    assert {one.side for one in both} == {0, 1, 2}


def test_each_side_of_a_comparison_has_its_own_best(near: World) -> None:
    found = near.evidence("Hur många kvinnor jämfört med män på Ateljén fick arbete?")

    def best(side: int) -> Evidence:
        return next(one for one in found if one.side == side)

    assert "fick 17" in best(1).unit.text
    assert "fick 9" in best(2).unit.text


def test_the_question_of_a_side_has_its_year_alone() -> None:
    question = understand("Hur många deltog i Lyktan 2030 jämfört med 2031?", (), TODAY)
    assert side_question(question, 1).years == (2030,)
    assert side_question(question, 2).years == (2031,)
    assert side_question(question, 0) is question


def test_nothing_ranked_gives_nothing(tmp_path: Path) -> None:
    assert World(tmp_path).evidence("Hur många besök fick Ateljén?") == []


def test_a_chosen_cell_or_point_comes_with_its_unit(world: World) -> None:
    row = world.evidence("Vad blev utfallet för Bryggan 2031?")[0]
    assert row.cell is not None
    assert row.cell.text == "1 204 350 kr"
    chart = world.evidence("Hur många män var deltagare i Bryggan 2030?")[0]
    assert chart.point is not None
    assert (chart.point.series, chart.point.category, chart.point.value) == ("män", "2030", "13")
