"""When a fact stands in a text and when a quote does: the rules every metric rests on.

Pure functions over text. Facts are compared as the question sets' format says; quotes by their
letters and digits alone, since blanks, line-end hyphens, dashes and cell separators differ
between extractions of the same page.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from evals.questions import Evidence, FactSpellings, GoldTurn

_DASHES = re.compile(r"[\u002d\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200d\u2060\ufeff]")
_BLANKS = re.compile(r"\s+")
_PERCENT = re.compile(r" ?(?:%|procent|percent)")
# after "%" these make a percentage percentage points; "age" is what is left of "percentage"
_POINTS = re.compile(r"[ -]?enhet|(?:age)?[ -]?point")
_NUMBER_BEFORE = re.compile(r"[0-9][.,]?$")
_NUMBER_AFTER = re.compile(r"[.,]?[0-9]")
# thousands set apart by blanks: "2 582" goes on at both sides of its blank, "2022 582" does not
_GROUP = re.compile(r"[0-9]{3}(?![0-9])")
_GROUPS_BEFORE = re.compile(r"(?<![0-9])[0-9]{1,3} $")
_GROUPS_END = re.compile(r"(?<![0-9])[0-9]{1,3}$")
_GROUP_AFTER = re.compile(r" [0-9]{3}(?![0-9])")
_LABELS = re.compile(r"\s*\[\d+(?:\s*[,–-]\s*\d+)*\]")


def without_labels(answer: str) -> str:
    """The answer without its citation labels, whose digits are no facts."""
    return _LABELS.sub("", answer)


@lru_cache(maxsize=4096)
def normalised(text: str) -> str:
    """Case, blanks, dashes and the spellings of per cent made alike."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).casefold()
    text = _DASHES.sub("-", _BLANKS.sub(" ", text))
    return _PERCENT.sub("%", text).strip()


def spelling_in(spelling: str, text: str, *, row: bool = False) -> bool:
    """Whether the spelling stands in the text; "procent" does not match "procentenheter".

    At a digit the number must end with the spelling: "82" is not in "182", "82,5", "2582" or
    "82 500". In the text of a table row (`row`) a blank separates cells, so "325" is in
    "150 325" there.
    """
    wanted, where = normalised(spelling), normalised(text)
    start = where.find(wanted)
    while start >= 0:
        if _ends_there(wanted, where[:start], where[start + len(wanted) :], row):
            return True
        start = where.find(wanted, start + 1)
    return False


def _ends_there(wanted: str, before: str, after: str, row: bool) -> bool:
    """Whether `wanted`, standing between the two, does not go on in a number beside it."""
    if wanted.endswith("%") and _POINTS.match(after):
        return False
    if wanted[:1].isdigit():
        if _NUMBER_BEFORE.search(before):
            return False
        if not row and _GROUP.match(wanted) and _GROUPS_BEFORE.search(before):
            return False
    if wanted[-1:].isdigit():
        if _NUMBER_AFTER.match(after):
            return False
        if not row and _GROUPS_END.search(wanted) and _GROUP_AFTER.match(after):
            return False
    return True


def fact_in(fact: Iterable[str], text: str, *, row: bool = False) -> bool:
    """Whether one spelling of the fact stands in the text."""
    return any(spelling_in(spelling, text, row=row) for spelling in fact)


def facts_in(facts: FactSpellings, text: str) -> bool:
    """Whether every fact stands in the text; True without facts."""
    return all(fact_in(fact, text) for fact in facts)


@lru_cache(maxsize=8192)
def squeezed(text: str) -> str:
    """The letters and digits of the text, NFKC and case-folded, with nothing between them."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def quote_in(quote: str, text: str) -> bool:
    """Whether the quote stands in the text, letter by letter and digit by digit.

    A quote without a letter or digit is in no text.
    """
    wanted = squeezed(quote)
    return bool(wanted) and wanted in squeezed(text)


def within(passages: Sequence[str], budget: int) -> str:
    """The passages in rank order, cut after `budget` characters.

    Joined by line breaks that are not counted: the budget is what a reader reads.
    """
    parts: list[str] = []
    left = budget
    for passage in passages:
        if left <= 0:
            break
        parts.append(passage[:left])
        left -= len(passage)
    return "\n".join(parts)


def quotes_found(evidence: Sequence[Evidence], text: str) -> tuple[Evidence, ...]:
    """The gold quotes that stand in the text."""
    return tuple(item for item in evidence if quote_in(item.quote, text))


def evidence_found(turn: GoldTurn, passages: Sequence[str], budget: int) -> bool:
    """Whether the turn's evidence stands in the first `budget` characters of the passages.

    The quotes found must together hold every fact that any gold quote holds, so a comparison
    needs both its sides and one of several equal sources is enough. Where no quote holds a
    fact (it is worked out, or the spelling is another), one quote of each file is needed.
    """
    return sufficient(turn, quotes_found(turn.evidence, within(passages, budget)))


def any_evidence_found(turn: GoldTurn, passages: Sequence[str], budget: int) -> bool:
    """The lenient variant: any one gold quote within the budget."""
    return bool(quotes_found(turn.evidence, within(passages, budget)))


def sufficient(turn: GoldTurn, found: Sequence[Evidence]) -> bool:
    """Whether these of the turn's gold quotes are enough (see `evidence_found`)."""
    if not found:
        return False
    needed = [
        fact
        for fact in turn.must_include
        if any(fact_in(fact, item.quote, row=True) for item in turn.evidence)
    ]
    if not needed:
        return {item.file for item in found} == {item.file for item in turn.evidence}
    return all(any(fact_in(fact, item.quote, row=True) for item in found) for fact in needed)
