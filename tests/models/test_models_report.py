"""What a language model proposed and what was stopped, counted."""

from __future__ import annotations

from assistant.citations import Fault
from assistant.composing.language_model import Check
from assistant.composing.parsing import Proposal
from assistant.schema import Answer
from evals.models import stopped


def test_a_proposal_counts_once_a_kind() -> None:
    checks = [
        Check(Proposal("Det var 5.", (1,)), ()),
        Check(Proposal("Det var 6 | 7.", (1,)), (Fault("numeral", "6"), Fault("numeral", "7"))),
        Check(Proposal("Nej.", ()), (Fault("citation", "ingen källa"),)),
    ]
    answers = [
        Answer("f", "f", "answered", "Det var 5. [1]", composer="model:x"),
        Answer("f", "f", "answered", "Det var 5. [1]", notice="Hann inte."),
        Answer("f", "f", "not_found", "Nej."),
    ]
    rows = [
        [cell.strip() for cell in line.split(" | ")]
        for line in stopped(checks, answers).splitlines()
    ]
    found = {row[0].removeprefix("| "): row[-1].rstrip(" |") for row in rows if len(row) == 2}
    assert found["påståenden från modellen"] == "3"
    assert found["stoppade av kontrollen"] == "2"
    assert found["svar"] == "2"
    assert found["svar med modellens ord"] == "1"
    assert found["– tal som inte står i källan"] == "1"
    assert found["– ingen källa"] == "1"
    assert found["Hann inte."] == "1"
    assert "Det var 6 \\| 7." in stopped(checks, answers)
    assert "Det var 6" not in stopped(checks, answers, show=0)
