"""Plain text, Markdown and web pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import DamagedFile, EmptyFile
from assistant.reading import read
from assistant.schema import Document, Unit


def make(tmp_path: Path, name: str, text: str | bytes) -> Document:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read(path, name)


def brief(units: tuple[Unit, ...]) -> list[tuple[str, str]]:
    return [(unit.kind, unit.text) for unit in units]


def test_plain_text(tmp_path: Path) -> None:
    text = (
        "RAPPORT\n=======\n\nFörsta raden\nfortsätter här. Ny mening.\n\n"
        "Målen är:\n- ett\n- två som\n  fortsätter\n\n1. Bakgrund\n\nSlut."
    )
    units = make(tmp_path, "a.txt", text).units
    assert brief(units) == [
        ("heading", "RAPPORT"),
        ("sentence", "Första raden fortsätter här."),
        ("sentence", "Ny mening."),
        ("sentence", "Målen är:"),
        ("list_item", "ett"),
        ("list_item", "två som fortsätter"),
        ("heading", "1. Bakgrund"),
        ("sentence", "Slut."),
    ]
    assert units[4].lead == "Målen är:"
    assert units[-1].section == ("1. Bakgrund",)


def test_labelled_lines_stay_apart(tmp_path: Path) -> None:
    units = make(tmp_path, "a.txt", "Styrelsen:\n\nOrdförande: A B\nVice: C D\n").units
    assert [(u.kind, u.text, u.lead) for u in units[1:]] == [
        ("list_item", "Ordförande: A B", "Styrelsen:"),
        ("list_item", "Vice: C D", "Styrelsen:"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    data = "Förbundet når åttio – så många.".encode(encoding)
    assert make(tmp_path, "a.txt", data).units[0].text == "Förbundet når åttio – så många."


def test_binary_is_no_text(tmp_path: Path) -> None:
    with pytest.raises(DamagedFile, match="inte text"):
        make(tmp_path, "a.txt", b"abc\x00\x01" * 200)


MARKDOWN = """---
title: Verksamhetsplan 2024
dnr: F 2024/3
---
# Vision

Vi **stödjer** [fler](http://x) i arbete.

## Mål

Målen är:

* nå 10
    * varav 5 kvinnor
* stödja

Tabell 1. Budget

| Insats | Kostnad |
|--------|--------:|
| **Individ** | |
| FRAM | 12 kr |

<script>alert(1)</script>
"""


def test_markdown(tmp_path: Path) -> None:
    document = make(tmp_path, "plan.md", MARKDOWN)
    assert brief(document.units) == [
        ("heading", "Vision"),
        ("sentence", "Vi stödjer fler i arbete."),
        ("heading", "Mål"),
        ("sentence", "Målen är:"),
        ("list_item", "nå 10"),
        ("list_item", "varav 5 kvinnor"),
        ("list_item", "stödja"),
        ("caption", "Tabell 1. Budget"),
        ("table_row", "Insats Kostnad"),
        ("table_row", "Individ"),
        ("table_row", "FRAM 12 kr"),
    ]
    last = document.units[-1]
    assert last.cells[1].headings == ("Kostnad",)
    assert last.cells[1].row_heading == "FRAM"
    assert last.section == ("Vision", "Mål", "Individ")
    assert last.caption == "Tabell 1. Budget"
    assert [u.lead for u in document.units[4:7]] == ["Målen är:", "nå 10", "Målen är:"]
    assert document.metadata.title.value == "Verksamhetsplan 2024"
    assert document.metadata.dnr is not None and document.metadata.dnr.value == "F 2024/3"


HTML = """<!DOCTYPE html><html><head><title>Om förbundet</title>
<style>p{}</style><script>var x = "<p>nej</p>";</script></head>
<body><nav><ul><li>Meny</li></ul></nav>
<h1>Om oss</h1><p>Förbundet <b>bildades</b>
2007.<p>Nytt stycke&nbsp;utan slut
<div hidden>Dolt.</div><p style="display:none">Dolt.</p>
<h2>Parter</h2><p>Parterna är:</p><ul><li>staden<li>regionen<ul><li>vården</ul></ul>
<table><caption>Bidrag</caption><thead><tr><th>Part<th>2021<th>2022</thead>
<tr><td rowspan=2>Staden<td>1<td>2<tr><td>3<td>4
<tr><th>Regionen<td colspan=2>5</table>
<p>Sist<br>av allt.</p></body></html>"""


def test_html(tmp_path: Path) -> None:
    document = make(tmp_path, "om.html", HTML)
    assert brief(document.units) == [
        ("heading", "Om oss"),
        ("sentence", "Förbundet bildades 2007."),
        ("sentence", "Nytt stycke utan slut"),
        ("heading", "Parter"),
        ("sentence", "Parterna är:"),
        ("list_item", "staden"),
        ("list_item", "regionen"),
        ("list_item", "vården"),
        ("caption", "Bidrag"),
        ("table_row", "Part 2021 2022"),
        ("table_row", "Staden 1 2"),
        ("table_row", "3 4"),
        ("table_row", "Regionen 5"),
        ("sentence", "Sist av allt."),
    ]
    third = document.units[11]
    assert [c.row_heading for c in third.cells if c.text] == ["Staden", "Staden"]
    assert third.cells[-1].headings == ("2022",)
    assert document.units[7].lead == "regionen"
    assert document.metadata.title.value == "Om förbundet"
    assert third.caption == "Bidrag"


def test_html_in_an_old_encoding(tmp_path: Path) -> None:
    page = '<html><head><meta charset="iso-8859-1"></head><body><p>Så här.</p></body></html>'
    assert make(tmp_path, "a.htm", page.encode("cp1252")).units[0].text == "Så här."


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.docx", "a.pdf", "a.vtt"])
def test_an_empty_file_is_called_empty(tmp_path: Path, name: str) -> None:
    with pytest.raises(EmptyFile):
        make(tmp_path, name, b"\xef\xbb\xbf \n\n")


def test_a_page_of_scripts_only_is_empty(tmp_path: Path) -> None:
    with pytest.raises(EmptyFile):
        make(tmp_path, "a.html", "<html><body><script>x()</script></body></html>")
