"""One measured step of the bench, in a process of its own; the figures go out as JSON.

`python -m evals.bench_step index|ask|add …` is started by `evals.bench`.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.embedding import DEFAULT_MODEL, Embedder, OnProgress
from assistant.local_service import LocalService
from assistant.records_json import to_plain
from assistant.settings import load_settings
from assistant.wiring import open_service
from evals.figures import finding
from evals.intervals import percentile
from evals.metrics import judge
from evals.originals import Originals
from evals.peers.worker import peak_memory
from evals.questions import load_all, select
from evals.runner import answer_all

NEW_DOCUMENT = """# Protokoll från ett provmöte

Mötet öppnades klockan nio. Styrelsen gick igenom läget i de pågående insatserna och beslutade att
nästa genomgång hålls i mars. Kansliet fick i uppdrag att ta fram ett underlag om lokalfrågan.

## Ekonomi

Utfallet följer budgeten. Kostnaderna för utbildning blev lägre än planerat eftersom två
utbildningsdagar flyttades till hösten.
"""


@dataclass(frozen=True, slots=True)
class Indexed:
    """An index run: seconds in all and of them for embedding, what there is afterwards."""

    seconds: float
    embedding: float
    documents: int
    passages: int
    memory: float
    failed: int


@dataclass(frozen=True, slots=True)
class Asked:
    """Asking: seconds from the start of the process to the first hits, then per question."""

    start: float
    p50: float
    p95: float
    memory: float
    within_800: float
    within_4000: float
    turns: int


@dataclass(frozen=True, slots=True)
class Added:
    """One document more: its index run, and a run after it in which nothing had changed.

    `seconds` is the first run of a program, `running` that of one that has been up: an app.
    """

    seconds: float
    embedding: float
    unchanged: float
    running: float


class Stopwatch:
    """Counts the time that an embedder spends on passages."""

    def __init__(self, embedder: Embedder) -> None:
        self.seconds = 0.0
        original = embedder.encode_passages

        def timed(texts: Sequence[str], on_progress: OnProgress | None = None) -> object:
            start = time.perf_counter()
            try:
                return original(texts, on_progress)
            finally:
                self.seconds += time.perf_counter() - start

        embedder.encode_passages = timed  # type: ignore[method-assign,assignment]


def index(service: LocalService) -> Indexed:
    """Bring the index up to date."""
    watch = Stopwatch(service.embedder)
    start = time.perf_counter()
    reports = service.index()
    seconds = time.perf_counter() - start
    return Indexed(
        seconds,
        watch.seconds,
        len(service.documents()),
        service.library.passage_count(),
        peak_memory(),
        sum(report.outcome == "failed" for report in reports),
    )


def ask(service: LocalService, corpus: Path, files: Sequence[Path], started: float) -> Asked:
    """Ask the open questions. `started` is when the process was started, in epoch seconds."""
    service.search("Hur många deltagare?", 5)
    start = time.time() - started
    questions = select(load_all(files), "without")
    rows, failures = answer_all(questions, service)
    if failures:
        raise RuntimeError(failures[0].error)
    gold, originals = {q.id: q for q in questions}, Originals(corpus)
    figures = {f.key: f for f in finding([judge(gold[r.id], r, originals) for r in rows])}
    times = [row.wall for row in rows]
    return Asked(
        start,
        percentile(times, 0.5),
        percentile(times, 0.95),
        peak_memory(),
        figures["evidence_800"].value,
        figures["evidence_4000"].value,
        figures["evidence_800"].n,
    )


def add(service: LocalService, corpus: Path) -> Added:
    """Index with one document more, unchanged, with one more again, and take both away."""
    watch = Stopwatch(service.embedder)
    paths = [corpus / f"nytt-protokoll-{number}.md" for number in (1, 2)]
    times = []
    try:
        for path in (paths[0], None, paths[1]):
            if path:
                # text of its own each time: an embedding kept from the last run would flatter
                path.write_text(
                    f"{NEW_DOCUMENT}\nProvmöte nummer {time.time_ns()}.\n", encoding="utf-8"
                )
            embedded, start = watch.seconds, time.perf_counter()
            service.index()
            times.append((time.perf_counter() - start, watch.seconds - embedded))
        (first, embedding), (unchanged, _), (running, again) = times
        return Added(first, embedding, unchanged, running - again)
    finally:
        for path in paths:
            path.unlink(missing_ok=True)
        service.index()


def main(argv: Sequence[str] | None = None) -> int:
    """Write the step's record to standard output."""
    parser = argparse.ArgumentParser(prog="python -m evals.bench_step")
    parser.add_argument("step", choices=("index", "ask", "add"))
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--indexes", type=Path, required=True)
    parser.add_argument("--questions", type=Path, action="append", default=[])
    parser.add_argument("--started", type=float, default=0.0)
    parser.add_argument("--stand-in", action="store_true", help="see evals.stand_in")
    arguments = parser.parse_args(argv)
    service = open_service(load_settings(corpus=arguments.corpus, indexes=arguments.indexes))
    if arguments.stand_in:
        from evals.stand_in import StandIn

        service.__dict__["embedder"] = StandIn(DEFAULT_MODEL, service.settings.indexes)
    record: Indexed | Asked | Added
    if arguments.step == "index":
        record = index(service)
    elif arguments.step == "ask":
        record = ask(service, arguments.corpus, arguments.questions, arguments.started)
    else:
        record = add(service, arguments.corpus)
    json.dump(to_plain(record), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
