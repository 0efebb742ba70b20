"""Finds evidence: reads the units of ranked passages and orders them by how well they answer.

The only place of this room that asks the library for units.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Protocol

from assistant.evidence import light, ranking
from assistant.evidence.cells import choose_cell, choose_point, excerpt, possible_cells
from assistant.evidence.features import FIGURES, KEY_WORDS, Candidate, Measurer, Setting
from assistant.evidence.fields import Analyse, FieldReader
from assistant.evidence.fitting import counted
from assistant.evidence.matching import FILE, HEAD, NEAR, OWN, POINTED, UPPER, Layer, missing
from assistant.evidence.reach import Reacher
from assistant.evidence.record import Evidence, Word
from assistant.evidence.sentences import main_clause, points_back
from assistant.evidence.weighing import Terms, Verb, weigh
from assistant.judging import Judge, line_of
from assistant.retrieval import years_of
from assistant.schema import Cell, DocumentInfo, Filters, Ranked, Unit
from assistant.understanding import Question

_PASSAGES = 30
_HEADING_CARRIES = 0.5
# how many units before and after a footnote its mark is looked for
_NOTE_REACH = 60
# what a row names and holds beside the cell
_ROW_KEY, _ROW_REST = 0.95, 0.4
# rows whose other cells the judge reads too, of how many cells at most, and by how much (in log
# odds) it must prefer another
_ROWS, _CELLS, _CLEARLY = 1, 8, 1.0
_QUOTABLE = ("sentence", "list_item", "table_row", "chart_series", "footnote", "caption")
# how many of the best are looked at for trust; the rest are never shown as the answer
_TRUSTED = 30
# how many of the best the judge reads, of a whole question and of each side of a comparison, and
# how far below the best one may stand (in log odds) unless it is among the first few: reading takes
# time, and those further down hardly ever became the answer (all of 24 read: right in .644 instead
# of .642 of the questions that are kept from it)
_READ, _READ_OF_SIDE, _READ_WITHIN, _READ_LEAST = 10, 6, 2.0, 5
# where nothing that was read convinces (in log odds), so many of the best are read
_CONVINCED, _READ_ON = -99.0, 24
# what is read besides: what states a purpose or a permission that is asked for, often in words
# of its own ("Syftet är …" below the project's name)
_READ_TELLING, _TELLING = 3, ("purpose", "spells_out", "permits")

# kinds of questions that are answered in their own words, and how much of these may be missing
_PLAIN = ("name", "date", "definition", "general", "yesno")
_UNSAID = 0.6
_STRANGE = 0.45

# a line of a table of contents: a heading and a page number
_CONTENTS = re.compile(r"^(?:\d+(?:\.\d+)*|Bilaga \d+)\s+\D.*\s\d{1,3}$")


class Make(Protocol):
    """Makes the evidence of a unit; with the cell given, or else the one that the rules choose."""

    def __call__(self, *, cell: Cell | None = None) -> Evidence: ...


class UnitStore(Protocol):
    """The part of the library that evidence reads."""

    def units(
        self, document: str, first: int | None = None, last: int | None = None
    ) -> list[Unit]: ...
    def vocabulary(self) -> Mapping[str, int]: ...
    def documents(self, filters: Filters | None = None) -> list[DocumentInfo]: ...


class EvidenceFinder:
    """Finds the units that answer a question. Thread-safe as far as the store is."""

    def __init__(
        self,
        store: UnitStore,
        analyse: Analyse,
        terms: Terms,
        own_names: Sequence[str] = (),
        verb: Verb = light.is_verb,
        judge: Judge | None = None,
    ) -> None:
        """`own_names` are the association's place and names, as the settings give them."""
        self._judge = judge
        self._reacher = Reacher(own_names)
        self._store = store
        self._reader = FieldReader(analyse)
        self._measurer = Measurer(self._reader, self._reacher)
        self._terms = terms
        self._verb = verb

    def find(self, question: Question, ranked: Sequence[Ranked]) -> list[Evidence]:
        """All quotable units of the best passages, best first.

        A comparison is judged as a whole and side by side: `Evidence.side` is 1-based for what was
        found for a side, 0 for what was found for the whole question.
        """
        documents = {document.id: document for document in self._store.documents()}
        vocabulary = self._store.vocabulary()
        likeness = _likeness(ranked)
        latest = [years[-1] for years in map(years_of, documents.values()) if years]
        texts = (question.standalone, *question.sides)
        found: list[Evidence] = []
        for number, text in enumerate(texts):
            words = weigh(
                question,
                text,
                self._terms,
                vocabulary,
                self._verb,
                self._reacher.names_own,
            )
            setting = Setting(
                side_question(question, number),
                words,
                likeness,
                max(latest, default=0),
                min(latest, default=0),
            )
            of_side = self._of_side(setting, number, ranked, documents)
            found += _ordered(setting.question, self._judged(setting.question, number, of_side))
        return sorted(found, key=lambda e: (-e.score, e.side, e.document.id, e.unit.ordinal))

    def _judged(self, question: Question, side: int, found: Sequence[_Found]) -> list[Evidence]:
        """The evidence, the best of it with what the judge says of it."""
        plain = [one.evidence for one in found]
        if self._judge is None or not found:
            return plain
        rank = ranking.learned().rank
        sums = [ranking.total(rank, one.features) for one in plain]
        order = sorted(range(len(plain)), key=lambda place: -sums[place])
        least = sums[order[0]] - _READ_WITHIN
        most = _READ_OF_SIDE if side else _READ
        best = [
            place
            for number, place in enumerate(order[:most])
            if number < _READ_LEAST or sums[place] >= least
        ]
        told = (place for place in order if place not in best and _tells(plain[place]))
        best += islice(told, _READ_TELLING)
        self._score(question, plain, best)
        if max(plain[place].features[ranking.JUDGED] for place in best) < _CONVINCED:
            more = [place for place in order[:_READ_ON] if place not in best]
            self._score(question, plain, more)
            best += more
        rows = [place for place in best if plain[place].unit.cells][:_ROWS]
        for place in rows:
            plain[place] = self._other_cell(question, plain[place], found[place].make)
        return plain

    def _score(self, question: Question, plain: list[Evidence], places: Sequence[int]) -> None:
        """Put what the judge says beside the features of the evidence in these places."""
        scores = self._read(question, [plain[place] for place in places])
        for place, score in zip(places, scores, strict=True):
            plain[place] = _scored(plain[place], score)

    def _other_cell(self, question: Question, row: Evidence, make: Make) -> Evidence:
        """The row with another cell than the rules chose, where the judge clearly prefers it."""
        cells = possible_cells(question, row.unit)
        if len(cells) < 2 or len(cells) > _CELLS:
            return row
        others = [make(cell=cell) for cell in cells if cell != row.cell]
        scores = self._read(question, others)
        order = sorted(range(len(others)), key=lambda place: -scores[place])
        first = order[0]
        second = scores[order[1]] if len(order) > 1 else -math.inf
        lead = scores[first] - max(second, row.features[ranking.JUDGED])
        return _scored(others[first], scores[first]) if lead >= _CLEARLY else row

    def _read(self, question: Question, found: Sequence[Evidence]) -> list[float]:
        assert self._judge is not None
        lines = [
            line_of(one.unit, one.document.metadata, one.cell, one.point, one.excerpt)
            for one in found
        ]
        return self._judge.scores(question.standalone, lines)

    def _of_side(
        self,
        setting: Setting,
        side: int,
        ranked: Sequence[Ranked],
        documents: Mapping[str, DocumentInfo],
    ) -> list[_Found]:
        seen: set[tuple[str, int]] = set()
        found: list[_Found] = []
        for rank, hit in enumerate(ranked[:_PASSAGES], start=1):
            document = documents.get(hit.passage.document)
            if document is None:
                continue
            first, last = hit.passage.first, hit.passage.last
            units = self._store.units(document.id, max(0, first - 2), last + 2)
            for index, unit in enumerate(units):
                if not first <= unit.ordinal <= last or unit.kind not in _QUOTABLE:
                    continue
                if _CONTENTS.search(unit.text) or _heads(unit):
                    continue
                if (document.id, unit.ordinal) in seen:
                    continue
                seen.add((document.id, unit.ordinal))
                around = units[max(0, index - 2) : index] + units[index + 1 : index + 3]
                if unit.kind == "footnote":
                    around = self._hosts(document, unit)
                make = partial(self._evidence, setting, side, unit, document, around, hit, rank)
                found.append(_Found(make(), make))
        return found

    def _evidence(
        self,
        setting: Setting,
        side: int,
        unit: Unit,
        document: DocumentInfo,
        around: Sequence[Unit],
        hit: Ranked,
        rank: int,
        cell: Cell | None = None,
    ) -> Evidence:
        """The unit as evidence; with the cell given, or else the one that the rules choose."""
        one = self._candidate(setting.question, setting.words, unit, document, around, cell)
        features = self._measurer.measure(setting, one, hit, rank)
        return Evidence(
            unit=unit,
            document=document,
            score=0.0,
            coverage=features["covered"],
            own=features["carried"],
            rank=rank,
            fits=bool(features["fits"]),
            unnamed=bool(features.get("nobody")),
            year_fits=features["time"] > 0.3,
            sex_fits=bool(features["group"]),
            missing=missing(setting.words, [*one.mine, *one.layers]),
            cell=one.cell,
            point=one.point,
            side=side,
            excerpt=one.excerpt,
            nameless=bool(features["nameless"]),
            unsaid=setting.question.asked in _PLAIN and features["missing"] > _UNSAID,
            strange=_strange(setting, features["missing"]),
            features=features,
        )

    def _hosts(self, document: DocumentInfo, note: Unit) -> list[Unit]:
        """The units whose mark points to the footnote, as if they stood just before it."""
        first = max(0, note.ordinal - _NOTE_REACH)
        return [
            replace(unit, ordinal=note.ordinal - 1, block=note.block, kind="sentence")
            for unit in self._store.units(document.id, first, note.ordinal + _NOTE_REACH)
            if unit.page == note.page
            and any(mark.label == note.label for mark in unit.marks)
            and unit.kind != "footnote"
        ]

    def _candidate(
        self,
        question: Question,
        words: Sequence[Word],
        unit: Unit,
        document: DocumentInfo,
        around: Sequence[Unit],
        cell: Cell | None = None,
    ) -> Candidate:
        """The unit with the cell, point or part of it that would answer; `cell` where given."""
        reader = self._reader
        fields = reader.fields(unit, around, document)
        if cell is None and unit.cells:
            cell = choose_cell(question, unit, words, reader)
        point = choose_point(question, unit, words, reader) if unit.points else None
        inner: list[Layer] = []
        part = headings = ""
        if cell is not None:
            headings = " ".join(cell.headings)
            part = excerpt(question, cell, words, reader)
            value = part or cell.text
            text = " ".join([*unit.cells[0].headings, cell.row_heading, headings, value])
            keys = [other.text for other in unit.cells if len(other.text.split()) <= KEY_WORDS]
            inner = [(reader.terms(" ".join(keys)), _ROW_KEY), (fields.own, _ROW_REST)]
        elif point is not None:
            headings, value = point.category, point.value
            text = " ".join([point.series, point.category, point.value])
            inner = [(fields.own, _ROW_REST)]
        elif unit.cells:
            text = " ".join([unit.plain, *(name for one in unit.cells for name in one.headings)])
            value = text
        else:
            if unit.kind in ("list_item", "footnote"):
                part = excerpt(question, Cell(unit.plain, 0), words, reader)
            value = text = part or unit.plain
        terms = reader.terms(text)
        if question.asked in FIGURES and not unit.cells and not unit.points:
            main = main_clause(text, question.own)
            if main is not text:
                terms = reader.terms(main)
                inner = [(fields.own, NEAR)]
        back = points_back(unit.plain) or unit.kind == "footnote"
        before: Layer = (fields.before, POINTED if back else NEAR)
        named = inner if unit.cells or unit.points else []
        previous = [o for o in around if o.ordinal == unit.ordinal - 1]
        return Candidate(
            unit=unit,
            document=document,
            fields=fields,
            text=text,
            value=value,
            mine=[(terms, OWN)],
            layers=[
                (fields.head, HEAD),
                (fields.upper, UPPER),
                before,
                (fields.after, NEAR),
                (fields.file, FILE),
                *inner,
            ],
            # the heading names what a sentence below it need not name again
            carriers=[
                (terms, OWN),
                *([(fields.head, HEAD), *named] if unit.cells or unit.points else []),
                *([before] if back else []),
                (fields.head, _HEADING_CARRIES),
            ],
            headings=headings,
            before=next((o.plain for o in previous if o.block == unit.block), ""),
            opens=not previous or previous[0].kind == "heading",
            cell=cell,
            point=point,
            excerpt=part,
        )


