"""Every numeral of a text, with its value and unit, and when two say the same.

Verification rests on this: no digit of a text stands outside its numerals, and `same` is true
only for the same quantity. Knows nothing of quotes, tables or answers.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from assistant.swedish import spelled
from assistant.swedish.dates import Date, dates, span_years
from assistant.swedish.names import Name, names
from assistant.swedish.tokens import BLANK, DATES, YEARS, date_parts
from assistant.swedish.units import SCALE, Unit, akin, unit_at, units

__all__ = ["Date", "Name", "Numeral", "Unit", "dates", "names", "numerals", "same", "units"]

_DIGITS = (
    rf"(?:(?<![\d.,])\d{{1,3}}(?:{BLANK}\d{{3}})+(?!\d)|\d{{1,3}}(?:\.\d{{3}})+(?![.\d])|\d+)"
    r"(?:[.,]\d+)?"
)
_SIGN = rf"(?<![^\s(\[«\"”|/])(?:[-–](?=\d)|−{BLANK}?(?=\d))|(?<!\w)minus{BLANK}"
_NUMERAL = re.compile(
    rf"""
    (?P<reference>[^\W\d_]+\d\w*(?:[/:-]\w+)*
      | (?<![\w-])\d{{6}}[-–]\d{{4}}(?![\w-])
      | (?<![\w-])\d{{5,}}[-–/](?:19|20)\d\d(?![\w-])
      | (?<![\w-])(?:19|20)\d\d:\d+
      | (?<![\w-])(?:19|20)\d\d/\d{{3,}}(?!\d)(?<!/19\d\d)(?<!/20\d\d)
      | (?<![\w-])0\d{{1,3}}[-/]{BLANK}?\d[\d ]{{3,}}\d)
  | {DATES}
  | {YEARS}
  | (?P<number>(?:{_SIGN})?{_DIGITS})
  | (?P<words>(?<![\w-])[^\W\d_]+(?![\w]|-\w))
    """,
    re.VERBOSE | re.IGNORECASE,
)
# "61 och 39 procent", "10–15 procent", "mellan 4 och 5 miljoner kronor"
_SHARED_UNIT = re.compile(rf"{BLANK}?(?:[-–—]|och|eller|respektive|till){BLANK}?", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_COUNTED = re.compile(
    rf"{BLANK}(?:miljon|miljard|tusen|hundra|procent|tredjedel|fjärdedel|femtedel|tiondel)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a text, from `start` to `end` (not included), its unit with it.

    `number` is as written, with its sign ("27,8 Mkr" → 27.8); `value` counts in ones
    (27800000; 53 procent → 0.53). A date's value is yyyymmdd, without year mmdd. A reference
    (SFS 2003:1210, an organisation number, "A4") has the value of its digits and is compared
    as text. `rough` is True for "ett trettiotal".
    """

    text: str
    start: int
    end: int
    number: Decimal
    unit: Unit = "plain"
    rough: bool = False

    @property
    def value(self) -> Decimal:
        """The number in ones; procentenheter stay as written."""
        return self.number * SCALE.get(self.unit, Decimal(1))


def numerals(text: str) -> list[Numeral]:
    """Every numeral in reading order, digits and spelled out.

    Blanks between groups of three digits join them: give a table row cell by cell, since
    "45 120" may be two cells. A span gives its two ends, each with the unit of the last. "en"
    and "ett" count only before a unit or a fraction.
    """
    return list(_numerals(text))


@lru_cache(20_000)
def _numerals(text: str) -> tuple[Numeral, ...]:
    found: list[Numeral] = []
    taken = 0
    for match in _NUMERAL.finditer(text):
        if match.start() < taken:
            continue
        for numeral in _read(text, match):
            found.append(numeral)
            taken = numeral.end
    for place in range(len(found) - 2, -1, -1):
        left, right = found[place], found[place + 1]
        between = text[left.end : right.start]
        if left.unit == "plain" and right.unit in SCALE and _SHARED_UNIT.fullmatch(between):
            found[place] = replace(left, unit=right.unit)
    return tuple(found)


