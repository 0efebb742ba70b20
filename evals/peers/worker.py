"""Measures one peer, or ours, in this process, and writes what it saw as JSON.

`python -m evals.peers.worker NAME …` is started by `evals.peers`; a process of its own keeps one
framework's memory and imports out of another's figures.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant import wiring
from assistant.embedding import Embedder
from assistant.records_json import to_plain
from assistant.schema import Answer
from assistant.settings import Paths, Settings, load_settings
from evals.metrics import Judgement, judge
from evals.originals import Originals
from evals.peers.peer import FOUND, Peer, open_peer, readable
from evals.questions import Question, load_all, select
from evals.rows import Row, passage
from evals.runner import answer_all

OURS = "ours"
OURS_WITHOUT_OCR = "ours_without_ocr"
PREPARE = "prepare"


@dataclass(frozen=True, slots=True)
class Measured:
    """What one system did. Times in seconds, memory (the process at most) in MiB.

    `processor` is what `index` took of all processors together, in this process and those it
    started: it says more than the clock where others use the machine.
    """

    name: str
    passages: int
    index: float
    queries: tuple[float, ...]
    memory: float
    judgements: tuple[Judgement, ...]
    processor: float = 0.0


def measure_peer(
    name: str, peer: Peer, files: list[Path], questions: Sequence[Question], corpus: Path,
    *, joined: bool,
) -> Measured:  # fmt: skip
    """Index and search; with `joined`, a later turn is searched after the turns before it."""
    start, before = time.perf_counter(), processor_seconds()
    count = peer.index(files)
    indexed, spent = time.perf_counter() - start, processor_seconds() - before
    peer.search("uppvärmning", FOUND)
    originals = Originals(corpus)
    judgements: list[Judgement] = []
    times: list[float] = []
    for question in questions:
        for number, turn in enumerate(question.turns):
            earlier = [t.question for t in question.turns[:number]] if joined else []
            query = " ".join([*earlier, turn.question])
            start = time.perf_counter()
            found = peer.search(query, FOUND)
            times.append(time.perf_counter() - start)
            passages = tuple(
                passage(item.file, item.page, "", item.text, rank)
                for rank, item in enumerate(found, start=1)
            )
            answer = Answer(turn.question, query, "answered", "", passages=passages)
            judgements.append(judge(question, Row(question.id, number, answer), originals))
    return Measured(name, count, indexed, tuple(times), peak_memory(), tuple(judgements), spent)


def measure_ours(settings: Settings, questions: Sequence[Question], embedder: Embedder) -> Measured:
    """The same for ours, through its door. A query ends when the evidence is ranked.

    As for the peers, the model is loaded and the libraries are imported before the clock starts.
    """
    # what the peers' store imports when it is opened, which is before their clock as well
    import chromadb.api.rust  # noqa: F401
    import langchain_chroma  # noqa: F401

    service = wiring.open_service(settings)
    service.__dict__["embedder"] = embedder  # a cached property
    start, before = time.perf_counter(), processor_seconds()
    service.index()
    indexed, spent = time.perf_counter() - start, processor_seconds() - before
    rows, failures = answer_all(questions, service)
    if failures:
        raise RuntimeError(failures[0].error)
    gold = {question.id: question for question in questions}
    originals = Originals(settings.corpus)
    judgements = tuple(judge(gold[row.id], row, originals) for row in rows)
    times = tuple(j.retrieve for j in judgements if j.retrieve is not None)
    count = service.library.passage_count()
    return Measured(OURS, count, indexed, times, peak_memory(), judgements, spent)


def peak_memory() -> float:
    """The most that this process has held, in MiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 if sys.platform != "darwin" else peak / 1024**2


def processor_seconds() -> float:
    """What this process, and those it started that have ended, have used of the processors."""
    usages = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def warm_embedder(settings: Settings) -> Embedder:
    """Our embedder, loaded and (the first time) built, so that no figure holds that."""
    embedder = wiring.open_embedder(settings)
    embedder.encode_query("uppvärmning")
    embedder.encode_passages(["uppvärmning"])
    return embedder


def main(argv: Sequence[str] | None = None) -> int:
    """Write `Measured` to standard output; 3 if the framework is not installed.

    The name `prepare` only builds the model, so that no system's memory and time hold that, and
    writes the seconds that it took.
    """
    parser = argparse.ArgumentParser(prog="python -m evals.peers.worker")
    parser.add_argument("name")
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--questions", type=Path, action="append", default=[])
    parser.add_argument("--models", type=Path, required=True, help="folder that the model is in")
    parser.add_argument("--held", choices=("without", "only", "all"), default="without")
    parser.add_argument("--raw", action="store_true", help="later turns as they are written")
    arguments = parser.parse_args(argv)
    questions = select(load_all(arguments.questions), arguments.held)
    settings = load_settings(corpus=arguments.corpus, indexes=arguments.models)
    start = time.perf_counter()
    embedder = warm_embedder(settings)
    if arguments.name == PREPARE:
        print(time.perf_counter() - start)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        if arguments.name in (OURS, OURS_WITHOUT_OCR):
            own = replace(settings, paths=Paths(arguments.corpus, Path(folder)))
            own = replace(own, ocr=replace(own.ocr, enabled=arguments.name == OURS))
            measured = measure_ours(own, questions, embedder)
        else:
            try:
                peer = open_peer(arguments.name, embedder, Path(folder))
            except ImportError as error:
                print(error, file=sys.stderr)
                return 3
            files = readable(arguments.corpus)
            measured = measure_peer(
                arguments.name, peer, files, questions, arguments.corpus, joined=not arguments.raw
            )
    json.dump(to_plain(measured), sys.stdout, ensure_ascii=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