@dataclass(frozen=True, slots=True)
class _Found:
    """Evidence, and how it is made again with another cell."""

    evidence: Evidence
    make: Make


def _tells(one: Evidence) -> bool:
    return any(one.features.get(name, 0.0) > 0 for name in _TELLING)


def _scored(one: Evidence, score: float) -> Evidence:
    return replace(one, features={**one.features, ranking.JUDGED: score})


def _ordered(question: Question, found: Sequence[Evidence]) -> list[Evidence]:
    """The evidence of one question or side with its score and trust, best first."""
    weights = ranking.learned()
    features = [one.features for one in found]
    values = ranking.values(weights, features)
    parts = ranking.shares(values)
    best = sorted(
        range(len(found)), key=lambda i: (-values[i], found[i].document.id, found[i].unit.ordinal)
    )
    trusts = {}
    # what the judge has not read stands behind all that it has, and is never an answer
    read = [place for place in best if ranking.JUDGED in found[place].features]
    near = read or best[:_TRUSTED]
    texts = [found[place].unit.plain for place in near]
    for index, place in enumerate(near):
        same = {near[other] for other in ranking.alike(texts, index)}
        if question.asked not in FIGURES:
            same |= {other for other in near if _of_one_list(found[place], found[other])}
        told = ranking.trust_features(features, question.asked, values, place, same)
        trusts[place] = ranking.trust(weights, told)
    return [replace(found[i], score=parts[i], trust=trusts.get(i, 0.0)) for i in best]


