from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.swedish.numbers import Numeral, numerals, same, units

# the same examples each run, and no clock: other work on the machine may hold a run up
steady = settings(derandomize=True, deadline=None, database=None)

BLANKS = [" ", "\u00a0", "\u2009", "\u202f"]


def one(text: str) -> Numeral:
    found = numerals(text)
    assert len(found) == 1, found
    return found[0]


def read(text: str) -> list[tuple[str, str]]:
    return [(f"{n.number.normalize():f}", n.unit) for n in numerals(text)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("2 581 deltagare", "2581", "plain"),
        ("2\u00a0581", "2581", "plain"),
        ("2.581", "2581", "plain"),
        ("27 854 587 kr", "27854587", "kr"),
        ("27,8 Mkr", "27800000", "mkr"),
        ("27,8 miljoner kronor", "27800000", "mkr"),
        ("12,5 miljoner", "12500000", "miljoner"),
        ("1 294 tkr", "1294000", "tkr"),
        ("-1 294", "-1294", "plain"),
        ("−1 294", "-1294", "plain"),
        ("minus 12 tkr", "-12000", "tkr"),
        ("53%", "0.53", "procent"),
        ("53 procent", "0.53", "procent"),
        ("2 procentenheter", "2", "procentenheter"),
        ("2022", "2022", "year"),
        ("31/8 2022", "20220831", "date"),
        ("2022-08-31", "20220831", "date"),
        ("31 augusti 2022", "20220831", "date"),
        ("1 mars", "301", "date"),
        ("fyra insatser", "4", "plain"),
        ("tjugofem", "25", "plain"),
        ("ett trettiotal", "30", "plain"),
        ("en fjärdedel", "0.25", "andel"),
        ("tre fjärdedelar", "0.75", "andel"),
        ("hälften", "0.5", "andel"),
        ("en miljon kronor", "1000000", "mkr"),
        ("två procent", "0.02", "procent"),
        ("Avanti 2.0", "2.0", "plain"),
        ("Malmö3", "3", "reference"),
        ("222000–2295", "2220002295", "reference"),
        ("(2003:1210)", "20031210", "reference"),
        ("013742-2017", "137422017", "reference"),
        ("S2017/02622/SF", "201702622", "reference"),
        ("040-34 56 78", "040345678", "reference"),
    ],
)
def test_value_and_unit(text: str, value: str, unit: str) -> None:
    found = one(text)
    assert (found.value, found.unit) == (Decimal(value), unit)
    assert text[found.start : found.end] == found.text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2012–2022", [("2012", "year"), ("2022", "year")]),
        ("2012-16", [("2012", "year"), ("2016", "year")]),
        ("2022/2023", [("2022", "year"), ("2023", "year")]),
        ("2008– 2011", [("2008", "year"), ("2011", "year")]),
        ("16-29 år", [("16", "plain"), ("29", "plain")]),
        ("10–15 procent", [("10", "procent"), ("15", "procent")]),
        ("61 och 39 procent", [("61", "procent"), ("39", "procent")]),
        ("4 insatser, 39 procent", [("4", "plain"), ("39", "procent")]),
        ("8 899 0 18 889", [("8899", "plain"), ("0", "plain"), ("18889", "plain")]),
        ("-1 294 -269", [("-1294", "plain"), ("-269", "plain")]),
        ("Resultat – 53 procent", [("53", "procent")]),
        ("ESF-rådet19 var 7", [("19", "reference"), ("7", "plain")]),
        ("5.4.1", [("5.4", "plain"), ("1", "plain")]),
        ("fyra av tio", [("4", "plain"), ("10", "plain")]),
        ("en av dem fick ett stöd", []),
        ("hundratals fjärde halvår", []),
    ],
)
def test_several(text: str, wanted: list[tuple[str, str]]) -> None:
    assert read(text) == wanted


@pytest.mark.parametrize(
    ("claimed", "found"),
    [
        ("27,8 Mkr", "27 800 000 kr"),
        ("12,5 miljoner kronor", "12,5 miljoner"),
        ("53 %", "53 procent"),
        ("25 procent", "en fjärdedel"),
        ("4", "fyra"),
        ("2 581", "2581"),
        ("31 augusti 2022", "31/8 2022"),
        ("31 augusti", "2022-08-31"),
        ("SFS2003", "sfs2003"),
    ],
)
def test_the_same(claimed: str, found: str) -> None:
    assert same(one(claimed), one(found))


