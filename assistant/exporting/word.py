"""DOCX with the sources as real footnotes.

python-docx has no footnotes of its own, so that their part is written here as the XML it is.
Text is only ever put into text nodes; no link, field of a document's making or picture is.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from assistant.exporting.outline import Block, identity, numbered, source_line
from assistant.schema import Citation

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_STYLES = {"title": "Title", "heading": "Heading 2", "quote": "Quote", "item": "List Bullet"}
_GREY = "595959"


def write(title: str, blocks: Sequence[Block]) -> bytes:
    """The document as bytes."""
    from docx import Document

    document = Document()
    _prepare(document, title)
    sources = numbered(blocks)
    numbers = {key: number for key, (number, _) in sources.items()}
    referred: set[int] = set()
    for one in blocks:
        paragraph = document.add_paragraph(style=_STYLES.get(one.kind, "Normal"))
        for before, part in zip((None, *one.parts), one.parts, strict=False):
            if isinstance(part, Citation):
                if isinstance(before, Citation):
                    # "2, 1" and not note 21
                    paragraph.add_run(", ").font.superscript = True
                number = numbers[identity(part)]
                _refer(paragraph, number, again=number in referred)
                referred.add(number)
            else:
                run = paragraph.add_run(legal(part))
                if one.kind == "small":
                    _quiet(run)
    _add_footnotes(document, [source_line(one) for _, one in sources.values()])
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def legal(text: str) -> str:
    """`text` without the characters that XML cannot hold."""
    return "".join(
        sign
        for sign in text
        if sign in "\t\n\r"
        or "\x20" <= sign <= "\ud7ff"
        or "\ue000" <= sign <= "\ufffd"
        or sign >= "\U00010000"
    )


def _prepare(document: Any, title: str) -> None:
    """A4, properties, language and the two styles that footnotes are set in."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = legal(title)[:250], "", ""
    properties.language = "sv-SE"
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "sv-SE")
    text = document.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
    text.element.set(qn("w:styleId"), "FootnoteText")
    text.base_style = document.styles["Normal"]
    text.font.size = Pt(9)
    mark = document.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
    mark.element.set(qn("w:styleId"), "FootnoteReference")
    mark.font.superscript = True


def _quiet(run: Any) -> None:
    from docx.shared import Pt, RGBColor

    run.font.size = Pt(9.5)
    run.font.color.rgb = RGBColor.from_string(_GREY)


def _refer(paragraph: Any, number: int, *, again: bool) -> None:
    """A footnote's mark; `again` refers to the one that is there, whatever its number becomes."""
    from docx.oxml import parse_xml

    style = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
    name = f"_Ref{100_000_000 + number}"
    if again:
        xml = [
            f'<w:fldSimple w:instr=" NOTEREF {name} \\f \\h "><w:r>{style}<w:t>{number}</w:t></w:r>'
            "</w:fldSimple>"
        ]
    else:
        xml = [
            f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>',
            f'<w:r>{style}<w:footnoteReference w:id="{number}"/></w:r>',
            f'<w:bookmarkEnd w:id="{number}"/>',
        ]
    for one in xml:
        place = one.index(" ") if " " in one.split(">")[0] else one.index(">")
        element = parse_xml(f'{one[:place]} xmlns:w="{_MAIN}"{one[place:]}')
        paragraph._p.append(element)


def _add_footnotes(document: Any, lines: Sequence[str]) -> None:
    """The part of the package that holds the footnotes, numbered from 1."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    uri = PackURI("/word/footnotes.xml")
    part = Part(uri, _TYPE, _footnotes(lines), document.part.package)
    document.part.relate_to(part, _RELATION)


def _footnotes(lines: Sequence[str]) -> bytes:
    from lxml import etree

    root = etree.Element(_w("footnotes"), nsmap={"w": _MAIN})
    # Word asks for these two, which draw the line above the footnotes
    for number, kind in ((-1, "separator"), (0, "continuationSeparator")):
        note = etree.SubElement(root, _w("footnote"))
        note.set(_w("type"), kind)
        note.set(_w("id"), str(number))
        run = etree.SubElement(etree.SubElement(note, _w("p")), _w("r"))
        etree.SubElement(run, _w(kind))
    for number, line in enumerate(lines, start=1):
        note = etree.SubElement(root, _w("footnote"))
        note.set(_w("id"), str(number))
        paragraph = etree.SubElement(note, _w("p"))
        style = etree.SubElement(etree.SubElement(paragraph, _w("pPr")), _w("pStyle"))
        style.set(_w("val"), "FootnoteText")
        run = etree.SubElement(paragraph, _w("r"))
        mark = etree.SubElement(etree.SubElement(run, _w("rPr")), _w("rStyle"))
        mark.set(_w("val"), "FootnoteReference")
        etree.SubElement(run, _w("footnoteRef"))
        text = etree.SubElement(etree.SubElement(paragraph, _w("r")), _w("t"))
        text.text = f" {legal(line)}"
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def _w(name: str) -> str:
    return f"{{{_MAIN}}}{name}"
