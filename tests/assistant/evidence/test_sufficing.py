"""When evidence is enough, and each thing that makes it not so."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from assistant.evidence import Evidence
from assistant.evidence.sufficing import SIDE, TRUST, suffices
from assistant.schema import DocumentInfo, Finding, Metadata, Unit

DOCUMENT = DocumentInfo(
    "d", "a.pdf", "pdf", Metadata(Finding("T", "found"), Finding("rapport", "found")), 1, 1, 0, 0
)
GOOD = Evidence(
    Unit(0, "sentence", "Kajen har sju platser."), DOCUMENT, 1.0, 1.0, 1.0, 1, trust=TRUST
)


def test_trusted_evidence_is_enough() -> None:
    assert suffices(GOOD)


@pytest.mark.parametrize(
    "lacking",
    [{"year_fits": False}, {"sex_fits": False}, {"nameless": True}, {"trust": TRUST - 0.01}],
)
def test_any_one_thing_is_reason_to_refuse(lacking: dict[str, Any]) -> None:
    assert not suffices(replace(GOOD, **lacking))


def test_no_trust_outweighs_another_year() -> None:
    assert not suffices(replace(GOOD, trust=1.0, year_fits=False))


def test_a_side_of_a_comparison_needs_less() -> None:
    assert suffices(replace(GOOD, trust=SIDE, side=1))
    assert not suffices(replace(GOOD, trust=SIDE, side=0))
