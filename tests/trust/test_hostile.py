"""A short form of the hostile and mutated files."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from evals.trust import hostile_pdf, material
from evals.trust.hostile import hostile_files
from evals.trust.mutations import mutants
from evals.trust.reading_files import fuzz, hostile
from evals.trust.tally import Tally

pytestmark = pytest.mark.slow


def quiet(_: str) -> None:
    """Nobody waits for the progress of a test."""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows refuses some of the names")
def test_hostile_files_are_read_or_clearly_refused(tmp_path: Path) -> None:
    tally = Tally("Prov", "prövade", "väl")
    hostile(tmp_path, tally, quiet, heavy=False)
    assert tally.failures == []
    assert sum(row.tried for row in tally.rows.values()) > 50


def test_mutated_files_are_read_or_clearly_refused(tmp_path: Path) -> None:
    tally = Tally("Prov", "prövade", "väl")
    fuzz(tmp_path, 100, tally, quiet)
    assert tally.failures == []
    assert sum(row.tried for row in tally.rows.values()) == 100


def test_mutants_differ_from_what_they_were_made_of() -> None:
    files = material.own_files()
    sound = {path.read_bytes() for path in files}
    made = list(mutants(files, 60))
    changed = [mutant for mutant in made if mutant.data not in sound]
    assert len(changed) > 55
    assert [m.data for m in mutants(files, 60)] == [m.data for m in made]


def test_a_written_pdf_is_sound_before_it_is_made_hostile(tmp_path: Path) -> None:
    from assistant.reading import read

    path = tmp_path / "a.pdf"
    path.write_bytes(hostile_pdf.document(hostile_pdf.page()))
    (unit,) = read(path, "a.pdf").units
    assert unit.text == "En mening att läsa."
    path.write_bytes(hostile_pdf.many_pages(30))
    assert len(read(path, "a.pdf").pages) == 30


def test_every_hostile_kind_has_a_name() -> None:
    pdf = hostile_pdf.document(hostile_pdf.page())
    found = hostile_files(pdf, (material.OWN / _word()).read_bytes(), heavy=False)
    assert all(item.kind.strip() and item.name.strip() for item in found)
    assert len({item.kind for item in found}) >= 25
    # none stands for another
    assert len({(item.name, item.data) for item in found}) == len(found)


def _word() -> str:
    return next(path.name for path in material.own_files() if path.suffix == ".docx")
