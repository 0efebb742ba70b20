"""What each feature is worth: ranks candidates, and says how sure the best one is.

Holds the learned weights (`weights.toml`, made by `python -m evals.learn`) and the two sums
they go into. It never looks at words.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# the share of the shorter text's words that makes two texts say the same
_SAME = 0.7
_FILE = Path(__file__).with_name("weights.toml")

Features = Mapping[str, float]
JUDGED = "judged"
"""The feature that holds the judge's score, a logarithm of odds."""


@dataclass(frozen=True, slots=True)
class Trust:
    """What says whether a candidate answers: a weight per feature, and a bias."""

    weights: Mapping[str, float]
    bias: float


@dataclass(frozen=True, slots=True)
class Weights:
    """What a unit of each feature adds to a logarithm of odds.

    `rank` orders the candidates of one question, and `trust` says whether one answers, by what
    is measured of words and places. Where a judge has read the best of them, `judged_rank`
    orders them anew from the sum by `rank` and the judge's score, and `judged_trust` takes the
    place of `trust`.
    """

    rank: Mapping[str, float]
    trust: Trust
    judged_rank: Mapping[str, float]
    judged_trust: Trust


@cache
def learned() -> Weights:
    """The weights that come with the program."""
    table = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    judged = table["judged"]
    return Weights(table["rank"], _trust(table["trust"]), judged["rank"], _trust(judged["trust"]))


def _trust(table: Mapping[str, float]) -> Trust:
    weights = dict(table)
    return Trust(weights, weights.pop("bias"))


def total(weights: Mapping[str, float], features: Features) -> float:
    """The weighted sum of the features."""
    return sum(weights.get(name, 0.0) * value for name, value in features.items())


def values(weights: Weights, candidates: Sequence[Features]) -> list[float]:
    """What each candidate of one question is worth; the highest is the best.

    Of candidates with a `JUDGED` score, that counts as well; the rest stand below the lowest.
    """
    sums = [total(weights.rank, one) for one in candidates]
    scores = [one[JUDGED] for one in candidates if JUDGED in one]
    if not scores:
        return sums
    least = min(scores) - 1.0
    return [
        total(weights.judged_rank, judged_features(value, one.get(JUDGED, least)))
        for value, one in zip(sums, candidates, strict=True)
    ]


def judged_features(value: float, score: float) -> Features:
    """The features by which judged candidates are ordered: its sum, and the judge's score."""
    return {"sum": value, JUDGED: score, "likely": _likely(score)}


def shares(values: Sequence[float]) -> list[float]:
    """Each value's part of the whole as a softmax: positive, summing to 1; [] for none."""
    if not values:
        return []
    most = max(values)
    parts = [math.exp(value - most) for value in values]
    whole = sum(parts)
    return [part / whole for part in parts]


def trust_features(
    candidates: Sequence[Features],
    asked: str,
    values: Sequence[float],
    place: int,
    alike: Collection[int] = (),
) -> Features:
    """The features by which trust in the candidate at `place` (0-based) is judged.

    `values` are the candidates' worths. Added are its share, how far it leads the next best
    (negative when another is better), and the kind of question; where a judge has read it, also
    how far it leads by the judge's score, the highest score, and how many were read. The
    candidates at the places `alike` say the same: they bear it up rather than rival it.
    """
    features, own = candidates[place], {place, *alike}
    others = max((value for i, value in enumerate(values) if i not in own), default=-math.inf)
    parts = shares(values)
    return {
        **features,
        **(_by_judge(candidates, place, own) if JUDGED in features else {}),
        "share": sum(parts[i] for i in own),
        "lead": _kept_within(values[place] - others),
        "sum": values[place],
        f"asked_{asked}": 1.0,
    }


def _by_judge(candidates: Sequence[Features], place: int, own: Collection[int]) -> Features:
    scores = {i: one[JUDGED] for i, one in enumerate(candidates) if JUDGED in one}
    rival = max((score for i, score in scores.items() if i not in own), default=-math.inf)
    return {
        "likely": _likely(scores[place]),
        "judged_lead": _kept_within(scores[place] - rival),
        "judged_most": max(scores.values()),
        "judged_many": len(scores) / 10,
    }


def _kept_within(lead: float) -> float:
    return max(-5.0, min(5.0, lead))


def alike(texts: Sequence[str], place: int) -> list[int]:
    """The places of the texts that say mostly what the one at `place` says, itself left out."""
    own = set(texts[place].casefold().split())
    found = []
    for other, text in enumerate(texts):
        words = set(text.casefold().split())
        if other != place and len(own & words) > _SAME * min(len(own), len(words)) > 0:
            found.append(other)
    return found


def trust(weights: Weights, features: Features) -> float:
    """How likely it is, 0 to 1, that a candidate with these `trust_features` answers."""
    by = weights.judged_trust if JUDGED in features else weights.trust
    return _likely(total(by.weights, features) + by.bias)


def _likely(odds: float) -> float:
    """The probability of a logarithm of odds."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))
