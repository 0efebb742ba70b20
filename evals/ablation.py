"""What each part of finding does: the evals with one part at a time switched off.

`python -m evals.ablation [--questions FILE]… [--corpus DIR] [--part NAME]…`

A part is switched off by its name in `Settings.retrieval.disable`. The names, and what the
core does without the part:

    stemming    terms are words as they stand, folded only                    (index and query)
    compounds   no terms for the parts of a compound                          (index and query)
    synonyms    no everyday words, abbreviations or English translations              (query)
    spelling    unknown words of the question are left as they are                    (query)
    tables      a table row is a sentence: no cells, no headings of row and column    (index)
    headings    nothing is put before a passage in the index (`Passage.context` "")   (index)
    keywords    vectors alone                                                         (query)
    vectors     keywords alone                                                        (query)
    evidence    passages stay in the order of retrieval, units unweighed              (query)
    judge       the best units are not read together with the question             (query)
    year        years and kinds in the question are words like others                 (query)
    followups   a later turn is searched as it is written                             (query)

Where an index is made otherwise, it is built anew in a folder of its own. A part whose absence
changes no ranked text at all is marked: then the switch does nothing, or nothing asks for it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.settings import Paths, Retrieval, Settings, load_settings
from assistant.wiring import open_service
from evals import figures, report, runs
from evals.command import default_questions
from evals.figures import Figure
from evals.metrics import Judgement, judge
from evals.originals import Originals
from evals.questions import Question, load_all, select
from evals.rows import Row, texts
from evals.runner import answer_all

INDEXED = frozenset({"stemming", "compounds", "tables", "headings"})
LABELS = {
    "stemming": "stamning",
    "compounds": "sammansättningar",
    "synonyms": "synonymer och förkortningar",
    "spelling": "stavfel",
    "tables": "tabellrader som enheter",
    "headings": "rubriker och titel i index",
    "keywords": "nyckelord",
    "vectors": "vektorer",
    "evidence": "val av belägg",
    "judge": "bedömning av belägg (korskodare)",
    "year": "år och dokumenttyp",
    "followups": "följdfrågor görs fristående",
}
_COLUMNS = ("evidence_800", "evidence_4000", "page_1", "mrr", "facts_lead")


@dataclass(frozen=True, slots=True)
class Ablation:
    """The evals without one part ("" with all): judgements, and the ranked texts by turn."""

    part: str
    judgements: tuple[Judgement, ...]
    ranked: Mapping[str, tuple[str, ...]]


def without(settings: Settings, part: str, indexes: Path) -> Settings:
    """The settings with `part` off ("" for none) and the index in `indexes`."""
    disable = (*settings.retrieval.disable, part) if part else settings.retrieval.disable
    return replace(
        settings,
        retrieval=Retrieval(disable=disable),
        paths=Paths(settings.corpus, indexes),
    )


def measure(settings: Settings, part: str, folder: Path, questions: Sequence[Question]) -> Ablation:
    """Index where the part asks for it, ask, and judge."""
    indexes = folder / (part if part in INDEXED else "whole")
    service = open_service(without(settings, part, indexes))
    service.index()
    rows, failures = answer_all(questions, service)
    for failure in failures:
        print(f"FEL {part or 'allt'} {failure.id}: {failure.error}", file=sys.stderr)
    return judged(part, questions, rows, settings.corpus)


def judged(part: str, questions: Sequence[Question], rows: Sequence[Row], corpus: Path) -> Ablation:
    """The rows' judgements and ranked texts."""
    gold = {question.id: question for question in questions}
    originals = Originals(corpus)
    judgements = tuple(judge(gold[row.id], row, originals) for row in rows)
    ranked = {
        judgement.key: tuple(texts(row.answer.passages))
        for judgement, row in zip(judgements, rows, strict=True)
    }
    return Ablation(part, judgements, ranked)


def table(whole: Ablation, others: Sequence[Ablation]) -> str:
    """A line a part, with each figure's change in points; caveats at the end of the line."""
    base = _figures(whole)
    first = base[_COLUMNS[0]]
    lines = [["allt på", *(report.number(base[key].value, base[key].unit) for key in _COLUMNS), ""]]
    for other in others:
        own = _figures(other)
        cells = [
            f"{report.number(own[key].value, own[key].unit)} ({_points(base[key], own[key])})"
            for key in _COLUMNS
        ]
        lines.append([f"utan {LABELS[other.part]}", *cells, _remark(whole, other)])
    headings = ["Del", *(base[key].label for key in _COLUMNS), "Att tänka på"]
    note = (
        f"n = {first.n} turer; 95 %-intervallet för den första siffran är {report.interval(first)}."
        " Skillnader i procentenheter (MRR: enheter); små skillnader är slump om inget annat sägs."
    )
    return f"{report.table(headings, lines)}\n\n{note}"


def _figures(ablation: Ablation) -> dict[str, Figure]:
    found = (*figures.finding(ablation.judgements), *figures.answering(ablation.judgements))
    return {figure.key: figure for figure in found}


def _points(before: Figure, after: Figure) -> str:
    change = after.value - before.value
    if before.unit == "share":
        return f"{100 * change:+.1f}".replace(".", ",")
    return f"{change:+.3f}".replace(".", ",")


def _remark(whole: Ablation, other: Ablation) -> str:
    changed = sum(whole.ranked[key] != other.ranked.get(key) for key in whole.ranked)
    if not changed:
        return "ingen träfflista ändrades: utan verkan"
    comparison = runs.compare(
        runs.make(whole.judgements, {}, ()), runs.make(other.judgements, {}, ())
    )
    certain = [change.label.lower() for change in comparison.changes
               if change.certain and not change.label.startswith("Svarstid")]  # fmt: skip
    remark = f"{changed} träfflistor ändrades"
    return f"{remark}; säker skillnad: {', '.join(certain)}" if certain else remark


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table; 0 always, the figures speak."""
    parser = argparse.ArgumentParser(prog="python -m evals.ablation", description="Ablation.")
    parser.add_argument("--questions", type=Path, action="append", default=[])
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--config", type=Path)
    parser.add_argument("--part", action="append", default=[], choices=list(LABELS))
    parser.add_argument("--held", choices=("without", "only", "all"), default="without")
    arguments = parser.parse_args(argv)
    settings = load_settings(arguments.config, arguments.corpus)
    questions = select(load_all(arguments.questions or default_questions()), arguments.held)
    with tempfile.TemporaryDirectory() as folder:
        whole = measure(settings, "", Path(folder), questions)
        others = []
        for part in arguments.part or LABELS:
            print(f"utan {LABELS[part]} …", file=sys.stderr)
            others.append(measure(settings, part, Path(folder), questions))
    print(table(whole, others))
    return 0


if __name__ == "__main__":
    sys.exit(main())
