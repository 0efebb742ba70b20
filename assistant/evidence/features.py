"""What a unit looks like to a question: one number a feature, each between about 0 and 2.

Measures, and never weighs: what a feature is worth is learned (`assistant.evidence.ranking`).
A feature that does not apply is left out, which counts as 0. Opens no document.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.evidence import light
from assistant.evidence.cells import several_measures
from assistant.evidence.fields import FieldReader, Fields
from assistant.evidence.fitting import (
    candidates,
    counted,
    fits,
    measured,
    near_numerals,
    only_difference,
    other_measure,
    other_number,
    sex_fits,
    tells_new,
)
from assistant.evidence.matching import Layer, coverage, strength
from assistant.evidence.opposites import names_a_pole, opposes
from assistant.evidence.reach import Reacher
from assistant.evidence.record import Word
from assistant.evidence.sentences import (
    acts,
    causes,
    defines,
    full_name,
    gives_reason,
    lists,
    permits,
    points_back,
    spells_out,
    states_purpose,
    who_is,
)
from assistant.evidence.years import year_fits, years_in
from assistant.retrieval import years_of
from assistant.schema import Cell, DocumentInfo, Point, Ranked, Unit
from assistant.swedish.stopwords import stopwords
from assistant.understanding import Question

FIGURES = ("number", "share", "amount")
# a noun of which only a part is found ("chef" of "förbundschef") is not carried
_CARRIED = 0.3
_MISSED = 0.15
# a cell of at most so many words names the row
KEY_WORDS = 8
# a row or series over so many years shows how something went
_OVER_YEARS = 3
_CHANGE = re.compile(
    r"\b(öka[rtd]|ökade|ökning\w*|minska[rtd]|minskade|minskning\w*|stig\w+|steg|sjunk\w+|sjönk|"
    r"gått från|gick från|vuxit|fördubbla\w+|halvera\w+|oförändra\w+|stadig\w*|varierat|"
    r"legat|låg)\b",
    re.IGNORECASE,
)
_NAMES = re.compile(r"(?<![.!?:] )(?<!^)\b[A-ZÅÄÖ][\wåäö]+")
_DIGIT = re.compile(r"\d")
_SENTENCE_END = (".", "!", "?", ":", "”", ")", '"')


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit as it would answer: its words, the part that answers, and what stands round it.

    `text` is what the unit says of itself, `value` the part that would be the answer (a cell,
    a point, a sentence of a long cell; else `text`). `mine` are the terms that count as the
    unit's own, `layers` those of the row, headings and neighbours, each with its worth.
    `before` is the sentence before it in its block, `headings` those of the chosen cell, `opens`
    is True where it opens a section; `carriers` are the layers that make a unit say a thing itself.
    """

    unit: Unit
    document: DocumentInfo
    fields: Fields
    text: str
    value: str
    mine: Sequence[Layer]
    layers: Sequence[Layer]
    carriers: Sequence[Layer]
    headings: str = ""
    before: str = ""
    opens: bool = False
    cell: Cell | None = None
    point: Point | None = None
    excerpt: str = ""

    @property
    def around(self) -> str:
        """Its words with its caption, lead and last heading."""
        unit = self.unit
        return " ".join([self.text, unit.caption, unit.lead, *unit.section[-1:]])

    @property
    def said(self) -> str:
        """Its words, after those it points back to."""
        return f"{self.before} {self.text}" if points_back(self.unit.plain) else self.text


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for all candidates of one question: its words, the hits, the documents' years.

    `newest` and `oldest` are the latest years that documents speak of, equal where unknown.
    """

    question: Question
    words: Sequence[Word]
    likeness: Mapping[str, float]
    newest: int = 0
    oldest: int = 0


class Measurer:
    """Measures candidates for one association."""

    def __init__(self, reader: FieldReader, reacher: Reacher) -> None:
        self._reader = reader
        self._reacher = reacher

    def measure(self, setting: Setting, one: Candidate, hit: Ranked, rank: int) -> dict[str, float]:
        """The features of a candidate from the passage `hit` of that rank (1-based)."""
        return {
            **self._words(setting, one),
            **self._hit(setting, hit, rank),
            **self._kind(setting.question, one),
            **self._scope(setting, one),
            **self._asked(setting, one),
        }

    def _words(self, setting: Setting, one: Candidate) -> dict[str, float]:
        words, layers = setting.words, [*one.mine, *one.layers]
        own = [word for word in words if word.own]
        telling = [word for word in own if word.name or word.word not in light.WORDS]
        fields = one.fields
        return {
            "covered": coverage(words, layers),
            "carried": coverage(words, one.carriers),
            "unit_only": coverage(words, one.mine),
            "whole_unit": coverage(words, [(fields.own, 1.0)]),
            "own_only": coverage(own, one.mine),
            "head_only": coverage(words, [(fields.head, 1.0)]),
            "upper_only": coverage(words, [(fields.upper, 1.0)]),
            "near_only": coverage(words, [(fields.before, 1.0), (fields.after, 1.0)]),
            "file_only": coverage(words, [(fields.file, 1.0)]),
            "weakest": min((strength(word, layers) for word in telling), default=1.0),
            "missing": self._missed(words, one),
            "gap": self._gap(words, layers),
            "focus": self._focus(words, one),
        }

    @staticmethod
    def _missed(words: Sequence[Word], one: Candidate) -> float:
        """The share of the weight of this turn's words that nothing carries."""
        layers = [*one.mine, *one.layers]
        own = [word for word in words if word.own]
        lacking = [word.weight for word in own if strength(word, layers) < _MISSED]
        total = sum(word.weight for word in own)
        return sum(lacking) / total if total else 0.0

    def _focus(self, words: Sequence[Word], one: Candidate) -> float:
        """The share of the unit's own terms that the question's words stand for."""
        terms = one.mine[0][0] if one.mine else frozenset()
        asked = {term for word in words for term in (*word.terms, *word.parts)}
        return len(terms & asked) / len(terms) if terms else 0.0

    def _hit(self, setting: Setting, hit: Ranked, rank: int) -> dict[str, float]:
        return {
            "likeness": setting.likeness.get(hit.passage.id, 0.0),
            "rank": 1.0 / rank,
            "by_keywords": 1.0 / hit.keyword_rank if hit.keyword_rank else 0.0,
            "by_vectors": 1.0 / hit.vector_rank if hit.vector_rank else 0.0,
        }

    def _kind(self, question: Question, one: Candidate) -> dict[str, float]:
        unit = one.unit
        prose = unit.kind == "sentence"
        found = {
            "words": min(len(one.value.split()), 80) / 40,
            "short": float(len(unit.plain.split()) < 6),
            "cut": float(prose and not unit.plain.rstrip().endswith(_SENTENCE_END)),
            "back": float(points_back(unit.plain)),
            "cell": float(one.cell is not None),
            "point": float(one.point is not None),
            "row": float(unit.kind == "table_row" and one.cell is None),
            "series": float(unit.kind == "chart_series" and one.point is None),
            "caption": float(unit.kind == "caption"),
            "footnote": float(unit.kind == "footnote"),
            "item": float(unit.kind == "list_item"),
            "opens": float(one.opens),
            "figure": float(bool(_DIGIT.search(one.value))),
            "question": float(unit.plain.rstrip().endswith("?")),
        }
        if question.asked not in FIGURES:
            found |= {f"said_{name}": found[name] for name in ("cell", "row", "figure", "words")}
        return {name: value for name, value in found.items() if value}

    def _scope(self, setting: Setting, one: Candidate) -> dict[str, float]:
        question, unit, document = setting.question, one.unit, one.document
        issuer = document.metadata.issuer.value if document.metadata.issuer else ""
        reach = self._reacher.of_question(question.standalone)
        asks = question.own if names_a_pole(question.own) else question.standalone
        names = [word for word in setting.words if word.name and word.own and word.weight > 0.1]
        near = [(self._reader.terms(f"{one.said} {one.around} {row_keys(unit)}"), 1.0)]
        met = [strength(word, near) >= 0.4 for word in names]
        layers = [*one.mine, *one.layers]
        spread = setting.newest - setting.oldest
        years = years_of(document)
        latest = years[-1] if years else setting.oldest
        return {
            "fits": float(holds(question, one)),
            "time": year_fits(question, unit, document, one.headings, one.fields.earlier),
            "group": float(sex_fits(question, one.around)),
            "one_sex": float(not question.sex and _one_sex(one.around)),
            "far": 1.0 - self._reacher.factor(reach, one.said, one.around, issuer),
            "opposes": float(opposes(asks, one.said)),
            "names_missing": float(met.count(False)),
            "names_met": float(met.count(True)),
            "nameless": float(self.nameless(setting.words, layers)),
            "kind_named": float(document.metadata.kind.value in question.kinds),
            "unmeasured": float(not measured(question.measure, one.around)),
            "recent": 0.0 if question.years or not spread else (latest - setting.oldest) / spread,
        }

    def _asked(self, setting: Setting, one: Candidate) -> dict[str, float]:
        """What speaks for or against it as an answer of the kind that is asked for."""
        question, unit, text = setting.question, one.unit, one.text
        words = setting.words
        found: dict[str, float] = {}
        subjects = [
            word.word for word in words if word.own and (word.name or word.word not in light.WORDS)
        ]
        if question.asked == "reason":
            why = f"{unit.lead} {unit.plain}"
            reasons = gives_reason(why)
            found |= {"causes": float(causes(why)), "reasons": float(reasons)}
            found["unreasoned"] = float(not reasons)
        elif question.asked == "definition":
            named = bool(unit.cells) and self._named_by(unit.cells[0].text, words) == 1.0
            found["defines"] = float(named or defines(unit.plain, subjects))
            found["spells_out"] = float(spells_out(unit.plain, subjects))
            found["purpose"] = float(self._under_purpose(words, subjects, unit))
        elif question.asked == "list":
            listed = unit.kind == "list_item" or text.rstrip().endswith(":") or lists(text, ()) > 2
            found["listed"] = float(listed)
            found["many_names"] = float(len(_NAMES.findall(text)) > 3)
        elif question.asked == "name":
            found["full_name"] = float(full_name(one.value))
            found["acts"] = float(acts(unit.plain))
            found["nobody"] = float(who_is(question.own) and not full_name(text))
            found["name_missing"] = self._missed(words, one)
        elif question.asked in FIGURES and unit.kind != "table_row":
            found["several_figures"] = float(candidates(question.asked, text) > 1)
            found["other_measure"] = float(other_measure(question.standalone, text))
            found["difference"] = float(not question.compares and only_difference(text))
            found["counts_other"] = float(self._counts_other(question, words, text))
        if question.asked in FIGURES:
            found["figure_missing"] = self._missed(words, one)
        if question.along:
            found["over_years"] = float(_years_of(unit) >= _OVER_YEARS)
            found["tells_change"] = float(bool(_CHANGE.search(text)))
        new = tells_new(question.asked, question.standalone, f"{one.value} {row_keys(unit)}")
        found["nothing_new"] = float(not new)
        there = f"{one.said} {one.around} {one.headings} {row_keys(unit)}"
        found["other_number"] = float(other_number(question.standalone, there))
        permitted = permits(question.own, text)
        if permitted is not None:
            found["permits"] = 1.0 if permitted else -1.0
        if unit.cells and unit.cells[0].text:
            found["row_named"] = self._named_by(unit.cells[0].text, words)
        heading = unit.section[-1] if unit.section else ""
        if heading:
            found["head_named"] = self._named_by(heading, words)
            found["head_named_opens"] = found["head_named"] * one.opens
        if unit.kind == "table_row" and question.asked not in FIGURES:
            first = " ".join(unit.cells[0].headings) if unit.cells else ""
            found["table_named"] = max(
                self._named_by(text, words) if text else 0.0 for text in (first, unit.caption)
            )
        return found

    def _under_purpose(self, words: Sequence[Word], subjects: Sequence[str], unit: Unit) -> bool:
        """Whether it stands under "Syfte" or says it, below a heading that names the subject."""
        labels = [*(cell.row_heading for cell in unit.cells), *unit.section[-1:], unit.caption]
        if unit.kind == "sentence":
            # "Syftet är att …"
            labels.append(unit.plain.split(" ", 1)[0])
        if not any(map(states_purpose, labels)):
            return False
        about = self._reader.terms(" ".join([*unit.section, unit.caption]))
        told = [word for word in words if word.word in subjects]
        return bool(told) and all(strength(word, [(about, 1.0)]) > 0.5 for word in told)

    def _counts_other(self, question: Question, words: Sequence[Word], text: str) -> bool:
        """True when the noun asked for stands by no number of the text."""
        noun = counted(question.own) if question.asked == "number" else ""
        own = [word for word in words if word.word == noun.casefold()]
        if not own:
            return False
        near = self._reader.terms(near_numerals(text))
        return strength(own[0], [(near, 1.0)]) <= 0.3

    def nameless(self, words: Sequence[Word], layers: Sequence[Layer]) -> bool:
        """True when a name of the question is carried by nothing near."""
        return any(
            word.name
            and word.weight > 0.1
            and strength(word, layers) < 0.3
            and not self._reacher.names_own(word.word)
            and self._reacher.of_text(word.word) != "national"
            for word in words
        )

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

    def _gap(self, words: Sequence[Word], layers: Sequence[Layer]) -> float:
        """The heaviest noun that nothing carries, against the heaviest word of all (0 to 1)."""
        heavy = [
            word
            for word in words
            if word.own
            and (word.name or word.word not in light.WORDS)
            and not word.verb
            and not self._reacher.names_own(word.word)
        ]
        most = max((word.weight for word in words if word.own), default=0.0)
        lacking = [word.weight for word in heavy if strength(word, layers) < _CARRIED]
        return max(lacking, default=0.0) / most if most else 0.0


