"""When evidence is enough, and each thing that makes it not so."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from assistant.evidence import Evidence
from assistant.evidence.ranking import JUDGED
from assistant.evidence.sufficing import SIDE, TRUST, UNJUDGED, UNJUDGED_SIDE, suffices
from assistant.schema import DocumentInfo, Finding, Metadata, Unit

DOCUMENT = DocumentInfo(
    "d", "a.pdf", "pdf", Metadata(Finding("T", "found"), Finding("rapport", "found")), 1, 1, 0, 0
)
GOOD = Evidence(
    Unit(0, "sentence", "Kajen har sju platser."),
    DOCUMENT,
    1.0,
    1.0,
    1.0,
    1,
    trust=TRUST,
    features={JUDGED: 2.0},
)
UNREAD = replace(GOOD, trust=UNJUDGED, features={})


def test_trusted_evidence_is_enough() -> None:
    assert suffices(GOOD)


@pytest.mark.parametrize(
    "lacking",
    [
        {"year_fits": False},
        {"sex_fits": False},
        {"nameless": True},
        {"strange": True},
        {"trust": min(TRUST, UNJUDGED) - 0.01},
    ],
)
@pytest.mark.parametrize("good", [GOOD, UNREAD])
def test_any_one_thing_is_reason_to_refuse(good: Evidence, lacking: dict[str, Any]) -> None:
    assert suffices(good)
    assert not suffices(replace(good, **lacking))


@pytest.mark.parametrize("lacking", [{"fits": False}, {"unsaid": True}])
def test_what_the_judge_weighs_is_a_rule_without_it(lacking: dict[str, Any]) -> None:
    assert suffices(replace(GOOD, **lacking))
    assert not suffices(replace(UNREAD, **lacking))


def test_no_trust_outweighs_another_year() -> None:
    assert not suffices(replace(GOOD, trust=1.0, year_fits=False))


def test_a_side_of_a_comparison_needs_less() -> None:
    for good, side in ((GOOD, SIDE), (UNREAD, UNJUDGED_SIDE)):
        assert suffices(replace(good, trust=side, side=1))
        assert not suffices(replace(good, trust=side, side=0))
