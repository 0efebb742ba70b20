"""True statements pass; the same statements with something changed never do."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assistant.citations import CitationList, faults
from assistant.schema import Cell, DocumentInfo, Finding, Metadata, Point, Statement, Unit
from assistant.verifying.extracts import extracted
from assistant.verifying.grounds import Ground, Support, Value

DOCUMENT = DocumentInfo(
    id="d" * 16,
    file="delarsrapport-2022.docx",
    format="docx",
    metadata=Metadata(
        Finding("Delårsrapport 2022 för förbundet i Malmö", "found"),
        Finding("delårsrapport", "guessed"),
        year=Finding("2022", "found"),
        written=Finding("2023", "found"),
    ),
    pages=40,
    units=10,
    tables=1,
    charts=1,
)
PLACES = ["Malmö", "Lund", "Kalmar", "Umeå", "Gävle"]
SECTION = ("7 Uppföljning", "Deltagare 2022")
SENTENCES = [
    "Under {year} deltog {n} personer i {place}, varav {share} procent var kvinnor.",
    "I {place} ökade antalet deltagare från {n} till {m} under {year}.",
    "Av {n} deltagare i {place} har {m} börjat arbeta efter insatsen.",
    "Insatsen kostade {n} tkr i {place} och {m} tkr i {other} under {year}.",
    "Minst {n} personer ska erbjudas stöd i {place} före {year}.",
    "Förbundet i {place} får inte finansiera lagstadgad verksamhet, men {other} gör det.",
    "{place} leder arbetet och {other} deltar med {n} handläggare.",
    "Alla deltagare i {place} har en handläggare, men ingen i {other} har det.",
    "Andelen minskade med {share} procentenheter i {place} mellan {year} och {later}.",
    "Insatsen avslutas {later} eftersom den inte nådde målet om {n} deltagare.",
]
NUMBERS = st.integers(min_value=13, max_value=9999).filter(lambda n: not 1900 <= n < 2100)


@st.composite
def true_units(draw: st.DrawFn, holding: str = "") -> Unit:
    """A sentence of a document, with figures, places and years drawn.

    Only sentences in which the pattern `holding` is found.
    """
    figures = re.compile(r"\{(?:n|m|share|year|later)\}")
    fitting = [one for one in SENTENCES if re.search(holding, figures.sub("77", one))]
    place, other = draw(st.permutations(PLACES))[:2]
    n, m = draw(NUMBERS), draw(NUMBERS)
    year = draw(st.integers(2014, 2024))
    text = draw(st.sampled_from(fitting)).format(
        n=n,
        m=m,
        place=place,
        other=other,
        year=year,
        later=year + 2,
        share=draw(st.integers(11, 97)),
    )
    return Unit(3, "sentence", text, page=12, section=SECTION, block=1)


def shown(
    text: str, unit: Unit, cell: Cell | None = None, point: Point | None = None, computed: str = ""
) -> dict[bool, list[str]]:
    """The kinds of fault, for the program's own words (False) and for a model's (True)."""
    labels = CitationList()
    label = labels.cite(unit, DOCUMENT, cell=cell, point=point)
    statement = Statement(f"{text} [{label}]", (label,), computed)
    support = [Support(label, unit, cell, point)]
    return {
        free: [fault.kind for fault in faults(statement, labels.items, support, free=free)]
        for free in (False, True)
    }


def passes(found: dict[bool, list[str]]) -> bool:
    return not found[False] or not found[True]


CHANGES: dict[str, list[tuple[str, str]]] = {
    "negation": [
        (r"\binte ", ""),
        (r"\bingen\b", "någon"),
        (r"\b(deltog|kostade|leder|deltar|ökade|minskade|avslutas|ska|har)\b", r"\1 inte"),
        (r"\b(deltog|kostade|leder|ökade|minskade|ska)\b", r"\1 aldrig"),
    ],
    "unit": [
        (r"\btkr\b", "kr"),
        (r"\btkr\b", "Mkr"),
        (r"\btkr\b", "procent"),
        (r"\bprocent\b", "procentenheter"),
        (r"\bprocentenheter\b", "procent"),
        (r"\bprocent\b", "promille"),
        (r"\bprocent\b", "kronor"),
    ],
    "direction": [
        (r"\bökade\b", "minskade"),
        (r"\bminskade\b", "ökade"),
        (r"\befter\b", "före"),
        (r"\bföre\b", "efter"),
        (r"\bavslutas\b", "startar"),
        (r"\bfrån (\d+) till (\d+)", r"från \2 till \1"),
        (r"\bmed (\d+)", r"till \1"),
    ],
    "quantifier": [
        (r"\bAlla\b", "Vissa"),
        (r"\bAlla\b", "Inga"),
        (r"\bMinst\b", "Högst"),
        (r"\bMinst (\d)", r"Nästan \1"),
        (r"\bska\b", "har kunnat"),
        (r"\bska erbjudas\b", "erbjuds"),
        (r"\b(\d+) (personer|deltagare)\b", r"nästan \1 \2"),
        (r"\b(\d+) (personer|deltagare)\b", r"mer än \1 \2"),
    ],
    "noun": [
        (r"\bpersoner\b", "kvinnor"),
        (r"\bdeltagare\b", "kvinnor"),
        (r"\bkvinnor\b", "män"),
        (r"\bhandläggare\b", "deltagare"),
        (r"\barbeta\b", "studera"),
        (r"\bfinansiera\b", "planera"),
    ],
    "added": [
        (r"\.$", " och förklaras av god samverkan."),
        (r"\.$", ", vilket är bäst i landet."),
        (r"\.$", " tack vare kommunen."),
        (r"^", "Tyvärr och mot förväntan: "),
        (r"\.$", ". Det är ett gott resultat."),
    ],
    "link": [
        (r"\.$", ". Se https://exempel.invalid/?q=1"),
        (r"\.$", ". ![bild](//x.invalid/a.png)"),
        (r"\.$", ". [mer](x)"),
    ],
}


@settings(max_examples=60, deadline=None)
@given(true_units())
def test_the_sentence_itself_passes(unit: Unit) -> None:
    assert shown(unit.text, unit) == {False: [], True: []}


@pytest.mark.parametrize("change", CHANGES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_changed_word_gets_through(change: str, data: st.DataObject) -> None:
    pattern, new = data.draw(st.sampled_from(CHANGES[change]))
    unit = data.draw(true_units(pattern))
    changed = re.sub(pattern, new, unit.text, count=1)
    assume(changed != unit.text)
    found = shown(changed, unit)
    assert found[True], changed
    assert found[False] or change == "link", changed


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_no_changed_digit_gets_through(data: st.DataObject) -> None:
    unit = data.draw(true_units())
    places = [match.start() for match in re.finditer(r"\d", unit.text)]
    assume(places)
    place = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from("0123456789"))
    changed = unit.text[:place] + digit + unit.text[place + 1 :]
    assume(changed != unit.text and not re.search(r"\b0", changed))
    assert not passes(shown(changed, unit)), changed


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_no_figure_of_elsewhere_gets_through(data: st.DataObject) -> None:
    """Not the page, the title's year, the heading's number, nor another figure of the quote."""
    unit = data.draw(true_units())
    figures = re.findall(r"\d+", unit.text)
    assume(figures)
    one = data.draw(st.sampled_from(figures))
    other = data.draw(st.sampled_from(["12", "2022", "2023", "7", *figures]))
    assume(one != other)
    changed = re.sub(rf"\b{one}\b", other, unit.text, count=1)
    assert not passes(shown(changed, unit)), changed


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_no_other_name_gets_through(data: st.DataObject) -> None:
    unit = data.draw(true_units())
    here = [place for place in PLACES if place in unit.text]
    assume(here)
    one = data.draw(st.sampled_from(here))
    other = data.draw(
        st.sampled_from([place for place in [*PLACES, "Region Skåne"] if place != one])
    )
    changed = unit.text.replace(one, other)
    assume(changed != unit.text)
    assert not passes(shown(changed, unit)), changed
    if len(here) == 2:
        swapped = unit.text.replace(here[0], "#").replace(here[1], here[0]).replace("#", here[1])
        assert not passes(shown(swapped, unit)), swapped


YEARS = ["2020", "2021", "2022"]


@st.composite
def true_rows(draw: st.DrawFn) -> Unit:
    """A row of three years under "Deltagare", with a caption in tkr or none."""
    place = draw(st.sampled_from(PLACES))
    values = [f"{value}" for value in draw(st.lists(NUMBERS, min_size=3, max_size=3, unique=True))]
    first = Cell(place, 0, "", ("Kommun",))
    rest = [Cell(v, n + 1, place, (y,)) for n, (v, y) in enumerate(zip(values, YEARS, strict=True))]
    return Unit(
        5,
        "table_row",
        " ".join([place, *values]),
        page=12,
        section=SECTION,
        caption="Kostnad per kommun, tkr",
        cells=(first, *rest),
    )


@settings(max_examples=150, deadline=None)
@given(row=true_rows(), column=st.integers(1, 3), other=st.integers(1, 3), data=st.data())
def test_cells(row: Unit, column: int, other: int, data: st.DataObject) -> None:
    cell = row.cells[column]
    place, year, value = cell.row_heading, cell.headings[0], cell.text

    def kinds(text: str) -> bool:
        return passes(shown(text, row, cell))

    assert not shown(f"{place} – {year}: {value}", row, cell)[False]
    assert not shown(
        f"{place} kostade {value} tkr {year}".replace("kostade", "hade kostnad"), row, cell
    )[True]
    assert not kinds(f"{place} – {year}: {value}1")
    assert not kinds(f"{place} – {year}: {value} kr")
    assert not kinds(f"{place} – {year}: {value} procent")
    assert not kinds(f"{place}: {value}")
    elsewhere = data.draw(st.sampled_from([name for name in PLACES if name != place]))
    assert not kinds(f"{elsewhere} – {year}: {value}")
    assert not kinds(f"{elsewhere} hade kostnaden {value} tkr {year}")
    if other != column:
        assert not kinds(f"{place} – {row.cells[other].headings[0]}: {value}")
        assert not kinds(f"{place} – {year}: {row.cells[other].text}")
        assert not kinds(f"{place} hade kostnaden {row.cells[other].text} tkr {year}")
        whole = f"{place}: " + "; ".join(f"{c.headings[0]}: {c.text}" for c in row.cells[1:])
        assert not shown(whole, row)[False]
        swapped = whole.replace(value, "#").replace(row.cells[other].text, value)
        assert not passes(shown(swapped.replace("#", row.cells[other].text), row))


@settings(max_examples=100, deadline=None)
@given(values=st.lists(NUMBERS, min_size=3, max_size=3, unique=True))
def test_points(values: list[int]) -> None:
    points = tuple(Point("Malmö", y, str(v)) for y, v in zip(YEARS, values, strict=True))
    text = "Malmö 2020 2021 2022 " + " ".join(str(value) for value in values)
    unit = Unit(
        6, "chart_series", text, page=12, section=SECTION, caption="Deltagare", points=points
    )
    said = "; ".join(f"{point.category}: {point.value}" for point in points)
    assert not shown(f"Deltagare: {said}", unit)[False]
    moved = "; ".join(
        f"{p.category}: {q.value}" for p, q in zip(points, points[1:] + points[:1], strict=True)
    )
    assert not passes(shown(f"Deltagare: {moved}", unit))
    one = points[1]
    assert not shown(f"Deltagare – Malmö – 2021: {one.value}", unit, point=one)[False]
    assert not passes(shown(f"Deltagare – Malmö – 2022: {one.value}", unit, point=one))


def sums(text: str, computed: str, *quotes: str) -> list[str]:
    labels = CitationList()
    units = [Unit(n, "sentence", quote, page=n + 1) for n, quote in enumerate(quotes)]
    own = tuple(labels.cite(unit, DOCUMENT) for unit in units)
    supports = [Support(label, unit) for label, unit in zip(own, units, strict=True)]
    statement = Statement(f"{text} [1] [2]", own, computed)
    return [fault.kind for fault in faults(statement, labels.items, supports)]


FIRST, SECOND = "Målet var 1 700 personer.", "Resultatet blev 2 500 personer."


def test_a_sum_with_its_terms_passes() -> None:
    assert not sums(
        "Skillnad: 800 (2 500 − 1 700 = 800, uträknat)", "2 500 − 1 700 = 800", FIRST, SECOND
    )
    assert not sums(
        "Skillnad: −5,5 procentenheter (39 − 44,5 = −5,5, uträknat)",
        "39 − 44,5 = −5,5 procentenheter",
        "Andelen var 44,5 procent.",
        "Andelen var 39 %.",
    )
    assert not sums(
        "Skillnad: 1,2 mkr (3,5 − 2,3 = 1,2, uträknat)",
        "3,5 − 2,3 = 1,2 mkr",
        "Kostnaden var 2,3 Mkr.",
        "Kostnaden var 3,5 miljoner kronor.",
    )
    assert not sums(
        "Ingen skillnad (uträknat)", "5 − 5 = 0", "Det var 5 personer.", "Där var 5 personer."
    )


WRONG: list[Callable[[], list[str]]] = [
    lambda: sums(
        "Skillnad: 900 (2 500 − 1 700 = 900, uträknat)", "2 500 − 1 700 = 900", FIRST, SECOND
    ),
    lambda: sums(
        "Skillnad: 900 (2 500 − 1 600 = 900, uträknat)", "2 500 − 1 600 = 900", FIRST, SECOND
    ),
    lambda: sums(
        "Skillnad: 900 (2 500 − 1 700 = 800, uträknat)", "2 500 − 1 700 = 800", FIRST, SECOND
    ),
    lambda: sums(
        "Skillnad: 800 kr (2 500 − 1 700 = 800, uträknat)", "2 500 − 1 700 = 800", FIRST, SECOND
    ),
    lambda: sums(
        "Skillnad: 800 kr (2 500 − 1 700 = 800, uträknat)", "2 500 − 1 700 = 800 kr", FIRST, SECOND
    ),
    lambda: sums("Ingen skillnad (uträknat)", "2 500 − 1 700 = 800", FIRST, SECOND),
    lambda: sums(
        "Minskning: 800 (2 500 − 1 700 = 800, uträknat)", "2 500 − 1 700 = 800", FIRST, SECOND
    ),
    lambda: sums(
        "Skillnad: 800 (2 500 − 1 700 = 800, uträknat). Bäst i landet",
        "2 500 − 1 700 = 800",
        FIRST,
        SECOND,
    ),
    lambda: sums(
        "Förbundet lades ned (2 500 − 1 700 = 800, uträknat)", "2 500 − 1 700 = 800", FIRST, SECOND
    ),
    lambda: sums("Skillnad: 800", "800", FIRST, SECOND),
    lambda: sums(
        "Skillnad: 5 procent (44 − 39 = 5, uträknat)",
        "44 − 39 = 5 procent",
        "Andelen var 44 procentenheter.",
        "Andelen var 39 %.",
    ),
]


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_sum_never_passes(wrong: Callable[[], list[str]]) -> None:
    assert wrong()


def test_a_label_that_is_not_the_statements_own() -> None:
    labels = CitationList()
    unit = Unit(1, "sentence", "Det var 5 personer.", page=1)
    label = labels.cite(unit, DOCUMENT)
    faulty = Statement("Det var 5 personer. [2]", (label,))
    assert [fault.kind for fault in faults(faulty, labels.items)] == ["label"]
    assert [f.kind for f in faults(Statement("Det var 5 personer.", ()), labels.items)] == [
        "citation"
    ]


PARAPHRASES = [
    ("2 581 deltagare har varit inregistrerade i SUS.", "2581 deltagare är inregistrerade i SUS."),
    ("Under 2022 deltog 36 personer.", "36 personer deltog under 2022."),
    ("Insatsen har 27,8 Mkr i budget.", "Insatsen har 27 800 000 kr i budget."),
    ("36 deltagare skrevs in under året.", "Antalet deltagare var 36."),
    ("Syftet är att stödja unga vuxna.", "Syftet med detta är att stödja unga vuxna."),
]


@pytest.mark.parametrize(("quote", "said"), PARAPHRASES)
def test_what_says_the_same_in_other_small_words_passes(quote: str, said: str) -> None:
    assert not shown(said, Unit(1, "sentence", quote, page=3))[True]


TWISTED = [
    ("Malmö hade 5 deltagare och Lund 7.", "Det var 5 i Lund."),
    ("Malmö hade 5 deltagare och Lund 7.", "Malmö hade 7."),
    ("Malmö leder arbetet och Lund stödjer det.", "Lund leder arbetet."),
    ("Kommunen betalar hyran och regionen lönerna.", "Kommunen betalar lönerna."),
    ("5 av 7 personer fick arbete.", "7 personer fick arbete."),
    ("Av 2581 deltagare var 1500 kvinnor.", "2581 kvinnor deltog."),
    ("Kritiker hävdar att kommunen slösar pengar.", "Kommunen slösar pengar."),
    ("Om beslut fattas, avslutas insatsen.", "Insatsen avslutas."),
    ("Kommunen är regionens ägare.", "Regionen är kommunens ägare."),
    ("Insatsen kan ge arbete.", "Insatsen ger arbete."),
    ("Förbundet avvisade förslaget att avveckla huset.", "Förbundet avvecklar huset."),
    ("År 2020 deltog 5 personer, år 2021 deltog 7.", "År 2021 deltog 5 personer."),
    ("Insatsen är inte, som många tror, avslutad.", "Insatsen är … avslutad."),
    ("Det gäller inte: avgiften är kvar.", "Det gäller: avgiften är kvar."),
]


@pytest.mark.parametrize(("quote", "said"), TWISTED)
def test_true_words_that_together_say_another_thing(quote: str, said: str) -> None:
    found = shown(said, Unit(1, "sentence", quote, page=3, section=("Deltagare",)))
    assert found[True], said


def test_names_of_rows_stand_in_one_list_under_their_heading() -> None:
    grounds = [
        Ground((), (Value(name, ("Insats",), ""),), ("Insats",), ())
        for name in ("Bryggan", "Ateljén")
    ]
    assert extracted("Insats: Bryggan; Ateljén", grounds)
    assert not extracted("Ort: Bryggan; Ateljén", grounds)
    assert not extracted("Insats: Bryggan; Lyktan", grounds)
    other = Ground((), (Value("Näset", ("Ort",), ""),), ("Ort",), ())
    assert not extracted("Insats: Bryggan; Näset", [*grounds, other])
