"""Spelling mistakes in a question, met by the words that an index has.

Holds the search for near words. Judges no word by a dictionary: the analyzer decides what is
unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

_ONE_EDIT_FROM = 4
_TWO_EDITS_FROM = 8
_ALPHABET = "abcdefghijklmnopqrstuvwxyzåäöé"
_BITS = np.zeros(512, np.uint64)
for _place, _letter in enumerate(_ALPHABET):
    _BITS[ord(_letter)] = 1 << _place


@dataclass(frozen=True, slots=True)
class Correction:
    """A term of the index near to a word. `edits` is 1 or 2, `frequency` the index's."""

    term: str
    edits: int
    frequency: int


class Speller:
    """Near words among the terms of one index; build once a vocabulary (200,000 terms: 0.5 s)."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._frequency = {
            term: count
            for term, count in vocabulary.items()
            if len(term) >= _ONE_EDIT_FROM - 1 and term.isalpha()
        }
        self._terms = sorted(self._frequency, key=lambda term: (len(term), term))
        lengths = np.fromiter((len(term) for term in self._terms), np.int64, len(self._terms))
        self._letters = _letter_sets(self._terms, lengths)
        self._starts = np.searchsorted(lengths, np.arange(0, 64))

    def corrections(self, word: str, limit: int = 3) -> list[Correction]:
        """Terms within one edit of a lower-case word (two from eight letters), best first.

        An edit is a letter added, left out, changed, or two neighbours swapped. Fewer edits
        come first, then the same first letter, then the more frequent term. Empty for short
        words and when nothing is near.
        """
        if len(word) < _ONE_EDIT_FROM or not word.isalpha() or not self._terms:
            return []
        most = 2 if len(word) >= _TWO_EDITS_FROM else 1
        near = self._near_in_letters(word, most)
        found = process.extract(
            word, near, scorer=OSA.distance, processor=None, score_cutoff=most, limit=None
        )
        corrections = [
            Correction(term, int(edits), self._frequency[term]) for term, edits, _ in found if edits
        ]
        corrections.sort(key=lambda c: (c.edits, c.term[0] != word[0], -c.frequency, c.term))
        # a word two edits away is a guess only where nothing is nearer
        fewest = corrections[0].edits if corrections else 0
        return [c for c in corrections if c.edits == fewest][:limit]

    def _near_in_letters(self, word: str, most: int) -> list[str]:
        """Terms whose length and set of letters allow so few edits: a cheap first sieve."""
        first = int(self._starts[min(max(len(word) - most, 0), 63)])
        last = len(self._terms)
        if len(word) + most + 1 < 64:
            last = int(self._starts[len(word) + most + 1])
        window: NDArray[np.uint64] = self._letters[first:last]
        own = _letter_sets([word], np.array([len(word)]))[0]
        differing = np.bitwise_count(window ^ own)
        # one edit changes the set of letters by at most two
        return [self._terms[first + int(i)] for i in np.flatnonzero(differing <= 2 * most)]


def _letter_sets(terms: list[str], lengths: NDArray[np.int64]) -> NDArray[np.uint64]:
    """One bit a letter of the alphabet, for every term; other letters have none."""
    if not terms:
        return np.zeros(0, np.uint64)
    codes = np.frombuffer("".join(terms).encode("utf-32-le"), np.uint32)
    bits = _BITS[np.minimum(codes, len(_BITS) - 1)]
    firsts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    return np.bitwise_or.reduceat(bits, firsts)
