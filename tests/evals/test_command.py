"""`finsam eval` end to end with a scripted service: rows, report, comparison, exit code."""

import io
import json
from pathlib import Path

import pytest

from assistant.errors import IndexMissing
from assistant.schema import Statement
from evals import rows, runs
from evals.command import EvalOptions, run
from evals.questions import Evidence, GoldTurn, Question, add
from tests.evals.material import (
    ScriptedService,
    answered,
    as_service,
    cite,
    refusal,
    small_pdf,
)

QUOTE = "Under året deltog 274 personer, 144 kvinnor och 130 män"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    small_pdf(tmp_path / "a.pdf", "Inledning", QUOTE)
    return tmp_path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    def gold(question: str, fact: str) -> GoldTurn:
        return GoldTurn(question, fact, ((fact,),), (Evidence("a.pdf", QUOTE),))

    path = tmp_path / "own.jsonl"
    add(path, Question("q001", "followup", (gold("Hur många?", "274"), gold("Kvinnor?", "144"))))
    add(path, Question("q002", "fact_number", (gold("Män?", "130"),)))
    add(path, Question("q003", "fact_number", (gold("Undanhållen?", "130"),)))
    no = GoldTurn("Lön?", "Nej.", answerable=False)
    add(path, Question("u004", "unanswerable", (no,), "near_miss", (("9",),)))
    return path


def service() -> ScriptedService:
    right = cite(1, QUOTE, page=2)
    return ScriptedService(
        {
            "Hur många?": answered(
                "274 personer deltog [1].",
                right,
                statements=(Statement("274 personer deltog [1].", (1,)),),
                passages=(right,),
                seconds={"retrieve": 0.01},
            ),
            "Kvinnor?": answered("144 kvinnor [1].", right, passages=(right,)),
            "Män?": answered("Det var 7 män [1].", cite(1, "7 män"), passages=(cite(1, "7 män"),)),
            "Undanhållen?": answered("130 män [1].", right, passages=(right,)),
            "Lön?": refusal(),
        }
    )


def evaluate(options: EvalOptions, script: ScriptedService) -> tuple[int, str]:
    out = io.StringIO()
    return run(options, as_service(script), out), out.getvalue()


def options(corpus: Path, file: Path, **more: object) -> EvalOptions:
    return EvalOptions(corpus, (file,), runs=corpus / "runs", **more)  # type: ignore[arg-type]


def line(text: str, start: str) -> list[str]:
    found = next(row for row in text.splitlines() if row.startswith(f"| {start} "))
    return [cell.strip() for cell in found.strip("|").split("|")]


def test_turns_share_a_conversation_that_is_forgotten(corpus: Path, file: Path) -> None:
    script = service()
    code, _ = evaluate(options(corpus, file), script)
    assert code == 0
    assert script.asked == [("Hur många?", ""), ("Kvinnor?", "c1"), ("Män?", ""), ("Lön?", "")]
    assert [conversation for conversation, _ in script.deleted] == ["c1", "c3", "c4"]
    assert script.owners == {owner for _, owner in script.deleted} == {"utvärdering"}


def test_the_report_counts_the_open_questions(corpus: Path, file: Path) -> None:
    _, text = evaluate(options(corpus, file), service())
    assert "öppna frågor: 3 frågor, 4 turer" in text
    assert "undanhållna frågor:" not in text
    assert line(text, "Alla uppgifter i svarets första 60 ord")[1:4] == ["66,7 %", "21–94 %", "3"]
    assert line(text, "Belägg inom 800 tecken")[1] == "66,7 %"
    assert line(text, "Rätt avböjda")[1:4] == ["100,0 %", "21–100 %", "1"]
    assert line(text, "Citat ordagrant på angiven sida")[1] == "66,7 %"