def same(
    claimed: Numeral, found: Numeral, *, units: Collection[Unit] = (), signed: bool = True
) -> bool:
    """Whether a claimed numeral says no more than one found in a source.

    Value and kind must agree: "27,8 Mkr" is "27 800 000 kr", "en fjärdedel" is "25 %"; "53" is
    not "53 %", and "2 022" no year. A date without year is met by the same day of any year,
    not the other way round. `units` are those that the source's headings name: a plain number
    found there may carry them. `signed=False` lets "-1 294" meet "1 294" (costs in a table).
    """
    if "reference" in (claimed.unit, found.unit):
        return claimed.unit == found.unit and _folded(claimed.text) == _folded(found.text)
    if "date" in (claimed.unit, found.unit):
        if claimed.unit != found.unit:
            return False
        return claimed.number in (found.number, found.number % 10_000)
    readings = [found]
    if found.unit == "plain":
        readings += [replace(found, unit=unit) for unit in units]
    return any(_equal(claimed, reading, signed) for reading in readings)


def _equal(claimed: Numeral, found: Numeral, signed: bool) -> bool:
    one, other = claimed.value, found.value
    if not signed:
        one, other = abs(one), abs(other)
    return one == other and _akin(claimed, found)


def _akin(one: Numeral, other: Numeral) -> bool:
    if {one.unit, other.unit} == {"year", "plain"}:
        # a year is told by its form alone: only a thousands blank tells that it is none
        return not any(re.search(r"\d\s\d", numeral.text) for numeral in (one, other))
    return akin(one.unit, other.unit)


def _read(text: str, match: re.Match[str]) -> Iterator[Numeral]:
    start, end = match.span()
    written = match.group()
    group = match.lastgroup or ""
    if group == "words":
        yield from _spelled(text, match)
    elif group == "reference":
        digits = "".join(re.findall(r"\d", written))
        yield Numeral(written, start, end, Decimal(digits), "reference")
    elif group == "span":
        first, last = span_years(written)
        tail = re.search(r"\d+$", written)
        assert tail is not None
        yield Numeral(written[:4], start, start + 4, Decimal(first), "year")
        yield Numeral(tail.group(), start + tail.start(), end, Decimal(last), "year")
    elif group == "number":
        yield _number(text, start, end)
    else:
        year, month, day = date_parts(group, written)
        yield Numeral(
            written, start, end, Decimal((year or 0) * 10_000 + month * 100 + day), "date"
        )


def _number(text: str, start: int, end: int) -> Numeral:
    written = text[start:end]
    digits = re.sub(r"[^\d.,]", "", written)
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", digits):
        digits = digits.replace(".", "")
    number = Decimal(digits.replace(",", "."))
    if not written[0].isdigit():
        number = -number
    unit, after = unit_at(text, end)
    if unit is None:
        return Numeral(written, start, end, number, "year" if _YEAR.fullmatch(written) else "plain")
    return Numeral(text[start:after], start, after, number, unit)


def _spelled(text: str, match: re.Match[str]) -> Iterator[Numeral]:
    start, end = match.span()
    word = match.group().lower()
    part = spelled.fraction(word)
    if part is not None:
        yield Numeral(match.group(), start, end, part, "andel")
        return
    rough = spelled.about(word)
    number = rough if rough is not None else spelled.count(word)
    if number is None or (word in ("en", "ett") and not _COUNTED.match(text, end)):
        return
    following = re.compile(rf"{BLANK}([^\W\d_]+)").match(text, end)
    part = spelled.fraction(following[1].lower()) if following else None
    if following and part is not None and following[1].lower() not in ("hälften", "halva"):
        yield Numeral(text[start : following.end()], start, following.end(), number * part, "andel")
        return
    unit, after = unit_at(text, end)
    yield Numeral(
        text[start:after], start, after, Decimal(number), unit or "plain", rough is not None
    )


def _folded(text: str) -> str:
    return re.sub(r"\s", "", text).replace("–", "-").lower()
