"""Evidence with a judge: what it is given to read, and what its word changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.evidence import Evidence, EvidenceFinder, finding
from assistant.evidence.ranking import JUDGED
from assistant.judging import Line
from assistant.understanding import understand
from tests.assistant.small_documents import OWN_NAMES, TODAY, World, analyzer


class FakeJudge:
    """Likes lines that hold a word, and remembers what it was asked."""

    def __init__(self, liked: str) -> None:
        self.liked = liked
        self.asked: list[tuple[str, list[Line]]] = []

    def scores(self, question: str, lines: Sequence[Line]) -> list[float]:
        self.asked.append((question, list(lines)))
        return [6.0 if self.liked in line.body else -6.0 for line in lines]


def evidence(world: World, judge: FakeJudge, text: str) -> list[Evidence]:
    finder = EvidenceFinder(
        world.library, analyzer().analyse, analyzer().query_terms, OWN_NAMES, judge=judge
    )
    question = understand(text, (), TODAY)
    return finder.find(question, world.retriever.retrieve(question))


QUESTION = "Vem är ordförande i styrelsen?"


def test_what_the_judge_prefers_comes_first(world: World) -> None:
    judge = FakeJudge("")
    evidence(world, judge, QUESTION)
    ((_, lines),) = judge.asked
    first, second = (line.body for line in lines[:2])
    assert evidence(world, FakeJudge(first), QUESTION)[0].unit.plain == first
    assert evidence(world, FakeJudge(second), QUESTION)[0].unit.plain == second


def test_only_the_best_are_read_and_only_they_are_trusted(world: World) -> None:
    judge = FakeJudge("Birgitta")
    found = evidence(world, judge, QUESTION)
    ((question, lines),) = judge.asked
    assert question == QUESTION
    read = [one for one in found if JUDGED in one.features]
    assert 0 < len(read) == len(lines) <= 14
    unread = [one for one in found if JUDGED not in one.features]
    assert all(one.trust == 0 for one in unread)
    assert min(one.score for one in read) >= max((one.score for one in unread), default=0.0)


def test_what_it_likes_is_trusted_more(world: World) -> None:
    liked = evidence(world, FakeJudge("Birgitta"), QUESTION)
    disliked = evidence(world, FakeJudge("ingenting sådant"), QUESTION)
    assert "Birgitta" in liked[0].unit.text
    same = next(one for one in disliked if one.unit == liked[0].unit)
    assert liked[0].trust > same.trust


def test_each_side_of_a_comparison_is_read_for_itself(world: World) -> None:
    judge = FakeJudge("x")
    evidence(world, judge, "Är budgeten för Lyktan högre än för Bryggan 2031?")
    assert len({question for question, _ in judge.asked}) == len(judge.asked) > 1
    assert all(len(lines) <= 6 for _, lines in judge.asked[1:])


def test_the_items_of_a_list_bear_each_other_up(world: World) -> None:
    found = evidence(world, FakeJudge("x"), "Vilka verkstäder finns i Lyktan?")
    one = next(e for e in found if e.unit.kind == "sentence" and JUDGED in e.features)
    items = [
        replace(one, unit=replace(one.unit, kind="list_item", ordinal=900 + n, text=text))
        for n, text in enumerate(("drejning", "textiltryck", "mosaik"))
    ]
    alone = [replace(e, unit=replace(e.unit, block=n)) for n, e in enumerate(items)]
    asked = understand("Varför är verkstäderna tre?", (), TODAY)
    listed, rivals = finding._ordered(asked, items), finding._ordered(asked, alone)
    assert listed[0].trust > rivals[0].trust
    figures = understand("Hur många verkstäder finns?", (), TODAY)
    assert finding._ordered(figures, items)[0].trust == finding._ordered(figures, alone)[0].trust


class Prefers(FakeJudge):
    """Likes the cell below one heading."""

    def scores(self, question: str, lines: Sequence[Line]) -> list[float]:
        return [8.0 if f"– {self.liked}:" in line.body else -1.0 for line in lines]


def cell_of(world: World, judge: FakeJudge, text: str) -> tuple[str, ...]:
    found = evidence(world, judge, text)
    row = next(one for one in found if one.unit.text.startswith("Lyktan 2 450 000"))
    return row.cell.headings if row.cell else ()


def test_a_cell_that_the_rules_leave_open_is_the_one_the_judge_clearly_prefers(
    world: World,
) -> None:
    text = "Hur mycket pengar fick Lyktan?"
    assert cell_of(world, Prefers("Utfall 2031"), text) == ("Utfall 2031",)
    assert cell_of(world, FakeJudge("ingenting sådant"), text) == ()


def test_the_judge_never_chooses_a_cell_that_contradicts_the_question(world: World) -> None:
    text = "Vad var budgeten för Lyktan 2031?"
    assert cell_of(world, Prefers("Utfall 2031"), text) == ("Budget 2031",)