def test_held_aside_questions_are_reported_apart_and_only_when_asked(
    corpus: Path, file: Path
) -> None:
    _, both = evaluate(options(corpus, file, held="all", show="all"), service())
    assert "öppna frågor: 3 frågor" in both and "undanhållna frågor: 1 frågor, 1 turer" in both
    assert "Undanhållen?" not in both and "q003" not in both
    script = service()
    _, only = evaluate(options(corpus, file, held="only", show="all"), script)
    assert [question for question, _ in script.asked] == ["Undanhållen?"]
    assert "Undanhållen?" in only


def test_answers_hold_every_turn_as_the_contract_says(corpus: Path, file: Path) -> None:
    target = corpus / "out" / "answers.jsonl"
    evaluate(options(corpus, file, answers=target), service())
    lines = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert [(row["id"], row["turn"]) for row in lines] == [
        ("q001", 0),
        ("q001", 1),
        ("q002", 0),
        ("q003", 0),
        ("u004", 0),
    ]
    keys = "question standalone_question status answer statements citations nearest conversation"
    assert {*keys.split(), "composer", "seconds"} <= lines[0].keys()
    citation = lines[0]["citations"][0]
    keys = "label file title kind year page section quote source boxes"
    assert set(keys.split()) <= citation.keys()
    assert lines[0]["statements"][0]["citations"] == [1]
    assert lines[0]["passages"] == [{"file": "a.pdf", "page": 2, "section": "", "text": QUOTE}]
    assert lines[0]["seconds"]["wall"] >= 0
    again = rows.read(target)
    assert [rows.to_dict(row) for row in again] == lines


def test_answers_can_be_judged_again_without_asking(corpus: Path, file: Path) -> None:
    target = corpus / "answers.jsonl"
    _, first = evaluate(options(corpus, file, answers=target, keep=False), service())
    script = service()
    _, second = evaluate(options(corpus, file, rejudge=target, keep=False), script)
    assert script.asked == []
    assert second == first


def test_failures_are_shown_with_what_was_right(corpus: Path, file: Path) -> None:
    _, text = evaluate(options(corpus, file, show="failures"), service())
    row = line(text, "q002.0")
    assert row[2] == "FEL · OBELAGT"
    assert row[5:8] == ["Män?", "130", "Det var 7 män [1]."]
    assert not [row for row in text.splitlines() if row.startswith("| q001.0 ")]
    assert "citat, a.pdf s. 1" in text


def test_a_run_is_kept_and_compared_with_the_one_before(corpus: Path, file: Path) -> None:
    evaluate(options(corpus, file), service())
    script = service()
    script.script = {**script.script, "Män?": answered("130 män [1].", cite(1, QUOTE, page=2))}
    _, text = evaluate(options(corpus, file, compare=True), script)
    assert "Blev rätt: q002.0" in text and "Blev fel: inga" in text
    assert len(runs.history(corpus / "runs")) == 2
    kept = runs.load(runs.history(corpus / "runs")[0])
    assert kept.settings == {"modell": "provmodell", "index": "abc123"}
    assert set(kept.questions) == {"own.jsonl"}


def test_one_failing_turn_does_not_hide_the_rest(
    corpus: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = service()
    script.script = {**script.script, "Män?": RuntimeError("trasigt")}
    code, text = evaluate(options(corpus, file), script)
    assert code == 1
    assert "FEL q002.0: RuntimeError: trasigt" in capsys.readouterr().err
    assert "4 turer" in text


def test_a_missing_index_and_a_bad_file_say_what_to_do(
    corpus: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = service()
    script.script = dict.fromkeys(
        script.script, IndexMissing("Inget är indexerat.", "finsam index")
    )
    assert evaluate(options(corpus, file), script)[0] == 1
    assert "finsam index" in capsys.readouterr().err
    file.write_text("{", "utf-8")
    assert evaluate(options(corpus, file), service())[0] == 1
    assert "own.jsonl, rad 1" in capsys.readouterr().err


def test_evidence_in_files_that_are_not_there_is_told(corpus: Path, file: Path) -> None:
    (corpus / "a.pdf").unlink()
    _, text = evaluate(options(corpus, file), service())
    assert "filer som inte finns" in text and "a.pdf" in text
