"""Words in reading order joined to running text, with the way back to their boxes.

Joins what a line end broke and keeps what it did not. Never splits into sentences.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assistant.reading.lines import Word
from assistant.schema import Box, Mark

# After a hanging hyphen: "individ- och strukturinriktade".
_CONJUNCTIONS = frozenset(
    ("och", "eller", "samt", "respektive", "resp", "resp.", "alternativt", "men", "till", "/", "&")
)
_EDGES = "\"'”“„«»()[]{}.,;:!?…"
_HYPHEN_END = re.compile(r"[^\W_][-‐]$")
_HYPHENED = re.compile(r"^[^\W_]+(?:[-‐][^\W_]+)+$")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a document as they stand inside lines, in small letters."""

    whole: frozenset[str] = frozenset()
    hyphened: frozenset[str] = frozenset()


def read_vocabulary(lines: Iterable[Sequence[Word]]) -> Vocabulary:
    """The vocabulary of all words but those that a line end may have broken."""
    whole: set[str] = set()
    hyphened: set[str] = set()
    for line in lines:
        for word in line:
            bare = word.text.strip(_EDGES).lower()
            if _HYPHENED.match(bare):
                hyphened.add(bare.replace("‐", "-"))
            elif bare.isalpha():
                whole.add(bare)
    return Vocabulary(frozenset(whole), frozenset(hyphened))


@dataclass(slots=True)
class Flow:
    """Running text; `starts[i]` is where `words[i]` begins in it, `rows[i]` its line."""

    text: str = ""
    words: list[Word] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)

    def boxes(self, page: int, start: int = 0, end: int | None = None) -> tuple[Box, ...]:
        """One box a line around the words that touch [start, end)."""
        end = len(self.text) if end is None else end
        spans: dict[int, list[Word]] = {}
        first = max(bisect_right(self.starts, start) - 1, 0)
        for index in range(first, len(self.words)):
            if self.starts[index] >= end:
                break
            if self.ends[index] > start:
                spans.setdefault(self.rows[index], []).append(self.words[index])
        return tuple(box_around(page, words) for words in spans.values())

    def marks(self, start: int = 0, end: int | None = None) -> tuple[Mark, ...]:
        """The raised figures within [start, end), counted from `start`."""
        end = len(self.text) if end is None else end
        found = []
        for word, begin, stop in zip(self.words, self.starts, self.ends, strict=True):
            for left, right in word.raised:
                a, b = begin + left, min(begin + right, stop)
                label = self.text[a:b].strip(_EDGES)
                if start <= a and b <= end and is_label(label):
                    at = self.text.index(label, a)
                    found.append(Mark(at - start, at - start + len(label), label))
        return tuple(found)


def is_label(text: str) -> bool:
    """Whether raised characters can be a footnote's mark (not "m²", "1:a", "o")."""
    return bool(re.fullmatch(r"\d{1,3}(?:\s*,\s*\d{1,3})*|[*†‡§]{1,3}|[a-h]|[ivx]{1,4}", text))


def box_around(page: int, words: Sequence[Word]) -> Box:
    """The smallest box around `words`, in points rounded to a hundredth."""
    return Box(
        page,
        round(min(word.x0 for word in words), 2),
        round(min(word.top for word in words), 2),
        round(max(word.x1 for word in words), 2),
        round(max(word.bottom for word in words), 2),
    )


def join_lines(lines: Iterable[Sequence[Word]], vocabulary: Vocabulary) -> Flow:
    """One running text out of lines of words, broken words made whole."""
    flow = Flow()
    before: Word | None = None
    for row, line in enumerate(lines):
        for at, word in enumerate(line):
            if before is not None:
                _glue(flow, before, word, at == 0, vocabulary)
            flow.starts.append(len(flow.text))
            flow.text += word.text
            flow.ends.append(len(flow.text))
            flow.words.append(word)
            flow.rows.append(row)
            before = word
    return flow


def _glue(flow: Flow, before: Word, word: Word, new_line: bool, vocabulary: Vocabulary) -> None:
    if not new_line:
        flow.text += " "
        return
    if before.soft_end:
        return
    if not _HYPHEN_END.search(before.text) or not word.text[:1].isalnum():
        flow.text += " "
        return
    left = before.text[:-1].lstrip(_EDGES)
    right = word.text.rstrip(_EDGES)
    if right.lower() in _CONJUNCTIONS:
        flow.text += " "
        return
    if not right[:1].islower() or left[-1:].isdigit() or (len(left) > 1 and left.isupper()):
        return
    whole, hyphened = (left + right).lower(), f"{left}-{right}".lower()
    if hyphened in vocabulary.hyphened and whole not in vocabulary.whole:
        return
    flow.text = flow.text[:-1]
    flow.ends[-1] = len(flow.text)