@pytest.mark.parametrize(
    ("claimed", "found"),
    [
        ("53", "53 %"),
        ("53 %", "53"),
        ("2 %", "2 procentenheter"),
        ("1 294 kr", "1 294 tkr"),
        ("2 581 kr", "2 581"),
        ("2 022", "2022"),
        ("31 augusti 2022", "31/8"),
        ("31/8 2022", "31/8 2018"),
        ("-1 294", "1 294"),
        ("1 294", "-1 294"),
        ("27,8 Mkr", "27 854 587 kr"),
        ("3", "Malmö3"),
        ("Malmö3", "Lund3"),
        ("20220831", "2022-08-31"),
        ("3 miljoner", "3"),
    ],
)
def test_not_the_same(claimed: str, found: str) -> None:
    assert not same(one(claimed), one(found))


def test_units_of_a_heading() -> None:
    assert units("Utfall jan–aug 2022, belopp tkr") == {"tkr"}
    assert units("Andel (%)") == {"procent"}
    assert units("Antal deltagare, kreativa") == frozenset()
    assert same(one("1 294 tkr"), one("1 294"), units=units("Belopp tkr"))
    assert not same(one("1 294 kr"), one("1 294"), units=units("Belopp tkr"))
    assert same(one("1 294"), one("-1 294"), signed=False)


# -- properties ---------------------------------------------------------------------------------

amounts = st.integers(0, 10**9)
blanks = st.sampled_from(BLANKS)
tails = st.sampled_from(["", " kr", " tkr", " Mkr", " procent", "%", " personer", ",5 Mkr"])
heads = st.sampled_from(["", "Totalt ", "(", "Kostnad: ", "minus ", "-", "År 2022 var det ", "«"])


def grouped(number: int, blank: str) -> str:
    return f"{number:,}".replace(",", blank)


@steady
@given(amounts, blanks)
def test_thousands_in_any_spelling(number: int, blank: str) -> None:
    assert one(grouped(number, blank) + " kr").value == number


@steady
@given(amounts, blanks, heads, tails, st.data())
def test_a_changed_digit_is_noticed(
    number: int, blank: str, head: str, tail: str, data: st.DataObject
) -> None:
    text = head + grouped(number, blank) + tail
    places = [place for place, letter in enumerate(text) if letter.isdigit()]
    place = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != text[place]]))
    changed = text[:place] + digit + text[place + 1 :]
    before, after = numerals(text), numerals(changed)
    assert any(not any(same(new, old) for old in before) for new in after)


@steady
@given(
    st.sampled_from(
        [
            "31/8 2022",
            "31 augusti 2022",
            "2022-08-31",
            "2012–2022",
            "2012-16",
            "SFS 2003:1210",
            "222000–2295",
            "Dnr 013742-2017",
            "S2017/02622/SF",
            "Avanti 2.0",
            "45–59 år",
            "12 (35)",
            "3.4.1",
            "040-34 56 78",
        ]
    ),
    st.data(),
)
def test_a_changed_digit_of_a_date_or_reference_is_noticed(text: str, data: st.DataObject) -> None:
    places = [place for place, letter in enumerate(text) if letter.isdigit()]
    place = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != text[place]]))
    changed = text[:place] + digit + text[place + 1 :]
    before, after = numerals(text), numerals(changed)
    pairs = list(zip(after, before, strict=False))
    assert len(after) != len(before) or not all(same(new, old) for new, old in pairs)


@steady
@given(st.text(alphabet="0123456789 .,-–/:%()abkrSå\u00a0\n", max_size=40))
def test_no_digit_stands_outside_the_numerals(text: str) -> None:
    found = numerals(text)
    covered = {place for n in found for place in range(n.start, n.end)}
    assert all(place in covered for place, letter in enumerate(text) if letter in "0123456789")
    assert all(text[n.start : n.end] == n.text for n in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@steady
@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    for found in numerals(text):
        assert same(found, found)
