"""Which years a question speaks of: named ("2022"), spans ("2012–2022") and relative ("i fjol").

Works on words and today's date only. Years are those of the Gregorian calendar, 1990–2050.
"""

from __future__ import annotations

import re
from datetime import date

_SPAN = re.compile(
    r"\b((?:19|20)\d\d)(?:\s*(?:-|–|—|till(?: och med)?|t\.?o\.?m\.?|to|until)\s*((?:19|20)\d\d)|[-–—](\d\d))\b(?!-\d)"
)
_BETWEEN = re.compile(r"\b(?:mellan|between) ((?:19|20)\d\d) (?:och|and) ((?:19|20)\d\d)\b")
_YEAR = re.compile(r"(?<![\d.,:/-])((?:19[9]\d|20[0-4]\d))(?!\d|[.,:]\d)")
_RELATIVE: tuple[tuple[str, int], ...] = (
    (r"\bi år\b|\binnevarande år\b|\bthis year\b|\bårets\b(?! resultat)", 0),
    (r"\bi fjol\b|\bförra året\b|\bföregående år\b|\blast year\b", -1),
    (r"\bnästa år\b|\bnext year\b", 1),
)
_AGO = re.compile(r"\bför (\w+) år se(?:da|de)?n\b|\b(\w+) years ago\b", re.IGNORECASE)
_NUMBERS = {"ett": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8,
            "nio": 9, "tio": 10, "femton": 15, "tjugo": 20, "one": 1, "two": 2, "five": 5, "ten": 10}  # fmt: skip
_NEWEST = re.compile(
    r"\bnu\b|\bidag\b|\bi dag\b|\bsenaste\b(?! (?:\w+ )?år)|\bnuvarande\b|\baktuell\w*\b|\bjust nu\b|\bför närvarande\b|"
    r"\bgällande\b|\bcurrent\w*\b|\blatest\b|\bnow\b|\bi år\b",
    re.IGNORECASE,
)


def years(question: str, today: date) -> tuple[tuple[int, ...], bool]:
    """(years oldest first, True if they are the ends of one span)."""
    span = _SPAN.search(question)
    if span:
        first = int(span.group(1))
        tail = span.group(2) or span.group(3)
        last = int(tail) if len(tail) == 4 else int(str(first)[: 4 - len(tail)] + tail)
        if last > first:
            return (first, last), True
    between = _BETWEEN.search(question)
    if between:
        return (int(between.group(1)), int(between.group(2))), True
    found = {int(match.group(1)) for match in _YEAR.finditer(question)}
    for pattern, shift in _RELATIVE:
        if re.search(pattern, question, re.IGNORECASE):
            found.add(today.year + shift)
    ago = _AGO.search(question)
    if ago:
        word = (ago.group(1) or ago.group(2)).casefold()
        number = int(word) if word.isdigit() else _NUMBERS.get(word, 0)
        if number:
            found.add(today.year - number)
    return tuple(sorted(found)), False


def newest(question: str) -> bool:
    """True for "nu", "senaste", "gällande": the newest document is meant."""
    return bool(_NEWEST.search(question))
