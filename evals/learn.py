"""Learns what each feature of evidence is worth, from questions with gold answers.

`python -m evals.learn` asks the questions in `evals/learning/` over the project's own documents
and the invented libraries, with `--sample CORPUS INDEXES` also those over the sample documents,
and with `--set CORPUS INDEXES QUESTIONS.jsonl` further ones, of which the held-aside third is left
out. It writes `assistant/evidence/weights.toml` and prints, by cross-validation over whole
questions, how often the best evidence is the right one and what each threshold of trust keeps and
stops. The named folders must be indexed. Needs scipy (it comes with the test requirements).

The judge knows too well what it was taught from (`python -m evals.teach`): what its word is worth
is learned from the sources alone that were kept from it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.composing.quotes import QuoteComposer
from assistant.evidence import Evidence, ranking
from assistant.judging import Line, line_of
from assistant.settings import load_settings
from assistant.understanding import Question, understand
from assistant.understanding.followup import Earlier
from evals.matching import fact_in, squeezed
from evals.questions import GoldTurn, held_aside, load_all
from evals.sources import LEARNING, Source, add_arguments, given, learned_from

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

FILE = Path(ranking.__file__).with_name("weights.toml")
UNSEEN = LEARNING.with_name("unseen")
"""Documents and questions that nothing is learned from: they do."""
CANDIDATES = 60
"""Evidence beyond these is seldom right, and only makes learning slower."""
FOLDS = 6
PROCESSES = 2
RANK_PENALTY = 4.0
JUDGED_PENALTY = 0.5
PRIOR = {
    "far": -1.5,
    "time": 1.5,
    "group": 1.0,
    "fits": 1.0,
    "opposes": -1.0,
    "difference": -1.2,
    "other_measure": -0.7,
    "unmeasured": -0.7,
    "one_sex": -0.5,
    "nobody": -2.0,
    "nothing_new": -1.0,
    "other_number": -0.5,
    "question": -1.5,
    "over_years": 1.0,
    "tells_change": 0.5,
    "defines": 0.5,
    "spells_out": 1.0,
    "purpose": 0.7,
    "causes": 0.5,
}
"""What a feature is worth before any question has taught it: what is rare in the questions is
still known about language. Weights are drawn to these, all others to 0."""
TRUST_PENALTY = 10.0
JUDGED_TRUST = (
    "judged", "likely", "judged_lead", "judged_most", "judged_many", "lead", "share", "sum",
    "covered", "missing", "gap", "weakest", "figure_missing", "counts_other", "names_missing",
    "nameless", "fits", "time", "group", "nothing_new", "other_number", "unreasoned",
)  # fmt: skip
"""What trust is learned from where a judge has read: few turns teach it, and more features made
it know these turns by heart (area under the curve over strange libraries .76 with all)."""
# a right figure that stands somewhere else than in the gold passage may be another thing
_ELSEWHERE = 0.3
_SHARED_WORDS = 0.7
_JUDGED = 3


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn with the features of its candidates, best first by the weights in force.

    `question` stands alone. `texts` are the units' own, `lines` what a judge reads of them.
    `gain` has for each candidate the share of the gold facts that
    an answer from it gives, less where it stands outside the gold passages; `right` is True where
    it is the answer, or a part of one that has several facts. Both are all zero for a turn that
    the documents do not answer.
    """

    id: str
    question: str
    asked: str
    answerable: bool
    features: tuple[ranking.Features, ...]
    texts: tuple[str, ...]
    lines: tuple[Line, ...]
    gain: Numbers
    right: NDArray[np.bool_]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m evals.learn", description=__doc__)
    add_arguments(parser)
    parser.add_argument("--test", action="store_true", help="judge the weights in force on --set")
    asked = parser.parse_args(arguments)
    sources = given(asked)
    if asked.test:
        weights = ranking.learned()
        turns = [turn for source in sources for turn in gather(source)]
        _print("weights in force", turns, weights)
        _print("weights in force, without the judge", _unjudged(turns), weights)
        return 0
    sources += learned_from(asked)
    # judged where the judge has not been taught from it
    turns = gather_all(sources, [not source.taught for source in sources])
    crossed = _crossed(turns)
    kept = [place for place, turn in enumerate(turns) if _is_read(turn)]
    read, own = [turns[place] for place in kept], [crossed[place] for place in kept]
    _print("cross-validated, with the judge", read, own)
    _print("the same turns without it", _unjudged(read), own)
    _print("cross-validated, all without the judge", _unjudged(turns), crossed)
    write(learn(turns), FILE)
    print(f"\n{FILE.name}: {len(turns)} turns", file=sys.stderr)
    return 0


