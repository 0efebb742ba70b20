"""A native Word chart as one unit: its series stand in the chart's own XML.

Values are given as the page shows them ("35 %" for 0.35 in a percent format, a decimal comma
in a Swedish chart). Pictures of charts are not read here.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from assistant.reading.characters import clean
from assistant.schema import Point, Unit

if TYPE_CHECKING:
    from lxml import etree

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_QUOTED = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|_.')
_MAX_POINTS = 20_000


def read_chart(root: etree._Element) -> Unit | None:
    """The chart's unit without its place; None for a chart with no text at all.

    `text` holds the chart's words and values in the file's order; `caption` is its title.
    """
    title = _rich_text(root.find(f"{C}chart/{C}title"))
    comma = not (_value(root.find(C + "lang")) or "sv").startswith("en")
    texts = [title] if title else []
    points: list[Point] = []
    for series in root.iter(C + "ser"):
        name = " ".join(_cached(series.find(C + "tx"), comma).values())
        names = _cached(_first(series, "cat", "xVal"), comma)
        values = _cached(_first(series, "val", "yVal"), comma)
        texts += [name, *names.values(), *values.values()]
        for index, value in values.items():
            points.append(Point(name, names.get(index, str(index + 1)), value))
    for axis in root.iter(C + "catAx", C + "valAx", C + "dateAx", C + "serAx"):
        texts.append(_rich_text(axis.find(C + "title")))
    text = clean(" ".join(text for text in texts if text))
    if not text:
        return None
    return Unit(0, "chart_series", text, points=tuple(points[:_MAX_POINTS]), caption=title)


def _first(series: etree._Element, *names: str) -> etree._Element | None:
    for name in names:
        found = series.find(C + name)
        if found is not None:
            return found
    return None


def _value(element: etree._Element | None) -> str | None:
    return element.get("val") if element is not None else None


def _rich_text(element: etree._Element | None) -> str:
    """The text of a title, typed in or taken from a cell."""
    if element is None:
        return ""
    typed = ["".join(t.text or "" for t in p.iter(A + "t")) for p in element.iter(A + "p")]
    return clean(" ".join(typed)) or " ".join(_cached(element.find(C + "tx"), True).values())


def _cached(element: etree._Element | None, comma: bool) -> dict[int, str]:
    """The cached texts of a reference by index; levels of a category joined, outer first."""
    if element is None:
        return {}
    levels = element.findall(f".//{C}lvl") or [element]
    found: dict[int, str] = {}
    for number, level in enumerate(levels):
        here: dict[int, str] = {}
        code = level.findtext(f".//{C}formatCode") or "General"
        numeric = (
            level.find(f".//{C}numCache") is not None or level.find(f".//{C}numLit") is not None
        )
        for point in level.iter(C + "pt"):
            index = point.get("idx") or ""
            text = clean(point.findtext(C + "v") or "")
            if index.isdecimal() and text:
                shown = point.get("formatCode") or code
                here[int(index)] = show_number(text, shown, comma) if numeric else text
        if not number:
            found = here
            continue
        # An outer level names its first category only and holds until the next name.
        current = ""
        for index in sorted(found):
            current = here.get(index, current)
            found[index] = f"{current} {found[index]}".strip()
    if not found:
        typed = clean(element.findtext(C + "v") or "")
        return {0: typed} if typed else {}
    return dict(sorted(found.items()))


def show_number(text: str, code: str, comma: bool) -> str:
    """`text` (a number as stored) as a spreadsheet shows it with the format `code`.

    A code that is not understood (dates, fractions) leaves the number as it stands.
    """
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    if not number.is_finite() or abs(number.adjusted()) > 30:
        return text
    code = _QUOTED.sub("", code.split(";")[0])
    if re.search(r"[ymdhsEe?/]", code.replace("General", "")):
        return text
    percent = "%" in code
    if percent:
        number *= 100
    if code.strip() in ("", "General", "@", "Standard"):
        # Stored binary fractions carry noise in their sixteenth digit.
        number = round(number, max(0, 14 - max(number.adjusted(), 0)))
        shown = f"{number:f}"
        shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
    else:
        decimals = len(re.sub(r"[^0#]", "", code.partition(".")[2].partition("%")[0]))
        thousands = "," in code or "# " in code
        shown = f"{number:,.{decimals}f}" if thousands else f"{number:.{decimals}f}"
        shown = shown.replace(",", " " if comma else ",")
    if comma:
        shown = shown.replace(".", ",")
    return shown + ("%" if percent else "")
