"""Dates as Swedish documents write them: 31/8 2022, 2022-08-31, 31 augusti 2022, augusti 2022.

Holds where dates stand and what they say. Reads no "nu" and no "i år": that needs a day to
count from.
"""

import re
from dataclasses import dataclass

from assistant.swedish.tokens import DATES, MONTH_NAMES, YEARS, date_parts, month_number

_DATE = re.compile(
    rf"""{DATES}
  | {YEARS}
  | (?P<named>\b(?:{MONTH_NAMES})\b\.?\s(?P<of>(?:19|20)\d\d)(?!\d))
  | (?P<year>(?<![\w.,:/-])(?:19|20)\d\d(?![\w%/:-]|[.,]\d))
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, order=True)
class Date:
    """A day, a month or a year in a text, from `start` to `end` (not included).

    `month` and `day` are 1-based; None where the text does not say.
    """

    start: int
    end: int
    year: int | None
    month: int | None = None
    day: int | None = None


def dates(text: str) -> list[Date]:
    """Every date, month with year, and lone year, in reading order.

    A span of years ("2012–2022", "2012-16") gives both its ends. A month without year and
    without day is no date here.
    """
    found: list[Date] = []
    for match in _DATE.finditer(text):
        start, end = match.span()
        group = match.lastgroup
        if group == "span":
            first, last = span_years(match.group())
            middle = start + 4
            found += [Date(start, middle, first), Date(_digits_from(text, middle), end, last)]
        elif group == "year":
            found.append(Date(start, end, int(match.group())))
        elif match["named"]:
            found.append(Date(start, end, int(match["of"]), month_number(match.group())))
        else:
            found.append(Date(start, end, *date_parts(group or "", match.group())))
    return found


def span_years(text: str) -> tuple[int, int]:
    """Both years of a span, the last completed from the first: "2012-16" → (2012, 2016)."""
    first, last = re.findall(r"\d+", text)
    return int(first), int(first[: 4 - len(last)] + last)


def _digits_from(text: str, place: int) -> int:
    while not text[place].isdigit():
        place += 1
    return place