def gather_all(sources: Sequence[Source], judged: Sequence[bool]) -> list[Turn]:
    """The turns of all the sources in order, several asked at a time; `judged` as `gather` has it.

    Each source has a library and a model of its own, so they can be asked side by side.
    """
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        return [turn for some in pool.map(_gathered, sources, judged) for turn in some]


def _gathered(source: Source, judged: bool) -> list[Turn]:
    return list(gather(source, judged))


def gather(source: Source, judged: bool = True) -> Iterator[Turn]:
    """The turns of a question file over an indexed folder, asked in order.

    `judged` is False to find evidence without the judge. Of files outside `LEARNING` and
    `UNSEEN` the held-aside third is left out.
    """
    parents = source.questions.resolve().parents
    whole = LEARNING in parents or UNSEEN in parents
    from assistant import wiring

    settings = load_settings(source.config, corpus=source.corpus, indexes=source.indexes)
    service = wiring.open_service(settings)
    if not judged:
        service.judge = None
    answerer, composer = service.answerer, QuoteComposer(service.library)
    for question in load_all([source.questions]):
        if held_aside(question.id) and not whole:
            continue
        earlier: list[Earlier] = []
        for number, gold in enumerate(question.turns, start=1):
            understood = understand(gold.question, earlier, date.today())
            if not understood.refusal and not understood.subjectless:
                found = [one for one in answerer.evidence(understood) if not one.side][:CANDIDATES]
                if found:
                    yield _turn(question.id, gold, understood, found, composer)
            if number == len(question.turns):
                break
            answer = answerer.answer(gold.question, earlier)
            follows = answer.standalone_question.strip() != answer.question.strip()
            earlier.append(
                Earlier(answer.standalone_question, answer.question, answer.answer, follows)
            )


def _turn(
    id: str,
    gold: GoldTurn,
    question: Question,
    found: Sequence[Evidence],
    composer: QuoteComposer,
) -> Turn:
    gain = np.zeros(len(found))
    right = np.zeros(len(found), bool)
    for place, one in enumerate(found):
        shown = composer.lines(question, one)
        facts = [any(fact_in(fact, line.text) for line in shown) for fact in gold.must_include]
        share = sum(facts) / len(facts) if facts else 0.0
        there = any(
            item.file == one.document.file and _same(part.unit.text, item.quote)
            for line in shown
            for part in line.evidence
            for item in gold.evidence
        )
        gain[place] = share if there else _ELSEWHERE * share
        right[place] = there and (share == 1.0 or (share > 0 and len(facts) > 1))
    features = tuple(one.features for one in found)
    texts = tuple(one.unit.plain for one in found)
    lines = tuple(
        line_of(one.unit, one.document.metadata, one.cell, one.point, one.excerpt) for one in found
    )
    asked = question.standalone, question.asked
    return Turn(id, *asked, gold.answerable, features, texts, lines, gain, right)


def _same(text: str, quote: str) -> bool:
    """Whether a unit and a gold quote are of the same place: one holds the other, or nearly."""
    one, other = squeezed(text), squeezed(quote)
    if not one or not other:
        return False
    if one in other or other in one:
        return True
    ours, theirs = set(text.casefold().split()), set(quote.casefold().split())
    return len(ours & theirs) >= _SHARED_WORDS * min(len(ours), len(theirs))


