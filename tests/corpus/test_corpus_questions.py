"""The question sets over the project's own documents: complete, and true to the documents."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from evals.matching import fact_in, normalised
from evals.originals import Originals
from evals.questions import Evidence, GoldTurn, Question, load

FOLDER = Path(__file__).resolve().parents[2] / "evals" / "questions"
QUESTIONS = load(FOLDER / "corpus.jsonl")
REFUSALS = load(FOLDER / "corpus-refusal.jsonl")
TURNS = [
    pytest.param(question, turn, id=f"{question.id}-{number}")
    for question in QUESTIONS
    for number, turn in enumerate(question.turns)
    if turn.answerable
]
EVIDENCE = [
    pytest.param(item, id=f"{question.id}-{number}")
    for question in QUESTIONS
    for turn in question.turns
    for number, item in enumerate(turn.evidence)
]


@pytest.fixture(scope="module")
def originals(root: Path) -> Originals:
    return Originals(root / "corpus")


def test_forty_questions_of_all_types() -> None:
    assert [question.id for question in QUESTIONS] == [f"c{n:03}" for n in range(1, 41)]
    counts = Counter(question.type for question in QUESTIONS)
    assert counts["followup"] == 6
    assert counts["unanswerable"] == 8
    assert min(counts.values()) >= 4
    assert set(counts) == {
        "fact_number",
        "table_cell",
        "definition",
        "summary",
        "comparison",
        "followup",
        "unanswerable",
    }


def test_ten_refusals_of_all_kinds() -> None:
    assert len(REFUSALS) == 10
    assert len({question.kind for question in REFUSALS}) == 7
    assert all(not turn.answerable for question in REFUSALS for turn in question.turns)


def test_every_document_is_asked_about(root: Path) -> None:
    asked = {item.values[0].file for item in EVIDENCE}  # type: ignore[union-attr]
    documents = {path.name for path in (root / "corpus").iterdir() if path.is_file()}
    assert asked == documents - {"README.md", "catalogue.toml"}


@pytest.mark.parametrize("item", EVIDENCE)
def test_every_quote_stands_in_its_file(item: Evidence, originals: Originals) -> None:
    place = originals.place(item.file, item.quote)
    assert place is not None
    if item.file.endswith(".pdf"):
        assert place.pages
        assert any(
            originals.standing(item.file, page, item.quote, cells=True) in {"exact", "words"}
            for page in place.pages
        )
    assert 25 <= len(item.quote) <= 300


@pytest.mark.parametrize(("question", "turn"), TURNS)
def test_every_fact_stands_in_the_evidence(question: Question, turn: GoldTurn) -> None:
    assert turn.must_include
    assert turn.evidence
    row = question.type in {"table_cell", "followup", "comparison"}
    for fact in turn.must_include:
        held = any(fact_in(fact, item.quote, row=row) for item in turn.evidence)
        assert held or turn.derived, fact


@pytest.mark.parametrize(("question", "turn"), TURNS)
def test_the_gold_answer_holds_the_facts(question: Question, turn: GoldTurn) -> None:
    for fact in turn.must_include:
        assert fact_in(fact, turn.answer), fact


@pytest.mark.parametrize("question", [*QUESTIONS, *REFUSALS], ids=lambda q: q.id)
def test_what_cannot_be_answered_has_no_gold(question: Question) -> None:
    for turn in question.turns:
        assert turn.question.strip() == turn.question != ""
        assert turn.answer.endswith(".")
        if not turn.answerable:
            assert not turn.must_include
            assert not turn.evidence


def test_no_question_is_taken_from_the_shared_set(shared: Path) -> None:
    """Compared as wholes only; nothing of the shared questions is shown on failure."""
    theirs = {
        normalised(turn.question)
        for name in ("questions.jsonl", "refusal.jsonl")
        for question in load(shared / "evals" / name)
        for turn in question.turns
        if len(turn.question) > 25
    }
    ours = [turn.question for question in [*QUESTIONS, *REFUSALS] for turn in question.turns]
    assert [text for text in ours if normalised(text) in theirs] == []
