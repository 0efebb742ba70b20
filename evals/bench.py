"""`python -m evals.bench`: what indexing and asking cost, and how they grow with the library.

One run, ratios first: each figure against the limit that the project has set itself, so that
1.0 or less is good. Every step runs in a process of its own (`bench_step`). Nothing here is
judged but time, memory and, to see that growth costs no quality, evidence found.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from assistant.records_json import from_plain
from assistant.settings import load_settings
from evals import distractors, report
from evals.bench_step import Added, Asked, Indexed
from evals.command import default_questions
from evals.intervals import median
from evals.peers.worker import OURS, OURS_WITHOUT_OCR, PREPARE, Measured

SIZES = (1_000, 10_000, 45_000, 100_000)
UNCHANGED_DOCUMENTS = 1_000
_TIMEOUT = 6 * 3600
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Limit:
    """What a figure may be at most, in its unit."""

    label: str
    most: float
    unit: str


ASK_P50 = Limit("Fråga p50", 0.2, "s")
ASK_P95 = Limit("Fråga p95", 0.5, "s")
MEMORY = Limit("Minne, topp", 1536, "MiB")
ADD = Limit("Ett dokument till, utöver inbäddning", 2, "s")
RUNNING = Limit("Samma i en app som är igång", 2, "s")
START = Limit("Start till första träff", 3, "s")
UNCHANGED = Limit("Ny indexering, inget ändrat", 2, "s")


@dataclass(frozen=True, slots=True)
class Size:
    """The library with `paragraphs` foreign paragraphs beside the corpus."""

    paragraphs: int
    indexed: Indexed
    asked: Asked
    added: Added

    def figures(self) -> list[tuple[Limit, float]]:
        """What is measured against a limit."""
        return [
            (ASK_P50, self.asked.p50),
            (ASK_P95, self.asked.p95),
            (MEMORY, self.asked.memory),
            (ADD, max(0.0, self.added.seconds - self.added.embedding)),
            (RUNNING, self.added.running),
            (START, self.asked.start),
            (UNCHANGED, self.added.unchanged),
        ]


def ratios(ours: Measured | None, plain: Measured | None, sizes: Sequence[Size]) -> str:
    """Each figure over its limit; the index time over plain LangChain's."""
    headings = ["Kvot mot gränsen (högst 1)", "Gräns"]
    headings += [f"{size.indexed.passages} avsnitt" for size in sizes]
    lines = []
    if ours and plain:
        own = f"{ours.index / plain.index:.2f}".replace(".", ",")
        lines.append(
            [
                f"Indexering från tomt / LangChain: {own}",
                f"{_seconds(plain.index)}",
                *[""] * len(sizes),
            ]
        )
    for number, (limit, _) in enumerate(sizes[0].figures() if sizes else []):
        values = [size.figures()[number][1] for size in sizes]
        cells = [
            f"{v / limit.most:.2f} ({_value(v, limit.unit)})".replace(".", ",") for v in values
        ]
        lines.append([limit.label, _value(limit.most, limit.unit), *cells])
    return report.table(headings, lines)


def growth(sizes: Sequence[Size]) -> str:
    """The measured values, with p50 as a bar."""
    longest = max((size.asked.p50 for size in sizes), default=0.0) or 1.0
    lines = [
        [
            str(size.paragraphs),
            str(size.indexed.documents),
            str(size.indexed.passages),
            _seconds(size.indexed.seconds),
            _seconds(size.indexed.embedding),
            f"{size.indexed.memory:.0f} MiB",
            report.number(size.asked.within_800, "share"),
            report.number(size.asked.within_4000, "share"),
            _seconds(size.asked.p95),
            f"{_seconds(size.asked.p50)} " + "█" * max(1, round(24 * size.asked.p50 / longest)),
        ]
        for size in sizes
    ]
    headings = ["Främmande stycken", "Dokument", "Avsnitt", "Indexering (tillkomna)"]
    headings += ["varav inbäddning", "Minne vid indexering", "Belägg inom 800"]
    headings += ["Belägg inom 4 000", "Fråga p95", "Fråga p50"]
    return report.table(headings, lines)


def measure_sizes(
    corpus: Path,
    source: Path,
    work: Path,
    sizes: Sequence[int],
    questions: Sequence[Path],
    *,
    stand_in: bool = False,
) -> list[Size]:
    """Grow one library from size to size and measure at each; ends at a size that fails.

    `work` may be used again: what is indexed there already is not embedded anew. With
    `stand_in`, foreign paragraphs are hardly embedded at all (`evals.stand_in`).
    """
    grown, indexes = work / "corpus", work / "indexes"
    shutil.copytree(corpus, grown, dirs_exist_ok=True)
    results = []
    for size in sorted(sizes):
        print(f"{size} främmande stycken …", file=sys.stderr, flush=True)
        distractors.write(source, grown / "sfs", size)
        common = ["--corpus", str(grown), "--indexes", str(indexes)]
        try:
            indexed = step(Indexed, "index", *common, *(["--stand-in"] if stand_in else []))
            asking = [part for file in questions for part in ("--questions", str(file))]
            asked = step(Asked, "ask", *common, *asking, "--started", str(time.time()))
            added = step(Added, "add", *common)
        except RuntimeError as error:
            # hours may lie behind: what was measured before is still shown
            print(f"{size} stycken misslyckades: {error}", file=sys.stderr, flush=True)
            break
        results.append(Size(size, indexed, asked, added))
    return results