def learn(turns: Sequence[Turn]) -> ranking.Weights:
    """The weights that fit these turns best."""
    nothing = ranking.Trust({}, 0.0)
    rank = _fit(turns, [_stripped(turn.features) for turn in turns], PRIOR, RANK_PENALTY)
    plain = ranking.Weights(rank, nothing, {}, nothing)
    trust = learn_trust(_unjudged(turns), plain)
    read = [turn for turn in turns if _is_read(turn)]
    if not read:
        return ranking.Weights(rank, trust, {}, nothing)
    # sums of turns that the weights were not learned from: others would be worth too much
    kept = [_read(turn, rank) for turn in read]
    crossed = _crossed_ranks(read)
    features = [
        [
            ranking.judged_features(ranking.total(own, one), one[ranking.JUDGED])
            for one in turn.features
        ]
        for own, turn in zip(crossed, kept, strict=True)
    ]
    judged = _fit(kept, features, {"sum": 1.0, ranking.JUDGED: 0.3}, JUDGED_PENALTY)
    weights = ranking.Weights(rank, trust, judged, nothing)
    return replace(weights, judged_trust=learn_trust(read, weights))


def _fit(
    turns: Sequence[Turn],
    features: Sequence[Sequence[ranking.Features]],
    before: Mapping[str, float],
    penalty: float,
) -> dict[str, float]:
    """Weights by listwise softmax cross-entropy (Cao et al. 2007, ListNet's top-one loss).

    `before` is what a feature is worth before any turn has taught it.
    """
    taught = [place for place, turn in enumerate(turns) if turn.gain.sum() > 0]
    names = sorted({name for place in taught for one in features[place] for name in one})
    tables = [_table(features[place], names) for place in taught]
    goals = [turns[place].gain / turns[place].gain.sum() for place in taught]
    prior = np.array([before.get(name, 0.0) for name in names])

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        off = weights - prior
        value, slope = 0.5 * penalty * float(off @ off), penalty * off
        for table, goal in zip(tables, goals, strict=True):
            parts = np.array(ranking.shares((table @ weights).tolist()))
            value -= float(goal @ np.log(parts + 1e-12))
            slope = slope - table.T @ (goal - parts)
        return value, slope

    return dict(zip(names, _least(loss, len(names)), strict=True))


def learn_trust(turns: Sequence[Turn], weights: ranking.Weights) -> ranking.Trust:
    """Logistic regression on the best candidates: does this one answer?"""
    rows: list[ranking.Features] = []
    goals: list[float] = []
    for turn in turns:
        values = ranking.values(weights, turn.features)
        for place in np.argsort(-np.array(values), kind="stable")[:_JUDGED]:
            rows.append(_trust_features(turn, values, int(place)))
            goals.append(float(turn.right[place]))
    names = sorted({name for row in rows for name in row})
    if ranking.JUDGED in names:
        names = [name for name in names if name in JUDGED_TRUST]
    plain = _table(rows, names)
    spread = plain.std(axis=0)
    spread[spread == 0] = 1.0
    table = np.hstack([plain / spread, np.ones((len(rows), 1))])
    goal = np.array(goals)

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        free = np.append(np.ones(len(names)), 0.0)
        odds = table @ weights
        value = float(np.logaddexp(0, odds).sum() - goal @ odds)
        value += 0.5 * TRUST_PENALTY * float((free * weights) @ weights)
        slope = table.T @ (1 / (1 + np.exp(-odds)) - goal) + TRUST_PENALTY * free * weights
        return value, slope

    found = _least(loss, len(names) + 1)
    learned = (weight / one for weight, one in zip(found[:-1], spread.tolist(), strict=True))
    return ranking.Trust(dict(zip(names, learned, strict=True)), found[-1])


def _read(turn: Turn, rank: Mapping[str, float]) -> Turn:
    """The turn with the candidates that the judge has read, in the order of their sums."""
    places = [place for place, one in enumerate(turn.features) if ranking.JUDGED in one]
    places.sort(key=lambda place: -ranking.total(rank, turn.features[place]))
    return replace(
        turn,
        features=tuple(turn.features[place] for place in places),
        texts=tuple(turn.texts[place] for place in places),
        lines=tuple(turn.lines[place] for place in places),
        gain=turn.gain[places],
        right=turn.right[places],
    )


def _is_read(turn: Turn) -> bool:
    return any(ranking.JUDGED in one for one in turn.features)


