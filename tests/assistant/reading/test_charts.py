"""Points by name: series, category, value and page; and what stays unassigned."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from assistant.reading.pdf import read_pdf
from assistant.schema import Unit
from tests.assistant.reading.pdf_maker import Sheet, write_pdf

SUS = "sus-rapport-2012-2022.pdf"
TEN = "finsam-i-malmo-10-ar-2017.pdf"
YEARS = [str(year) for year in range(2012, 2023)]


@cache
def read(path: Path) -> tuple[tuple[Unit, ...], tuple[str, ...]]:
    return read_pdf(path)[1:]


def charts_of(path: Path, page: int) -> list[Unit]:
    return [u for u in read(path)[0] if u.kind == "chart_series" and u.page == page]


def table_of(chart: Unit) -> dict[tuple[str, str], str]:
    return {(point.series, point.category): point.value for point in chart.points}


@pytest.mark.parametrize(
    ("at", "title", "values"),
    [
        (
            0,
            "Utskrivning till arbete 2012-2022 Malmö",
            [7, 11, 8, 18, 25, 10, 272, 304, 447, 572, 556],
        ),
        (
            1,
            "Utskrivning till studier 2012-2022 Malmö",
            [6, 12, 6, 12, 43, 9, 74, 73, 200, 134, 164],
        ),
    ],
)
def test_both_series_of_the_sus_report(
    shared: Path, at: int, title: str, values: list[int]
) -> None:
    chart = charts_of(shared / "corpus" / SUS, 9)[at]
    assert chart.caption == title
    assert [(p.category, p.value) for p in chart.points] == [
        (year, str(value)) for year, value in zip(YEARS, values, strict=True)
    ]
    assert chart.unassigned == ()
    assert all(point.boxes and point.boxes[0].page == 9 for point in chart.points)


def test_figure_five_by_colour(shared: Path) -> None:
    chart = charts_of(shared / "corpus" / TEN, 13)[1]
    assert chart.caption == "Figur 5: Försörjning före insats 2012–2016"
    assert table_of(chart) == {
        ("Malmö", "Försörjningsstöd"): "57%",
        ("Sverige", "Försörjningsstöd"): "42%",
        ("Malmö", "Aktivitetsersättning"): "5%",
        ("Sverige", "Aktivitetsersättning"): "10%",
        ("Malmö", "Sjukpenning"): "21%",
        ("Sverige", "Sjukpenning"): "16%",
        ("Malmö", "Etableringsersättning"): "8%",
        ("Sverige", "Etableringsersättning"): "3%",
        ("Malmö", "Aktivitetsstöd"): "6%",
        ("Sverige", "Aktivitetsstöd"): "18%",
        ("Malmö", "Övriga ersättningar…"): "3%",
        ("Sverige", "Övriga ersättningar…"): "10%",
    }


def test_figure_four_knows_two_points(shared: Path) -> None:
    chart = charts_of(shared / "corpus" / TEN, 13)[0]
    assert table_of(chart) == {("Malmö", "2016"): "15%", ("Sverige", "2016"): "48%"}


def test_empty_frames_are_no_charts(shared: Path) -> None:
    units = [*read(shared / "corpus" / SUS)[0], *read(shared / "corpus" / TEN)[0]]
    assert {u.page for u in units if u.kind == "chart_series"} == {9, 13}


def drawn(scale: bool, values: list[int], labels: list[int]) -> Sheet:
    """A chart with upright bars of height `values`, `labels` printed above them."""
    sheet = Sheet()
    sheet.lines(70, 80, ["Diagrammet visar hur många som deltog i förbundets insatser."] * 3)
    if scale:
        for tick in (0, 50, 100):
            sheet.text(70, 303 - tick, str(tick), 8)
            sheet.rule(95, 300 - tick, 400, 300 - tick)
    names = ("FRAM", "Avanti", "KUR", "SFI")
    for at, (value, label, name) in enumerate(zip(values, labels, names, strict=True)):
        x = 120 + 70 * at
        sheet.bar(x, 300 - value, x + 30, 300)
        sheet.text(x + 10, 296 - value, str(label), 8)
        sheet.text(x + 5, 315, name, 8)
    return sheet


def test_bars_without_frame(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", [drawn(True, [20, 60, 90, 35], [20, 60, 90, 35])])
    (chart,) = charts_of(path, 1)
    assert table_of(chart) == {
        ("", "FRAM"): "20",
        ("", "Avanti"): "60",
        ("", "KUR"): "90",
        ("", "SFI"): "35",
    }
    assert chart.unassigned == ()


def test_a_value_that_belies_its_bar_stays_unassigned(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "b.pdf", [drawn(True, [20, 60, 90, 35], [20, 60, 45, 35])])
    (chart,) = charts_of(path, 1)
    assert ("", "KUR") not in table_of(chart)
    assert chart.unassigned == ("45",)
    assert any("gick 1 tal inte att knyta" in notice for notice in read(path)[1])


def test_without_a_scale_bars_must_grow_with_their_values(tmp_path: Path) -> None:
    right = write_pdf(tmp_path / "c.pdf", [drawn(False, [20, 60, 90, 35], [40, 120, 180, 70])])
    assert table_of(charts_of(right, 1)[0])[("", "KUR")] == "180"
    wrong = write_pdf(tmp_path / "d.pdf", [drawn(False, [20, 60, 90, 35], [40, 120, 18, 700])])
    assert not any(chart.points for chart in charts_of(wrong, 1))


def test_two_colours_and_a_legend(tmp_path: Path) -> None:
    sheet = Sheet()
    blue, orange = "0.2 0.4 0.7", "0.9 0.5 0.1"
    for at, name in enumerate(("Kvinnor", "Män", "Totalt")):
        x = 120 + 90 * at
        for shift, colour, value in ((0, blue, 30 + 10 * at), (25, orange, 60 + 10 * at)):
            sheet.bar(x + shift, 300 - value, x + shift + 22, 300, colour)
            sheet.text(x + shift + 6, 296 - value, str(value), 8)
        sheet.text(x + 12, 315, name, 8)
    for x, colour, name in ((150, blue, "2016"), (230, orange, "2017")):
        sheet.bar(x, 330, x + 7, 337, colour)
        sheet.text(x + 11, 336, name, 8)
    for tick in (0, 40, 80):
        sheet.text(70, 303 - tick, str(tick), 8)
        sheet.rule(95, 300 - tick, 400, 300 - tick)
    (chart,) = charts_of(write_pdf(tmp_path / "e.pdf", [sheet]), 1)
    assert table_of(chart) == {
        ("2016", "Kvinnor"): "30",
        ("2016", "Män"): "40",
        ("2016", "Totalt"): "50",
        ("2017", "Kvinnor"): "60",
        ("2017", "Män"): "70",
        ("2017", "Totalt"): "80",
    }


def test_names_left_out_of_the_axis_leave_their_values_unassigned(tmp_path: Path) -> None:
    sheet = Sheet()
    for at, value in enumerate((20, 40, 60, 80, 30)):
        x = 120 + 50 * at
        sheet.bar(x, 300 - value, x + 20, 300)
        sheet.text(x + 6, 296 - value, str(value), 8)
        if at % 2 == 0:
            sheet.text(x + 1, 315, f"20{10 + at}", 8)
    for tick in (0, 50, 100):
        sheet.text(70, 303 - tick, str(tick), 8)
    (chart,) = charts_of(write_pdf(tmp_path / "f.pdf", [sheet]), 1)
    assert table_of(chart) == {("", "2010"): "20", ("", "2012"): "60", ("", "2014"): "30"}
    assert sorted(chart.unassigned) == ["40", "80"]


def test_a_shaded_table_is_no_chart(tmp_path: Path) -> None:
    sheet = Sheet()
    ys = [100.0, 120.0, 140.0, 160.0, 180.0]
    for at, y in enumerate(ys[:-1]):
        sheet.bar(60, y, 200 if at % 2 else 300, y + 20, "0.85 0.9 0.95")
    sheet.grid([60, 200, 300, 400], ys)
    for y, row in zip(
        ys,
        (
            ("Insats", "Mål", "Utfall"),
            ("FRAM", "10", "20"),
            ("KUR", "20", "30"),
            ("SFI", "30", "40"),
        ),
        strict=False,
    ):
        for x, text in zip((65, 210, 310), row, strict=True):
            sheet.text(x, y + 14, text, 10)
    units = read(write_pdf(tmp_path / "g.pdf", [sheet]))[0]
    assert [u.kind for u in units] == ["table_row"] * 4
