"""Units of amounts and shares, as they follow a number or stand in a heading.

Holds how units are written and what they multiply by. Reads no numbers.
"""

import re
from decimal import Decimal
from typing import Literal

from assistant.swedish.tokens import BLANK

Unit = Literal[
    "kr",
    "tkr",
    "mkr",
    "mdkr",
    "tusen",
    "miljoner",
    "miljarder",
    "procent",
    "promille",
    "procentenheter",
    "andel",
    "year",
    "date",
    "reference",
    "plain",
]

SCALE: dict[str, Decimal] = {
    "tkr": Decimal(10) ** 3,
    "tusen": Decimal(10) ** 3,
    "mkr": Decimal(10) ** 6,
    "miljoner": Decimal(10) ** 6,
    "mdkr": Decimal(10) ** 9,
    "miljarder": Decimal(10) ** 9,
    "procent": Decimal(1) / 100,
    "promille": Decimal(1) / 1000,
}
_MONEY = frozenset({"kr", "tkr", "mkr", "mdkr"})
_SCALED = frozenset({"tusen", "miljoner", "miljarder"})
_SHARE = frozenset({"procent", "promille", "andel"})

_KRONOR = rf"(?:{BLANK}?(?:kronor|kr\b|SEK\b))"
_UNIT_PATTERNS: tuple[tuple[Unit, str], ...] = (
    ("procentenheter", r"procentenhet(?:er(?:na)?|en)?\b|percentage{b}points?\b|p\.?e\.\b"),
    ("procent", r"%|procent\b|per{b}?cent\b|pct\b"),
    ("promille", r"‰|promille\b"),
    ("mdkr", rf"(?:mdkr|mdr{_KRONOR}|miljard(?:er)?{_KRONOR})\b"),
    ("mkr", rf"(?:mkr|mnkr|msek|milj\.?{_KRONOR}|miljon(?:er)?{_KRONOR}|mn?{_KRONOR})\b"),
    ("tkr", rf"(?:tkr|tsek|ksek|tusen{_KRONOR})\b"),
    ("kr", r"(?:kronor|krona|kr|sek)\b|:-"),
    ("miljarder", r"(?:miljard(?:er)?|billion)\b"),
    ("miljoner", r"(?:miljon(?:er)?|million|milj)\b"),
    ("tusen", r"(?:tusen|thousand)\b"),
)
_UNIT = re.compile(
    rf"{BLANK}?(?:"
    + "|".join(f"(?P<{u}>{p.replace('{b}', BLANK)})" for u, p in _UNIT_PATTERNS)
    + ")",
    re.IGNORECASE,
)
_NOT_IN_WORD = r"(?<![^\W\d_])"
_IN_HEADING = re.compile(
    "|".join(
        f"(?P<{unit}>{'' if pattern[0] in '%‰' else _NOT_IN_WORD}(?:{pattern}))".replace(
            "{b}", BLANK
        )
        for unit, pattern in _UNIT_PATTERNS
    ),
    re.IGNORECASE,
)


def unit_at(text: str, place: int) -> tuple[Unit | None, int]:
    """The unit that begins at `place`, a blank before it allowed, and where it ends."""
    match = _UNIT.match(text, place)
    return (_unit_of(match), match.end()) if match else (None, place)


def units(heading: str) -> frozenset[Unit]:
    """The units that a heading or caption names ("Belopp tkr", "Andel (%)")."""
    return frozenset(_unit_of(match) for match in _IN_HEADING.finditer(heading))


def akin(one: Unit, other: Unit) -> bool:
    """Whether equal values with these units are the same quantity (kr and Mkr, % and andel)."""
    kinds = {one, other}
    # "12,5 miljoner" of money is often written without "kronor"
    return one == other or any(
        kinds <= family for family in (_SHARE, _MONEY | _SCALED, _SCALED | {"plain"})
    )


def _unit_of(match: re.Match[str]) -> Unit:
    return next(unit for unit, _ in _UNIT_PATTERNS if match[unit])