def _unjudged(turns: Sequence[Turn]) -> list[Turn]:
    """The turns as they are without a judge."""
    return [replace(turn, features=tuple(_stripped(turn.features))) for turn in turns]


def _stripped(features: Sequence[ranking.Features]) -> list[ranking.Features]:
    return [{n: v for n, v in one.items() if n != ranking.JUDGED} for one in features]


def write(weights: ranking.Weights, file: Path) -> None:
    """The weights as TOML, the same for the same turns."""
    lines = ["# Learned by `python -m evals.learn`; what each feature is worth."]
    for name, table in (("rank", weights.rank), ("judged.rank", weights.judged_rank)):
        lines += ["", f"[{name}]", *_lines(table)]
    for name, trust in (("trust", weights.trust), ("judged.trust", weights.judged_trust)):
        lines += ["", f"[{name}]", f"bias = {trust.bias:.3f}", *_lines(trust.weights)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _lines(table: Mapping[str, float]) -> list[str]:
    return [f"{name} = {value:.3f}" for name, value in sorted(table.items())]


def _folds(turns: Sequence[Turn]) -> list[int]:
    return [int("".join(filter(str.isdigit, turn.id)) or 0) % FOLDS for turn in turns]


def _crossed(turns: Sequence[Turn]) -> list[ranking.Weights]:
    """For each turn the weights learned without its question's fold."""
    fold = _folds(turns)
    learned = [
        learn([turn for turn, at in zip(turns, fold, strict=True) if at != left])
        for left in range(FOLDS)
    ]
    return [learned[at] for at in fold]


def _crossed_ranks(turns: Sequence[Turn]) -> list[dict[str, float]]:
    """For each turn the `Weights.rank` learned without its question's fold."""
    fold = _folds(turns)
    learned = []
    for left in range(FOLDS):
        kept = [turn for turn, at in zip(turns, fold, strict=True) if at != left]
        stripped = [_stripped(turn.features) for turn in kept]
        learned.append(_fit(kept, stripped, PRIOR, RANK_PENALTY))
    return [learned[at] for at in fold]


def _print(
    title: str, turns: Sequence[Turn], weights: ranking.Weights | Sequence[ranking.Weights]
) -> None:
    places: list[int | None] = []
    trusts: list[float] = []
    for index, turn in enumerate(turns):
        own = weights if isinstance(weights, ranking.Weights) else weights[index]
        values = ranking.values(own, turn.features)
        order = np.argsort(-np.array(values), kind="stable")
        hits = np.flatnonzero(turn.right[order])
        places.append(int(hits[0]) if len(hits) else None)
        best = int(order[0])
        trusts.append(ranking.trust(own, _trust_features(turn, values, best)))
    told = [place for place, turn in zip(places, turns, strict=True) if turn.answerable]
    print(f"{title}: {len(told)} answerable turns, {len(turns) - len(told)} others")
    for k in (1, 2, 3, 10):
        print(f"  right among {k:2}: {sum(p is not None and p < k for p in told) / len(told):.3f}")
    print("  trust  right kept  wrong kept  no answer stopped")
    trusted = np.array(trusts)
    right = np.array([place == 0 for place in places])
    answerable = np.array([turn.answerable for turn in turns])
    for threshold in (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6):
        kept = trusted >= threshold
        print(
            f"  {threshold:5.2f}  {kept[right].mean():10.3f}  "
            f"{kept[answerable & ~right].mean():10.3f}  {(~kept)[~answerable].mean():17.3f}"
        )


def _trust_features(turn: Turn, values: Sequence[float], place: int) -> ranking.Features:
    same = ranking.alike(turn.texts, place)
    return ranking.trust_features(turn.features, turn.asked, values, place, same)


def _table(features: Sequence[ranking.Features], names: Sequence[str]) -> Numbers:
    return np.array([[one.get(name, 0.0) for name in names] for one in features], dtype=float)


def _least(loss: Callable[[Numbers], tuple[float, Numbers]], size: int) -> list[float]:
    from scipy.optimize import minimize

    found = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    values: list[float] = found.x.tolist()
    return values


if __name__ == "__main__":
    sys.exit(main())
