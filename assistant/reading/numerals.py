"""What a table cell looks like: a value, a date, or words. It converts nothing."""

from __future__ import annotations

import re

_VALUE = re.compile(
    r"^[<>≈~±]?\s*\(?[-–−+]?\s*\d[\d .,:/]*\s*\)?\s*"
    r"(%|kr|tkr|mkr|mnkr|msek|sek|€|procent|st\.?|år|personer|deltagare|individer|"
    r"timmar|tim\.?|mån\.?|dagar|dgr|p|poäng)?\.?\s*\*?$",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"^[-–]?\s*((19|20)\d{2}([-/. ]?\d{2}){0,2}|\d{6})(\s*[-–/]\s*(((19|20)\d{2}|\d{2})"
    r"([-/. ]?\d{2}){0,2}|\d{6}))?$"
)
_LONGEST = 60
_NOTHING = re.compile(r"^[-–—.…*]*$")


def is_date(text: str) -> bool:
    """A year, a date or a period of them ("2022", "20220831", "2012–2022")."""
    return len(text) <= _LONGEST and bool(_DATE.match(text.strip()))


def is_value(text: str) -> bool:
    """A number with or without its unit ("18 899", "-42", "87 %", "5 000 000 kr")."""
    return len(text) <= _LONGEST and bool(_VALUE.match(text.strip()))


def is_nothing(text: str) -> bool:
    """An empty cell, or one that says so with a dash."""
    return bool(_NOTHING.match(text.strip()))
