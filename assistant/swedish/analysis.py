"""The analyzer: from text to index terms, and from a question to weighted query terms.

Holds the one analysis that index and query share; never reads documents and never ranks.

A word becomes the Snowball stem of its base form. The base form comes from the word list,
since the stemmer alone keeps "förbundet" and "förbund" apart; without a list the stem of the
word as it stands has to do. A compound gives its own term first and those of its parts after.
"""

import hashlib
from collections.abc import Mapping
from functools import cached_property
from typing import Final, Literal

from assistant.swedish import hunspell
from assistant.swedish import synonyms as words
from assistant.swedish.compounds import LONGEST, Splitter
from assistant.swedish.hunspell import Dictionary
from assistant.swedish.queries import Origin, Queries, QueryTerm
from assistant.swedish.stems import CAPITALS, letters_and_digits, stemmer
from assistant.swedish.stopwords import stopwords
from assistant.swedish.synonyms import Synonyms
from assistant.swedish.tokens import pieces, plain

__all__ = ["MODIFIER", "Analyzer", "Origin", "QueryTerm"]

MODIFIER: Final = "~"
# raised when the same text gives other terms than before: indexes are then rebuilt
_VERSION = 2
_CACHED: Final = 400_000
_CASES = frozenset({"s", "n", "en", "ns", "ens", "et", "ets", "t", "ar", "arna", "er", "erna"})


_VERB_ENDINGS = (
    "ar",
    "er",
    "as",
    "es",
    "ade",
    "ades",
    "at",
    "ats",
    "te",
    "tes",
    "t",
    "ts",
    "de",
    "des",
)


