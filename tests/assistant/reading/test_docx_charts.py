"""Native charts: series, categories and values as the page shows them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.reading.docx import read_docx
from assistant.reading.docx_charts import show_number


def series(name: str, categories: list[str], values: list[str], code: str = "General") -> str:
    def cache(texts: list[str]) -> str:
        return "".join(f'<c:pt idx="{n}"><c:v>{t}</c:v></c:pt>' for n, t in enumerate(texts) if t)

    return (
        f"<c:ser><c:tx><c:strRef><c:f>B1</c:f><c:strCache>{cache([name])}</c:strCache>"
        "</c:strRef></c:tx>"
        f"<c:cat><c:strRef><c:strCache>{cache(categories)}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:numCache><c:formatCode>{code}</c:formatCode>{cache(values)}"
        "</c:numCache></c:numRef></c:val></c:ser>"
    )


def test_points_are_tied_to_series_and_category(
    word: Callable[..., Path], p: Callable[..., str], namespaces: str
) -> None:
    chart = (
        f"<c:chartSpace {namespaces}><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>Deltagare</a:t>"
        "</a:r></a:p></c:rich></c:tx></c:title><c:plotArea><c:barChart>"
        + series("Kvinnor", ["2020", "2021", "2022"], ["4", "", "6"])
        + series("Andel", ["2020", "2021", "2022"], ["0.5", "0.125", "0.6"], "0.0%")
        + "</c:barChart></c:plotArea></c:chart></c:chartSpace>"
    )
    body = (
        p("Resultat", "Rubrik1")
        + '<w:p><w:r><w:drawing><a:graphic><c:chart r:id="c9"/></a:graphic></w:drawing></w:r></w:p>'
    )
    path = word(
        body,
        parts={"word/charts/chart1.xml": chart},
        relationships={"c9": ("chart", "charts/chart1.xml")},
    )
    unit = read_docx(path)[0][1]
    assert unit.kind == "chart_series"
    assert unit.section == ("Resultat",)
    assert unit.caption == "Deltagare"
    assert [(point.series, point.category, point.value) for point in unit.points] == [
        ("Kvinnor", "2020", "4"),
        ("Kvinnor", "2022", "6"),
        ("Andel", "2020", "50,0%"),
        ("Andel", "2021", "12,5%"),
        ("Andel", "2022", "60,0%"),
    ]
    assert unit.text == (
        "Deltagare Kvinnor 2020 2021 2022 4 6 Andel 2020 2021 2022 50,0% 12,5% 60,0%"
    )


def test_a_chart_that_is_missing_is_noted(word: Callable[..., Path], p: Callable[..., str]) -> None:
    body = p("Text.") + '<w:p><w:r><w:drawing><c:chart r:id="borta"/></w:drawing></w:r></w:p>'
    assert read_docx(word(body))[1] == ("Ett diagram i dokumentet kunde inte läsas.",)


@pytest.mark.parametrize(
    ("stored", "code", "shown"),
    [
        ("447", "General", "447"),
        ("0.30000000000000004", "General", "0,3"),
        ("1234567.8", "#,##0", "1 234 568"),
        ("-2500", "# ##0", "-2 500"),
        ("0.615", "0%", "62%"),
        ("3.14159", "0.00", "3,14"),
        ("44927", "yyyy-mm-dd", "44927"),
        ("12", '0" st"', "12"),
        ("okänt", "General", "okänt"),
        ("1e400", "General", "1e400"),
    ],
)
def test_numbers_are_shown_by_their_format(stored: str, code: str, shown: str) -> None:
    assert show_number(stored, code, comma=True) == shown
