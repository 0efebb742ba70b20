"""The bench: foreign paragraphs without end, steps over a small library, ratios that are right."""

import gzip
import json
import random
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from evals import bench
from evals.bench import Race, Size, growth, indexing, ratios
from evals.bench_step import Added, Asked, Indexed, Stopwatch
from evals.distractors import A_DOCUMENT, changed, paragraphs, write
from evals.peers.worker import Measured


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "p.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        for n in range(50):
            text = f"{n} § " + "Sjöfartsstöd lämnas enligt förordning till arbetsgivare. " * 5
            file.write(json.dumps({"title": "Lag", "ref": f"SFS {n}", "text": text}) + "\n")
    return path


def test_paragraphs_come_again_with_other_words(source: Path) -> None:
    texts = [p.text for p in islice(paragraphs(source), 150)]
    assert len(set(texts)) == 150
    assert texts[0].startswith("0 § Sjöfartsstöd")
    assert texts[:120] == [p.text for p in islice(paragraphs(source), 120)]


def test_words_are_exchanged_and_figures_keep_their_length() -> None:
    text = "Sjöfartsstöd lämnas enligt 1984 års förordning " * 20
    result = changed(text, ["annanstans"], random.Random(1))
    assert 10 < result.count("annanstans") < 50
    assert "1984" not in result and "0" not in result
    assert len(result.split()) == len(text.split())


def test_growing_keeps_what_is_there(source: Path, tmp_path: Path) -> None:
    folder = tmp_path / "sfs"
    assert write(source, folder, A_DOCUMENT + 5) == 2
    files = sorted(folder.iterdir())
    assert files[0].read_text("utf-8").count("\n## ") == A_DOCUMENT
    assert files[1].read_text("utf-8").count("\n## ") == 5
    before = files[0].stat().st_mtime_ns
    assert write(source, folder, 2 * A_DOCUMENT) == 2
    assert files[0].stat().st_mtime_ns == before
    assert files[1].read_text("utf-8").count("\n## ") == A_DOCUMENT


SMALL = Size(
    1000,
    Indexed(30.0, 24.0, 29, 1500, 900.0, 0),
    Asked(1.5, 0.1, 0.25, 768.0, 0.8, 0.9, 58),
    Added(1.5, 0.5, 0.2, 0.75),
)
LARGE = replace(SMALL, paragraphs=10_000, asked=replace(SMALL.asked, p50=0.3))


def test_ratios_are_the_figure_over_its_limit() -> None:
    ours = Measured("ours", 1, 12.0, (0.1,), 1.0, ())
    plain = replace(ours, name="langchain", index=16.0)
    lines = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in ratios(ours, plain, [SMALL, LARGE]).splitlines()[2:]
    ]
    assert lines[0][0] == "Indexering från tomt / LangChain: 0,75"
    found = {line[0]: line[1:] for line in lines[1:]}
    assert found["Fråga p50"] == ["0,20 s", "0,50 (0,10 s)", "1,50 (0,30 s)"]
    assert found["Fråga p95"][1].startswith("0,50")
    assert found["Minne, topp"][1] == "0,50 (768 MiB)"
    assert found["Ett dokument till, utöver inbäddning"][1] == "0,50 (1,00 s)"
    assert found["Start till första träff"][1].startswith("0,50")
    assert found["Ny indexering, inget ändrat"][1].startswith("0,10")
    assert "LangChain" not in ratios(ours, None, [SMALL])


def test_a_race_shows_the_median_round_and_its_ratio() -> None:
    def rounds(name: str, *times: float) -> list[Measured]:
        return [Measured(name, 9, time, (), 1.0, (), time / 2) for time in times]

    raced = Race(
        3.0, {"ours": rounds("ours", 30, 12, 11), "langchain": rounds("langchain", 9, 10, 40)}
    )
    lines = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in indexing(raced).splitlines()[2:]
    ]
    assert [line[0] for line in lines] == ["vår", "LangChain"]
    assert lines[0][2] == "12,0 s (11,0 s–30,0 s), kvot 1,20"
    assert lines[0][3] == "6,00 s (5,50 s–15,0 s), kvot 1,20"
    assert lines[0][4] == "15,0 s"
    middle = raced.middle("ours")
    assert middle is not None and middle.index == 12
    assert raced.middle("ours_without_ocr") is None


def test_growth_is_drawn() -> None:
    lines = growth([SMALL, LARGE]).splitlines()
    assert lines[-1].count("█") == 24 and lines[-2].count("█") == 8


def test_the_stopwatch_counts_embedding_only() -> None:
    class Engine:
        def encode_passages(self, texts: list[str], on_progress: object = None) -> int:
            return sum(i * i for i in range(200_000))

    engine = Engine()
    watch = Stopwatch(engine)  # type: ignore[arg-type]
    assert watch.seconds == 0
    assert engine.encode_passages(["a"]) == sum(i * i for i in range(200_000))
    assert watch.seconds > 0


def test_a_size_that_fails_does_not_lose_the_ones_before(
    source: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    steps: list[str] = []

    def scripted(kind: type, name: str, *arguments: str) -> object:
        steps.append(name)
        if len(steps) > 4:
            raise RuntimeError("disken är full")
        return {"index": SMALL.indexed, "ask": SMALL.asked, "add": SMALL.added}[name]

    monkeypatch.setattr(bench, "step", scripted)
    sizes = bench.measure_sizes(corpus, source, tmp_path / "work", [90, 45], [])
    assert [size.paragraphs for size in sizes] == [45]
    assert steps == ["index", "ask", "add", "index", "ask"]
    assert "90 stycken misslyckades: disken är full" in capsys.readouterr().err
