"""Intervals against published values and against what can be worked out by hand."""

import math
from statistics import fmean

import pytest

from evals.intervals import bootstrap, difference, median, percentile, wilson


def test_wilson_agrees_with_published_values() -> None:
    # Newcombe 1998, table I: 81/263, 15/148, 0/20, 1/29 by the score method
    for hits, n, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        assert wilson(hits, n) == pytest.approx((low, high), abs=5e-5)
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(5, 5)[1] == 1.0


def test_percentiles_lie_between_neighbours() -> None:
    assert percentile([4, 1, 3, 2], 0.5) == 2.5
    assert percentile([1, 2, 3, 4, 5], 0.95) == pytest.approx(4.8)
    assert percentile([7], 0.95) == 7
    assert median([9, 1, 5]) == 5
    with pytest.raises(ValueError):
        percentile([], 0.5)


def test_the_bootstrap_is_the_same_each_time_and_holds_the_mean() -> None:
    values = [0.0, 1.0, 1.0, 1.0, 0.0, 1.0]
    low, high = bootstrap(values)
    assert (low, high) == bootstrap(values)
    assert low < fmean(values) < high
    assert bootstrap([2.0, 2.0]) == (2.0, 2.0)
    assert all(math.isnan(x) for x in bootstrap([]))


def test_a_difference_is_taken_in_pairs() -> None:
    before = {"a": 0.0, "b": 1.0, "c": 0.0, "only before": 1.0}
    after = {"a": 1.0, "b": 1.0, "c": 1.0, "only after": 0.0}
    change, low, high, n = difference(before, after)
    assert change == pytest.approx(2 / 3)
    assert n == 3
    assert 0 <= low <= change <= high <= 1
    assert difference({"a": 1.0}, {"b": 1.0})[3] == 0
