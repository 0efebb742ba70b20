"""Splitting Swedish compounds, with a dictionary or with nothing but an index's own words.

Holds the choice among possible splits. Knows no stemming and no synonyms.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from assistant.swedish.hunspell import Dictionary
from assistant.swedish.stopwords import particles

_SHORTEST = 3
_SHORTEST_LOOSE = 4
LONGEST = 100
"""Letters of the longest word there is; what a file may hold instead would take minutes."""
_WORD = re.compile(r"[a-zåäöéüàè]+")
_LINKS = ("s", "o", "e", "u", "a")
_Left = Callable[[str], str | None]
_Ranked = tuple[tuple[int, int, int], tuple["Part", ...]]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a compound: as `written` there, and its `base` form ("reglerings", "reglering")."""

    written: str
    base: str


class Splitter:
    """Splits by a dictionary.

    Particles begin no compound: the parts of "uppföljning" say nothing about the whole.
    `whole` lists base forms that are never split (deltagare, ordförande); `elements` gives
    base forms of first parts that the dictionary lacks ("års" → "år"), `last` those of last
    parts ("borna" → "bo").
    """

    def __init__(
        self,
        dictionary: Dictionary,
        whole: Collection[str] = (),
        elements: Mapping[str, str] | None = None,
        last: Mapping[str, str] | None = None,
    ) -> None:
        self._dictionary = dictionary
        self._whole = frozenset(whole)
        self._elements = elements or {}
        self._last = last or {}
        self._particles = particles()
        self.split: Callable[[str], tuple[Part, ...]] = lru_cache(100_000)(self._split)

    def left(self, element: str) -> str | None:
        """The base form behind a first part, or None; particles (upp, av) are no parts."""
        if element in self._particles:
            return None
        base = self._elements.get(element) or self._dictionary.left(element)
        return None if base in self._particles else base

    def _split(self, word: str) -> tuple[Part, ...]:
        """The parts of a lower-case word, first to last; () where it is no compound.

        "samordningsförbundets" → samordnings (samordning), förbundets (förbund). A word is
        cut into as few parts as possible; a part may itself be a compound.
        """
        if not 2 * _SHORTEST <= len(word) <= LONGEST or not _WORD.fullmatch(word):
            return ()
        if not self._whole.isdisjoint((word, *self._dictionary.lemmas(word))):
            return ()
        best = self._best(word, 0, self.left)
        if best is None and not self._dictionary.lemmas(word):
            best = self._best(word, 0, self._loose_left)
        return best[1] if best else ()

    def _loose_left(self, element: str) -> str | None:
        """As `left`, and any known form with or without a link ("indikators", "kryddgården")."""
        base = self.left(element)
        if base is not None or len(element) < _SHORTEST_LOOSE or element in self._particles:
            return base
        for form in (element, element.removesuffix("s")):
            bases = self._dictionary.lemmas(form)
            if bases and self._particles.isdisjoint(bases):
                return bases[0]
        return None

    def _best(self, word: str, depth: int, first: _Left) -> _Ranked | None:
        best: _Ranked | None = None
        for cut in range(_SHORTEST, len(word) - 1):
            if len(word) - cut < _SHORTEST and word[cut:] not in self._last:
                continue
            left = first(word[:cut])
            if left is None:
                continue
            tail, shortest = self._tail(word, cut, depth, first)
            if tail:
                # few parts; no tiny part; and of "bostad|sort", "bostads|ort" the longer first
                rank = (1 + len(tail), -min(cut, shortest), -cut)
                if best is None or rank < best[0]:
                    best = rank, (Part(word[:cut], left), *tail)
        return best

    def _tail(self, word: str, cut: int, depth: int, first: _Left) -> tuple[tuple[Part, ...], int]:
        """What follows a cut, as parts, and the length of the shortest of them; () if nothing."""
        rest = word[cut:]
        if rest in self._last:
            return (Part(rest, self._last[rest]),), len(rest)
        for written in (rest, word[cut - 1] + rest):
            base = self._dictionary.right(written)
            if base is not None:
                return (Part(rest, base),), len(rest)
            if word[cut - 1] != word[cut - 2]:
                break
            # three equal letters are written as two: "fall" + "lucka" = "fallucka"
        inner = self._best(rest, depth + 1, first) if depth < 2 else None
        return (inner[1], -inner[0][1]) if inner else ((), 0)


def split_by_words(word: str, words: Collection[str]) -> tuple[str, str] | None:
    """Two parts that both occur on their own in `words`, or None: needs no dictionary.

    The first part may carry a link ("rehabs|insats", "kyrko|råd", "skol|plan" for "skola").
    Parts are at least three letters; the cut with the longest shorter part is taken.
    """
    best: tuple[int, tuple[str, str]] | None = None
    for cut in range(_SHORTEST, len(word) - _SHORTEST + 1):
        left, right = word[:cut], word[cut:]
        if right not in words:
            continue
        for base in (left, *(left[:-1] for link in _LINKS if left.endswith(link)), left + "a"):
            if len(base) >= _SHORTEST and base in words:
                size = min(len(base), len(right))
                if best is None or size > best[0]:
                    best = size, (base, right)
                break
    return best[1] if best else None
