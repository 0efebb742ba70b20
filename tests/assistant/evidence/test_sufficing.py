"""When evidence is enough, and each thing that makes it not so."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from assistant.evidence import Evidence
from assistant.evidence.sufficing import suffices
from assistant.schema import DocumentInfo, Finding, Metadata, Unit
from assistant.understanding import understand

DOCUMENT = DocumentInfo(
    "d", "a.pdf", "pdf", Metadata(Finding("T", "found"), Finding("rapport", "found")), 1, 1, 0, 0
)
GOOD = Evidence(Unit(0, "sentence", "Kajen har sju platser."), DOCUMENT, 1.0, 1.0, 1.0, 1)
COUNT = understand("Hur många platser har Kajen?")
WHO = understand("Vem är ordförande i Kajen?")


def test_evidence_that_says_all_is_enough() -> None:
    assert suffices(COUNT, GOOD)


@pytest.mark.parametrize(
    "lacking",
    [
        {"fits": False},
        {"year_fits": False},
        {"sex_fits": False},
        {"nameless": True},
        {"gap": 1.0},
        {"coverage": 0.1},
        {"own": 0.0},
    ],
)
def test_any_one_thing_is_reason_to_refuse(lacking: dict[str, Any]) -> None:
    assert not suffices(COUNT, replace(GOOD, **lacking))


def test_who_without_a_person_needs_all_that_was_asked() -> None:
    assert suffices(WHO, replace(GOOD, person=True, weakest=0.0))
    assert suffices(WHO, replace(GOOD, person=False, weakest=1.0))
    assert not suffices(WHO, replace(GOOD, person=False, weakest=0.1))
