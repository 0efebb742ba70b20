"""Finds evidence: reads the units of ranked passages and orders them by how well they answer.

The only place of this room that asks the library for units.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Protocol

from assistant.evidence import light
from assistant.evidence.cells import choose_cell, choose_point, excerpt, several_measures
from assistant.evidence.fields import Analyse, FieldReader
from assistant.evidence.fitting import (
    acts,
    candidates,
    causes,
    counted,
    defines,
    fits,
    full_name,
    gives_reason,
    lists,
    main_clause,
    measured,
    names_a_pole,
    near_numerals,
    only_difference,
    opposes,
    other_measure,
    permits,
    points_back,
    sex_fits,
    spells_out,
    states_purpose,
    who_is,
    year_fits,
)
from assistant.evidence.matching import (
    FILE,
    HEAD,
    NEAR,
    OWN,
    POINTED,
    UPPER,
    Layer,
    coverage,
    missing,
    strength,
)
from assistant.evidence.reach import Reacher
from assistant.evidence.record import Evidence, Word
from assistant.evidence.weighing import Terms, Verb, weigh
from assistant.schema import Cell, DocumentInfo, Filters, Ranked, Unit
from assistant.swedish.stopwords import stopwords
from assistant.understanding import Question

_PASSAGES = 30
_HEADING_CARRIES = 0.5
# how many units before and after a footnote its mark is looked for
_NOTE_REACH = 60
# a noun of which only a part is found ("chef" of "förbundschef") is not carried
_CARRIED = 0.3
# a cell of at most so many words names the row; what the row names and holds beside the cell
_KEY_WORDS, _ROW_KEY, _ROW_REST = 8, 0.95, 0.4
_QUOTABLE = ("sentence", "list_item", "table_row", "chart_series", "footnote", "caption")


# a line of a table of contents: a heading and a page number
_NAMES = re.compile(r"(?<![.!?:] )(?<!^)\b[A-ZÅÄÖ][\wåäö]+")
_CONTENTS = re.compile(r"^(?:\d+(?:\.\d+)*|Bilaga \d+)\s+\D.*\s\d{1,3}$")


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
    ) -> None:
        """`own_names` are the association's place and names, as the settings give them."""
        self._reacher = Reacher(own_names)
        self._store = store
        self._reader = FieldReader(analyse)
        self._terms = terms
        self._verb = verb

    def find(self, question: Question, ranked: Sequence[Ranked]) -> list[Evidence]:
        """All quotable units of the best passages, best first.

        A comparison is judged side by side: `Evidence.side` is 1-based there, 0 otherwise.
        """
        documents = {document.id: document for document in self._store.documents()}
        vocabulary = self._store.vocabulary()
        texts = question.sides or (question.standalone,)
        found: list[Evidence] = []
        for number, text in enumerate(texts, start=1 if question.sides else 0):
            words = weigh(
                question,
                text,
                self._terms,
                vocabulary,
                self._verb,
                self._reacher.names_own,
            )
            asked = side_question(question, number)
            found += self._of_side(asked, number, words, ranked, documents)
        return sorted(found, key=lambda e: (-e.score, e.document.id, e.unit.ordinal))

    def _of_side(
        self,
        question: Question,
        side: int,
        words: Sequence[Word],
        ranked: Sequence[Ranked],
        documents: Mapping[str, DocumentInfo],
    ) -> list[Evidence]:
        seen: set[tuple[str, int]] = set()
        found: list[Evidence] = []
        likeness = _likeness(ranked)
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
                evidence = self._judge(
                    question, unit, around, document, words, rank, likeness[hit.passage.id]
                )
                found.append(replace(evidence, side=side))
        return found

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

    def _judge(
        self,
        question: Question,
        unit: Unit,
        around: Sequence[Unit],
        document: DocumentInfo,
        words: Sequence[Word],
        rank: int,
        likeness: float,
    ) -> Evidence:
        fields = self._reader.fields(unit, around, document)
        cell = choose_cell(question, unit, words, self._reader) if unit.cells else None
        point = choose_point(question, unit, words, self._reader) if unit.points else None
        back = points_back(unit.plain) or unit.kind == "footnote"
        layers: list[Layer] = [
            (fields.head, HEAD),
            (fields.upper, UPPER),
            (fields.before, POINTED if back else NEAR),
            (fields.after, NEAR),
            (fields.file, FILE),
        ]
        part = ""
        headings = ""
        if cell is not None:
            headings = " ".join(cell.headings)
            part = excerpt(question, cell, words, self._reader)
            first = " ".join(unit.cells[0].headings)
            text = " ".join([first, cell.row_heading, headings, part or cell.text])
            own = self._reader.terms(text)
            keys = [other.text for other in unit.cells if len(other.text.split()) <= _KEY_WORDS]
            layers.append((self._reader.terms(" ".join(keys)), _ROW_KEY))
            layers.append((fields.own, _ROW_REST))
        elif point is not None:
            headings = point.category
            text = " ".join([point.series, point.category, point.value])
            own = self._reader.terms(text)
            layers.append((fields.own, _ROW_REST))
        elif unit.cells:
            all_headings = " ".join(" ".join(one.headings) for one in unit.cells)
            text = f"{unit.plain} {all_headings}"
            own = self._reader.terms(text)
        else:
            text = unit.plain
            own = fields.own
            if unit.kind in ("list_item", "footnote"):
                part = excerpt(question, Cell(unit.plain, 0), words, self._reader)
                text = part or text
            if question.asked in ("number", "share", "amount"):
                main = main_clause(text, question.own)
                if main is not text:
                    own = self._reader.terms(main)
                    layers.append((fields.own, NEAR))
        mine: list[Layer] = [(own, OWN)]
        covered = coverage(words, mine + layers)
        carried = coverage(
            words,
            mine
            + (layers[:1] + layers[5:] if unit.cells or unit.points else [])
            + (layers[2:3] if back else [])
            # the heading names what a sentence below it need not name again
            + [(fields.head, _HEADING_CARRIES)],
        )
        value = (
            (part or cell.text) if cell is not None else point.value if point is not None else text
        )
        if question.asked == "definition" and unit.kind == "table_row" and cell is None:
            value = max((c.text for c in unit.cells[1:]), key=len, default="")
        holds = fits(
            question.asked,
            value
            if question.asked in ("number", "share", "amount", "name", "definition")
            else text,
            unit,
        )
        if question.measure and question.asked == "number" and not counted(question.own):
            # "vad blev utfallet" asks for people or for money
            holds = holds or fits("amount", value, unit)
        if unit.cells and cell is None and question.asked in ("number", "share", "amount"):
            # a row answers a figure only when several of its columns are asked for
            holds = holds and several_measures(question)
        time = year_fits(question, unit, document, headings, fields.earlier)
        around_text = " ".join([text, unit.caption, unit.lead, *unit.section[-1:]])
        group = sex_fits(question, around_text)
        previous = [o for o in around if o.ordinal == unit.ordinal - 1 and o.block == unit.block]
        before = previous[0].plain if previous else ""
        score = 0.45 * covered + 0.3 * carried + 0.35 * likeness
        score *= 1.0 if holds else 0.6
        score *= 0.45 + 0.55 * time
        score *= 1.0 if group else 0.6
        score *= self._liking(question, unit, document, words, text, around_text, before)
        return Evidence(
            unit=unit,
            document=document,
            score=score,
            coverage=covered,
            own=carried,
            rank=rank,
            fits=holds,
            year_fits=time > 0.3,
            sex_fits=group,
            missing=missing(words, mine + layers),
            cell=cell,
            point=point,
            excerpt=part,
            nameless=self._nameless(words, mine + layers),
            person=full_name(value),
            exact=self._exact(question, unit, words, cell is not None),
            gap=_gap(words, mine + layers, self._reacher.names_own),
            weakest=min(
                (
                    strength(word, mine + layers)
                    for word in words
                    if word.own and word.word not in light.WORDS
                ),
                default=1.0,
            ),
        )

    def _liking(
        self,
        question: Question,
        unit: Unit,
        document: DocumentInfo,
        words: Sequence[Word],
        text: str,
        around: str,
        before: str,
    ) -> float:
        """What speaks for or against a unit beyond its words, as one factor round 1."""
        issuer = document.metadata.issuer.value if document.metadata.issuer else ""
        reach = self._reacher.of_question(question.standalone)
        said = f"{before} {text}" if points_back(unit.plain) else text
        factor = self._reacher.factor(reach, said, around, issuer)
        asks = question.own if names_a_pole(question.own) else question.standalone
        factor *= 0.75 if opposes(asks, said) else 1.0
        names = [word for word in words if word.name and word.own and word.weight > 0.1]
        layers = [(self._reader.terms(f"{said} {around} {row_keys(unit)}"), 1.0)]
        factor *= 0.8 ** sum(strength(word, layers) < 0.4 for word in names)
        subjects = [word.word for word in words if word.own and word.word not in light.WORDS]
        if question.asked == "reason":
            said_why = f"{unit.lead} {unit.plain}"
            factor *= 1.15 if causes(said_why) else 1.0 if gives_reason(said_why) else 0.85
        if question.asked == "definition":
            named = bool(unit.cells) and self._named_by(unit.cells[0].text, words) == 1.0
            factor *= 1.25 if named or defines(unit.plain, subjects) else 1.0
            factor *= 1.3 if spells_out(unit.plain, subjects) else 1.0
            heads = " ".join([*unit.section, unit.caption])
            labels = [*(cell.row_heading for cell in unit.cells), *unit.section[-1:], unit.caption]
            if any(map(states_purpose, labels)):
                about = self._reader.terms(heads)
                told = [w for w in words if w.word in subjects]
                if told and all(strength(w, [(about, 1.0)]) > 0.5 for w in told):
                    factor *= 1.4
        if permits(question.own, text) is not None:
            factor *= 1.2 if permits(question.own, text) else 0.85
        if question.asked == "list":
            listed = unit.kind == "list_item" or text.rstrip().endswith(":") or lists(text, ()) > 2
            factor *= 1.12 if listed else 1.0
            factor *= 1.1 if len(_NAMES.findall(text)) > 3 else 1.0
        if question.asked == "name":
            listed = lists(text, ()) > 2 and question.own.casefold().startswith(("vilka", "which"))
            factor *= 1.3 if full_name(text) or listed else 1.25 if acts(unit.plain) else 1.0
            factor *= 0.75 if who_is(question.own) and not full_name(text) else 1.0
        if question.asked in ("number", "share", "amount") and unit.kind != "table_row":
            factor *= 0.93 if candidates(question.asked, text) > 1 else 1.0
            factor *= 0.9 if other_measure(question.standalone, text) else 1.0
            if not question.compares and only_difference(text):
                factor *= 0.8
            factor *= self._counts_it(question, words, text)
        factor *= 0.5 if unit.plain.rstrip().endswith("?") else 1.0
        factor *= 0.88 if unit.kind == "chart_series" else 1.0
        factor *= 1.0 if measured(question.measure, f"{text} {around}") else 0.8
        if unit.cells and unit.cells[0].text:
            factor *= 0.85 + 0.15 * self._named_by(unit.cells[0].text, words)
        if not question.sex and _one_sex(around):
            factor *= 0.88
        if document.metadata.kind.value in question.kinds:
            factor *= 1.06
        if unit.kind in ("caption", "footnote"):
            factor *= 0.6 if unit.kind == "caption" else 0.95
        return factor

    def _counts_it(self, question: Question, words: Sequence[Word], text: str) -> float:
        """1 when the noun asked for stands by a number of the text, less when another does."""
        noun = counted(question.own) if question.asked == "number" else ""
        own = [word for word in words if word.word == noun.casefold()]
        if not own:
            return 1.0
        near = self._reader.terms(near_numerals(text))
        return 1.0 if strength(own[0], [(near, 1.0)]) > 0.3 else 0.85

    def _nameless(self, words: Sequence[Word], layers: Sequence[Layer]) -> bool:
        return any(
            word.name
            and word.weight > 0.1
            and strength(word, layers) < 0.3
            and not self._reacher.of_text(word.word)
            for word in words
        )

    def _exact(self, question: Question, unit: Unit, words: Sequence[Word], cell: bool) -> bool:
        if question.asked == "definition":
            subjects = [w.word for w in words if w.own and w.word not in light.WORDS]
            return spells_out(unit.plain, subjects)
        if question.asked not in ("number", "share", "amount") or not cell:
            return False
        heading = unit.cells[0].text
        own = [word for word in words if word.own and not self._reacher.names_own(word.word)]
        telling = len(self._reader.terms(heading)) > 1 or any(word.name for word in own)
        met = self._reader.terms(heading) & {t for w in own for t in (*w.terms, *w.parts)}
        return telling and bool(met) and self._named_by(heading, own) == 1.0

    def _named_by(self, heading: str, words: Sequence[Word]) -> float:
        """How much of a row's heading the question names, 0 to 1."""
        asked = {term for word in words for term in (*word.terms, *word.parts)}
        named = [
            bool(self._reader.terms(word) & asked)
            for word in heading.split()
            if (word.isupper() or word.casefold().strip(".,:;()") not in stopwords())
            and self._reader.terms(word)
        ]
        return sum(named) / len(named) if named else 1.0


