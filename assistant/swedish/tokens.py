"""Cutting text into words, numbers and dates, each in one spelling.

Holds what a token is and how numbers and dates are written as index terms.
Knows no stems, no compounds and no meaning.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)
_MONTH = {name: n for n, name in enumerate(MONTHS, 1)}
_MONTH |= {name[:3]: n for n, name in enumerate(MONTHS, 1)} | {"sept": 9, "febr": 2}
_MONTH |= {"january": 1, "february": 2, "march": 3, "may": 5, "june": 6, "july": 7}
_MONTH |= {"august": 8, "october": 10, "oct": 10}
MONTH_NAMES = "|".join(sorted(_MONTH, key=len, reverse=True))

# blanks that may stand between thousands: ordinary, unbreakable, thin
BLANK = "[ \u00a0\u2009\u202f]"

# groups iso, slash, month; for re.VERBOSE with re.IGNORECASE
DATES = rf"""
    (?P<iso>(?<![\w-])(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\w-]))
  | (?P<slash>(?<![\w/.,])(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])
        (?:(?:{BLANK}|[-/]|{BLANK}-{BLANK})?(?:19|20)\d\d)?(?![\w/]))
  | (?P<month>(?<![\w/.,])(?:0?[1-9]|[12]\d|3[01])(?::?[ea])?\.?{BLANK}(?:{MONTH_NAMES})\b
        (?:\.?,?{BLANK}(?:19|20)\d\d(?!\d))?)"""

# group span: 2012–2022, 2012-16, 2022/2023
YEARS = r"""
    (?P<span>(?<![\w:/-])(?:19|20)\d\d(?:\s?[-–—]\s?|/)(?:(?:19|20)\d\d|\d\d)(?![\w/-]|[.,]\d))"""

_TOKEN = re.compile(
    rf"""
    (?P<word>[^\W\d_]+(?:[:'’&][^\W\d_]+|[-‐‑](?=[^\W_])[^\W_]+)*\d*)
  | {DATES}
  | {YEARS}
  | (?P<number>(?<![\w.,])(?:\d{{1,3}}(?:{BLANK}\d{{3}})+|\d{{1,3}}(?:\.\d{{3}})+)
        (?!\d)(?:,\d+(?!\d))?|\d+(?:[.,]\d+)?)
  | (?P<sign>[%‰])
    """,
    re.VERBOSE | re.IGNORECASE,
)

_FOLD = str.maketrans({"‐": "-", "‑": "-", "’": "'", "\u00ad": None})

Kind = Literal["word", "number", "date", "span", "sign"]
_KINDS: dict[str, Kind] = {
    "iso": "date",
    "slash": "date",
    "month": "date",
    "span": "span",
    "number": "number",
    "word": "word",
    "sign": "sign",
}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text: `text` as written, `start` and `end` its place (end not included)."""

    text: str
    start: int
    end: int
    kind: Kind


def cut(text: str) -> Iterator[Token]:
    """The tokens of NFC text in reading order; punctuation is left out, % and ‰ are kept."""
    for match in _TOKEN.finditer(text):
        yield Token(match.group(), match.start(), match.end(), _KINDS[match.lastgroup or "word"])


def pieces(text: str) -> list[tuple[str, str]]:
    """(kind's group name, text) of every token: what the analyzer caches by; quick."""
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return [(m.lastgroup or "word", m.group()) for m in _TOKEN.finditer(text)]


def plain(group: str, text: str) -> tuple[str, ...]:
    """One or more lower-case spellings of a piece that all its written forms share.

    Thousands are joined and the decimal sign is a comma ("2 581" → "2581"; "27.8" → "27,8").
    A date gives its ISO form, and the form without year ("--08-31"), day, month and year; a
    span of years gives both years and the span. A sign gives its name.
    """
    if group == "word":
        return (text.translate(_FOLD).lower(),)
    if group == "sign":
        return ("procent" if text == "%" else "promille",)
    if group == "number":
        return (number(text),)
    if group == "span":
        first, last = re.findall(r"\d+", text)
        last = first[: 4 - len(last)] + last
        return (first, last, f"{first}–{last}")
    return _date(group, text)


def number(text: str) -> str:
    """Digits without thousands separators, decimal comma: "27 854 587" → "27854587"."""
    digits = re.sub(r"\s", "", text)
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", digits):
        digits = digits.replace(".", "")
    return digits.replace(".", ",")


def date_parts(group: str, text: str) -> tuple[int | None, int, int]:
    """(year or None, month, day) of a piece of the groups iso, slash and month."""
    if group == "iso":
        year, month, day = (int(part) for part in text.split("-"))
        return year, month, day
    numbers = [int(part) for part in re.findall(r"\d+", text)]
    if group == "slash":
        day, month, *rest = numbers
    else:
        month = month_number(text)
        day, *rest = numbers
    return (rest[0] if rest else None), month, day


def month_number(text: str) -> int:
    """The number (1-12) of the first month named in a text that names one."""
    return next(_MONTH[word] for word in re.findall(r"[^\W\d_]+", text.lower()) if word in _MONTH)


def _date(group: str, text: str) -> tuple[str, ...]:
    year, month, day = date_parts(group, text)
    without = f"--{month:02}-{day:02}"
    named = (without, str(day), MONTHS[month - 1])
    return (f"{year}-{month:02}-{day:02}", *named, str(year)) if year else named
