"""From a question to weighted query terms, met with the words that an index has.

Holds what may stand for a word: its parts, synonyms, a translation, a near spelling. The terms
themselves come from the analyzer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from assistant.swedish.compounds import split_by_words
from assistant.swedish.language import language
from assistant.swedish.phrases import Phrases
from assistant.swedish.spelling import Correction, Speller
from assistant.swedish.stems import CAPITALS, letters_and_digits, stemmer
from assistant.swedish.stopwords import english_stopwords, stopwords
from assistant.swedish.synonyms import Synonyms
from assistant.swedish.tokens import pieces, plain

if TYPE_CHECKING:
    from assistant.swedish.analysis import Analyzer

Origin = Literal["word", "part", "synonym", "spelling", "translation"]

_PART = 0.3
_PART_OF_UNKNOWN = 0.8
_SYNONYM = 0.6
_TRANSLATION = 0.9
_SPELLING = 0.8
_UNKNOWN_ENGLISH = 0.5


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """A term to look up. `weight` is above 0 and at most 1; `word` is what the user wrote."""

    term: str
    weight: float
    origin: Origin
    word: str


_LONG_WORD = 10


class Queries:
    """Makes query terms with one analyzer and its synonyms."""

    def __init__(self, analyzer: "Analyzer", synonyms: Synonyms) -> None:
        self._analyzer = analyzer
        self._swedish = Phrases(synonyms.swedish(), analyzer.whole)
        self._english = Phrases(synonyms.english, stemmer("english"))
        self._speller: tuple[Mapping[str, int], int, Speller] | None = None

    def terms(self, text: str, vocabulary: Mapping[str, int] | None = None) -> list[QueryTerm]:
        """Weighted terms for a question, each term once, at its highest weight; see Analyzer."""
        query = _Query(vocabulary)
        cut = pieces(text)
        asked = [token for piece in cut for token in plain(*piece)]
        foreign = language(text) == "en"
        skipped = english_stopwords() if foreign else stopwords()
        named = (
            [] if text.isupper() else [piece for _, piece in cut if self._analyzer.shouted(piece)]
        )
        for piece in named:
            query.add(CAPITALS + piece.lower(), 1.0, "word", piece.lower())
        if not named and all(token in skipped for token in asked):
            skipped = frozenset()
        translated = self._translate(asked, query) if foreign else set()
        for place, token in enumerate(asked):
            if token in skipped or place in translated:
                continue
            if foreign and token[:1].isalpha():
                own = self._analyzer.word_terms(token)[0]
                query.add(own, 1.0 if query.holds(own) else _UNKNOWN_ENGLISH, "word", token)
            else:
                self._word(token, query)
        if not foreign:
            for phrase, targets in self._swedish.found(asked):
                self._related(targets, phrase, _SYNONYM, "synonym", query)
        if vocabulary is not None:
            self._join(asked, skipped, query, vocabulary)
            if not foreign:
                self._english_keywords(asked, query, vocabulary)
            self._spell(query, vocabulary)
        return query.terms()

    def _word(self, token: str, query: "_Query") -> None:
        if not token[:1].isalpha():
            query.add(letters_and_digits(token), 1.0, "word", token)
            return
        own, *parts = self._analyzer.word_terms(token)
        query.add(own, 1.0, "word", token)
        weight = _PART if query.holds(own) else _PART_OF_UNKNOWN
        for part in parts:
            query.add(part, weight, "part", token)
            if weight == _PART_OF_UNKNOWN:
                for _, targets in self._swedish.found_terms([part]):
                    self._related(targets, token, weight * _SYNONYM, "synonym", query)

    def _translate(self, asked: Sequence[str], query: "_Query") -> set[int]:
        """Adds Swedish terms for English phrases; returns the places of the words met."""
        met: set[int] = set()
        for phrase, targets, places in self._english.found_once(asked):
            met.update(places)
            self._related(targets, phrase, _TRANSLATION, "translation", query)
            if not query.meets(phrase):
                # nothing in the index stands for it: the caller has to see that it is missing
                first = self._analyzer.tokens(targets[0])
                query.add(self._analyzer.word_terms(first[-1])[0], 1.0, "word", phrase)
            for target in targets:
                for _, further in self._swedish.found(self._analyzer.tokens(target)):
                    self._related(further, phrase, _TRANSLATION * 0.5, "translation", query)
        return met

    def _related(
        self,
        targets: Sequence[str],
        phrase: str,
        weight: float,
        origin: Origin,
        query: "_Query",
    ) -> None:
        for target in targets:
            tokens = [token for token in self._analyzer.tokens(target) if token not in stopwords()]
            for token in tokens:
                query.add(
                    self._analyzer.word_terms(token)[0], weight / len(tokens) ** 0.5, origin, phrase
                )

    def _join(
        self,
        asked: Sequence[str],
        skipped: frozenset[str],
        query: "_Query",
        vocabulary: Mapping[str, int],
    ) -> None:
        for left, right in pairwise(asked):
            if left in skipped or right in skipped or not (left.isalpha() and right.isalpha()):
                continue
            for joined in (left + right, left + "s" + right):
                term = self._analyzer.whole(joined)
                if term in vocabulary:
                    query.add(term, 1.0, "word", f"{left} {right}")
                    query.understood(left, right)
                    break
            else:
                if (
                    not self._analyzer.listed(right)
                    and self._analyzer.whole(right) not in vocabulary
                ):
                    self._near(left + right, f"{left} {right}", query, vocabulary)

    def _english_keywords(
        self, asked: Sequence[str], query: "_Query", vocabulary: Mapping[str, int]
    ) -> None:
        """Translates English words that neither the index nor, alone, the word list knows.

        A question of a few keywords has no function words to tell its language by.
        """
        for phrase, targets, places in self._english.found_once(asked):
            met = [asked[place] for place in places]
            if any(self._analyzer.whole(word) in vocabulary for word in met):
                continue
            if len(met) > 1 or not self._analyzer.listed(met[0]):
                self._related(targets, phrase, _TRANSLATION, "translation", query)
                query.understood(*met)

    def _spell(self, query: "_Query", vocabulary: Mapping[str, int]) -> None:
        for term, word in query.unknown():
            if not word.isalpha():
                continue
            if self._analyzer.listed(word):
                # a long misspelt compound can be cut into real words by chance
                if len(word) >= _LONG_WORD:
                    self._near(word, word, query, vocabulary, most_edits=1)
                continue
            halves = split_by_words(term, vocabulary)
            if halves and min(map(len, halves)) > 3:
                for half in halves:
                    query.add(half, _PART_OF_UNKNOWN, "part", word)
                continue
            self._near(word, word, query, vocabulary)

    def _near(
        self,
        word: str,
        asked: str,
        query: "_Query",
        vocabulary: Mapping[str, int],
        most_edits: int = 2,
    ) -> None:
        speller = self._speller_for(vocabulary)
        # a term near both forms counts by the nearer, whichever is looked at first
        found: dict[str, Correction] = {}
        for form in (word, self._analyzer.stem(word)):
            for one in speller.corrections(form):
                if one.term not in found or one.edits < found[one.term].edits:
                    found[one.term] = one
        fewest = min((c.edits for c in found.values()), default=0)
        if fewest > most_edits:
            return
        best = sorted(
            (c for c in found.values() if c.edits == fewest), key=lambda c: (-c.frequency, c.term)
        )
        for place, correction in enumerate(best[:3]):
            weight = _SPELLING / correction.edits**0.5 / (place + 1) ** 0.5
            query.add(correction.term, weight, "spelling", asked)
            for _, targets in self._swedish.found_terms([correction.term]):
                self._related(targets, asked, weight * _SYNONYM, "spelling", query)

    def _speller_for(self, vocabulary: Mapping[str, int]) -> Speller:
        kept = self._speller
        if kept is None or kept[0] is not vocabulary or kept[1] != len(vocabulary):
            # everyday words count as known too: "socialbidarg" means a word no document has
            known = dict.fromkeys(self._swedish.single_terms(), 0) | dict(vocabulary)
            kept = self._speller = (vocabulary, len(vocabulary), Speller(known))
        return kept[2]


class _Query:
    """The terms gathered for one question."""

    def __init__(self, vocabulary: Mapping[str, int] | None) -> None:
        self._vocabulary = vocabulary
        self._terms: dict[str, QueryTerm] = {}
        self._understood: set[str] = set()

    def holds(self, term: str) -> bool:
        return self._vocabulary is None or term in self._vocabulary

    def meets(self, word: str) -> bool:
        """Whether any term stands for the word so far."""
        return any(term.word == word for term in self._terms.values())

    def add(self, term: str, weight: float, origin: Origin, word: str) -> None:
        if not term or (origin != "word" and not self.holds(term)):
            return
        before = self._terms.get(term)
        if before is None or before.weight < weight:
            self._terms[term] = QueryTerm(term, round(weight, 3), origin, word)

    def understood(self, *tokens: str) -> None:
        self._understood.update(tokens)

    def unknown(self) -> list[tuple[str, str]]:
        """(term, word) of the words that the index lacks and that nothing else has met."""
        met = {t.word for t in self._terms.values() if t.origin != "word"} | self._understood
        return [
            (t.term, t.word)
            for t in self._terms.values()
            if t.origin == "word" and not self.holds(t.term) and t.word not in met
        ]

    def terms(self) -> list[QueryTerm]:
        return list(self._terms.values())
