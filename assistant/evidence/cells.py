"""Which cell of a row, or point of a series, answers: right row and right column.

The neighbour's figure is the classic mistake, so a cell is chosen only when its heading,
the year or the kind of value decides; otherwise the whole row stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence.fields import FieldReader
from assistant.evidence.matching import strength
from assistant.evidence.quantities import of_cell, of_point, other_than
from assistant.evidence.record import Word
from assistant.evidence.years import years_in
from assistant.schema import Cell, Point, Unit
from assistant.swedish.numbers import numerals
from assistant.understanding import Question

_MEASURES = {
    "budget": re.compile(r"\bbudget\w*|\bplan\w*", re.IGNORECASE),
    "outcome": re.compile(
        r"\butfall\w*|\bbokslut\w*|\bresultat\w*|\bnådd\w*|\bfaktisk\w*|\bförbruk\w*", re.IGNORECASE
    ),
    "forecast": re.compile(r"\bprognos\w*", re.IGNORECASE),
    "target": re.compile(r"\bmål\w*|\w+mål\b", re.IGNORECASE),
}
# a cell of more words than this is content, not a key
_LONG = 8
_PARTS = re.compile(
    r"(?<=[.!?:;])\s+|\s+(?=[•*▪●]\s?\S)|(?<=[a-zåäö])\s+(?=\d[\d ]*\s[A-ZÅÄÖ][a-zåäö])"
)
_NUMERIC = ("number", "share", "amount")
_EDGES = ("highest", "lowest")
_COSTS = re.compile(r"\b(?:dyr|billig)ast\w*|\bcheapest\b|\bmost expensive\b", re.IGNORECASE)


def choose_cell(
    question: Question, unit: Unit, words: Sequence[Word], reader: FieldReader
) -> Cell | None:
    """The cell that answers, or None when the headings do not settle it."""
    if several_measures(question):
        # "mål och utfall": the row as a whole answers
        return None
    candidates = [cell for cell in unit.cells if cell.text and _holds(question, unit, cell)]
    keys = {
        cell.column
        for cell in unit.cells
        if len(cell.text.split()) <= _LONG
        and any(
            word.weight > 0.2 and strength(word, [(reader.terms(cell.text), 1.0)]) > 0.7
            for word in words
        )
    }
    candidates = [cell for cell in candidates if cell.column not in keys or _numeric(question)]
    if not candidates:
        return None
    if len(candidates) == 1:
        only = candidates[0]
        return None if _contradicts(question, only) else only
    scored = sorted(
        ((_fit(question, cell, words, reader), -cell.column, cell) for cell in candidates),
        key=lambda row: (row[0], row[1]),
        reverse=True,
    )
    best, second = scored[0], scored[1]
    if _contradicts(question, best[2]):
        return None
    return best[2] if best[0] > second[0] + 0.02 and best[0] > 0 else None


def possible_cells(question: Question, unit: Unit) -> list[Cell]:
    """The cells of a row that hold a figure of the kind asked for and contradict nothing."""
    if several_measures(question) or not _numeric(question):
        return []
    return [
        cell
        for cell in unit.cells
        if cell.text and _holds(question, unit, cell) and not _contradicts(question, cell)
    ]


def several_measures(question: Question) -> bool:
    """True for "mål och utfall", "kvinnor och män": more than one column is asked for."""
    named = [name for name, pattern in _MEASURES.items() if pattern.search(question.own)]
    return len(named) > 1 or bool(question.sides)


def choose_point(
    question: Question, unit: Unit, words: Sequence[Word], reader: FieldReader
) -> Point | None:
    """The point of a chart that answers; None when the question leaves more than one open."""
    candidates = [point for point in unit.points if not other_than(question, of_point(unit, point))]
    if not candidates:
        return None
    if question.years and not question.period:
        wanted = {str(year) for year in question.years}
        by_year = [point for point in candidates if point.category.strip() in wanted]
        if by_year:
            candidates = by_year
        elif any(re.fullmatch(r"(?:19|20)\d\d", point.category.strip()) for point in candidates):
            return None
    if len({point.category for point in candidates}) > 1:
        scored = [(_words_in(point.category, words, reader), point) for point in candidates]
        top = max(score for score, _ in scored)
        if top <= 0.3:
            return None
        candidates = [point for score, point in scored if score == top]
    if len(candidates) > 1:
        scored = [(_words_in(point.series, words, reader), point) for point in candidates]
        top = max(score for score, _ in scored)
        candidates = [point for score, point in scored if score == top and top > 0]
    return candidates[0] if len(candidates) == 1 else None


def _numeric(question: Question) -> bool:
    # "vilken insats är dyrast" asks for a name, but its column is one of figures
    edge = question.along in _EDGES and question.asked in ("name", "date", "general")
    return question.asked in _NUMERIC or bool(question.measure) or edge


def _holds(question: Question, unit: Unit, cell: Cell) -> bool:
    if not _numeric(question):
        return True
    if other_than(question, of_cell(unit, cell)):
        return False
    found = [n for n in numerals(cell.text) if n.unit not in ("date", "reference")]
    # "2040" alone in a column that is not about time is a count that looks like a year
    about_time = re.search(
        r"\b(?:år|året|datum|period|tid\w*|start|slut)\b", " ".join(cell.headings), re.I
    )
    if about_time or cell.text.strip() not in {n.text for n in found}:
        found = [n for n in found if n.unit != "year"]
    if question.asked == "share" and not any(n.unit == "procent" for n in found):
        return False
    if question.asked == "number" and any(n.number < 0 for n in found):
        return False
    if len(cell.text.split()) > _LONG or cell.row_heading:
        return bool(found)
    # "Malmökraften 2.0" is a name, "2 040" and "15 111 000 kr" are values
    letters = re.sub(
        r"\b(?:kr|tkr|mkr|kronor|procent|st|personer|deltagare|miljoner)\b",
        "",
        cell.text,
        flags=re.I,
    )
    return bool(found) and sum(letter.isalpha() for letter in letters) <= 3


def _contradicts(question: Question, cell: Cell) -> bool:
    """The column says another year, or another measure, than the one asked for."""
    headings = " ".join(cell.headings)
    named = years_in(headings)
    if question.years and named and not named & set(question.years):
        return True
    if question.measure:
        wanted = _MEASURES[question.measure]
        others = [
            name
            for name, pattern in _MEASURES.items()
            if name != question.measure and pattern.search(headings)
        ]
        return bool(others) and not wanted.search(f"{headings} {cell.row_heading}")
    return False


def _fit(question: Question, cell: Cell, words: Sequence[Word], reader: FieldReader) -> float:
    headings = " ".join(cell.headings)
    score = _words_in(headings, words, reader)
    if len(cell.text.split()) > _LONG:
        score += 0.8 * _words_in(cell.text, words, reader)
    named = years_in(headings)
    if question.years and named:
        score += 0.6 if named & set(question.years) else -0.6
    if question.measure and _MEASURES[question.measure].search(headings):
        score += 0.5
    amounts = question.asked == "amount" or (question.along and _COSTS.search(question.own))
    if amounts and any(numeral.unit in ("kr", "tkr", "mkr") for numeral in numerals(cell.text)):
        score += 0.2
    if question.asked == "share" and "%" in cell.text:
        score += 0.2
    return score


def _words_in(text: str, words: Sequence[Word], reader: FieldReader) -> float:
    terms = reader.terms(text)
    return sum(word.weight * strength(word, [(terms, 1.0)]) for word in words)


def excerpt(question: Question, cell: Cell, words: Sequence[Word], reader: FieldReader) -> str:
    """The sentence or item of a long cell that carries most of the words; "" for a short cell."""
    if len(cell.text.split()) <= 2 * _LONG:
        return ""
    parts = [part.strip() for part in _PARTS.split(cell.text) if part.strip()]
    if len(parts) < 2:
        return ""

    def value(part: str) -> tuple[float, int]:
        holds = 0.5 if not _numeric(question) or numerals(part) else 0.0
        return _words_in(part, words, reader) + holds, -len(part)

    return max(parts, key=value)
