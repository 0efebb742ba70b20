"""How much each word of a question tells, and which index terms stand for it.

Weights are inverse document frequencies over the library's passages, so that words every
page holds ("Malmö", "insatser") hardly count. Opens no document.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace

from assistant.evidence import light
from assistant.evidence.record import Word
from assistant.swedish.analysis import QueryTerm
from assistant.swedish.stems import CAPITALS
from assistant.swedish.stopwords import stopwords
from assistant.understanding import Question

Verb = Callable[[str], bool]
Terms = Callable[[str, Mapping[str, int]], list[QueryTerm]]

# a synonym of one word; a phrase's words weigh less each
_WHOLE_SYNONYM = 0.55
_FLOOR = 0.06
_CONTEXT = 0.35
_CONTEXT_NAME = 0.9
# a name of an earlier turn, where this turn names another ("Och IPS Unga?")
_RENAMED = 0.1
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])")
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_DOCUMENT = re.compile(r"rapporten$|redovisningen$|planen$|dokumentet$|report$", re.IGNORECASE)
_DATE_TERM = re.compile(r"^d\d{4,8}$")
_DAY = re.compile(r"^(?:[12]?\d|3[01])$")
_SPAN = re.compile(r"^(?:19|20)\d\d\s?[-–—/]\s?\d{2,4}$")


def weigh(
    question: Question,
    text: str,
    terms: Terms,
    vocabulary: Mapping[str, int],
    verb: Verb = light.is_verb,
    own_name: Verb = lambda word: False,
) -> list[Word]:
    """The words of `text` (the question, or one side of it), years left out, each once."""
    total = max(vocabulary.get("", 0), max(vocabulary.values(), default=1), 1)
    own_text, context = _parts(question, text)
    language = question.language
    words = _words(own_text, terms, vocabulary, total, verb, own_name, language, own=True)
    if context:
        seen = {word.word for word in words}
        renamed = question.follows and any(word.name for word in words)
        words += [
            replace(word, weight=word.weight * _RENAMED) if renamed and word.name else word
            for word in _words(
                context, terms, vocabulary, total, verb, own_name, language, own=False
            )
            if word.word not in seen and not _conflicts(word, question)
        ]
    return words


def _plain(word: str) -> str:
    return unicodedata.normalize("NFKD", word.casefold()).encode("ascii", "ignore").decode()


_STOPPED = {_plain(word) for word in stopwords()} - stopwords() - {"val", "far", "satt"}


def _parts(question: Question, text: str) -> tuple[str, str]:
    """(what the user asked now, what the conversation or the sentences round it add)."""
    if not question.follows or text != question.standalone:
        sentences = _SENTENCE.split(text)
        asking = [one for one in sentences if one.rstrip().endswith("?")]
        told = [one for one in sentences if one not in asking]
        return (" ".join(asking), " ".join(told)) if asking else (text, "")
    head, bracket, tail = text.partition(" (")
    return (head, tail.rstrip(")")) if bracket else (text, "")


def _conflicts(word: Word, question: Question) -> bool:
    """True for a word of an earlier turn that this turn replaces (women by men)."""
    other = {"women": "män", "men": "kvinn"}.get(question.sex, "")
    return bool(other) and word.word.casefold().startswith(other)


def _words(
    text: str,
    terms: Terms,
    vocabulary: Mapping[str, int],
    total: int,
    verb: Verb,
    own_name: Verb,
    question_language: str,
    own: bool,
    settled: frozenset[str] = frozenset(),
) -> list[Word]:
    groups: dict[str, list[QueryTerm]] = {}
    for term in terms(text, vocabulary):
        if term.word.casefold() in settled:
            continue
        if _DATE_TERM.match(term.term) or _DAY.match(term.word):
            # dates and days are judged with the years
            continue
        if _plain(term.word) in _STOPPED:
            # "manga", "ar": typed without å, ä and ö
            continue
        if not _YEAR.match(term.word) and not _SPAN.match(term.word):
            groups.setdefault(term.word, []).append(term)
    for word in [word for word in groups if " " not in word]:
        # in a whole question a term is given to one word only; each word keeps its own here
        met = {term.term for term in groups[word]}
        groups[word] += [
            replace(term, word=word) for term in terms(word, vocabulary) if term.term not in met
        ]
    for phrase in [word for word in groups if " " in word]:
        inner = [word for word in phrase.split() if word in groups]
        if inner:
            # a phrase met by a synonym meets each of its words
            found = groups.pop(phrase)
            for word in inner:
                groups[word] += found
    return [
        _word(word, group, text, vocabulary, total, verb, own_name, question_language, own)
        for word, group in groups.items()
    ]


def _word(
    word: str,
    group: list[QueryTerm],
    text: str,
    vocabulary: Mapping[str, int],
    total: int,
    verb: Verb,
    own_name: Verb,
    question_language: str,
    own: bool,
) -> Word:
    compound = any(term.origin == "part" for term in group) and not vocabulary.get(group[0].term)
    plain = compound or own_name(word) or word in light.MONTHS
    name = _is_name(word, text) and not plain
    whole: dict[str, float] = {}
    parts: list[str] = []
    shouted = [term for term in group if term.term.startswith(CAPITALS)]
    if shouted and vocabulary.get(shouted[0].term):
        # FRAM and DELTA are names, not the words they spell
        group = shouted
    for term in group:
        if term.origin == "part":
            parts.append(term.term)
            continue
        if name and term.origin == "synonym" and term.weight < _WHOLE_SYNONYM:
            # one word of a longer phrase does not stand for a name
            continue
        whole[term.term] = max(term.weight, whole.get(term.term, 0.0))
    said = [vocabulary.get(term.term, 0) for term in group if term.origin in ("word", "spelling")]
    alike = [vocabulary.get(term.term, 0) for term in group if term.origin not in ("part", "word")]
    # a word no document has is as telling as the rarest word that stands for it
    frequencies = [found for found in said if found] or [min(filter(None, alike), default=0)]
    known = any(vocabulary.get(term, 0) for term in (*whole, *parts))
    frequency = max(frequencies, default=0)
    if not frequency and known:
        frequency = min(vocabulary[term] for term in (*whole, *parts) if vocabulary.get(term))
    weight = max(_FLOOR, math.log((total + 1) / (frequency + 0.5)) / math.log(total + 2))
    if own_name(word):
        weight *= light.FACTOR
    elif question_language == "en" and not known:
        # the lexicon may lack the English word: it tells less than an unknown Swedish one
        weight *= light.FOREIGN
    elif not name and (word in light.WORDS or light.is_scope(word) or _DOCUMENT.search(word)):
        weight *= light.FACTOR if known else light.UNKNOWN
    elif " " in word and not any(term.origin == "word" for term in group):
        # a phrase of stop words ("sitter i") that only its synonyms stand for
        weight *= light.FACTOR
    elif verb(word):
        weight *= light.VERB
    if not own:
        weight *= _CONTEXT_NAME if name else _CONTEXT
    return Word(
        word, whole, tuple(dict.fromkeys(parts)), weight, name, known, own, not name and verb(word)
    )


def _is_name(word: str, text: str) -> bool:
    """A name: capitalised inside the sentence, all capitals, or a version such as "2.0"."""
    # the analyzer writes "2.0" as "2,0"
    spelled = re.escape(word).replace(",", "[.,]")
    match = re.search(rf"(?<!\w){spelled}(?!\w)", text, re.IGNORECASE)
    if not match:
        return False
    written = match.group()
    first = not text[: match.start()].strip(" (\"”'")
    if re.fullmatch(r"\d+\.\d+", written) or (written.isupper() and len(written) > 1):
        return True
    return written[0].isupper() and not first
