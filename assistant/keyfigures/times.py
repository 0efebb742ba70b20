"""Which year a heading or sentence speaks of, for what part of it, and as plan or outcome."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.schema import DocumentInfo
from assistant.swedish.dates import dates
from assistant.swedish.tokens import MONTH_NAMES, MONTHS

_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_MONTH = r"(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)\w*\.?"
_PERIOD = re.compile(rf"\b({_MONTH})\s?(?:[-–—]|till(?: och med)?)\s?({_MONTH})(?!\w)", re.I)
_DAY = re.compile(rf"\b(\d{{1,2}})\s(?P<month>{MONTH_NAMES})\b", re.IGNORECASE)
_PARTS = re.compile(r"\b(delår\w*|tertial\w*|halvår\w*|kvartal\w*)", re.IGNORECASE)
_NATURES = (
    ("prognos", re.compile(r"prognos|beräkna[dt]", re.IGNORECASE)),
    ("mål", re.compile(r"\bmål\b|\bmålet\b|målsättning", re.IGNORECASE)),
    ("budget", re.compile(r"budget", re.IGNORECASE)),
)
_OTHER = re.compile(
    r"avvik|differens|skillnad|förändr|ökning|minskning|\bnot\b|index|andel av|ack\.|jämför",
    re.IGNORECASE,
)
_EARLIER = re.compile(r"föregående|förra|i fjol|tidigare", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class When:
    """The year spoken of; None when there is none or more than one.

    `part` says which part of the year ("jan–aug", "per 31 augusti"), "" for all or unknown.
    `several` is True when more than one year is named.
    """

    year: int | None
    part: str = ""
    several: bool = False


def when(text: str) -> When:
    """What a heading or sentence says of time."""
    plain = _COMPACT.sub(r"\1-\2-\3", text)
    found = [one for one in dates(plain) if one.year is not None]
    years = {one.year for one in found}
    return When(next(iter(years)) if len(years) == 1 else None, part_of(plain), len(years) > 1)


def part_of(text: str) -> str:
    """The part of a year that a text names."""
    plain = _COMPACT.sub(r"\1-\2-\3", text)
    period = _PERIOD.search(plain)
    if period:
        return f"{_short(period[1])}–{_short(period[2])}"
    for one in dates(plain):
        if one.month and one.day:
            return f"per {one.day} {MONTHS[one.month - 1]}"
    part = _PARTS.search(plain)
    return part[1].lower() if part else ""


def nature(*texts: str) -> str:
    """ "budget", "prognos", "mål", or else "utfall", by the first text that says."""
    for text in texts:
        for name, pattern in _NATURES:
            if pattern.search(text):
                return name
        if re.search(r"utfall|bokslut", text, re.IGNORECASE):
            return "utfall"
    return "utfall"


def is_derived(heading: str) -> bool:
    """True for a column of differences, notes or the like, which is no value of a year."""
    return bool(_OTHER.search(heading))


def is_earlier(heading: str) -> bool:
    """True for "föregående år", which is a year that the heading does not name."""
    return bool(_EARLIER.search(heading))


def without_years(text: str) -> str:
    """A heading or caption without its years, its parts of years and its number."""
    plain = re.sub(r"^(?:tabell|figur|diagram|bild)\s+\d+\s*[.:–-]?\s*", "", text, flags=re.I)
    plain = _COMPACT.sub(" ", plain)
    plain = _PERIOD.sub(" ", plain)
    for one in reversed(dates(plain)):
        plain = f"{plain[: one.start]} {plain[one.end :]}"
    plain = _DAY.sub(" ", plain)
    plain = re.sub(
        r"\b(?:per den|per|till och med den|t\.o\.m\.)\s*(?=$|[,.;:])", " ", plain.strip()
    )
    plain = re.sub(r"\(\s*\)|(?<=\s)[-–](?=\s|$)", " ", plain)
    return re.sub(r"\s+(?=[,;:.]|$)|(?<=\s)\s+", "", plain).strip(" ,.:;–-")


def year_of(document: DocumentInfo) -> int | None:
    """The one year that the document speaks of; None when unknown or several."""
    found = document.metadata.year
    if found is None or found.origin == "guessed":
        return None
    return int(found.value) if re.fullmatch(r"(?:19|20)\d\d", found.value) else None


def default_part(document: DocumentInfo) -> str:
    """What part of its year a document reports on when a figure in it does not say."""
    return "delår" if document.metadata.kind.value == "delårsrapport" else ""


def _short(month: str) -> str:
    return month.lower().rstrip(".")[:3]
