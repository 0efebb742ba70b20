"""A web page or an HTML export as units: headings, paragraphs, lists, tables.

Uses the standard library's forgiving parser. Scripts, styles, forms, menus and whatever is
marked as hidden are left out; nothing outside the file is ever fetched.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from assistant.errors import DamagedFile, EmptyFile
from assistant.reading.characters import clean
from assistant.reading.draft import Draft
from assistant.reading.grid_units import add_grid
from assistant.reading.grids import is_layout
from assistant.reading.html_tables import HtmlCell, HtmlTable, read_grid, read_span
from assistant.reading.limits import MAX_CELLS, MAX_DEPTH
from assistant.reading.text import decode
from assistant.schema import Unit

_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)
_LEFT_OUT = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "head",
        "nav",
        "footer",
        "form",
        "button",
        "select",
        "textarea",
        "svg",
        "math",
        "iframe",
        "object",
        "canvas",
        "audio",
        "video",
        "dialog",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "caption",
    ]
)
_CLOSES = {
    "p": ("p",),
    "li": ("li", "p"),
    "dt": ("dt", "dd", "p"),
    "dd": ("dt", "dd", "p"),
    "tr": ("tr", "td", "th", "p"),
    "td": ("td", "th", "p"),
    "th": ("td", "th", "p"),
    "tbody": ("tr", "td", "th", "thead", "tbody"),
    "tfoot": ("tr", "td", "th", "tbody"),
}
_BARRIERS = ("table", "ul", "ol", "dl", "body", "html")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BOLD = frozenset(("b", "strong", "th"))


def read_html(path: Path) -> tuple[tuple[Unit, ...], dict[str, str]]:
    """The units of a page and what its head says (title, author, created).

    Raises `DamagedFile` or `EmptyFile`.
    """
    data = path.read_bytes()
    declared = re.search(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", data[:2048], re.IGNORECASE)
    text = ""
    if declared and declared.group(1).lower() in (b"iso-8859-1", b"latin1", b"windows-1252"):
        text = data.decode("cp1252", errors="replace").replace("\r\n", "\n")
    page = _Page()
    page.feed(text or decode(data))
    page.close()
    page.end()
    if not page.draft.units:
        raise EmptyFile("Sidan innehåller ingen text.")
    return tuple(page.draft.units), page.properties


class _Page(HTMLParser):
    """Turns tags into a draft as they come."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.draft = Draft()
        self.properties: dict[str, str] = {}
        self._open: list[str] = []
        self._skipped = 0
        self._buffer: list[str] = []
        self._tables: list[HtmlTable] = []
        self._in_title = False
        self._cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self._meta(values)
        if tag == "title" and not self._skipped_by_svg():
            self._in_title = True
        if tag in _VOID:
            if tag in ("br", "hr") and not self._skipped:
                self._put("\n" if tag == "br" else "\n\n")
            return
        if self._skipped or tag in _LEFT_OUT or _is_hidden(values):
            self._skipped += 1
            self._push(tag)
            return
        for closed in (entry for entry in _CLOSES.get(tag, ())):
            self._close_implied(closed)
        if tag in _BLOCKS:
            self._flush()
        self._push(tag)
        self._begin(tag, values)

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        if tag in self._open:
            while self._open:
                last = self._open.pop()
                self._end(last)
                if last == tag:
                    break

    def handle_data(self, data: str) -> None:
        if self._in_title:
            said = clean(self.properties.get("title", "") + data)
            if said:
                self.properties["title"] = said
        elif not self._skipped:
            self._put(data if self._open[-1:] == ["pre"] else re.sub(r"\s+", " ", data))

    def end(self) -> None:
        """Close whatever the page left open."""
        while self._open:
            self._end(self._open.pop())
        self._flush()

    def _push(self, tag: str) -> None:
        if len(self._open) > MAX_DEPTH * 5:
            raise DamagedFile("Sidan är för djupt nästlad för att läsas.")
        self._open.append(tag)

    def _skipped_by_svg(self) -> bool:
        return "svg" in self._open

    def _close_implied(self, tag: str) -> None:
        for open_tag in reversed(self._open):
            if open_tag == tag:
                self.handle_endtag(tag)
                return
            if open_tag in _BARRIERS:
                return

    def _cell(self) -> HtmlCell | None:
        """The cell of the innermost table in which text now stands."""
        if not self._tables or not self._tables[-1].rows or not self._tables[-1].rows[-1][1]:
            return None
        inside = [tag for tag in self._open if tag in ("table", "td", "th", "caption")]
        return self._tables[-1].rows[-1][1][-1] if inside[-1:] in (["td"], ["th"]) else None

    def _put(self, text: str) -> None:
        cell = self._cell()
        if cell is None:
            self._buffer.append(text)
            return
        cell.text.append(text)
        if text.strip() and not _BOLD.intersection(self._open):
            cell.bold = False

    def _begin(self, tag: str, values: dict[str, str]) -> None:
        if tag == "table":
            self._tables.append(HtmlTable())
        elif tag == "tr" and self._tables:
            self._tables[-1].rows.append(("thead" in self._open, []))
        elif tag in ("td", "th") and self._tables:
            if not self._tables[-1].rows:
                self._tables[-1].rows.append((False, []))
            cells = self._tables[-1].rows[-1][1]
            cells.append(
                HtmlCell(
                    header=tag == "th",
                    columns=read_span(values.get("colspan", "")),
                    rows=read_span(values.get("rowspan", "")),
                )
            )
            self._cells += 1
            if self._cells > MAX_CELLS:
                raise DamagedFile("En tabell på sidan är orimligt stor.")

    def _end(self, tag: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        if tag == "table" and self._tables:
            self._end_table()
        elif tag in _BLOCKS:
            self._flush(tag)

    def _flush(self, tag: str = "") -> None:
        """What has gathered becomes units; in a cell, a paragraph ends."""
        cell = self._cell()
        if cell is not None:
            cell.text.append("\n\n")
            return
        text, self._buffer = "".join(self._buffer), []
        if not clean(text):
            return
        if tag == "caption" and self._tables:
            self._tables[-1].caption = clean(text)
            return
        within = [*self._open, tag]
        heading = next((t for t in reversed(within) if re.fullmatch("h[1-6]", t)), "")
        if heading:
            self.draft.heading(text, int(heading[1]))
        elif tag == "figcaption" or "figcaption" in self._open:
            self.draft.caption(text)
        elif "li" in [*self._open, tag]:
            depth = sum(t in ("ul", "ol") for t in self._open) - 1
            self.draft.item(clean(text), max(depth, 0))
        else:
            for part in re.split(r"\n\s*\n", text) if "pre" in [*self._open, tag] else [text]:
                self.draft.paragraph(clean(part))

    def _end_table(self) -> None:
        table = self._tables.pop()
        outer = self._cell()
        if outer is not None:
            texts = [" ".join(" ".join(c.paragraphs) for c in cells) for _, cells in table.rows]
            outer.text.append("\n\n" + "\n\n".join(texts) + "\n\n")
            return
        rows = read_grid(table)
        if table.caption:
            self.draft.caption(table.caption)
        if is_layout(rows):
            for cell in (cell for row in rows for cell in row.filled):
                for paragraph in cell.paragraphs:
                    self.draft.boxed(paragraph)
        elif any(row.filled for row in rows):
            add_grid(self.draft, rows, table.caption)

    def _meta(self, values: dict[str, str]) -> None:
        names = {
            "author": "author",
            "dc.creator": "author",
            "dc.title": "title",
            "article:published_time": "created",
            "dc.date": "created",
            "date": "created",
        }
        key = names.get((values.get("name") or values.get("property") or "").lower())
        content = clean(values.get("content", ""))
        if key and content:
            self.properties.setdefault(key, content)


def _is_hidden(values: dict[str, str]) -> bool:
    return (
        "hidden" in values
        or values.get("aria-hidden", "").lower() == "true"
        or bool(_HIDDEN.search(values.get("style", "")))
    )
