"""Proof of a statement that holds a calculation: its terms in the sources, its result worked out.

Reads "a − b = c" with +, −, × and ÷, a unit after the result. It never rounds on its own: a
quotient has to be right to the decimals that are shown.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal, DivisionByZero, InvalidOperation

from assistant.swedish.numbers import Numeral, Unit, numerals, same

_OPERATION = re.compile(r"\s([+−–×·*÷/-])\s")
_FRAME = re.compile(
    r"^(?:(?P<none>ingen skillnad|no difference)|(?P<word>skillnad(?:en)?|ökning|minskning|summa|"
    r"medelvärde|genomsnitt|difference|increase|decrease|sum|mean)"
    r"(?:\s(?:är|is))?:?\s(?P<result>[^()]+?))"
    r"\s*\((?:(?P<terms>[^()=]+=[^()=]+?),\s)?(?:uträknat|worked out|calculated)\)\.?$",
    re.IGNORECASE,
)
_DOWN = frozenset({"minskning", "decrease"})
_UP = frozenset({"ökning", "increase"})


def computed_faults(
    text: str, computed: str, sources: Sequence[Numeral], units: Collection[Unit] = ()
) -> list[str]:
    """What does not hold in a calculation and in the statement `text` that shows it; [] if all.

    `sources` are the numerals of the statement's own citations, `units` those that their
    headings name. The statement has to be the calculation and its result and nothing else.
    """
    terms_text, found, result_text = computed.partition("=")
    result = _only(result_text)
    pieces = _OPERATION.split(terms_text.strip())
    terms = [_only(piece) for piece in pieces[::2]]
    if not found or result is None or len(terms) < 2 or None in terms:
        return [computed]
    known = [term for term in terms if term is not None]
    faults = [
        term.text
        for term in known
        if not any(_meets(term, result.unit, one, units) for one in sources)
    ]
    if not _right(known, pieces[1::2], result, result_text):
        faults.append(computed)
    return faults + _frame_faults(text, computed, result)


def _frame_faults(text: str, computed: str, result: Numeral) -> list[str]:
    frame = _FRAME.match(text.strip())
    if frame is None:
        return [text]
    if frame["terms"] and not computed.startswith(frame["terms"].strip()):
        return [frame["terms"]]
    if frame["none"]:
        return [] if result.number == 0 else [frame["none"]]
    shown = _only(frame["result"])
    word = frame["word"].casefold()
    wanted = result
    if word in _UP | _DOWN:
        wanted = replace(result, number=abs(result.number))
        if (result.number < 0) != (word in _DOWN):
            return [frame["word"]]
    if shown is None or shown.unit != wanted.unit or shown.number != wanted.number:
        return [frame["result"]]
    return []


def _only(text: str) -> Numeral | None:
    """The one numeral that the text is; None when it is something else."""
    found = numerals(text.strip())
    return found[0] if len(found) == 1 and found[0].text.strip() == text.strip() else None


def _meets(term: Numeral, result: Unit, source: Numeral, units: Collection[Unit]) -> bool:
    """Whether the term, written without unit in the calculation, is the source's figure.

    A difference of shares is in percentage points; every other result has its terms' unit.
    """
    unit: Unit = "procent" if result == "procentenheter" else result
    if term.unit in ("plain", "year") and unit not in ("plain", "year"):
        term = replace(term, unit=unit)
    elif source.unit == "year":
        # a year is no amount
        return False
    return same(term, source, units=units) or same(replace(term, number=-term.number), source)


def _right(terms: Sequence[Numeral], signs: Sequence[str], result: Numeral, shown: str) -> bool:
    value = terms[0].number
    try:
        for sign, term in zip(signs, terms[1:], strict=True):
            if sign in "−–-":
                value -= term.number
            elif sign == "+":
                value += term.number
            elif sign in "×·*":
                value *= term.number
            else:
                value /= term.number
    except (DivisionByZero, InvalidOperation):
        return False
    decimals = len(re.sub(r"^[^,.]*[,.]?", "", re.sub(r"[^\d,.].*$", "", shown.strip(" −-"))))
    return abs(value - result.number) <= (
        Decimal(0) if "/" not in signs and "÷" not in signs else Decimal(5) / 10 ** (decimals + 1)
    )
