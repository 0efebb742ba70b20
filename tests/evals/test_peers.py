"""Peers: how one is measured, and how several stand in one table."""

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.records_json import from_plain, to_plain
from evals.peers import __main__ as peers
from evals.peers.peer import FOUND, MODULES, Found, readable
from evals.peers.worker import Measured, measure_peer
from evals.questions import Evidence, GoldTurn, Question
from tests.evals.material import small_pdf
from tests.evals.test_figures import MISSED, RIGHT

QUOTE = "Under året deltog 274 personer, 144 kvinnor och 130 män"


class Scripted:
    """A peer that finds the evidence for one query only."""

    def __init__(self) -> None:
        self.queries: list[tuple[str, int]] = []

    def index(self, files: list[Path]) -> int:
        return len(files)

    def search(self, query: str, k: int) -> list[Found]:
        self.queries.append((query, k))
        right = Found("a.pdf", 2, QUOTE)
        wrong = Found("a.pdf", 1, "x" * 900)
        return [right, wrong] if query == "Hur många? Kvinnor?" else [wrong, right]


@pytest.fixture
def questions() -> list[Question]:
    def turn(text: str, fact: str) -> GoldTurn:
        return GoldTurn(text, fact, ((fact,),), (Evidence("a.pdf", QUOTE),))

    return [Question("q001", "followup", (turn("Hur många?", "274"), turn("Kvinnor?", "144")))]


def test_a_peer_is_judged_like_ours(tmp_path: Path, questions: list[Question]) -> None:
    small_pdf(tmp_path / "a.pdf", "Inledning", QUOTE)
    (tmp_path / "b.txt").write_text("läses inte", "utf-8")
    files = readable(tmp_path)
    assert [path.name for path in files] == ["a.pdf"]
    peer = Scripted()
    measured = measure_peer("scripted", peer, files, questions, tmp_path, joined=True)
    # the first call warms up and is not counted
    assert peer.queries[1:] == [("Hur många?", FOUND), ("Hur många? Kvinnor?", FOUND)]
    first, second = measured.judgements
    assert first.found == {"800": False, "2000": True, "4000": True} and first.page_rank == 2
    assert second.found == {"800": True, "2000": True, "4000": True} and second.page_rank == 1
    assert measured.passages == 1 and len(measured.queries) == 2
    assert measured.memory > 10
    assert from_plain(Measured, json.loads(json.dumps(to_plain(measured)))) == measured
    peer.queries.clear()
    measure_peer("scripted", peer, files, questions, tmp_path, joined=False)
    assert peer.queries[-1] == ("Kvinnor?", FOUND)


def test_the_best_in_a_column_is_bold_whoever_it_is() -> None:
    ours = Measured("ours", 10, 1.0, (0.1, 0.3), 100.0, (RIGHT, MISSED))
    better = replace(MISSED, page_rank=1)
    other = Measured(
        "langchain", 5, 2.0, (0.01,), 50.0, (replace(RIGHT, found=MISSED.found), better)
    )
    lines = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in peers.table([ours, other]).splitlines()
    ]
    mine, theirs = lines[2], lines[3]
    assert (mine[0], theirs[0]) == ("**vår**", "LangChain")
    assert mine[1].startswith("**50,0 %**") and theirs[1].startswith("0,0 %")
    assert mine[4].startswith("50,0 %") and theirs[4].startswith("**100,0 %**")
    assert mine[6] == "0,0 % / 100,0 % (n 1)"
    assert mine[8:] == ["10", "1,0 s", "200 ms", "100 MiB"]


def test_a_missing_framework_is_named_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "q.jsonl").write_text("", "utf-8")
    measured = Measured("ours", 10, 1.0, (0.1,), 100.0, (RIGHT,))

    def scripted(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        name = command[3]
        if name == "ours":
            return subprocess.CompletedProcess(command, 0, json.dumps(to_plain(measured)), "")
        if name == "txtai_hybrid":
            return subprocess.CompletedProcess(command, 1, "", "Traceback\nValueError: trasig")
        missing = 0 if name == "prepare" else 3
        return subprocess.CompletedProcess(command, missing, "", "No module named 'x'")

    monkeypatch.setattr(subprocess, "run", scripted)
    arguments = ["--corpus", str(tmp_path), "--questions", str(tmp_path / "q.jsonl")]
    assert peers.main([*arguments, "--peer", "ours", "--peer", "langchain"]) == 0
    out, err = capsys.readouterr()
    assert "**vår**" in out and "langchain är inte installerat (extra: peers)" in err
    assert peers.main([*arguments, "--peer", "ours", "--peer", "txtai_hybrid"]) == 1
    assert "txtai_hybrid misslyckades: ValueError: trasig" in capsys.readouterr().err


def test_each_peer_is_a_module() -> None:
    folder = Path(peers.__file__).parent
    assert all((folder / f"{module}.py").is_file() for module in MODULES)
