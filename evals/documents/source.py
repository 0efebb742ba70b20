"""The texts of the project's own documents, parsed into blocks.

Holds the records (heading, paragraph, list, table, chart, note) and the parser of the small
notation in `sources/*.toml`. It never draws anything: `pdf`, `word` and `transcript` do.

A source is TOML: what the document is, and `text` in this notation, a blank line between blocks:

    # Heading            one to three hash signs
    A paragraph with **bold**, *italic* and a note mark[^1].
    - a list item        on lines of their own, or "1. " for numbered items
    [^1]: The note.
    ---                  a new page
    ::: tabell linjer 3,1,1 | Caption       "linjer" draws rules, "öppen" none
    Heading | Heading
    cell    | cell                          "<" joins with the left cell, "^" with the one above
    :::
    ::: diagram stående procent | Caption   "stående" or "liggande"; "procent" is optional
            | 2021 | 2022
    Malmö   | 5    | 7
    :::
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

STAMP = (2026, 1, 2, 9, 0, 0)
"""The moment written into files, so that the same text gives the same bytes."""
FOLDER = Path(__file__).parent / "sources"


class SourceError(Exception):
    """A source does not follow the notation; the message names the file and the block."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` 1 is the outermost."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text with inline marks still in it."""

    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `numbered` decides between bullets and numbers."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first row holds the headings; `widths` are relative, one a column."""

    caption: str
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    ruled: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar chart; every series has one value a category. `percent` adds the sign."""

    caption: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[float, ...]], ...]
    upright: bool
    percent: bool


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page."""


Block = Heading | Paragraph | Items | Table | Chart | PageBreak


@dataclass(frozen=True, slots=True)
class Source:
    """One document: what it is, its blocks in order, its notes by mark.

    `origin` is the sentence on the first page that says where the facts stand. `cover` gives
    the first page to the title alone and starts the printed numbers after it. `outline` writes
    bookmarks, `properties` the title and author into the file.
    """

    file: str
    title: str
    subtitle: str
    kind: str
    issuer: str
    year: str
    written: str
    origin: str
    header: str
    blocks: tuple[Block, ...]
    notes: dict[str, str] = field(default_factory=dict)
    colour: str = "#1f4e79"
    cover: bool = False
    outline: bool = False
    properties: bool = True
    text: str = ""


def read_sources(folder: Path = FOLDER) -> list[Source]:
    """All sources, by file name of the TOML."""
    return [read_source(path) for path in sorted(folder.glob("*.toml"))]


def read_source(path: Path) -> Source:
    """One source. Raises `SourceError` for a block that cannot be read."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    text = data["text"]
    if data["file"].endswith(".vtt"):
        return Source(**data, blocks=())
    try:
        blocks, notes = parse(text)
    except (ValueError, IndexError) as error:
        raise SourceError(f"{path.name}: {error}") from error
    return Source(**data, blocks=blocks, notes=notes)


def parse(text: str) -> tuple[tuple[Block, ...], dict[str, str]]:
    """Blocks and notes of a text in the notation above. Raises `ValueError`."""
    blocks: list[Block] = []
    notes: dict[str, str] = {}
    for chunk in _chunks(text):
        note = re.fullmatch(r"\[\^(\d+)\]: (.+)", chunk, re.DOTALL)
        heading = re.fullmatch(r"(#{1,3}) (.+)", chunk)
        if note:
            notes[note[1]] = _joined(note[2])
        elif heading:
            blocks.append(Heading(len(heading[1]), heading[2]))
        elif chunk == "---":
            blocks.append(PageBreak())
        elif chunk.startswith(":::"):
            blocks.append(_figure(chunk.splitlines()))
        elif re.match(r"(-|\d+\.) ", chunk):
            items = re.split(r"^(?:-|\d+\.) ", chunk, flags=re.MULTILINE)[1:]
            numbered = chunk[0].isdigit()
            last = blocks[-1] if blocks else None
            # items may stand apart in the source and are still one list
            if isinstance(last, Items) and last.numbered == numbered:
                items = [*last.items, *items]
                blocks.pop()
            blocks.append(Items(tuple(map(_joined, items)), numbered))
        else:
            blocks.append(Paragraph(_joined(chunk)))
    return tuple(blocks), notes


def marks(text: str) -> list[str]:
    """The note marks in a text, in order, each once."""
    return list(dict.fromkeys(re.findall(r"\[\^(\d+)\]", text)))


def spans(
    rows: tuple[tuple[str, ...], ...],
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """The joined cells as ((column, row), (column, row)), first and last, both included."""
    found = []
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if cell in {"<", "^"}:
                continue
            right = c
            while right + 1 < len(row) and row[right + 1] == "<":
                right += 1
            down = r
            while down + 1 < len(rows) and rows[down + 1][c] == "^":
                down += 1
            if (right, down) != (c, r):
                found.append(((c, r), (right, down)))
    return found


def head_rows(rows: tuple[tuple[str, ...], ...]) -> int:
    """How many rows hold headings: the first, and those below that its first cell reaches into."""
    count = 1
    while count < len(rows) and rows[count][0] == "^":
        count += 1
    return count


def _joined(text: str) -> str:
    return " ".join(text.split())


def _chunks(text: str) -> list[str]:
    """The text cut at blank lines, tables and charts kept whole."""
    chunks: list[str] = []
    inside = False
    for chunk in re.split(r"\n\s*\n", text.strip()):
        chunk = chunk.strip()
        if inside:
            chunks[-1] += "\n" + chunk
        else:
            chunks.append(chunk)
        inside = chunks[-1].startswith(":::") and not chunks[-1].endswith("\n:::")
    if inside:
        raise ValueError(f"no end of {chunks[-1].splitlines()[0]!r}")
    return chunks


def _figure(lines: list[str]) -> Table | Chart:
    words, _, caption = lines[0].removeprefix(":::").partition("|")
    kind, *options = words.split()
    rows = tuple(tuple(cell.strip() for cell in line.split("|")) for line in lines[1:-1])
    if any(len(row) != len(rows[0]) for row in rows):
        raise ValueError(f"rows of unequal length below {lines[0]!r}")
    if kind == "tabell":
        widths = tuple(float(width) for width in options[1].split(","))
        if len(widths) != len(rows[0]):
            raise ValueError(f"{len(widths)} widths for {len(rows[0])} columns: {lines[0]!r}")
        return Table(caption.strip(), rows, widths, options[0] == "linjer")
    if kind != "diagram":
        raise ValueError(f"unknown kind of block: {kind!r}")
    series = tuple((row[0], tuple(map(float, row[1:]))) for row in rows[1:])
    return Chart(
        caption.strip(), rows[0][1:], series, options[0] == "stående", "procent" in options
    )
