"""Where passages begin and end."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from assistant.schema import Cell, Document, Finding, Metadata, Unit, UnitKind
from assistant.splitting import LIMIT, analysed_text, embedded_text, split

META = Metadata(
    Finding("Årsrapport", "found"), Finding("rapport", "found"), year=Finding("2022", "found")
)


def made_of(*units: Unit) -> Document:
    numbered = tuple(replace(unit, ordinal=number) for number, unit in enumerate(units))
    return Document("d" * 16, "a.pdf", "d" * 64, "pdf", META, units=numbered)


def unit(text: str, kind: UnitKind = "sentence", **fields: Any) -> Unit:
    return Unit(0, kind, text, **{"page": 1, "section": ("Mål",), **fields})


def texts(units: Sequence[Unit]) -> list[str]:
    return [passage.text for passage in split(made_of(*units))]


def sentence(length: int, letter: str = "a") -> str:
    return letter * (length - 1) + "."


def test_nothing_gives_nothing() -> None:
    assert split(made_of()) == []


def test_passages_are_numbered_and_hold_each_unit_once_word_for_word() -> None:
    units = [
        unit(f"Mening {n} av flera i texten.", block=n // 4, page=1 + n // 30) for n in range(90)
    ]
    document = made_of(*units)
    passages = split(document)
    assert [passage.id for passage in passages] == [f"{'d' * 16}:{n}" for n in range(len(passages))]
    covered = [n for p in passages for n in range(p.first, p.last + 1)]
    assert covered == list(range(90))
    for passage in passages:
        span = document.units[passage.first : passage.last + 1]
        assert passage.text == " ".join(u.text for u in span)
        assert {u.page for u in span} == {passage.page}
        assert len(passage.text) <= LIMIT


def test_a_passage_ends_at_a_page_and_at_a_heading() -> None:
    assert texts([unit("Ett."), unit("Två.", page=2)]) == ["Ett.", "Två."]
    assert texts([unit("Ett."), unit("Två.", section=("Medel",))]) == ["Ett.", "Två."]


def test_headings_go_with_what_they_stand_above_wherever_their_own_path_ends() -> None:
    for path in ((), ("Medel",)):
        found = texts(
            [
                unit("Före."),
                unit("Medel", "heading", section=path),
                unit("2 581 tkr.", section=("Medel",), block=1),
            ]
        )
        assert found == ["Före.", "Medel 2 581 tkr."]


def test_a_heading_that_ends_a_page_is_left_to_the_next_page() -> None:
    ended = [
        unit("Före."),
        unit("Medel", "heading", section=()),
        unit("Text.", page=2, section=("Medel",)),
    ]
    assert texts(ended) == ["Före.", "Text."]
    alone = [unit("Årsredovisning", "heading", section=()), unit("Text.", page=2, section=())]
    assert texts(alone) == ["Årsredovisning", "Text."]


def test_a_full_passage_ends_between_paragraphs_if_it_can() -> None:
    units = [
        unit(sentence(400), block=0),
        unit(sentence(150, "b"), block=1),
        unit(sentence(100, "c"), block=1),
    ]
    assert [len(text) for text in texts(units)] == [400, 251]
    short = [unit(sentence(200), block=0), *(unit(sentence(150, "b"), block=1) for _ in range(4))]
    assert [len(text) for text in texts(short)] == [200 + 1 + 301, 301]


def test_a_sentence_over_the_limit_stands_alone() -> None:
    found = texts([unit("Kort."), unit(sentence(900)), unit("Kort igen.")])
    assert [len(text) for text in found] == [5, 900, 10]


def test_a_list_stays_with_the_line_that_leads_it_in() -> None:
    lead = "Målen är följande:"
    items = [unit(f"{n} {'x' * 90}", "list_item", block=2, lead=lead) for n in range(4)]
    found = texts([unit(sentence(300), block=1), unit(lead, block=1), *items])
    assert found[0] == sentence(300)
    assert found[1].startswith(f"{lead} 0 x")
    assert found[1].endswith("x") and "3 x" in found[1]


def test_a_list_over_the_limit_is_cut_between_items_and_says_its_lead() -> None:
    lead = "Målen är följande:"
    items = [unit(f"{n} {'x' * 150}", "list_item", block=2, lead=lead) for n in range(8)]
    passages = split(made_of(unit(lead, block=1), *items))
    assert [p.text.count("xx ") + 1 for p in passages] != [8]
    assert passages[0].text.startswith(lead)
    assert lead not in passages[0].context
    assert all(lead in p.context and lead not in p.text for p in passages[1:])
    assert all(len(p.text) <= LIMIT for p in passages)


def row(number: int, width: int = 20, **fields: Any) -> Unit:
    cells = (
        Cell(f"Rad {number}", 0, "", ("Insats",)),
        Cell("9" * width, 1, f"Rad {number}", ("2022", "Utfall")),
    )
    text = " ".join(cell.text for cell in cells)
    return unit(
        text, "table_row", cells=cells, caption="Tabell 1. Utfall", **{"block": 5, **fields}
    )


def test_a_small_table_is_whole_with_its_caption_and_apart_from_prose() -> None:
    passages = split(
        made_of(
            unit("Före."),
            unit("Tabell 1. Utfall", "caption", block=4),
            *(row(n) for n in range(3)),
            unit("Efter.", block=6),
        )
    )
    assert [p.source for p in passages] == ["prose", "table", "prose"]
    assert passages[1].text.startswith("Tabell 1. Utfall Rad 0 9")
    assert "Rad 2" in passages[1].text
    assert passages[1].context == "Årsrapport 2022 · Mål · Insats | 2022 | Utfall"


def test_a_large_table_is_cut_between_rows_and_keeps_its_headings_in_the_context() -> None:
    passages = split(made_of(*(row(n, 150) for n in range(9))))
    assert len(passages) == 3
    for passage in passages:
        assert "Insats | 2022 | Utfall" in passage.context
        assert "Tabell 1. Utfall" in passage.context
        assert "Utfall" not in passage.text
        assert len(passage.text) <= LIMIT


def test_two_tables_are_two_passages_and_so_are_a_tables_pages() -> None:
    assert len(texts([row(0), row(1, block=6)])) == 2
    assert len(texts([row(0), row(1, page=2)])) == 2


def test_a_chart_is_one_passage_with_its_caption_after_it() -> None:
    series = [unit(sentence(400), "chart_series", block=3, caption="Figur 1") for _ in range(2)]
    passages = split(
        made_of(unit("Före."), *series, unit("Figur 1", "caption", block=4), unit("Efter."))
    )
    assert [p.source for p in passages] == ["prose", "chart", "prose"]
    assert passages[1].text.endswith("Figur 1")


def test_footnotes_are_passages_of_their_own() -> None:
    passages = split(
        made_of(
            unit("Text."),
            unit("1 En not.", "footnote"),
            unit("2 Till.", "footnote"),
            unit("Mer.", page=2),
        )
    )
    assert [(p.source, p.text) for p in passages] == [
        ("prose", "Text."),
        ("footnote", "1 En not. 2 Till."),
        ("prose", "Mer."),
    ]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Årsrapport", "Årsrapport 2022 · Mål"),
        ("Plan 2022", "Plan 2022 · Mål"),
        ("Mål", "Mål 2022"),
    ],
)
def test_context_names_title_year_and_section_once(title: str, expected: str) -> None:
    document = made_of(unit("Text."))
    document = replace(document, metadata=replace(META, title=Finding(title, "found")))
    passage = split(document)[0]
    assert passage.context == expected
    assert embedded_text(passage) == f"{expected}\nText."


def test_title_with_a_span_of_years_is_not_given_the_year_again() -> None:
    document = made_of(unit("Text."))
    year = Finding("2012–2022", "found")
    meta = replace(META, title=Finding("Rapport 2012-2022", "found"), year=year)
    passage = split(replace(document, metadata=meta))[0]
    assert passage.context == "Rapport 2012-2022 · Mål"


def test_of_the_section_path_only_the_last_heading_is_embedded() -> None:
    document = made_of(unit("Text.", section=("Plan", "Del", "Mål")))
    document = replace(document, metadata=replace(META, title=Finding("Plan", "found"), year=None))
    passage = split(document)[0]
    assert analysed_text(passage) == "Plan · Del · Mål\nText."
    assert embedded_text(passage) == "Plan · Mål\nText."
