"""Writes any number of foreign paragraphs as documents, to see how finding and speed grow.

Reads paragraphs from a JSON Lines file (gzip) with `text`, `title` and `ref` a line. When they
run out, they come again with words and figures changed, so that no two texts are the same.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

A_DOCUMENT = 45
"""Paragraphs in a document: 45,000 make 1,000 documents."""

TITLE = "Författningstext"
"""How the title of every such document begins."""

_CHANGED = 0.3
_WORD = re.compile(r"[^\W\d_]{5,}|\d+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a statute, its title, and where it stands ("SFS 2001:770")."""

    title: str
    ref: str
    text: str


def paragraphs(source: Path) -> Iterator[Paragraph]:
    """Without end: the file's paragraphs in order, then again and again with changed words."""
    known: list[Paragraph] = []
    with gzip.open(source, "rt", encoding="utf-8") as file:
        for line in file:
            data = json.loads(line)
            paragraph = Paragraph(data["title"], data["ref"], data["text"])
            known.append(paragraph)
            yield paragraph
    words = sorted({word for p in known[:2000] for word in _WORD.findall(p.text) if word.isalpha()})
    chance = random.Random(len(known))
    while known:
        for paragraph in known:
            yield Paragraph(paragraph.title, paragraph.ref, changed(paragraph.text, words, chance))


def changed(text: str, words: list[str], chance: random.Random) -> str:
    """The text with three words in ten (of five letters or more) and all figures exchanged."""

    def other(match: re.Match[str]) -> str:
        if match[0].isdigit():
            return "".join(chance.choice("123456789") for _ in match[0])
        return chance.choice(words) if chance.random() < _CHANGED else match[0]

    return _WORD.sub(other, text)


def write(source: Path, folder: Path, count: int) -> int:
    """Make `folder` hold the first `count` paragraphs as Markdown files; the number of files.

    Files that are there already are kept as they are, so that growing is cheap.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stream = paragraphs(source)
    number = 0
    for start in range(0, count, A_DOCUMENT):
        part = list(islice(stream, min(A_DOCUMENT, count - start)))
        path = folder / f"sfs-{number:05d}.md"
        text = "\n\n".join(f"## {p.title}, {p.ref}\n\n{p.text}" for p in part) + "\n"
        text = f"# {TITLE} {number + 1}\n\n{text}"
        if not path.exists() or path.stat().st_size != len(text.encode()):
            path.write_text(text, encoding="utf-8")
        number += 1
    return number
