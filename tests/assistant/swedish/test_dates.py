import pytest

from assistant.swedish.dates import dates

Found = list[tuple[int | None, int | None, int | None]]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("den 31/8 2022", [(2022, 8, 31)]),
        ("2018-02-27", [(2018, 2, 27)]),
        ("31:a augusti 2022", [(2022, 8, 31)]),
        ("31 aug. 2022", [(2022, 8, 31)]),
        ("3 april", [(None, 4, 3)]),
        ("augusti 2022", [(2022, 8, None)]),
        ("per 2022", [(2022, None, None)]),
        ("2012–2022", [(2012, None, None), (2022, None, None)]),
        ("2012-16", [(2012, None, None), (2016, None, None)]),
        ("2 022 deltagare", []),
        ("2022 581", [(2022, None, None)]),
        ("1995 kr 12 40/50 2003:1210", [(1995, None, None)]),
        ("i augusti", []),
    ],
)
def test_dates(text: str, wanted: Found) -> None:
    found = dates(text)
    assert [(d.year, d.month, d.day) for d in found] == wanted
    assert all(0 <= d.start < d.end <= len(text) for d in found)


def test_the_ends_of_a_span_stand_where_they_are_written() -> None:
    text = "åren 2012 – 2022"
    assert [text[d.start : d.end] for d in dates(text)] == ["2012", "2022"]
