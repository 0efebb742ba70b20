"""Each metric of a turn on cases worked out by hand."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.schema import Answer, Statement
from evals.metrics import (
    characters_to_evidence,
    facts_in_answer_or_quotes,
    facts_in_lead,
    hit,
    judge,
    lead_words,
    outcome,
    page_rank,
    reciprocal,
    right_refusal,
    tempted,
)
from evals.originals import Originals
from evals.questions import Evidence, GoldTurn, Question
from evals.rows import Row
from tests.evals.material import answered, cite, refusal, small_pdf

TURN = GoldTurn(
    "Hur många?",
    "2 581",
    (("2 581", "2581"),),
    (Evidence("a.pdf", "2581 deltagare har varit inregistrerade"),),
)
UNANSWERABLE = GoldTurn("Vem?", "Det framgår inte.", answerable=False)


@pytest.fixture
def originals(tmp_path: Path) -> Originals:
    small_pdf(
        tmp_path / "a.pdf", "Inledning", "Under 2022 har\n2581 deltagare har varit inregistrerade"
    )
    return Originals(tmp_path)


def test_the_rank_of_the_page(originals: Originals) -> None:
    other, right = cite(1, "Inledning", page=1), cite(2, "Under 2022 har", page=2)
    assert page_rank(TURN, [right, other], originals) == 1
    assert page_rank(TURN, [other, other, right], originals) == 3
    assert page_rank(TURN, [other], originals) == 0
    assert page_rank(TURN, [cite(1, "x", page=2, file="b.pdf")], originals) == 0


def test_a_page_that_cannot_be_located_counts_only_by_the_passages_text(
    originals: Originals,
) -> None:
    turn = replace(TURN, evidence=(Evidence("z.txt", "ett citat utan fil att läsa"),))
    assert page_rank(turn, [cite(1, "x")], originals) is None
    passage = cite(1, "här: ett citat utan fil att läsa.", file="z.txt", page=None)
    assert page_rank(turn, [passage], originals) == 1


def test_hits_and_reciprocal_ranks() -> None:
    assert [hit(rank, 1) for rank in (1, 2, 0, None)] == [True, False, False, None]
    assert [hit(rank, 5) for rank in (5, 6)] == [True, False]
    assert [reciprocal(rank) for rank in (1, 4, 0, None)] == [1.0, 0.25, 0.0, None]


def test_facts_have_to_come_within_sixty_words() -> None:
    assert facts_in_lead(TURN, answered("Det var 2 581 deltagare [1]."))
    assert facts_in_lead(TURN, answered("ord " * 59 + "2581"))
    assert not facts_in_lead(TURN, answered("ord " * 60 + "2581"))
    assert not facts_in_lead(TURN, answered("Det var många [2581]."))
    assert not facts_in_lead(TURN, replace(answered("2 581"), status="not_found"))


def test_facts_in_quotes_count_as_shown_but_not_as_the_lead() -> None:
    answer = answered("Se citatet [1].", cite(1, "2581 deltagare"))
    assert facts_in_answer_or_quotes(TURN, answer)
    assert not facts_in_lead(TURN, answer)
    assert not facts_in_answer_or_quotes(TURN, replace(answer, status="unclear"))
    cells = GoldTurn("?", "!", (("325",),), TURN.evidence)
    row = cite(1, "SFI 150 325", source="table")
    assert facts_in_answer_or_quotes(cells, answered("Se [1].", row))
    assert not facts_in_answer_or_quotes(cells, answered("Se [1].", replace(row, source="prose")))


def test_the_length_leaves_labels_out() -> None:
    assert len(lead_words(answered("Det var 2 581 deltagare [1] [2, 3]."))) == 5


MUST_NOT = (("484",), ("överskott på 1 294",))


def question(kind: str = "near_miss") -> Question:
    return Question("u001", "unanswerable", (UNANSWERABLE,), kind, MUST_NOT)


def test_tempting_figures_count_only_in_an_answer() -> None:
    assert tempted(MUST_NOT, answered("Resultatet blev 484 tkr [1]."))
    assert not tempted(MUST_NOT, answered("Resultatet blev 1 484 tkr."))
    assert not tempted(MUST_NOT, refusal("Det framgår inte; per augusti var det 484 tkr."))


def test_only_a_false_premise_may_be_answered_and_only_by_denying_it() -> None:
    denial = answered("Nej, det blev ett underskott på 1 294 tkr [1].")
    assert right_refusal(question("near_miss"), refusal())
    assert right_refusal(question("underspecified"), replace(refusal(), status="unclear"))
    assert not right_refusal(question("near_miss"), denial)
    assert right_refusal(question("false_premise"), denial)
    claim = answered("Det blev ett överskott på 1 294 tkr, inte mer [1].")
    assert not right_refusal(question("false_premise"), claim)
    assert not right_refusal(question("false_premise"), answered("Resultatet var 17 tkr [1]."))


def test_how_far_away_the_evidence_is() -> None:
    passages = [cite(1, "x" * 100), cite(2, "Här: 2581 deltagare har varit inregistrerade. Slut.")]
    expected = 100 + len("Här: 2581 deltagare har varit inregistrerade")
    assert characters_to_evidence(TURN, passages) == expected
    assert characters_to_evidence(TURN, passages[:1]) is None


def test_a_judgement_holds_it_all(originals: Originals) -> None:
    right = cite(1, "2581 deltagare har varit inregistrerade", page=2)
    answer = answered(
        "2 581 deltagare [1].",
        right,
        cite(2, "2582 deltagare", page=2),
        statements=(Statement("2 581 deltagare [1].", (1,)), Statement("7 till [2].", (2,))),
        passages=(cite(1, "y" * 790, page=1), right),
        seconds={"retrieve": 0.02, "total": 0.1},
    )
    gold = Question("q003", "followup", (TURN, TURN))
    result = judge(gold, Row("q003", 1, answer, wall=0.2), originals)
    assert result.key == "q003.1" and result.held and result.later and result.answerable
    assert result.found == {"800": False, "2000": True, "4000": True}
    assert result.page_rank == 2
    assert (result.facts_lead, result.facts_shown, result.wrong_refusal) == (True, True, False)
    assert result.right_refusal is result.strict_refusal is result.tempted is None
    assert [check.standing for check in result.quotes] == ["exact", "absent"]
    assert [check.grounding for check in result.statements] == ["grounded", "ungrounded"]
    assert (result.words, result.seconds, result.retrieve) == (3, 0.2, 0.02)


@pytest.mark.parametrize(
    ("gold", "answer", "expected"),
    [
        (Question("q1", "definition", (TURN,)), answered("2 581"), "right"),
        (
            Question("q1", "definition", (TURN,)),
            answered("Se [1]", cite(1, "2581 deltagare")),
            "partly",
        ),
        (Question("q1", "definition", (TURN,)), answered("17"), "wrong"),
        (Question("q1", "definition", (TURN,)), refusal(), "refused"),
        (question(), refusal(), "ok"),
        (question(), answered("484"), "wrong"),
    ],
)
def test_one_word_for_a_turn(
    originals: Originals, gold: Question, answer: Answer, expected: str
) -> None:
    assert outcome(judge(gold, Row(gold.id, 0, answer), originals)) == expected
