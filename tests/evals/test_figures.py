"""Figures over turns: what is counted, what is left out, and which caveat stands beside."""

import math
from dataclasses import replace

import pytest

from evals.figures import (
    Figure,
    all_figures,
    answering,
    by_type,
    finding,
    groups,
    mean,
    proving,
    refusing,
    share,
    speed,
)
from evals.metrics import Judgement, QuoteCheck, StatementCheck

RIGHT = Judgement(
    id="q001",
    turn=0,
    type="fact_number",
    kind="",
    held=False,
    later=False,
    answerable=True,
    status="answered",
    found={"800": True, "2000": True, "4000": True},
    found_any={"800": True, "2000": True, "4000": True},
    page_rank=1,
    facts_lead=True,
    facts_shown=True,
    right_refusal=None,
    strict_refusal=None,
    wrong_refusal=False,
    tempted=None,
    words=10,
    quotes=(QuoteCheck(1, "a.pdf", 1, "exact", "q"),),
    statements=(StatementCheck("s", "grounded"),),
    seconds=0.1,
    retrieve=0.02,
)
MISSED = replace(
    RIGHT,
    id="q002",
    type="table_cell",
    status="not_found",
    found={"800": False, "2000": False, "4000": True},
    found_any={"800": True, "2000": True, "4000": True},
    page_rank=4,
    facts_lead=False,
    facts_shown=False,
    wrong_refusal=True,
    words=30,
    quotes=(),
    statements=(),
    seconds=0.3,
    retrieve=None,
)
REFUSED = replace(
    RIGHT,
    id="u001",
    type="unanswerable",
    kind="near_miss",
    answerable=False,
    status="unclear",
    found=None,
    found_any=None,
    page_rank=None,
    facts_lead=None,
    facts_shown=None,
    right_refusal=True,
    strict_refusal=True,
    wrong_refusal=None,
    tempted=False,
    quotes=(),
    statements=(),
    seconds=0.2,
)


def named(figures: list[Figure]) -> dict[str, Figure]:
    return {figure.key: figure for figure in figures}


def test_shares_leave_out_what_does_not_apply() -> None:
    figure = share("k", "l", [True, False, None, True])
    assert figure.value == pytest.approx(2 / 3)
    assert figure.n == 3
    assert figure.low < figure.value < figure.high
    assert math.isnan(share("k", "l", [None]).value)
    assert mean("k", "l", [1.0, None, 0.5]).value == 0.75


def test_finding_counts_answerable_turns() -> None:
    figures = named(finding([RIGHT, MISSED, REFUSED]))
    assert [figures[f"evidence_{b}"].value for b in (800, 2000, 4000)] == [0.5, 0.5, 1.0]
    assert figures["evidence_any_800"].value == 1.0
    assert figures["page_1"].value == 0.5
    assert figures["page_5"].value == 1.0
    assert figures["mrr"].value == pytest.approx((1 + 0.25) / 2)
    assert {f.n for f in figures.values()} == {2}
    unplaced = named(finding([RIGHT, replace(MISSED, page_rank=None)]))["page_1"]
    assert unplaced.n == 1 and "1 turer utan lokaliserad sida" in unplaced.caveat


def test_answering_measures_only_given_answers_length() -> None:
    figures = named(answering([RIGHT, replace(RIGHT, words=20), MISSED]))
    assert figures["facts_lead"].value == pytest.approx(2 / 3)
    assert figures["wrong_refusal"].value == pytest.approx(1 / 3)
    assert (figures["words_median"].value, figures["words_max"].value) == (15, 20)


def test_refusals_stand_per_kind() -> None:
    wrong = replace(
        REFUSED,
        kind="manipulation",
        right_refusal=False,
        strict_refusal=False,
        tempted=True,
        status="answered",
    )
    corrected = replace(REFUSED, kind="false_premise", strict_refusal=False)
    figures = named(refusing([RIGHT, REFUSED, wrong, corrected]))
    assert figures["right_refusal"].value == pytest.approx(2 / 3)
    assert figures["strict_refusal"].value == pytest.approx(1 / 3)
    assert figures["refusal_near_miss"].value == 1.0
    assert figures["refusal_manipulation"].value == 0.0
    assert figures["tempted"].value == pytest.approx(1 / 3)
    assert figures["tempted"].n == 3


def test_proof_leaves_out_pages_without_text_and_tells_of_the_lenient_ones() -> None:
    checks = tuple(
        replace(RIGHT.quotes[0], standing=standing)
        for standing in ("exact", "words", "absent", "unchecked")
    )
    statements = tuple(
        StatementCheck("s", grounding)
        for grounding in ("grounded", "computed", "by year", "ungrounded", "no numerals")
    )
    figures = named(proving([replace(RIGHT, quotes=checks, statements=statements)]))
    assert figures["verbatim"].value == pytest.approx(2 / 3)
    assert figures["verbatim"].n == 3
    assert "1 tabell- eller diagramcitat" in figures["verbatim"].caveat
    assert "1 på sidor utan textlager" in figures["verbatim"].caveat
    assert (figures["grounded"].value, figures["grounded"].n) == (0.5, 4)
    assert figures["grounded_year"].value == 0.75


def test_speed_and_types() -> None:
    figures = named(speed([RIGHT, MISSED, REFUSED]))
    assert figures["ask_p50"].value == pytest.approx(0.2)
    assert figures["ask_p95"].value == pytest.approx(0.29)
    assert figures["retrieve_p50"].n == 2
    later = replace(RIGHT, type="followup", later=True)
    found = groups([RIGHT, MISSED, REFUSED, later])
    assert {name: len(group) for name, group in found.items()} == {
        "fact_number": 1,
        "table_cell": 1,
        "followup": 1,
        "later_turns": 1,
    }
    assert named(by_type([MISSED])["table_cell"])["evidence_800"].value == 0.0


def test_no_turns_give_figures_without_a_value() -> None:
    assert all(figure.n == 0 for figure in all_figures([]))


def test_answers_are_counted_apart_by_whether_they_say_that_they_are_unsure() -> None:
    unsure = replace(RIGHT, unsure=True, facts_lead=False)
    wrong = replace(RIGHT, answerable=False, facts_lead=None, right_refusal=False)
    figures = {f.key: f for f in answering([RIGHT, MISSED, unsure, wrong])}
    assert (figures["right_sure"].value, figures["right_sure"].n) == (0.5, 2)
    assert (figures["right_unsure"].value, figures["right_unsure"].n) == (0.0, 1)
