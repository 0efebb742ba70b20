"""Question files: what is read, what is refused and in which words, what is held aside."""

import json
from pathlib import Path
from typing import Any

import pytest

from evals.questions import (
    Evidence,
    GoldTurn,
    Question,
    QuestionError,
    add,
    held_aside,
    load,
    load_all,
    next_id,
    parse,
    select,
    to_json,
)

TURN: dict[str, Any] = {
    "question": "Hur många?",
    "answer": "Fem.",
    "must_include": [["5", "fem"]],
    "evidence": [{"file": "a.pdf", "quote": "fem personer"}],
    "answerable": True,
}
RECORD: dict[str, Any] = {"id": "q001", "type": "fact_number", "turns": [TURN]}


def write(path: Path, *records: dict[str, Any]) -> Path:
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in records), "utf-8")
    return path


def test_a_file_becomes_questions(tmp_path: Path) -> None:
    refusal = {
        "id": "u001",
        "type": "unanswerable",
        "kind": "near_miss",
        "turns": [{**TURN, "must_include": [], "evidence": [], "answerable": False}],
        "must_not": [["7", "sju"]],
    }
    first, second = load(write(tmp_path / "q.jsonl", RECORD, refusal))
    assert first.turns[0].must_include == (("5", "fem"),)
    assert first.turns[0].evidence == (Evidence("a.pdf", "fem personer"),)
    assert first.turns[0].answerable and not first.kind
    assert (second.kind, second.must_not) == ("near_miss", (("7", "sju"),))
    assert not second.turns[0].answerable


@pytest.mark.parametrize(
    ("record", "says"),
    [
        ({**RECORD, "typ": "x"}, "okänt fält 'typ'"),
        ({**RECORD, "type": "fakta"}, "'type' är 'fakta'"),
        ({**RECORD, "id": ""}, "'id' saknas"),
        ({**RECORD, "turns": []}, "ingen tur"),
        ({**RECORD, "turns": "x"}, "ska vara en lista"),
        ({**RECORD, "turns": [TURN, TURN]}, "flera turer"),
        ({**RECORD, "turns": [{**TURN, "must_include": ["5"]}]}, "lista med stavningar"),
        ({**RECORD, "turns": [{**TURN, "evidence": []}]}, "behöver både"),
        ({**RECORD, "turns": [{**TURN, "answerable": False}]}, "ska ha tomma"),
        ({**RECORD, "turns": [{**TURN, "answerable": "ja"}]}, "true eller false"),
        ({**RECORD, "turns": [{**TURN, "evidence": [{"file": "a"}]}]}, "tur 1, belägg 1"),
        ({**RECORD, "kind": "annat"}, "'kind' är 'annat'"),
    ],
)
def test_a_mistake_is_named_with_its_line(
    tmp_path: Path, record: dict[str, Any], says: str
) -> None:
    with pytest.raises(QuestionError) as caught:
        load(write(tmp_path / "q.jsonl", {**RECORD, "id": "q000"}, record))
    assert says in caught.value.message
    assert "q.jsonl, rad 2" in caught.value.message


def test_broken_json_double_ids_and_empty_or_missing_files(tmp_path: Path) -> None:
    broken = tmp_path / "b.jsonl"
    broken.write_text('{"id": "q1"', "utf-8")
    with pytest.raises(QuestionError, match="rad 1: raden är inte giltig JSON"):
        load(broken)
    with pytest.raises(QuestionError, match="finns redan på rad 1"):
        load(write(tmp_path / "d.jsonl", RECORD, RECORD))
    (tmp_path / "e.jsonl").write_text("\n\n", "utf-8")
    with pytest.raises(QuestionError, match="är tom"):
        load(tmp_path / "e.jsonl")
    with pytest.raises(QuestionError, match="går inte att läsa"):
        load(tmp_path / "none.jsonl")
    (tmp_path / "latin.jsonl").write_bytes("{å}".encode("latin-1"))
    with pytest.raises(QuestionError, match="UTF-8"):
        load(tmp_path / "latin.jsonl")
    one, two = write(tmp_path / "1.jsonl", RECORD), write(tmp_path / "2.jsonl", RECORD)
    with pytest.raises(QuestionError, match=r"finns både i .*1\.jsonl och i .*2\.jsonl"):
        load_all([one, two])


def test_every_third_number_is_held_aside() -> None:
    assert [held_aside(id) for id in ("q003", "q004", "u006", "q010", "abc", "corpus-2-q9")] == [
        True,
        False,
        True,
        False,
        False,
        True,
    ]
    turn = GoldTurn("?", "!", (("1",),), (Evidence("a", "b"),))
    questions = [Question(f"q00{n}", "definition", (turn,)) for n in (1, 2, 3)]
    assert [q.id for q in select(questions, "without")] == ["q001", "q002"]
    assert [q.id for q in select(questions, "only")] == ["q003"]
    assert select(questions, "all") == questions


def test_a_question_can_be_added_without_code(tmp_path: Path) -> None:
    path = tmp_path / "own" / "q.jsonl"
    question = parse(json.dumps(RECORD), "here")
    add(path, question)
    path.write_text(path.read_text("utf-8").rstrip("\n"), "utf-8")
    id = next_id(load(path))
    assert id == "q002"
    second = parse(json.dumps({**RECORD, "id": id}), "here")
    add(path, second)
    assert load(path) == [question, second]
    with pytest.raises(QuestionError, match="finns redan"):
        add(path, second)
    assert parse(to_json(question), "here") == question


def test_the_shared_sets_are_read_whole(shared: Path) -> None:
    questions = load(shared / "evals" / "questions.jsonl")
    refusals = load(shared / "evals" / "refusal.jsonl")
    assert (len(questions), len(refusals)) == (80, 28)
    assert all(refusal.kind for refusal in refusals)
    assert len(select(questions, "only")) == 26
