"""Numbers written in letters: fyra, tjugofem, ett trettiotal, tre fjärdedelar, hälften.

Holds the reading of single Swedish words and short phrases. "en" and "ett" count as one only
where something to count by follows, since they are articles everywhere else.
"""

import re
from decimal import Decimal
from functools import lru_cache

_ONES = {
    "en": 1,
    "ett": 1,
    "två": 2,
    "tre": 3,
    "fyra": 4,
    "fem": 5,
    "sex": 6,
    "sju": 7,
    "åtta": 8,
    "nio": 9,
}
_TEENS = {
    "noll": 0,
    "tio": 10,
    "elva": 11,
    "tolv": 12,
    "tretton": 13,
    "fjorton": 14,
    "femton": 15,
    "sexton": 16,
    "sjutton": 17,
    "arton": 18,
    "nitton": 19,
}
_TENS = {
    "tjugo": 20,
    "trettio": 30,
    "fyrtio": 40,
    "femtio": 50,
    "sextio": 60,
    "sjuttio": 70,
    "åttio": 80,
    "nittio": 90,
}
_FRACTIONS = {
    "halv": 2,
    "tredjedel": 3,
    "fjärdedel": 4,
    "femtedel": 5,
    "sjättedel": 6,
    "åttondel": 8,
    "tiondel": 10,
}


def _either(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_NUMBER = re.compile(
    rf"(?:(?P<thousands>{_either(_ONES | _TEENS | _TENS)})?(?P<thousand>tusen))?"
    rf"(?:(?P<hundreds>{_either(_ONES)})?(?P<hundred>hundra))?"
    rf"(?:(?P<teen>{_either(_TEENS)})|(?P<ten>{_either(_TENS)})?(?P<one>{_either(_ONES)})?)"
)
_FRACTION = re.compile(rf"(?P<kind>{_either(_FRACTIONS)})(?:ar|arna|en|s)?")


@lru_cache(10_000)
def count(word: str) -> int | None:
    """The whole number a lower-case word spells ("tjugofem" → 25), or None."""
    match = _NUMBER.fullmatch(word)
    if not match or not word:
        return None
    total = 0
    if match["thousand"]:
        total += 1000 * (_ONES | _TEENS | _TENS).get(match["thousands"] or "ett", 1)
    if match["hundred"]:
        total += 100 * _ONES[match["hundreds"] or "ett"]
    total += _TEENS.get(match["teen"] or "", 0)
    return total + _TENS.get(match["ten"] or "", 0) + _ONES.get(match["one"] or "", 0)


def about(word: str) -> int | None:
    """The round number of a word in -tal ("trettiotal" → 30, "hundratal" → 100), or None."""
    for ending in ("tal", "talet"):
        if word.endswith(ending):
            number = count(word.removesuffix(ending))
            return number if number and number % 10 == 0 else None
    return None


def fraction(word: str) -> Decimal | None:
    """One such part of the whole ("fjärdedelar" → 0.25, "hälften" → 0.5), or None."""
    if word in ("hälften", "hälft", "halva", "halvan"):
        return Decimal("0.5")
    match = _FRACTION.fullmatch(word)
    if match and match["kind"] != "halv":
        return 1 / Decimal(_FRACTIONS[match["kind"]])
    return None
