"""The parts of a Word file that python-docx does not write: footnotes and charts.

Holds their XML and nothing about styles or order. A chart carries its values in its own XML, as
Word keeps them; there is no embedded workbook.
"""

from __future__ import annotations

import re
from typing import Any
from xml.sax.saxutils import escape

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

from evals.documents.source import Chart

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DML = "application/vnd.openxmlformats-officedocument.drawingml"
EMU = 12_700


def add_footnotes(document: Any, notes: dict[str, str]) -> None:
    """The footnotes part; ids are the marks in the source, which start at 1."""
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{tag}/></w:r></w:p></w:footnote>'
        for kind, number, tag in (
            ("separator", -1, "separator"),
            ("continuationSeparator", 0, "continuationSeparator"),
        )
    )
    body = "".join(
        f'<w:footnote w:id="{mark}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
        '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> {escape(text)}</w:t></w:r></w:p></w:footnote>'
        for mark, text in notes.items()
    )
    xml = f'<w:footnotes xmlns:w="{W}">{separators}{body}</w:footnotes>'
    _relate(document, "/word/footnotes.xml", f"{WML}.footnotes+xml", RT.FOOTNOTES, xml)


def footnote_reference(mark: str) -> Any:
    """The run that stands in the text where the note is called."""
    return parse_xml(
        f'<w:r xmlns:w="{W}"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
        f'<w:footnoteReference w:id="{mark}"/></w:r>'
    )


def chart_run(document: Any, chart: Chart, number: int, width: float, height: float) -> Any:
    """A run with the chart in line with the text; `width` and `height` in points."""
    key = _relate(
        document,
        f"/word/charts/chart{number}.xml",
        f"{DML}.chart+xml",
        RT.CHART,
        _chart_xml(chart),
    )
    return parse_xml(
        f'<w:r xmlns:w="{W}"><w:drawing><wp:inline xmlns:wp="{WP}" distT="0" distB="0" distL="0"'
        f' distR="0"><wp:extent cx="{int(width * EMU)}" cy="{int(height * EMU)}"/>'
        f'<wp:docPr id="{100 + number}" name="Diagram {number}" descr="{escape(chart.caption)}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic xmlns:a="{A}"><a:graphicData uri="{C}">'
        f'<c:chart xmlns:c="{C}" xmlns:r="{R}" r:id="{key}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def _relate(document: Any, name: str, kind: str, relation: str, xml: str) -> str:
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    part = Part(PackURI(name), kind, (head + xml).encode("utf-8"), document.part.package)
    return str(document.part.relate_to(part, relation))


def _chart_xml(chart: Chart) -> str:
    series = "".join(_series(chart, index) for index in range(len(chart.series)))
    title = re.sub(r"^Diagram \d+\. ", "", chart.caption)
    bold = f"<a:p><a:r><a:t>{escape(title)}</a:t></a:r></a:p>"
    return (
        f'<c:chartSpace xmlns:c="{C}" xmlns:a="{A}"><c:chart><c:title><c:tx><c:rich><a:bodyPr/>'
        f'{bold}</c:rich></c:tx><c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/>'
        f'<c:plotArea><c:layout/><c:barChart><c:barDir val="{"col" if chart.upright else "bar"}"/>'
        f'<c:grouping val="clustered"/><c:varyColors val="0"/>{series}'
        '<c:dLbls><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        '<c:gapWidth val="60"/><c:axId val="111"/><c:axId val="112"/></c:barChart>'
        '<c:catAx><c:axId val="111"/><c:scaling><c:orientation val="minMax"/></c:scaling>'
        '<c:delete val="0"/><c:axPos val="b"/><c:crossAx val="112"/></c:catAx>'
        '<c:valAx><c:axId val="112"/><c:scaling><c:orientation val="minMax"/></c:scaling>'
        '<c:delete val="0"/><c:axPos val="l"/><c:majorGridlines/><c:crossAx val="111"/></c:valAx>'
        '</c:plotArea><c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>'
        '<c:plotVisOnly val="1"/></c:chart></c:chartSpace>'
    )


def _series(chart: Chart, index: int) -> str:
    name, values = chart.series[index]
    return (
        f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/><c:tx><c:strRef><c:f></c:f>'
        f"<c:strCache>{_points([name])}</c:strCache></c:strRef></c:tx>"
        '<c:invertIfNegative val="0"/>'
        f"<c:cat><c:strRef><c:f></c:f><c:strCache>{_points(list(chart.categories))}</c:strCache>"
        "</c:strRef></c:cat><c:val><c:numRef><c:f></c:f><c:numCache>"
        f"<c:formatCode>General</c:formatCode>{_points([f'{value:g}' for value in values])}"
        "</c:numCache></c:numRef></c:val></c:ser>"
    )


def _points(values: list[str]) -> str:
    points = "".join(
        f'<c:pt idx="{index}"><c:v>{escape(value)}</c:v></c:pt>'
        for index, value in enumerate(values)
    )
    return f'<c:ptCount val="{len(values)}"/>{points}'
