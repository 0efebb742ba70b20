"""A sentence as the tokens that claim something: figures, names, deciding and other words.

Reads one sentence at a time; compares words by their forms alone and judges nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from assistant.swedish.numbers import Numeral, numerals
from assistant.swedish.stems import stemmer
from assistant.verifying import lexicon

_WORD = re.compile(r"[^\W\d_]+(?:[-'’:][^\W\d_]+)*")
_PARTS = re.compile(r"[,;:()–—•*]\s?|\s[-/]\s")


@dataclass(frozen=True, slots=True)
class Token:
    """A figure or a word that claims something; `clause` is 0-based within its sentence."""

    text: str
    start: int
    clause: int
    figure: Numeral | None = None
    kind: str = "content"
    before: str = ""
    noun: str = ""


@cache
def tokens_of(text: str) -> list[Token]:
    """The claiming tokens of a sentence, in order."""
    figures = numerals(text)
    cuts = [match.start() for match in _PARTS.finditer(text)]
    words = [
        m for m in _WORD.finditer(text) if not any(f.start <= m.start() < f.end for f in figures)
    ]
    # a joining word begins a clause of its own
    cuts += [m.start() for m in words if m.group().casefold() in lexicon.JOINING]
    found: list[Token] = []
    for figure in figures:
        before = [m for m in words if m.end() <= figure.start]
        near = (
            before[-1].group().casefold()
            if before and _close(text, before[-1].end(), figure.start)
            else ""
        )
        found.append(
            Token(
                re.sub(r"\s", "", figure.text),
                figure.start,
                0,
                figure,
                "figure",
                near,
                _noun(text, figure, words),
            )
        )
    for match in words:
        word = match.group().casefold()
        kind = _kind(word)
        if kind == "empty":
            continue
        if kind == "content" and _capital(text, match):
            kind = "name"
        found.append(Token(word, match.start(), 0, None, kind))
    ordered = sorted(found, key=lambda token: token.start)
    return [replace(t, clause=sum(cut <= t.start for cut in cuts)) for t in ordered]


def _close(text: str, end: int, start: int) -> bool:
    return not text[end:start].strip()


def _noun(text: str, figure: Numeral, words: Sequence[re.Match[str]]) -> str:
    """The word right after the figure, adjectives aside; "" when there is none.

    A word of function there ("5 av 7") means that the figure counts nothing by itself.
    """
    after = [m for m in words if m.start() >= figure.end][:1]
    if not after or text[figure.end : after[0].start()].strip():
        return ""
    word = after[0].group().casefold()
    return word if _kind(word) == "content" else ""


def _capital(text: str, match: re.Match[str]) -> bool:
    return match.group()[0].isupper() and match.start() > 0


@cache
def _kind(word: str) -> str:
    for kind, listed in (
        ("negation", lexicon.NEGATION),
        ("quantifier", lexicon.QUANTIFIER),
        ("modality", lexicon.MODALITY),
        ("direction", lexicon.DIRECTION),
    ):
        if word in listed:
            return kind
    return "empty" if word in lexicon.empty() or len(word) == 1 else "content"


def words_of(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


@cache
def _stem(word: str) -> str:
    return stemmer("swedish")(word)


@cache
def akin(one: str, other: str) -> bool:
    """Whether two lower-case words are forms of one: the same stem, or an ending apart."""
    if one == other:
        return True
    if one.isdigit() or other.isdigit():
        return False
    short, long = sorted((one, other), key=len)
    if _stem(one) == _stem(other):
        return len(short) > 3
    return len(short) > 3 and long.startswith(short) and long[len(short) :] in lexicon.ENDINGS
