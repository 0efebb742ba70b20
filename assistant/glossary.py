"""Terms whose definitions stand in the documents, each with the defining words as a quote.

Precision before recall: a sentence that only says something about a thing is no definition.
Nothing is worded here; what defines is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.citations import citation, stands_in
from assistant.keyfigures.tabled import insats_names
from assistant.schema import Cell, DocumentInfo, Filters, Unit
from assistant.service import Term

_TERM = r"(?P<term>[A-ZÅÄÖ][\w/&.-]*(?:\s(?!som\b|att\b|är\b|och\s(?:det|de|den)\b)[\w/&.-]+){0,4})"
_VERBS = re.compile(
    rf"^{_TERM}\s(?:avser|avses|definieras som|betyder|syftar till att|innebär)\s"
    r"(?!som|inte|också|även|därför|ökning|minskning)"
)
_WITH = re.compile(
    r"^[Mm]ed\s(?:begreppet\s)?[”\"]?(?P<term>[\w][\w /-]{2,50}?)[”\"]?\s(?:menas|avses)\s"
)
_IS = re.compile(rf"^{_TERM}\sär\s(?:en|ett|den|det|de)\s(?!av\b|som\b|\w+(?:are|ast|aste|st)\b)")
_COLON = re.compile(r"^(?P<term>[^\s:][^:]{1,45}):\s(?=\S)")
_SHORT = re.compile(r"^(?=(?:[^A-ZÅÄÖ]*[A-ZÅÄÖ]){2})[\wÅÄÖ&-]{2,20}$")
_EXPANDED = re.compile(r"\((?P<short>[A-ZÅÄÖ]{2,6})\)")
_OPENED = re.compile(r"\b(?P<short>[A-ZÅÄÖ]{2,6})\s\((?P<long>[^()\d]{6,110})\)")
_NO_TERM = re.compile(
    r"^(?:det|den|de|dessa|detta|här|där|man|vi|jag|hon|han|som|vilket|i|på|av|för|till|från|under|"
    r"med|vid|om|när|hur|var|vad|att|och|men|eller|så|då|samtidigt|å|ett|en|alla|många|flera|"
    r"källa|kommentar|not|anm|se|exempel|totalt|summa|bilaga|tabell|figur|diagram|kontakt|"
    r"uppgiften|uppgifterna|siffrorna|resultatet|resultaten|syftet|målet|rapporten|ökningen|"
    r"minskningen|skillnaden|eftersläpning|streck|stjärna|asterisk)\b",
    re.IGNORECASE,
)
_SAYING = re.compile(r"\d{3}|\b(?:är|har|kan|ska|skall|finns|blir|var|gäller)\b")
_TERM_HEADING = re.compile(r"^(?:ord|begrepp|term|förkortning|benämning)\b", re.IGNORECASE)
_MEANING_HEADING = re.compile(
    r"^(?:betydelse|förklaring|definition|innebörd|betyder|står för|beskrivning)\b", re.IGNORECASE
)
_LEAST_WORDS, _MOST_CHARACTERS = 4, 420
_REACH = 9
"""Words before a bracket that an abbreviation may stand for."""
_ALPHABET = {letter: place for place, letter in enumerate("abcdefghijklmnopqrstuvwxyzåäö")}


class UnitStore(Protocol):
    """The part of the library that the glossary reads."""

    def units(
        self, document_id: str, first: int | None = None, last: int | None = None
    ) -> list[Unit]: ...
    def documents(self, filters: Filters | None = None) -> list[DocumentInfo]: ...


@dataclass(frozen=True, slots=True)
class _Found:
    """A definition: `rank` 0 is the surest way to define; `quote` "" means the whole unit."""

    term: str
    rank: int
    unit: Unit
    document: DocumentInfo
    quote: str = ""
    cell: Cell | None = None


def glossary(library: UnitStore, filters: Filters | None = None) -> list[Term]:
    """The defined terms in Swedish alphabetical order, each once, by its surest definition."""
    documents = library.documents(filters)
    units = {document.id: library.units(document.id) for document in documents}
    names = _names(units.values())
    best: dict[str, _Found] = {}
    for document in documents:
        for unit in units[document.id]:
            for found in _defined(unit, document, names):
                key = _key(found.term)
                if key not in best or _order(found) < _order(best[key]):
                    best[key] = found
    terms = [
        Term(one.term, citation(one.unit, one.document, 1, one.quote, one.cell))
        for one in best.values()
    ]
    return sorted(terms, key=lambda term: _alphabetical(term.term))


def _defined(unit: Unit, document: DocumentInfo, names: frozenset[str]) -> Iterator[_Found]:
    if unit.ocr or unit.speaker:
        return
    if unit.kind == "table_row":
        yield from _in_table(unit, document)
        return
    if unit.kind not in ("sentence", "list_item", "footnote"):
        return
    text = unit.plain
    for found, start, end in _abbreviations(unit.text):
        yield _Found(found, 1, unit, document, unit.text[start:end])
    if len(text) > _MOST_CHARACTERS or text.endswith("?"):
        return
    colon = _COLON.match(text)
    if colon and (unit.kind == "footnote" or _SHORT.match(colon["term"])):
        term = colon["term"].strip(' ”"')
        words = len(term.split())
        if words <= 4 and not _NO_TERM.match(term) and not _SAYING.search(term):
            yield _Found(term, 1, unit, document, text if stands_in(text, unit) else "")
            return
    for rank, pattern in ((2, _WITH), (3, _VERBS), (4, _IS)):
        match = pattern.match(text)
        if not match or len(text[match.end() :].split()) < _LEAST_WORDS:
            continue
        term = match["term"].strip()
        if _NO_TERM.match(term) or re.search(r"\d{3}", term):
            continue
        # of an ordinary word "är en …" mostly tells, of a name it says what it is
        if pattern is _IS and term.casefold() not in names and not _SHORT.match(term):
            continue
        term = term[0].upper() + term[1:]
        yield _Found(term, rank, unit, document, text if stands_in(text, unit) else "")
        return


def _in_table(unit: Unit, document: DocumentInfo) -> Iterator[_Found]:
    """Rows of a table whose headings say that it holds words and what they mean."""
    if len(unit.cells) < 2 or not unit.cells[1].headings:
        return
    heads = [" ".join(cell.headings).strip() for cell in unit.cells[:2]]
    term, meaning = unit.cells[0].text.strip(), unit.cells[1].text.strip()
    if not (_TERM_HEADING.match(heads[0]) and _MEANING_HEADING.match(heads[1])):
        return
    if term and len(meaning.split()) >= 2:
        quote = meaning if stands_in(meaning, unit) else ""
        yield _Found(term, 0, unit, document, quote, unit.cells[1])


def _abbreviations(text: str) -> Iterator[tuple[str, int, int]]:
    """(abbreviation, start, end) where the text writes it out, before or after a bracket."""
    for match in _EXPANDED.finditer(text):
        words = list(re.finditer(r"[\w-]+", text[: match.start()]))[-_REACH:]
        if not words or text[words[-1].end() : match.start()].strip():
            continue
        start = _long_form(match["short"], [word.group() for word in words])
        if start is not None:
            yield match["short"], words[start].start(), match.end()
    for match in _OPENED.finditer(text):
        words_after = re.findall(r"[\w-]+", match["long"])
        if words_after and _initials(match["short"], words_after) >= min(2, len(match["short"])):
            yield match["short"], match.start(), match.end()


def _long_form(short: str, words: Sequence[str]) -> int | None:
    """Where the words that `short` stands for begin: those of which it takes most first letters."""
    best: tuple[int, int] | None = None
    for start in range(len(words) - 1, -1, -1):
        score = _initials(short, words[start:])
        if score >= 2 and (best is None or score > best[0]):
            best = (score, start)
    return best[1] if best else None


def _initials(short: str, words: Sequence[str]) -> int:
    """How many letters of `short` begin a word, all of them standing there in order; else 0."""
    if not words or words[0][0].upper() != short[0]:
        return 0
    letters = list(short)
    count = 0
    for place, word in enumerate(words):
        for inside, letter in enumerate(word.upper()):
            if letters and letter == letters[0] and (inside == 0 or place == len(words) - 1):
                count += inside == 0
                letters.pop(0)
            elif letters and letter == letters[0] and inside > 2 and place == 0:
                letters.pop(0)
    return 0 if letters else count


def _names(books: Iterable[Sequence[Unit]]) -> frozenset[str]:
    """What has a capital within sentences, and insatser by their tables, in lower case."""
    names: set[str] = set()
    for units in books:
        names.update(insats_names(units))
        for unit in units:
            if unit.kind == "sentence":
                for match in re.finditer(
                    r"(?<=[a-zåäö,] )[A-ZÅÄÖ][\w-]+(?: (?:i )?(?:[A-ZÅÄÖ][\w-]+|\d\.\d))*",
                    unit.plain,
                ):
                    names.add(match.group().casefold())
    return frozenset(names)


def _key(term: str) -> str:
    return re.sub(r"[^\w]+", " ", term).strip().casefold()


def _order(found: _Found) -> tuple[int, bool, int, str, int]:
    """Surest first; then definitions that are a whole quote, short ones before long."""
    exact = not found.quote or stands_in(found.quote, found.unit)
    return (
        found.rank,
        not exact,
        len(found.unit.text),
        found.document.file,
        found.unit.ordinal,
    )


def _alphabetical(term: str) -> list[int]:
    return [_ALPHABET.get(letter, -1) for letter in term.casefold() if letter != "-"]
