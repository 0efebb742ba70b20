"""Runs that are kept: what was asked of what, how it was judged, and what has changed since.

A run is one JSON file, `<time>-<fingerprint>.json`, with its settings, the fingerprints of its
question files and a row for each turn. It needs no version control to be understood.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean

from assistant.records_json import from_plain, to_plain
from evals.intervals import difference
from evals.metrics import Judgement, hit, reciprocal
from evals.questions import QuestionError


@dataclass(frozen=True, slots=True)
class Run:
    """One evaluation. `when` is ISO 8601 in UTC; `questions` maps a file's name to its SHA-256.

    `settings` is what the core said about itself (model, index, documents); `fingerprint` is a
    digest of settings and questions: two runs that share it differ in code only.
    """

    when: str
    fingerprint: str
    settings: dict[str, str]
    questions: dict[str, str]
    judgements: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A metric in two runs over the turns that both judged; [low, high] is a 95 % interval."""

    label: str
    before: float
    after: float
    change: float
    low: float
    high: float
    n: int

    @property
    def certain(self) -> bool:
        """Whether the interval of the change leaves out nought."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one run to another, and the turns ("q067.1") that turned."""

    changes: tuple[Change, ...]
    better: tuple[str, ...]
    worse: tuple[str, ...]


_METRICS: dict[str, Callable[[Judgement], float | bool | None]] = {
    "Belägg inom 800 tecken": lambda j: j.found["800"] if j.found else None,
    "Belägg inom 4 000 tecken": lambda j: j.found["4000"] if j.found else None,
    "Rätt sida först": lambda j: hit(j.page_rank, 1),
    "MRR (rätt sida)": lambda j: reciprocal(j.page_rank),
    "Alla uppgifter i svarets första 60 ord": lambda j: j.facts_lead,
    "Alla uppgifter i svaret eller dess citat": lambda j: j.facts_shown,
    "Felaktigt avböjda": lambda j: j.wrong_refusal,
    "Rätt avböjda": lambda j: j.right_refusal,
    "Frestande fel givet som svar": lambda j: j.tempted,
    "Svarstid i sekunder": lambda j: j.seconds,
}


def make(
    judgements: Sequence[Judgement], settings: Mapping[str, str], files: Sequence[Path]
) -> Run:
    """A run that ends now."""
    questions = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    identity = json.dumps([dict(settings), questions], sort_keys=True, ensure_ascii=False)
    return Run(
        when=datetime.now(UTC).isoformat(timespec="seconds"),
        fingerprint=hashlib.sha256(identity.encode()).hexdigest()[:8],
        settings=dict(settings),
        questions=questions,
        judgements=tuple(judgements),
    )


def save(run: Run, folder: Path) -> Path:
    """Write the run; returns its file. A run of the same second gets a number of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    stamp = datetime.fromisoformat(run.when).strftime("%Y%m%dT%H%M%S")
    path = folder / f"{stamp}-{run.fingerprint}.json"
    number = 2
    while path.exists():
        path = folder / f"{stamp}-{run.fingerprint}-{number}.json"
        number += 1
    path.write_text(json.dumps(to_plain(run), ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def load(path: Path) -> Run:
    """The run of a file. Raises `QuestionError` if it is none."""
    try:
        return from_plain(Run, json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise QuestionError(
            f"{path} är ingen sparad körning ({error}).", "Kör finsam eval för en ny."
        ) from error


def history(folder: Path) -> list[Path]:
    """The kept runs, newest first."""
    return sorted(folder.glob("*T*-*.json"), reverse=True)


def series(kept: Sequence[Run]) -> list[list[Run]]:
    """The runs by what was asked: each list holds those of the very same questions, in order."""
    found: dict[tuple[tuple[str, str], ...], list[Run]] = {}
    for run in kept:
        found.setdefault(tuple(sorted(run.questions.items())), []).append(run)
    return list(found.values())


def previous(run: Run, folder: Path) -> Run | None:
    """The newest kept run that judged a turn of this one; files that cannot be read are passed.

    Different sets may give their questions the same names: one file at least has to be the same.
    """
    keys = {judgement.key for judgement in run.judgements}
    for path in history(folder):
        try:
            kept = load(path)
        except QuestionError:
            continue
        like = kept.questions == run.questions or kept.questions.items() & run.questions.items()
        if like and any(judgement.key in keys for judgement in kept.judgements):
            return kept
    return None


def compare(before: Run, after: Run) -> Comparison:
    """Each metric over the turns that both runs judged, with the turns that turned."""
    changes = []
    for label, value in _METRICS.items():
        old, new = _values(before, value), _values(after, value)
        change, low, high, n = difference(old, new)
        if n:
            shared = old.keys() & new.keys()
            changes.append(
                Change(
                    label,
                    fmean(old[key] for key in shared),
                    fmean(new[key] for key in shared),
                    change,
                    low,
                    high,
                    n,
                )
            )
    old, new = _values(before, _good), _values(after, _good)
    both = sorted(old.keys() & new.keys())
    return Comparison(
        tuple(changes),
        better=tuple(key for key in both if new[key] > old[key]),
        worse=tuple(key for key in both if new[key] < old[key]),
    )


def _good(judgement: Judgement) -> bool | None:
    return judgement.facts_lead if judgement.answerable else judgement.right_refusal


def _values(run: Run, value: Callable[[Judgement], float | bool | None]) -> dict[str, float]:
    known = ((judgement.key, value(judgement)) for judgement in run.judgements)
    return {key: float(number) for key, number in known if number is not None}
