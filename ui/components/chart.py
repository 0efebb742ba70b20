"""Charts of what the core returned, each with a text alternative. Never counts anything."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import streamlit as st

from assistant.service import KeyFigure

# 20 000 and 0,5, as Swedish writes them
SWEDISH = "replace(replace(format(datum.value, ',~f'), /,/g, '\u00a0'), '.', ',')"


def _drawn(chart: Any, told: str) -> None:
    """Draws with the theme's colours, but with axis texts dark enough to read."""
    ink = "#e8ecea" if st.context.theme.type == "dark" else "#20292c"
    words = {"labelColor": ink, "titleColor": ink, "labelFontSize": 13, "titleFontSize": 13}
    # Vega's own texts for screen readers are English; `told` says it all instead
    drawn = (
        chart.configure(aria=False, lineBreak="\n")
        .configure_axis(**words)
        .configure_legend(**words)
    )
    st.altair_chart(drawn, alt=told)


def _number(text: str) -> float | None:
    plain = text.replace("\u00a0", "").replace(" ", "").replace(",", ".").rstrip("%")
    try:
        return float(plain)
    except ValueError:
        return None


def chart_of_table(rows: Sequence[Sequence[str]], caption: str) -> None:
    """Bars for a chart's series given as a table: categories in the first row."""
    import altair as alt

    points: list[dict[str, Any]] = []
    for line in rows[1:]:
        for category, text in zip(rows[0][1:], line[1:], strict=False):
            value = _number(text)
            if value is not None:
                points.append({"Grupp": category, "Värde": value, "Serie": line[0] or caption})
    if not points:
        return
    many = len({p["Serie"] for p in points}) > 1
    encoded: dict[str, Any] = {
        "x": alt.X("Grupp:N", sort=None, title=None, axis=alt.Axis(labelAngle=-45)),
        "y": alt.Y("Värde:Q", title=None, axis=alt.Axis(labelExpr=SWEDISH, tickCount=5)),
        "tooltip": ["Serie:N", "Grupp:N", "Värde:Q"],
    }
    if many:
        encoded |= {"color": alt.Color("Serie:N", title=None), "xOffset": "Serie:N"}
    chart = (
        alt.Chart(alt.InlineData(points))
        .mark_bar(aria=False)
        .encode(**encoded)
        .properties(height=220)
    )
    told = ", ".join(f"{p['Serie']} {p['Grupp']}: {p['Värde']:g}" for p in points[:40])
    _drawn(chart, f"Stapeldiagram. {caption}. {told}.")


def chart_of_figures(figures: Sequence[KeyFigure]) -> None:
    """Lines over the years, one a series; a missing year breaks its line.

    Points that count differently have different shapes, named in the legend.
    """
    import altair as alt

    rows: list[dict[str, Any]] = []
    for figure in figures:
        name, run, before = figure.series or figure.name, 0, 0
        for point in sorted(figure.points, key=lambda p: p.year):
            if before and (point.year - before > 1):
                run += 1
            before = point.year
            rows.append(
                {
                    "År": point.label,
                    "Värde": point.value,
                    "Serie": name,
                    "Räknat som": _wrapped(point.definition or "som i dokumentet"),
                    "Står som": point.printed,
                    "Källa": f"{point.citation.title}, {point.citation.place}",
                    "del": f"{name}{run}",
                }
            )
        for year in figure.years_missing:
            rows.append({"År": str(year), "Värde": None, "Serie": name, "Räknat som": None})
    many = len(figures) > 1
    # what holds for every point is said by the table's heading
    ways = len({r["Räknat som"] for r in rows if r["Räknat som"]}) > 1
    base = alt.Chart(alt.InlineData(rows)).transform_filter("datum['Värde'] != null")
    x = alt.X("År:O", title=None, axis=alt.Axis(labelAngle=0), scale=alt.Scale(domain=_years(rows)))
    y = alt.Y(
        "Värde:Q", title=figures[0].unit or None, axis=alt.Axis(labelExpr=SWEDISH, tickCount=6)
    )
    below = alt.Legend(orient="bottom", columns=1, labelLimit=600)
    tone = {"color": alt.Color("Serie:N", title=None, legend=below)} if many else {}
    line = base.mark_line(strokeWidth=2.5, aria=False).encode(x=x, y=y, detail="del:N", **tone)
    dots = base.mark_point(filled=True, size=110, opacity=1, aria=False).encode(
        x=x,
        y=y,
        shape=alt.Shape(
            "Räknat som:N",
            title="Räknat som",
            legend=below if ways else None,
        ),
        tooltip=["Serie:N", "År:O", "Står som:N", "Räknat som:N", "Källa:N"],
        **tone,
    )
    told = "; ".join(f"{r['Serie']} {r['År']}: {r['Står som']}" for r in rows if r.get("Står som"))
    gaps = ", ".join(str(r["År"]) for r in rows if r["Värde"] is None)
    missing = f" Uppgift saknas för {gaps}." if gaps else ""
    _drawn((line + dots).properties(height=330), f"Linjediagram. {told}.{missing}")


def _wrapped(text: str) -> str:
    """On lines that fit a phone."""
    return "\n".join(textwrap.wrap(text, 38))


def _years(rows: Sequence[dict[str, Any]]) -> list[str]:
    return sorted({str(row["År"]) for row in rows})
