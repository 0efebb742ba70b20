"""The corpus files' own text, read independently of the core, to check quotes against.

PDF through pdftotext where it is installed, else pypdf; DOCX straight from its XML; the text
formats as they stand. Never uses `assistant.reading`: a reader cannot vouch for itself.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree

from evals.matching import squeezed

Standing = Literal["exact", "words", "absent", "unchecked"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
_BULLETS = re.compile(r"[•‣◦●▪■\u00b7\uf000-\uf0ff]")
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "’": "'", "‘": "'"})
_JOINED = re.compile(r"(?<=[^\W\d_])\s*-\s*(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quote stands: its pages (1-based) or, without pages, the headings above it."""

    file: str
    pages: frozenset[int] = frozenset()
    headings: frozenset[str] = frozenset()


class Originals:
    """The files below a corpus folder. Each is read once and kept."""

    def __init__(self, corpus: Path) -> None:
        self.corpus = corpus
        self._pages: dict[str, tuple[tuple[str, ...], ...]] = {}
        self._sections: dict[str, tuple[tuple[str, str], ...]] = {}

    def place(self, file: str, quote: str) -> Place | None:
        """Where the quote stands in the file; None if it cannot be found there."""
        path = self.corpus / file
        if not path.is_file():
            return None
        if path.suffix.lower() == ".pdf":
            wanted = squeezed(quote)
            pages = frozenset(
                number
                for number, texts in enumerate(self.pages(file), start=1)
                if any(wanted in squeezed(text) for text in texts)
            )
            return Place(file, pages=pages) if pages else None
        headings = self._headings_of(file, quote)
        return Place(file, headings=headings) if headings is not None else None

    def standing(self, file: str, page: int | None, quote: str, *, cells: bool = False) -> Standing:
        """Whether the quote stands word for word on the page (or in a file without pages).

        "words": a row or chart (`cells`) whose every word is on the page, though the
        extraction has them in another order. "unchecked": the page has no text layer.
        """
        path = self.corpus / file
        if not path.is_file():
            return "absent"
        if path.suffix.lower() == ".pdf":
            pages = self.pages(file)
            if page is None or not 1 <= page <= len(pages):
                return "absent"
            texts = pages[page - 1]
        else:
            texts = ("\n".join(text for _, text in self.sections(file)),)
        if not any(text.strip() for text in texts):
            return "unchecked"
        wanted = exact(quote)
        if wanted and any(wanted in exact(text) for text in texts):
            return "exact"
        if cells and any(not Counter(_words(quote)) - Counter(_words(t)) for t in texts):
            return "words"
        return "absent"

    def pages(self, file: str) -> tuple[tuple[str, ...], ...]:
        """A PDF's pages, each as its text in one to three reading orders."""
        if file not in self._pages:
            self._pages[file] = _pdf_pages(self.corpus / file)
        return self._pages[file]

    def sections(self, file: str) -> tuple[tuple[str, str], ...]:
        """(heading, text below it) of a file without pages; one section without headings."""
        if file not in self._sections:
            path = self.corpus / file
            suffix = path.suffix.lower()
            if suffix == ".docx":
                self._sections[file] = tuple(_docx_sections(path))
            else:
                self._sections[file] = (("", _plain_text(path, suffix)),)
        return self._sections[file]

    def _headings_of(self, file: str, quote: str) -> frozenset[str] | None:
        wanted = squeezed(quote)
        sections = self.sections(file)
        whole = squeezed("".join(text for _, text in sections))
        starts: list[int] = []
        at = whole.find(wanted)
        while at >= 0:
            starts.append(at)
            at = whole.find(wanted, at + 1)
        if not starts:
            return None
        found: set[str] = set()
        begin = 0
        for heading, text in sections:
            end = begin + len(squeezed(text))
            if any(begin <= start < end for start in starts):
                found.add(heading)
            begin = end
        return frozenset(found)


@lru_cache(maxsize=4096)
def exact(text: str) -> str:
    """The text without blanks, bullets and hyphens inside words; case and signs are kept.

    A hyphen between letters goes, since an extraction cannot tell whether one at a line's end
    belongs to the word.
    """
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).translate(_QUOTES)
    text = _BULLETS.sub(" ", _DASHES.sub("-", text))
    return re.sub(r"\s+", "", _JOINED.sub("", text))


