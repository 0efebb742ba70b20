"""The catalogue: what staff say goes before what was found."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.reading import read
from assistant.reading.catalogue import CatalogueEntry, read_catalogue, set_field
from assistant.schema import Finding

CATALOGUE = """# Listan över dokument
[[document]]
file = "plan.txt"   # den nya
title = "Plan för allt"
kind = "verksamhetsplan"
year = 2024

[[document]]
file = "mapp/rapport.pdf"
year = "2012-2022"
audience = "intern"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "catalogue.toml"
    made.write_text(CATALOGUE, "utf-8")
    return made


def test_entries(path: Path) -> None:
    found = read_catalogue(path)
    assert found["plan.txt"] == CatalogueEntry(
        "plan.txt", title="Plan för allt", kind="verksamhetsplan", year="2024"
    )
    assert found["mapp/rapport.pdf"].year == "2012–2022"
    assert read_catalogue(path.with_name("borta.toml")) == {}


def test_the_catalogue_goes_before_what_was_found(path: Path, tmp_path: Path) -> None:
    text = tmp_path / "plan.txt"
    text.write_text("Dnr: 2019/77. Något helt annat om 2019.", "utf-8")
    metadata = read(text, "plan.txt", read_catalogue(path)).metadata
    assert metadata.title == Finding("Plan för allt", "catalogue")
    assert metadata.year == Finding("2024", "catalogue")
    assert metadata.dnr == Finding("2019/77", "found")
    assert metadata.audience == "alla"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[document]]\nfile = "a.pdf"\ntitel = "x"', "okänd nyckel ”titel”"),
        ('[[dokument]]\nfile = "a.pdf"', "okänd nyckel ”dokument”"),
        ('[[document]]\ntitle = "x"', "saknar file"),
        ('[[document]]\nfile = "a.pdf"\nkind = "bok"', "okänd typ"),
        ('[[document]]\nfile = "a.pdf"\naudience = "chefer"', "okänd målgrupp"),
        ('[[document]]\nfile = "a.pdf"\nyear = "förra"', "inget år"),
        ('[[document]]\nfile = "a.pdf"\nyear = true', "ska vara text eller ett år"),
        ('[[document]]\nfile = "a.pdf"\n[[document]]\nfile = "a.pdf"', "två gånger"),
        ('[document]\nfile = "a.pdf"', "dubbla klamrar"),
        ("[[document", "går inte att läsa"),
    ],
)
def test_mistakes_are_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "catalogue.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError, match=said):
        read_catalogue(path)


def test_setting_a_field_leaves_the_rest(path: Path) -> None:
    set_field(path, "plan.txt", "year", "2025")
    set_field(path, "ny.pdf", "kind", "lag")
    after = path.read_text("utf-8")
    assert "# Listan över dokument" in after and "# den nya" in after
    found = read_catalogue(path)
    assert found["plan.txt"].year == "2025" and found["plan.txt"].title == "Plan för allt"
    assert found["ny.pdf"] == CatalogueEntry("ny.pdf", kind="lag")
    assert found["mapp/rapport.pdf"].audience == "intern"
    set_field(path, "plan.txt", "year", "")
    assert read_catalogue(path)["plan.txt"].year == ""


def test_setting_makes_the_catalogue_where_there_is_none(tmp_path: Path) -> None:
    path = tmp_path / "ny" / "catalogue.toml"
    set_field(path, "a.pdf", "title", 'Med "citat" och \\')
    assert read_catalogue(path)["a.pdf"].title == 'Med "citat" och \\'
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(("field", "value"), [("titel", "x"), ("kind", "bok"), ("year", "snart")])
def test_setting_refuses_what_reading_would(path: Path, field: str, value: str) -> None:
    with pytest.raises(SettingsError):
        set_field(path, "plan.txt", field, value)
    assert path.read_text("utf-8") == CATALOGUE
