"""`finsam eval`: asks the questions, judges the answers, prints and keeps the result.

`run` is called by the CLI, which owns the arguments and opens the service.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TextIO

from assistant.errors import FinsamError
from assistant.service import Service
from evals import figures, report, rows, runs
from evals.metrics import Judgement, judge
from evals.originals import Originals
from evals.questions import Held, Question, QuestionError, load_all, select
from evals.rows import Row
from evals.runner import Failure, answer_all

HERE = Path(__file__).parent
RUNS = Path("evals", "runs")
Show = Literal["", "failures", "all"]


def default_runs() -> Path:
    """Where runs are kept: in the repository, or below the working folder when installed."""
    return HERE.parent / RUNS if (HERE.parent / "pyproject.toml").is_file() else RUNS


@dataclass(frozen=True, slots=True)
class EvalOptions:
    """What the command line asked for.

    `corpus` is the folder that the questions' file names are relative to. `questions` empty
    means the project's own (`default_questions`). `answers` is where to write the rows.
    `rejudge` judges rows written earlier instead of asking. `held`: "without" leaves the
    held-aside third out of the report, "only" reports it alone, "all" reports both apart; the
    rows in `answers` always cover every question. `compare` sets the run against the newest
    kept one. `keep` False leaves no run behind.
    """

    corpus: Path
    questions: tuple[Path, ...] = ()
    answers: Path | None = None
    rejudge: Path | None = None
    held: Held = "without"
    show: Show = ""
    compare: bool = False
    keep: bool = True
    runs: Path = field(default_factory=default_runs)


def default_questions() -> tuple[Path, ...]:
    """The question files that come with the project, over its own documents."""
    return tuple(sorted((HERE / "questions").glob("*.jsonl")))


def run(options: EvalOptions, service: Service, out: TextIO | None = None) -> int:
    """0 if every question was taken, 1 if some failed or a message explains why none was.

    Tables go to `out` (standard output), progress to standard error.
    """
    try:
        return _run(options, service, out or sys.stdout)
    except FinsamError as error:
        print(error, file=sys.stderr)
        return 1


def _run(options: EvalOptions, service: Service, out: TextIO) -> int:
    files = options.questions or default_questions()
    if not files:
        raise QuestionError(
            "Det finns inga frågefiler i evals/questions.", "Ange en med --questions FIL."
        )
    everything = load_all(files)
    reported = select(everything, options.held)
    failures: list[Failure] = []
    if options.rejudge:
        answered = rows.read(options.rejudge)
    else:
        asked = everything if options.answers else reported
        answered, failures = answer_all(asked, service, _progress)
    if options.answers:
        rows.write(answered, options.answers)
    gold = {question.id: question for question in reported}
    by_key = {f"{row.id}.{row.turn}": row for row in answered}
    originals = Originals(options.corpus)
    judgements = [
        judge(gold[row.id], row, originals)
        for row in answered
        if row.id in gold and row.turn < len(gold[row.id].turns)
    ]
    _warn_about_files(reported, options.corpus, out)
    _print_figures(judgements, options.held, out)
    if options.show:
        _print_rows(judgements, gold, by_key, options, out)
    this = runs.make(judgements, settings_of(service), files)
    if options.compare:
        before = runs.previous(this, options.runs)
        text = (
            report.comparison(f"Jämfört med körningen {before.when}", runs.compare(before, this))
            if before
            else "Det finns ingen tidigare körning att jämföra med."
        )
        print(f"\n{text}", file=out)
    if options.keep:
        print(f"\nKörningen är sparad i {runs.save(this, options.runs)}", file=out)
    for failure in failures:
        print(f"FEL {failure.id}.{failure.turn}: {failure.error}", file=sys.stderr)
    return 1 if failures else 0


def settings_of(service: Service) -> dict[str, str]:
    """What the core says about itself: models, index, documents."""
    return {line.name: line.value for line in service.status()}


def _print_figures(judgements: Sequence[Judgement], held: Held, out: TextIO) -> None:
    parts = {
        "öppna frågor": [j for j in judgements if not j.held],
        "undanhållna frågor": [j for j in judgements if j.held],
    }
    for name, part in parts.items():
        if not part:
            continue
        questions = len({j.id for j in part})
        print(f"\n# Utvärdering, {name}: {questions} frågor, {len(part)} turer", file=out)
        for title, items in (
            ("Hitta", figures.finding(part)),
            ("Svara", figures.answering(part)),
            ("Avböja", figures.refusing(part)),
            ("Bevisa", figures.proving(part)),
            ("Tid", figures.speed(part)),
        ):
            if any(item.n for item in items):
                print("\n" + report.figures(title, items), file=out)
        by_type = figures.by_type(part)
        if by_type:
            print("\n" + report.types("Per typ av fråga", by_type), file=out)
    if held == "without":
        print(
            "\nVar tredje fråga är undanhållen och inte med ovan "
            "(--held all redovisar de undanhållna för sig).",
            file=out,
        )


def _print_rows(
    judgements: Sequence[Judgement],
    gold: dict[str, Question],
    by_key: dict[str, Row],
    options: EvalOptions,
    out: TextIO,
) -> None:
    """The turns one by one; held-aside ones only when they alone were asked for."""
    visible = [j for j in judgements if not j.held or options.held == "only"]
    text = report.questions(visible, gold, by_key, failures_only=options.show == "failures")
    print(f"\n## Tur för tur\n\n{text}", file=out)
    unproven = report.unproven(visible)
    if unproven:
        print(f"\n## Obelagt\n\n{unproven}", file=out)


def _warn_about_files(questions: Sequence[Question], corpus: Path, out: TextIO) -> None:
    named = {e.file for q in questions for turn in q.turns for e in turn.evidence}
    missing = sorted(file for file in named if not (corpus / file).is_file())
    if missing:
        print(
            f"Obs: belägg pekar på filer som inte finns i {corpus}: {', '.join(missing)}.",
            file=out,
        )


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        end = "\n" if done == total else ""
        print(f"\r{done} av {total} frågor", end=end, file=sys.stderr, flush=True)