def holds(question: Question, one: Candidate) -> bool:
    """Whether the candidate holds the kind of thing asked for."""
    unit, value = one.unit, one.value
    if question.along in ("highest", "lowest") and one.cell is not None:
        # the row is the answer, its figure what it is chosen by
        value = one.text
    if question.asked == "definition" and unit.kind == "table_row" and one.cell is None:
        value = max((cell.text for cell in unit.cells[1:]), key=len, default="")
    figure = question.asked in FIGURES
    valued = figure or question.asked in ("name", "definition")
    found = fits(question.asked, value if valued else one.text, unit)
    if question.measure and question.asked == "number" and not counted(question.own):
        # "vad blev utfallet" asks for people or for money
        found = found or fits("amount", value, unit)
    if unit.cells and one.cell is None and figure:
        # a row answers a figure only when several of its columns are asked for
        found = found and several_measures(question)
    return found


def row_keys(unit: Unit) -> str:
    """The short cells of a row: what the row is about."""
    return " ".join(c.text for c in unit.cells if len(c.text.split()) <= KEY_WORDS)


def _years_of(unit: Unit) -> int:
    """How many years the columns or points of a unit stand under."""
    heads = [" ".join(cell.headings) for cell in unit.cells]
    heads += [point.category for point in unit.points]
    return len({year for head in heads for year in years_in(head)})


@lru_cache(20_000)
def _one_sex(text: str) -> bool:
    question = Question("", "", "", "number", sex="women")
    return sex_fits(question, text) != sex_fits(replace(question, sex="men"), text)