class Analyzer:
    """Analyses text the same way for index and query; safe to keep for the whole process.

    Without `synonyms` the packaged ones are used. Without `dictionary` the installed word list
    is used; pass None to work without one. `fingerprint` changes when the same text would
    give other index terms.
    """

    def __init__(
        self,
        synonyms: Synonyms | None = None,
        dictionary: Dictionary | Literal["installed"] | None = "installed",
    ) -> None:
        self._synonyms = words.load() if synonyms is None else synonyms
        self._dictionary = hunspell.load() if dictionary == "installed" else dictionary
        self._splitter: Splitter | None = None
        if self._dictionary is not None:
            self._splitter = Splitter(
                self._dictionary, self._synonyms.whole, self._synonyms.elements, self._synonyms.last
            )
        self.stem = stemmer("swedish")
        self._terms: dict[str, tuple[str, ...]] = {}
        self._marked: dict[str, tuple[str, ...]] = {}

    @cached_property
    def _queries(self) -> Queries:
        """Made with the first question: indexing asks none, and it looks up hundreds of words."""
        return Queries(self, self._synonyms)

    def make_ready(self) -> None:
        """Read the word lists now, rather than with the first question (up to half a second)."""
        _ = self._queries

    @property
    def fingerprint(self) -> str:
        """Twelve hex digits: the same for analyzers that give the same index terms."""
        parts = (
            _VERSION,
            self._dictionary.fingerprint if self._dictionary else "",
            sorted(self._synonyms.forms.items()),
            sorted(self._synonyms.whole),
            sorted(self._synonyms.elements.items()),
            sorted(self._synonyms.last.items()),
        )
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]

    def tokens(self, text: str) -> list[str]:
        """Words, numbers and dates in lower case and one spelling each, without stems."""
        return [token for piece in pieces(text) for token in plain(*piece)]

    def analyse(self, text: str) -> list[str]:
        """Index terms in reading order, a compound's parts after it; empty without words.

        A term is made of lower-case letters and digits alone.
        """
        terms: list[str] = []
        known = self._terms
        for group, piece in pieces(text):
            found = known.get(piece)
            if found is None:
                if len(known) > _CACHED:
                    known.clear()
                found = known[piece] = self._analysed(group, piece)
            terms += found
        return terms

    def marked(self, text: str) -> list[str]:
        """As `analyse`, with `MODIFIER` before a part that only tells what kind the whole is.

        "målgrupp" is a "grupp" but no "mål": the terms are "målgrupp", "grupp" and "~mål".
        """
        terms: list[str] = []
        for group, piece in pieces(text):
            found = self._marked.get(piece)
            if found is None:
                if len(self._marked) > _CACHED:
                    self._marked.clear()
                found = self._marked[piece] = self._with_marks(group, piece)
            terms += found
        return terms

    def _with_marks(self, group: str, piece: str) -> tuple[str, ...]:
        terms = self._analysed(group, piece)
        if group not in ("word", "sign") or self._splitter is None or "-" in piece:
            return terms
        word = _bare(plain(group, piece)[0])
        parts = self._splitter.split(word)
        base = self._synonyms.forms.get(parts[-1].base, parts[-1].base) if parts else ""
        heads = {
            self.stem("".join(part.written for part in parts[first:-1]) + base)
            for first in range(len(parts))
        }
        modifiers = set(self.parts(word)) - heads if len(parts) > 1 else set()
        return tuple(MODIFIER + term if term in modifiers else term for term in terms)

    def query_terms(
        self, text: str, vocabulary: Mapping[str, int] | None = None
    ) -> list[QueryTerm]:
        """Weighted terms for a question, each term once, at its highest weight.

        `vocabulary` maps the index's terms to their frequencies (keep one object a state of
        the index: the spelling index is cached by it). With it, unknown words are met by
        joining neighbours ("malmö kraften"), by splitting, and by spelling; and synonyms,
        parts and translations that the index lacks are left out. A word that the index lacks
        stays, so that the caller can tell what was not found. Stop words are left out unless
        there is nothing else.
        """
        return self._queries.terms(text, vocabulary)

    def whole(self, word: str) -> str:
        """The one term of a lower-case word, without parts: "förbundets" → "förbund"."""
        return self.stem(self._base(word))

    def parts(self, word: str) -> tuple[str, ...]:
        """The terms of a compound's parts, and of neighbouring parts together; else empty."""
        if self._splitter is None:
            return ()
        parts = self._splitter.split(word)
        terms: dict[str, None] = {}
        for first in range(len(parts)):
            for last in range(first, len(parts)):
                if last - first + 1 == len(parts):
                    continue
                base = self._synonyms.forms.get(parts[last].base, parts[last].base)
                joined = "".join(part.written for part in parts[first:last]) + base
                terms[self.stem(joined)] = None
                if first == last and joined != word:
                    terms.update(dict.fromkeys(self.parts(joined)))
        return tuple(terms)

    def _base(self, word: str) -> str:
        forms = self._synonyms.forms
        if word in forms:
            return forms[word]
        if self._dictionary is None or self._splitter is None:
            return word
        bases = self._dictionary.lemmas(word)
        if bases:
            return forms.get(bases[0], bases[0])
        parts = self._splitter.split(word)
        if parts:
            return "".join(part.written for part in parts[:-1]) + parts[-1].base
        # the first half of "arbets- och studielivet"
        return self._splitter.left(word) or word

    def _analysed(self, group: str, piece: str) -> tuple[str, ...]:
        tokens = plain(group, piece)
        if group not in ("word", "sign"):
            return tuple(letters_and_digits(token) for token in tokens)
        terms = dict.fromkeys(self.word_terms(tokens[0]))
        if self.shouted(piece):
            terms[CAPITALS + tokens[0]] = None
        return tuple(terms)

    def shouted(self, piece: str) -> bool:
        """Whether an ordinary word stands in capitals and may be a name ("FRAM", "DELTA")."""
        if len(piece) < 2 or not piece.isupper() or not piece.isalpha():
            return False
        return piece.lower() in stopwords() or self.listed(piece.lower())

    def word_terms(self, word: str) -> tuple[str, ...]:
        """The terms of a lower-case word: its own first, then those of its parts."""
        bare = _bare(word)
        if len(bare) > LONGEST and "-" not in bare:
            return (bare[:LONGEST],)
        letters = bare.rstrip("0123456789")
        if letters != bare:
            # a footnote's digit stands against the word: "malmö3"
            bare = bare.replace("-", "")
            digits = (bare[len(letters.replace("-", "")) :],) if letters.endswith("-") else ()
            return (bare, *self.word_terms(letters.rstrip("-")), *digits)
        if "-" in bare:
            *first, last = bare.split("-")
            parts = [term for part in (*first, last) for term in self.word_terms(part)]
            return (self.stem("".join(first) + self._base(last)), *parts)
        return (self.whole(bare), *self.parts(bare))

    def inflected_verb(self, word: str) -> bool:
        """Whether a word looks like a verb in another form than its infinitive ("riktar").

        Judged by the base form's "-a" and the ending; False where no word list is installed.
        """
        low = word.lower()
        base = self._base(low)
        if base == low or not base.endswith("a"):
            return False
        return low.endswith(_VERB_ENDINGS) or (low.endswith("r") and not low.endswith("or"))

    def listed(self, word: str) -> bool:
        """Whether the word list knows the word, as it is or as a compound."""
        if self._dictionary is None or self._splitter is None:
            return False
        return bool(self._dictionary.lemmas(word) or self._splitter.split(word))


def _bare(word: str) -> str:
    """Without a colon or apostrophe's ending: "sus:s" → "sus"."""
    for mark in ":'":
        base, found, ending = word.partition(mark)
        if found and ending in _CASES:
            return base
    return word.replace(":", "").replace("'", "").replace("&", "")
