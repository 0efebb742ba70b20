"""Files that want too much, that lie, or that break their reader."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.errors import DamagedFile, EmptyFile, EncryptedFile, ReadingError
from assistant.reading import IsolatedReader, read, read_safely
from assistant.reading.characters import clean
from assistant.reading.limits import MAX_PART_BYTES, MAX_PARTS, check_size, parse_xml

Make = Callable[..., Path]
Text = Callable[..., str]


def test_a_zip_bomb_is_not_unpacked(word: Make, p: Text) -> None:
    bomb = word(p("Text."), parts={"word/media/a.bin": b"\0" * (20 * 2**20)})
    with pytest.raises(DamagedFile, match="orimligt"):
        read(bomb, bomb.name)


def test_a_part_that_lies_about_its_size_is_refused(word: Make, p: Text) -> None:
    path = word(p("Text. " * 500))
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as package:
        entry = package.getinfo("word/document.xml")
    size = entry.file_size.to_bytes(4, "little")
    at = data.rindex(b"word/document.xml") - 46 + 24
    assert data[at : at + 4] == size
    data[at : at + 4] = (100).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(DamagedFile):
        read(path, path.name)


def test_too_many_parts(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", "")
        for number in range(MAX_PARTS):
            package.writestr(f"word/{number}", "")
    with pytest.raises(DamagedFile, match="för många delar"):
        read(path, path.name)


ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">'
    '<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p>'
    "<w:r><w:t>&b;&f;</w:t></w:r></w:p></w:body></w:document>"
)


def test_entities_are_refused(word: Make) -> None:
    path = word("", parts={"word/document.xml": ENTITIES})
    with pytest.raises(DamagedFile, match="DTD"):
        read(path, path.name)


def test_deep_nesting_ends_in_a_swedish_line() -> None:
    with pytest.raises(DamagedFile):
        parse_xml(b"<a>" * 5_000 + b"</a>" * 5_000)


def test_sizes_are_checked_before_reading() -> None:
    check_size(10, 10)
    with pytest.raises(DamagedFile, match="för stor"):
        check_size(MAX_PART_BYTES * 2)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.docx", b"%PDF-1.7\n%%EOF", "är en PDF"),
        ("a.pdf", b"PK\x03\x04 stub", "skadat arkiv"),
        ("a.pdf", b"Helt vanlig text.", "inte en PDF"),
        ("a.docx", b"Helt vanlig text.", "inte ett Word-dokument"),
        ("a.docx", b"PK\x03\x04 avbruten", "skadad"),
        ("a.txt", b"%PDF-1.7\n%%EOF", "är en PDF"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00", "en bild"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 9, "kan inte läsas"),
        ("a.xlsx", b"PK\x03\x04", "kan inte läsas"),
        ("a.bin", b"%PDF-1.7\n%%EOF", "slutar på .pdf"),
        ("utan", b"text", "utan ändelse"),
    ],
)
def test_a_wrong_extension_is_named(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(DamagedFile, match=said):
        read(path, name)


def test_a_word_file_behind_a_password(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    )
    with pytest.raises(EncryptedFile):
        read(path, path.name)


def test_an_excel_file_named_as_word(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", "<x/>")
        package.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(DamagedFile, match="Excel"):
        read(path, path.name)


def test_a_missing_file_is_a_reading_error(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="kan inte öppnas"):
        read(tmp_path / "borta.pdf", "borta.pdf")


def test_broken_files_only_ever_raise_reading_errors(word: Make, p: Text, tbl: Text) -> None:
    """A file with bytes knocked out, and XML with tags knocked out, either reads or is refused."""
    dice = random.Random(7)
    path = word(p("Rubrik", "Rubrik1") + p("Text. Mer text.") + tbl(["a", "1"], ["b", "2"]))
    whole = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    outcomes = set()
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(dice.randint(1, 8)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        path.write_bytes(data[: dice.randint(len(data) // 2, len(data))])
        outcomes.add(_outcome(path))
        body = parts["word/document.xml"].decode()
        for _ in range(3):
            tag = dice.choice(
                ["<w:tcPr/>", "<w:p>", "</w:p>", "<w:tc>", "</w:tc>", "<w:tblPr/>", "w:val"]
            )
            body = body.replace(tag, dice.choice(["", "<w:p/>", "<w:tbl/>", "x"]), 1)
        with zipfile.ZipFile(path, "w") as package:
            for name, content in parts.items():
                package.writestr(name, body if name == "word/document.xml" else content)
        outcomes.add(_outcome(path))
    assert outcomes >= {"read", "DamagedFile"}


@pytest.mark.parametrize("extension", ["html", "md", "txt", "vtt", "srt"])
def test_garbled_text_only_ever_raises_reading_errors(tmp_path: Path, extension: str) -> None:
    dice = random.Random(11)
    pieces = (
        "<table>",
        "<tr>",
        "<td colspan=99999>",
        "<th rowspan=0>",
        "</table>",
        "<li>",
        "</ul>",
        "<ul>",
        "<h1>",
        "</h9>",
        "<script>",
        "<!--",
        "-->",
        "<p hidden>",
        "&#x110000;",
        "| a |",
        "|---|",
        "# ",
        "* ",
        "> ",
        "```",
        "---",
        "WEBVTT",
        "00:01.000 --> 99:99.000",
        "<v >",
        "1",
        "Text. ",
        "å" * 50,
        "\x00",
        "\u202e",
        "<v A:B>C",
        "--> ",
        "[x](",
        "**",
    )
    path = tmp_path / f"a.{extension}"
    outcomes = set()
    for _ in range(200):
        gaps = ("", " ", "\n", "\n\n")
        text = "".join(dice.choice(pieces) + dice.choice(gaps) for _ in range(dice.randint(1, 60)))
        path.write_text(("WEBVTT\n\n" if extension == "vtt" else "") + text, "utf-8")
        outcomes.add(_outcome(path))
    assert "read" in outcomes


def _outcome(path: Path) -> str:
    try:
        read(path, path.name)
    except ReadingError as error:
        return type(error).__name__
    return "read"


def test_invisible_characters_do_not_reach_the_text() -> None:
    assert clean("a\u202eb\u2066c\u200bd\u00ade\x00f\x1bg\ufeffh\ue000") == "abcdefgh"
    assert clean("  ett\u00a0två\n\ttre ") == "ett två tre"
    assert clean("o\u0308") == "ö"


class TestIsolated:
    """Reading in a process of its own."""

    def test_gives_the_same_document(self, word: Make, p: Text) -> None:
        path = word(p("Ekonomi", "Rubrik1") + p("Det kostade 5 kr."))
        assert read_safely(path, path.name) == read(path, path.name)

    def test_passes_errors_on(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_bytes(b"  ")
        with pytest.raises(EmptyFile, match="tom"):
            read_safely(path, "a.txt")

    def test_a_reader_that_takes_too_long_is_ended_and_the_next_file_read(
        self, word: Make, p: Text
    ) -> None:
        path = word(p("Text."))
        with IsolatedReader(timeout_s=0.001) as reader:
            with pytest.raises(DamagedFile, match="längre tid"):
                reader.read(path, path.name)
            reader.timeout_s = 60
            assert reader.read(path, path.name).units[0].text == "Text."

    def test_a_reader_that_needs_too_much_memory_is_stopped(self, tmp_path: Path) -> None:
        path = tmp_path / "stor.txt"
        path.write_text("Ett ord till. " * 900_000, "utf-8")
        with (
            IsolatedReader(timeout_s=60, memory_mb=120) as reader,
            pytest.raises(DamagedFile, match=r"minne|kraschade"),
        ):
            reader.read(path, path.name)

    def test_a_dismissed_reader_ends_by_itself_and_starts_again_for_the_next_file(
        self, word: Make, p: Text
    ) -> None:
        path = word(p("Text."))
        with IsolatedReader() as reader:
            reader.dismiss()
            reader.read(path, path.name)
            process = reader._process
            assert process is not None
            reader.dismiss()
            assert process.wait(30) == 0
            assert reader.read(path, path.name).units[0].text == "Text."

    def test_a_reader_that_dies_is_replaced(self, word: Make, p: Text) -> None:
        path = word(p("Text."))
        with IsolatedReader() as reader:
            reader.read(path, path.name)
            process = reader._process
            assert process is not None
            process.kill()
            process.wait()
            assert reader.read(path, path.name).units[0].text == "Text."
            assert reader._process is not process
