"""What features are worth, with a judge and without; by hand-worked weights."""

from __future__ import annotations

import math

import pytest

from assistant.evidence import ranking
from assistant.evidence.ranking import JUDGED, Trust, Weights

WEIGHTS = Weights(
    rank={"covered": 2.0, "far": -1.0},
    trust=Trust({"covered": 1.0}, -1.0),
    judged_rank={"sum": 1.0, JUDGED: 0.5, "likely": 2.0},
    judged_trust=Trust({JUDGED: 1.0}, 0.5),
)


def test_without_a_judge_a_candidate_is_worth_its_weighted_features() -> None:
    assert ranking.values(WEIGHTS, [{"covered": 1.0}, {"covered": 0.5, "far": 1.0}]) == [2.0, 0.0]
    assert ranking.values(WEIGHTS, []) == []


def test_the_judges_score_is_added_and_the_unread_stand_below_the_lowest() -> None:
    read = {"covered": 0.0, JUDGED: 4.0}
    low = {"covered": 1.0, JUDGED: -2.0}
    unread = {"covered": 1.0}
    values = ranking.values(WEIGHTS, [read, low, unread])
    assert values[0] == pytest.approx(0.5 * 4 + 2 / (1 + math.exp(-4)))
    assert values[1] == pytest.approx(2 - 0.5 * 2 + 2 / (1 + math.exp(2)))
    assert values[2] == pytest.approx(2 - 0.5 * 3 + 2 / (1 + math.exp(3)))
    assert values[0] > values[1] > values[2]


def test_trust_is_judged_by_the_weights_for_what_was_read() -> None:
    assert ranking.trust(WEIGHTS, {"covered": 1.0}) == pytest.approx(0.5)
    assert ranking.trust(WEIGHTS, {"covered": 1.0, JUDGED: -0.5}) == pytest.approx(0.5)
    assert ranking.trust(WEIGHTS, {JUDGED: 1e9}) == pytest.approx(1.0)


def test_shares_sum_to_one() -> None:
    assert sum(ranking.shares([1.0, 2.0, -3.0])) == pytest.approx(1.0)
    assert ranking.shares([]) == []


def test_those_that_say_the_same_bear_each_other_up() -> None:
    alone = ranking.trust_features([{}, {}], "number", [1.0, 1.0], 0)
    together = ranking.trust_features([{}, {}], "number", [1.0, 1.0], 0, [1])
    assert [alone["share"], alone["lead"]] == pytest.approx([0.5, 0.0])
    assert [together["share"], together["lead"]] == pytest.approx([1.0, 5.0])


def test_the_weights_that_come_along_know_both_ways() -> None:
    learned = ranking.learned()
    assert learned.rank
    assert learned.trust.weights
    assert learned.judged_rank[JUDGED] > 0
    assert JUDGED in learned.judged_trust.weights
    assert JUDGED not in learned.rank


def test_trust_knows_how_far_the_judge_prefers_it() -> None:
    candidates = [{ranking.JUDGED: 2.0}, {ranking.JUDGED: -1.0}, {}]
    found = ranking.trust_features(candidates, "name", [1.0, 0.5, 0.1], 1)
    assert found["judged_lead"] == -3.0
    assert found["judged_most"] == 2.0
    assert found["judged_many"] == 0.2
    assert "judged_lead" not in ranking.trust_features(candidates, "name", [1.0, 0.5, 0.1], 2)
