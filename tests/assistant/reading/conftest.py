"""Word files made part by part, so that a test says exactly what is in them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{style}"><w:name w:val="{name}"/>{rest}</w:style>'
    for style, name, rest in (
        ("Normal", "Normal", ""),
        ("Rubrik1", "heading 1", ""),
        ("Rubrik2", "heading 2", ""),
        ("Rubrik3", "heading 3", ""),
        ("MinRubrik", "Kapitelrubrik", '<w:basedOn w:val="Rubrik1"/>'),
        (
            "Ingress",
            "Ingress",
            '<w:basedOn w:val="Rubrik1"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr>',
        ),
        ("Punkt", "List Bullet", ""),
        ("Beskrivning", "caption", ""),
        ("TOC1", "toc 1", ""),
    )
)


def paragraph(text: str = "", style: str = "", run: str = "", properties: str = "") -> str:
    """A `w:p`; `run` are run properties, `properties` paragraph properties."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f"<w:p><w:pPr>{named}{properties}</w:pPr>"
        f'<w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def table(*rows: list[str], bold_rows: tuple[int, ...] = (), header: int = 0) -> str:
    """A `w:tbl` of texts; a cell may also be a whole `<w:tc>`."""
    out = []
    for number, row in enumerate(rows):
        cells = ""
        for text in row:
            run = "<w:b/>" if number in bold_rows else ""
            whole = text.startswith("<w:tc")
            cells += text if whole else f"<w:tc><w:tcPr/>{paragraph(text, run=run)}</w:tc>"
        mark = "<w:trPr><w:tblHeader/></w:trPr>" if number < header else ""
        out.append(f"<w:tr>{mark}{cells}</w:tr>")
    return f"<w:tbl><w:tblPr/>{''.join(out)}</w:tbl>"


def cell(text: str, *, span: int = 1, merge: str = "", run: str = "") -> str:
    """A `w:tc`; `merge` is "restart" or "continue"; lines of `text` are paragraphs."""
    merged = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    inside = "".join(paragraph(line, run=run) for line in text.split("\n"))
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{merged}</w:tcPr>{inside}</w:tc>'


@pytest.fixture
def word(tmp_path: Path) -> Callable[..., Path]:
    """`word(body, name="x.docx", parts={…}, relationships={id: (kind, target)})` → its path."""

    def make(
        body: str,
        name: str = "prov.docx",
        parts: dict[str, str | bytes] | None = None,
        relationships: dict[str, tuple[str, str]] | None = None,
    ) -> Path:
        related = {"rIdS": ("styles", "styles.xml"), **(relationships or {})}
        listed = "".join(
            f'<Relationship Id="{key}" Type="{_REL}/{kind}" Target="{target}"/>'
            for key, (kind, target) in related.items()
        )
        rels = f"{_PACKAGE}/relationships"
        content: dict[str, str | bytes] = {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
            "_rels/.rels": f'<Relationships xmlns="{rels}"><Relationship Id="rId1" '
            f'Type="{_REL}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": (
                f'<Relationships xmlns="{rels}">{listed}</Relationships>'
            ),
            "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
            "word/styles.xml": f"<w:styles {NAMESPACES}>{_STYLES}</w:styles>",
            **(parts or {}),
        }
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for part, data in content.items():
                package.writestr(part, data)
        return path

    return make


@pytest.fixture
def p() -> Callable[..., str]:
    """`paragraph`, for tests."""
    return paragraph


@pytest.fixture
def tbl() -> Callable[..., str]:
    """`table`, for tests."""
    return table


@pytest.fixture
def tc() -> Callable[..., str]:
    """`cell`, for tests."""
    return cell


@pytest.fixture
def namespaces() -> str:
    """The namespaces that the parts declare."""
    return NAMESPACES
