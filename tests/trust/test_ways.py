"""The ways in that the report counts: all of them, and a leak is seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.access import RULES
from assistant.guarded_service import GuardedService
from assistant.local_service import LocalService
from evals.trust.tally import Tally
from evals.trust.ways import ways


@pytest.fixture
def tally() -> Tally:
    return Tally("Vägar in", "prövade", "nekade")


def test_every_way_is_tried_and_refused(tmp_path: Path, tally: Tally) -> None:
    ways(tmp_path, tally)
    assert tally.faultless, tally.failures
    tried = {name.split(": ")[1].split(",")[0] for name in tally.rows}
    assert set(RULES) <= tried


def test_a_way_that_gives_the_document_out_is_a_fault(
    tmp_path: Path, tally: Tally, monkeypatch: pytest.MonkeyPatch
) -> None:
    def open_to_all(self: GuardedService, *given: object, **named: object) -> object:
        inner = self._inner
        assert isinstance(inner, LocalService)
        return inner.search("lön vaktmästare")

    monkeypatch.setattr(GuardedService, "search", open_to_all)
    ways(tmp_path, tally)
    assert any(fault.startswith("läsare: search: gav ut") for fault in tally.failures)