def step(kind: type[R], name: str, *arguments: str) -> R:
    """Run one step in a process of its own. Raises `RuntimeError` with what it said."""
    command = [sys.executable, "-m", "evals.bench_step", name, *arguments]
    return from_plain(kind, json.loads(_run(command)))


@dataclass(frozen=True, slots=True)
class Race:
    """Indexing from empty, round by round: ours, ours without OCR and plain LangChain in turn.

    `building` is the seconds that the model took to build for this machine, before all rounds
    and once for all systems. A system that could not be measured has no rounds.
    """

    building: float
    rounds: dict[str, list[Measured]]

    def middle(self, name: str) -> Measured | None:
        """The system's round with the median time; None where there is none."""
        found = sorted(self.rounds.get(name, ()), key=lambda measured: measured.index)
        return found[len(found) // 2] if found else None


RACERS = {OURS: "vår", OURS_WITHOUT_OCR: "vår, utan textigenkänning", "langchain": "LangChain"}


def race(corpus: Path, rounds: int) -> Race:
    """Run the rounds, each system in a process of its own."""
    found: dict[str, list[Measured]] = {name: [] for name in RACERS}
    with tempfile.TemporaryDirectory() as models:
        common = ["--corpus", str(corpus), "--models", models]
        command = [sys.executable, "-m", "evals.peers.worker"]
        building = float(_run([*command, PREPARE, *common]))
        for _ in range(rounds):
            for name in RACERS:
                try:
                    output = _run([*command, name, *common])
                except RuntimeError as error:
                    print(f"{name}: {error}", file=sys.stderr)
                    continue
                found[name].append(from_plain(Measured, json.loads(output)))
    return Race(building, found)


def indexing(found: Race) -> str:
    """A line a system: passages, median clock and processor time, each over LangChain's."""
    plain = found.middle("langchain")
    lines = []
    for name, label in RACERS.items():
        middle = found.middle(name)
        if middle is None:
            continue
        cells = [label, str(middle.passages)]
        for key in ("index", "processor"):
            values = [getattr(measured, key) for measured in found.rounds[name]]
            text = f"{_seconds(median(values))} ({_seconds(min(values))}–{_seconds(max(values))})"
            if plain:
                against = median([getattr(m, key) for m in found.rounds["langchain"]])
                text += f", kvot {median(values) / against:.2f}".replace(".", ",")
            cells.append(text)
        first = median([m.index for m in found.rounds[name]]) + found.building
        lines.append([*cells, _seconds(first)])
    headings = ["System", "Avsnitt", "Klocktid, median", "Processortid, median"]
    return report.table([*headings, "Första gången, med modellen byggd"], lines)


def _run(command: Sequence[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=_TIMEOUT)
    if done.returncode:
        raise RuntimeError((done.stderr.strip().splitlines() or ["okänt fel"])[-1])
    return done.stdout


def _seconds(value: float) -> str:
    return (f"{value:.1f} s" if value >= 10 else f"{value:.2f} s").replace(".", ",")


def _value(value: float, unit: str) -> str:
    return _seconds(value) if unit == "s" else f"{value:.0f} {unit}"


def main(argv: Sequence[str] | None = None) -> int:
    """Print the tables; 0 if every step could be measured."""
    parser = argparse.ArgumentParser(prog="python -m evals.bench", description="Mätning av tid.")
    parser.add_argument("--corpus", type=Path, help="mappen med dokument")
    parser.add_argument("--questions", type=Path, action="append", default=[])
    parser.add_argument("--scale", type=Path, help="främmande stycken (JSON Lines, gzip)")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="antal stycken")
    parser.add_argument("--work", type=Path, help="mapp som behålls och växer vidare")
    parser.add_argument("--no-langchain", action="store_true")
    parser.add_argument(
        "--rounds", type=int, default=1, help="gånger som alla indexerar, turvis; visar medianen"
    )
    parser.add_argument(
        "--stand-in",
        action="store_true",
        help="främmande stycken får påhittade vektorer: en timme kortare, men tiden för indexering "
        "och andelen belägg säger då inget",
    )
    arguments = parser.parse_args(argv)
    corpus = load_settings(corpus=arguments.corpus).corpus
    questions = arguments.questions or default_questions()
    numbers = [int(size) for size in arguments.sizes.split(",")] if arguments.scale else []
    sizes: list[Size] = []
    with tempfile.TemporaryDirectory() as folder:
        raced = Race(0.0, {})
        if not arguments.no_langchain:
            raced = race(corpus, arguments.rounds)
        if arguments.scale:
            work = arguments.work or Path(folder)
            sizes = measure_sizes(
                corpus, arguments.scale, work, numbers, questions, stand_in=arguments.stand_in
            )
    pair = [raced.middle(name) for name in (OURS, "langchain")]
    ours, plain = pair
    if any(pair):
        print("## Indexering från tomt\n\n" + indexing(raced) + "\n")
    print("## Kvoter\n\n" + ratios(ours, plain, sizes))
    if sizes:
        print("\n## Tillväxt\n\n" + growth(sizes))
        if arguments.stand_in:
            print("\nPåhittade vektorer: indexeringstid och andelen belägg är inte modellens.")
        few = [size for size in sizes if size.indexed.documents < UNCHANGED_DOCUMENTS]
        if few:
            print(f"\nGränsen för oförändrad indexering gäller {UNCHANGED_DOCUMENTS} dokument.")
    print("\nTider på den här datorn, varje steg i en egen process; annan last på den syns här.")
    complete = len(sizes) == len(numbers)
    return 0 if complete and (arguments.no_langchain or all(pair)) else 1


if __name__ == "__main__":
    sys.exit(main())
