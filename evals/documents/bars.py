"""Bar charts as vector drawings with a label on every bar.

Holds the drawing only. Every number it writes is a value of the chart or of its axis.
"""

from __future__ import annotations

from typing import Any

from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import HexColor

from evals.documents.source import Chart

SECOND = HexColor("#c98b2b")
AXIS = HexColor("#8a949e")
SMALL = 7.6


def draw_chart(chart: Chart, width: float, colour: Any) -> Drawing:
    """The chart as a drawing of the given width in points."""
    return _upright(chart, width, colour) if chart.upright else _lying(chart, width, colour)


def printed(value: float, percent: bool) -> str:
    """A value as it is written on a bar: Swedish, thousands apart."""
    text = f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"
    text = text.replace(",", " ").replace(".", ",")
    return f"{text} %" if percent else text


def axis_step(top: float) -> float:
    """The distance between grid lines: 1, 2 or 5 times a power of ten, four to eight lines."""
    step = 1.0
    while True:
        for factor in (1, 2, 5):
            if top / (step * factor) <= 7:
                return step * factor
        step *= 10


def _top(chart: Chart) -> tuple[float, float]:
    high = max(value for _, values in chart.series for value in values)
    step = axis_step(high)
    return step, step * (int(high / step) + 1)


def _upright(chart: Chart, width: float, colour: Any) -> Drawing:
    height, left, foot = 190.0, 36.0, 42.0
    drawing = Drawing(width, height)
    step, top = _top(chart)
    scale = (height - foot - 14) / top
    for line in range(int(top / step) + 1):
        y = foot + line * step * scale
        drawing.add(Line(left, y, width, y, strokeColor=AXIS, strokeWidth=0.3))
        drawing.add(_word(left - 5, y - 3, printed(line * step, chart.percent), "end"))
    slot = (width - left) / len(chart.categories)
    bar = slot * 0.7 / len(chart.series)
    for c, category in enumerate(chart.categories):
        drawing.add(_word(left + slot * (c + 0.5), foot - 12, category, "middle"))
        for s, (_, values) in enumerate(chart.series):
            x = left + slot * (c + 0.15) + bar * s
            tall = values[c] * scale
            drawing.add(_bar(x, foot, bar, tall, s, colour))
            label = printed(values[c], chart.percent)
            drawing.add(_word(x + bar / 2, foot + tall + 3, label, "middle"))
    _legend(drawing, chart, left, colour)
    return drawing


def _lying(chart: Chart, width: float, colour: Any) -> Drawing:
    left, foot, thick = 130.0, 40.0, 11.0
    slot = thick * len(chart.series) + 9
    height = foot + slot * len(chart.categories) + 6
    drawing = Drawing(width, height)
    step, top = _top(chart)
    scale = (width - left - 30) / top
    for line in range(int(top / step) + 1):
        x = left + line * step * scale
        drawing.add(Line(x, foot, x, height - 4, strokeColor=AXIS, strokeWidth=0.3))
        drawing.add(_word(x, foot - 11, printed(line * step, chart.percent), "middle"))
    for c, category in enumerate(chart.categories):
        upper = height - 8 - slot * c
        middle = upper - thick * len(chart.series) / 2 - 3
        drawing.add(_word(left - 6, middle, category, "end"))
        for s, (_, values) in enumerate(chart.series):
            y = upper - thick * (s + 1)
            drawing.add(_bar(left, y, values[c] * scale, thick - 1.5, s, colour))
            label = printed(values[c], chart.percent)
            drawing.add(_word(left + values[c] * scale + 4, y + 2, label, "start"))
    _legend(drawing, chart, left, colour)
    return drawing


def _bar(x: float, y: float, width: float, height: float, series: int, colour: Any) -> Rect:
    return Rect(x, y, width, height, fillColor=SECOND if series else colour, strokeWidth=0)


def _legend(drawing: Drawing, chart: Chart, left: float, colour: Any) -> None:
    x = left
    for number, (name, _) in enumerate(chart.series):
        drawing.add(_bar(x, 4, 8, 8, number, colour))
        drawing.add(_word(x + 12, 5, name, "start"))
        x += 40 + len(name) * SMALL * 0.6


def _word(x: float, y: float, text: str, anchor: str) -> String:
    return String(x, y, text, fontName="V", fontSize=SMALL, textAnchor=anchor)
