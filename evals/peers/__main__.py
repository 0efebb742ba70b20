"""`python -m evals.peers`: every framework in one run, ours first, in one table."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from assistant.records_json import from_plain
from assistant.settings import load_settings
from evals import report
from evals.command import default_questions
from evals.figures import Figure, finding
from evals.intervals import median
from evals.peers.peer import MODULES, readable
from evals.peers.worker import OURS, PREPARE, Measured

_QUALITY = ("evidence_800", "evidence_2000", "evidence_4000", "page_1", "mrr")
_TIMEOUT = 3600


def table(results: Sequence[Measured]) -> str:
    """A line a system: quality with its interval, then what it costs; the best is bold."""
    names = {OURS: "**vår**", **MODULES}
    quality = {m.name: {f.key: f for f in finding(m.judgements)} for m in results}
    lines = []
    for m in results:
        own = quality[m.name]
        cells = [_cell(own[key], [quality[other][key] for other in quality]) for key in _QUALITY]
        for group in ("table_cell", "later"):
            cells.append(_of_group(m, group))
        lines.append(
            [
                names.get(m.name, m.name),
                *cells,
                str(m.passages),
                f"{m.index:.1f} s".replace(".", ","),
                f"{1000 * median(m.queries):.0f} ms",
                f"{m.memory:.0f} MiB",
            ]
        )
    first = next(iter(quality.values()))
    headings = ["System", *(first[key].label for key in _QUALITY)]
    headings += ["Tabellceller, 800 / 4 000", "Senare turer, 800 / 4 000"]
    headings += ["Avsnitt", "Indexering", "Sökning p50", "Minne"]
    return report.table(headings, lines)


def _cell(figure: Figure, all_figures: Sequence[Figure]) -> str:
    text = report.number(figure.value, figure.unit)
    if figure.n and figure.value >= max(other.value for other in all_figures):
        text = f"**{text}**"
    return f"{text} ({report.interval(figure)})"


def _of_group(measured: Measured, group: str) -> str:
    part = [
        j
        for j in measured.judgements
        if j.answerable and (j.later if group == "later" else j.type == group)
    ]
    figures = {figure.key: figure for figure in finding(part)}
    if not figures["evidence_800"].n:
        return "–"
    both = (report.number(figures[f"evidence_{b}"].value, "share") for b in (800, 4000))
    return " / ".join(both) + f" (n {figures['evidence_800'].n})"


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table; 1 if a system that is installed failed."""
    parser = argparse.ArgumentParser(prog="python -m evals.peers", description="Jämförelse.")
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--questions", type=Path, action="append", default=[])
    parser.add_argument("--held", choices=("without", "only", "all"), default="without")
    parser.add_argument("--raw", action="store_true", help="senare turer söks som de skrivits")
    parser.add_argument("--peer", action="append", default=[], choices=[OURS, *MODULES])
    arguments = parser.parse_args(argv)
    corpus = load_settings(corpus=arguments.corpus).corpus
    results: list[Measured] = []
    failed = 0
    with tempfile.TemporaryDirectory() as models:
        common = ["--corpus", str(corpus), "--models", models, "--held", arguments.held]
        for file in arguments.questions or default_questions():
            common += ["--questions", str(file)]
        if arguments.raw:
            common.append("--raw")
        for name in [PREPARE, *(arguments.peer or [OURS, *MODULES])]:
            print(f"{name} …", file=sys.stderr, flush=True)
            command = [sys.executable, "-m", "evals.peers.worker", name, *common]
            done = subprocess.run(command, capture_output=True, text=True, timeout=_TIMEOUT)
            if done.returncode == 0 and name == PREPARE:
                continue
            if done.returncode == 0:
                results.append(from_plain(Measured, json.loads(done.stdout)))
                continue
            reason = (done.stderr.strip().splitlines() or ["okänt fel"])[-1]
            missing = done.returncode == 3
            failed += not missing
            what = "är inte installerat (extra: peers)" if missing else "misslyckades"
            print(f"{name} {what}: {reason}", file=sys.stderr)
    if results:
        print(table(results))
        turns = sum(j.answerable for j in results[0].judgements)
        later = "som de skrivits" if arguments.raw else "tillsammans med turerna före"
        print(
            f"\n{turns} turer med svar över {len(readable(corpus))} filer (PDF och Word läses av"
            " alla; vår läser mappens övriga format därtill). Samma inbäddningsmodell, en process"
            f" var. De andras senare turer söks {later}; vår gör dem själv fristående. Vår"
            " söktid räknas från frågan till rangordnade belägg. Minnet är processens topp, med"
            " modellen. Inom parentes 95 %-intervall; skillnader inom det kan vara slump."
        )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
