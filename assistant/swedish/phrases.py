"""Finding known phrases of one or more words in a question, in any of their forms.

Holds the lookup by stems. Knows no weights and no index.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")


class Phrases:
    """Phrases with what they lead to; `term` makes the one key of a lower-case word."""

    def __init__(self, leads: Mapping[str, Sequence[str]], term: Callable[[str], str]) -> None:
        self._term = term
        self._leads: dict[tuple[str, ...], tuple[str, tuple[str, ...]]] = {}
        for phrase, targets in leads.items():
            key = tuple(term(word) for word in _WORD.findall(phrase.lower()))
            before = self._leads.get(key, (phrase, ()))
            merged = tuple(dict.fromkeys((*before[1], *targets)))
            self._leads[key] = (before[0], merged)
        self._longest = max(map(len, self._leads), default=0)

    def single_terms(self) -> list[str]:
        """The keys of the phrases of one word."""
        return [key[0] for key in self._leads if len(key) == 1]

    def found(self, words: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """(phrase as asked, targets) for every phrase among neighbouring words; may overlap."""
        for start, end, targets in self._spans([self._term(word) for word in words]):
            yield " ".join(words[start:end]), targets

    def found_terms(self, terms: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """As `found`, for words that are keys already."""
        for start, end, targets in self._spans(terms):
            yield " ".join(terms[start:end]), targets

    def found_once(self, words: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...], range]]:
        """As `found`, with the places of the words; the longest phrase wins, none overlap."""
        free = 0
        for start, end, targets in self._spans([self._term(word) for word in words]):
            if start >= free:
                free = end
                yield " ".join(words[start:end]), targets, range(start, end)

    def _spans(self, keys: Sequence[str]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        for start in range(len(keys)):
            for end in range(min(start + self._longest, len(keys)), start, -1):
                lead = self._leads.get(tuple(keys[start:end]))
                if lead is not None:
                    yield start, end, lead[1]
