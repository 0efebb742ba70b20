"""Personal identity numbers: found where they stand, and nothing else taken for them.

The numbers are the tax agency's published test numbers.
"""

from dataclasses import replace

import pytest

from assistant.errors import ReadingError
from assistant.personal_numbers import checked, has_personal_number
from tests.assistant.making import document


@pytest.mark.parametrize(
    "text",
    [
        "Född 19900118-9811 i Malmö.",
        "900118-9811",
        "9001189811,",
        "(199001189811)",
        "19900118 9811",
        "900118–9811.",
        "900118 - 9811",
        "samordningsnummer 701063-2391",
    ],
)
def test_found_however_it_is_written(text: str) -> None:
    assert has_personal_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "900118-9812",  # check digit
        "901318-9811",  # month
        "org.nr 556036-0793",
        "212000-1124",
        "dnr 2022/900118-9811",
        "2019-01-18",
        "bg 5050-1055, tel 040-34 10 00",
        "1 990 011 898 kronor",
        "19900118",
        "123900118-9811",
        "900118-98115",
        "",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert not has_personal_number(text)


TEXT = "Ett.\nTvå.\nTre.\nAnna, 900118-9811.\nFem.\nSex.\nSju.\nBo, 900118-9811.\nIgen 900118-9811."


def test_the_notice_says_where_and_never_what() -> None:
    found = checked(document(TEXT), "report")
    assert found.notices == ("Innehåller personnummer på s. 2, 3.",)
    assert found.metadata.audience == "alla"
    clean = document("Ett.")
    assert checked(clean, "refuse") is clean


def test_without_pages_the_section_is_the_place() -> None:
    item = document(TEXT)
    units = tuple(replace(unit, page=None) for unit in item.units)
    found = checked(replace(item, units=units, pages=()), "report")
    assert found.notices == ("Innehåller personnummer i avsnittet ”Avsnitt”.",)
    timed = tuple(replace(unit, time=f"14:3{unit.ordinal}") for unit in units)
    found = checked(replace(item, units=timed, pages=()), "report")
    assert found.notices == ("Innehåller personnummer vid 14:33, 14:37, 14:38.",)


def test_a_running_header_counts() -> None:
    item = document("Ett.")
    pages = (replace(item.pages[0], furniture=("Akt 900118-9811",)),)
    assert checked(replace(item, pages=pages), "report").notices


def test_held_back_when_so_set() -> None:
    found = checked(document(TEXT), "internal")
    assert found.metadata.audience == "intern"
    assert "bara för personal" in found.notices[0]
    with pytest.raises(ReadingError, match=r"s\. 2, 3.*finsam\.toml") as caught:
        checked(document(TEXT), "refuse")
    assert "900118" not in str(caught.value)