def _heads(unit: Unit) -> bool:
    """True for a heading row of a table: its cells stand under nothing and beside nothing."""
    return unit.kind == "table_row" and not any(c.headings or c.row_heading for c in unit.cells)


def _gap(words: Sequence[Word], layers: Sequence[Layer], own_name: Verb) -> float:
    heavy = [
        word
        for word in words
        if word.own and word.word not in light.WORDS and not word.verb and not own_name(word.word)
    ]
    most = max((word.weight for word in words if word.own), default=0.0)
    lacking = [word.weight for word in heavy if strength(word, layers) < _CARRIED]
    return max(lacking, default=0.0) / most if most else 0.0


def row_keys(unit: Unit) -> str:
    """The short cells of a row: what the row is about."""
    return " ".join(c.text for c in unit.cells if len(c.text.split()) <= _KEY_WORDS)


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


@lru_cache(20_000)
def _one_sex(text: str) -> bool:
    question = Question("", "", "", "number", sex="women")
    return sex_fits(question, text) != sex_fits(replace(question, sex="men"), text)


def side_question(question: Question, side: int) -> Question:
    """The question as it stands for one side (1-based) of a comparison; itself for side 0."""
    if not side or not question.sides:
        return question
    text = question.sides[side - 1]
    named = tuple(year for year in question.years if str(year) in text)
    return replace(question, standalone=text, own=text, years=named or question.years, sides=())