def _of_one_list(one: Evidence, other: Evidence) -> bool:
    """True for two items of a list: they answer together, and are no rivals."""
    mine, its = one.unit, other.unit
    listed = mine.kind == its.kind == "list_item" and mine.ordinal != its.ordinal
    return listed and one.document.id == other.document.id and mine.block == its.block


def _strange(setting: Setting, missing: float) -> bool:
    """Whether the thing to be counted stands in no document at all ("Hur många hästar …")."""
    noun = counted(setting.question.own).casefold()
    unknown = any(word.word == noun and not word.known and not word.name for word in setting.words)
    return unknown and missing > _STRANGE


def _heads(unit: Unit) -> bool:
    """True for a heading row of a table: its cells stand under nothing and beside nothing."""
    return unit.kind == "table_row" and not any(c.headings or c.row_heading for c in unit.cells)


def _likeness(ranked: Sequence[Ranked]) -> dict[str, float]:
    """How near a passage is to the question, 0 to 1 among those found: rank and cosine alike."""
    if not ranked:
        return {}
    best = ranked[0].score
    cosines = [one.similarity for one in ranked if one.similarity is not None]
    low, high = (min(cosines), max(cosines)) if cosines else (0.0, 1.0)
    spread = (high - low) or 1.0
    return {
        one.passage.id: 0.5 * one.score / best
        + 0.5 * ((one.similarity if one.similarity is not None else low) - low) / spread
        for one in ranked
    }


def side_question(question: Question, side: int) -> Question:
    """The question as it stands for one side (1-based) of a comparison; itself for side 0."""
    if not side or not question.sides:
        return question
    text = question.sides[side - 1]
    named = tuple(year for year in question.years if str(year) in text)
    return replace(question, standalone=text, own=text, years=named or question.years, sides=())