def _words(text: str) -> list[str]:
    joined = _JOINED.sub("", _DASHES.sub("-", unicodedata.normalize("NFKC", text)))
    return re.findall(r"\w+", joined.casefold())


def _pdf_pages(path: Path) -> tuple[tuple[str, ...], ...]:
    if shutil.which("pdftotext"):
        orders = [_pdftotext(path, option) for option in ((), ("-layout",), ("-raw",))]
        count = max(len(order) for order in orders)
        return tuple(
            tuple(order[number] for order in orders if number < len(order))
            for number in range(count)
        )
    from pypdf import PdfReader

    return tuple((page.extract_text(),) for page in PdfReader(path).pages)


def _pdftotext(path: Path, options: tuple[str, ...]) -> list[str]:
    """One text a page; pdftotext ends each page with a form feed."""
    command = ["pdftotext", *options, "-enc", "UTF-8", str(path), "-"]
    output = subprocess.run(command, capture_output=True, check=True, timeout=120).stdout
    return output.decode("utf-8").removesuffix("\f").split("\f")


def _docx_sections(path: Path) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        body = ElementTree.fromstring(archive.read("word/document.xml"))
        styles = _heading_styles(archive) if "word/styles.xml" in names else frozenset()
        heading, lines = "", list[str]()
        for paragraph in body.iter(_W + "p"):
            text = _paragraph(paragraph)
            style = paragraph.find(f"{_W}pPr/{_W}pStyle")
            level = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
            is_heading = level is not None or (
                style is not None and style.get(_W + "val") in styles
            )
            if is_heading and text.strip():
                yield heading, "\n".join(lines)
                heading, lines = text.strip(), []
            lines.append(text)
        yield heading, "\n".join(lines)
        for name in sorted(names):
            if re.fullmatch(r"word/(footnotes|endnotes)\.xml", name):
                root = ElementTree.fromstring(archive.read(name))
                yield "", "\n".join(_paragraph(p) for p in root.iter(_W + "p"))
            elif re.fullmatch(r"word/charts/chart[^/]*\.xml", name):
                root = ElementTree.fromstring(archive.read(name))
                tags = {_CHART + "v", _DRAWING + "t"}
                yield "", "\n".join(e.text or "" for e in root.iter() if e.tag in tags)


def _paragraph(paragraph: ElementTree.Element) -> str:
    """The paragraph's text; a text box's paragraphs inside it come on their own."""
    parts: list[str] = []

    def walk(element: ElementTree.Element) -> None:
        for child in element:
            if child.tag == _W + "t":
                parts.append(child.text or "")
            elif child.tag in (_W + "tab", _W + "br", _W + "cr"):
                parts.append(" ")
            elif child.tag == _W + "noBreakHyphen":
                parts.append("-")
            elif child.tag == _W + "footnoteReference":
                parts.append("")
            elif child.tag != _W + "p":
                walk(child)

    walk(paragraph)
    return "".join(parts)


def _heading_styles(archive: zipfile.ZipFile) -> frozenset[str]:
    """The ids of the styles named "heading N" (their English names in every language)."""
    root = ElementTree.fromstring(archive.read("word/styles.xml"))
    found = set()
    for style in root.iter(_W + "style"):
        name = style.find(_W + "name")
        if name is not None and (name.get(_W + "val") or "").lower().startswith("heading"):
            found.add(style.get(_W + "styleId") or "")
    return frozenset(found)


def _plain_text(path: Path, suffix: str) -> str:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if suffix in (".html", ".htm"):
        page = _Html()
        page.feed(text)
        return " ".join(page.parts)
    if suffix in (".vtt", ".srt"):
        lines = [re.sub(r"<[^>]*>", "", line) for line in text.splitlines()]
        return "\n".join(line for line in lines if "-->" not in line and not line.isdigit())
    if suffix in (".md", ".markdown"):
        return re.sub(r"[*_`#>|]|\]\([^)]*\)|\[", "", text)
    return text


class _Html(HTMLParser):
    """The visible text of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style") and self._hidden > 0

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)
