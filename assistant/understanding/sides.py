"""The sides of a comparison: each becomes a question of its own, so that both are found.

"FRAM, budgeten 2022 jämfört med 2026?" → "FRAM, budgeten 2022", "FRAM, budgeten 2026".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_BETWEEN = re.compile(
    r"\s*,?\s*\b(?:jämfört med|i jämförelse med|gentemot|kontra|mot|än|versus|vs\.?|compared (?:to|with)|than)\b\s*",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\b(?:jämför|compare|skillnaden mellan|vad är skillnaden mellan|difference between|mellan|between)\b",
    re.IGNORECASE,
)
_SAME = re.compile(
    r"\b(?:med |och |mot )?(?:samma|motsvarande) (?:datum|tid|tidpunkt|period|år|dag)\b",
    re.IGNORECASE,
)
_PLACES = re.compile(
    r"\b(?:i|hos|för|in) ([A-ZÅÄÖ][\w-]+)\b.*?\b(?:och|än|med|mot|and|than) (?:i |hos |för |in )?((?:hela )?(?:riket|landet|Sverige|nationellt|[A-ZÅÄÖ][\w-]+))\b"
)
_WOMEN = re.compile(r"\b(?:för |av |mellan |hos )?(?:kvinnor(?:na)?s?|women)\b", re.IGNORECASE)
_MEN = re.compile(r"\b(?:för |av |mellan |hos )?(?:män(?:nen)?s?|men)\b", re.IGNORECASE)
_NATION = re.compile(
    r"\b(?:i |hos )?(?:hela )?(?:landet|riket|sverige|nationellt|andra förbund\w*|övriga förbund\w*|de andra)\b",
    re.IGNORECASE,
)
_HERE = re.compile(r"\b(?:i |hos )(?!hela|landet|riket|sverige)[A-ZÅÄÖ][\w-]+\b|\bhos oss\b|\bvi\b")
_KINDS = re.compile(
    r"\bskillnad\w* (?:mellan|på) (.+?) och (.+)$|\bdifference between (.+?) and (.+)$",
    re.IGNORECASE,
)
_EMPTY = frozenset(
    [
        "det",
        "den",
        "var",
        "är",
        "blev",
        "hade",
        "året",
        "under",
        "samma",
        "enligt",
        "planen",
        "år",
        "för",
        "med",
    ]
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NAMED = re.compile(r"\b[A-ZÅÄÖ][\w.]+")


def sides(question: str, years: Sequence[int]) -> tuple[str, ...]:
    """One question a side, in the order asked; () when the sides cannot be told apart."""
    whole = _halves(question) if len(years) == 2 else None
    if whole:
        return whole
    if len(years) >= 2:
        return tuple(_only_year(question, year) for year in years[:4])
    if _WOMEN.search(question) and _MEN.search(question):
        women = _without(_MEN, question)
        return women, _without(_WOMEN, question)
    if (
        _NATION.search(question)
        and _HERE.search(question)
        and re.search(r"\b(och|mot|än|med)\b", question)
    ):
        return _without(_NATION, question), _without(_HERE, question)
    kinds = _KINDS.search(question)
    if kinds and not years:
        first, second = (part.strip(" ?.") for part in kinds.groups() if part)
        if len(first.split()) < len(second.split()):
            first = f"{first} {second.split()[-1]}"
        return f"Vad är {first}", f"Vad är {second}"
    places = _PLACES.search(question)
    if places:
        first, second = places.group(1), places.group(2)
        return question.replace(second, first), question.replace(first, second)
    halves = [half.strip(" ,?") for half in _BETWEEN.split(question, maxsplit=1)]
    if len(halves) == 2 and all(halves):
        head, tail = halves
        # a side that names something of its own is not about what the other names
        named = bool(_NAMED.search(tail))
        shared = [
            word
            for word in re.findall(r"[\w.]+", head)
            if word not in re.findall(r"[\w.]+", tail) and not (named and _NAMED.match(word))
        ]
        return head, f"{tail} {' '.join(shared)}"
    return ()


def _halves(question: str) -> tuple[str, str] | None:
    """Two halves that each name a year and a thing of their own; None when one borrows."""
    text = _SAME.sub("", _ASIDE.sub("", question)).strip()
    connector = _BETWEEN if _BETWEEN.search(text) else re.compile(r"\s+(?:med|och)\s+")
    pieces = [piece.strip(" ,?.") for piece in connector.split(text, maxsplit=1)]
    if len(pieces) != 2 or any(len(_YEAR.findall(piece)) != 1 for piece in pieces):
        return None
    nouns = [
        word for word in re.findall(r"[^\W\d_]{4,}", pieces[1]) if word.casefold() not in _EMPTY
    ]
    if not nouns:
        return None
    names = [] if _NAMED.search(pieces[1]) else _NAMED.findall(pieces[0])
    return pieces[0], f"{' '.join(names)} {pieces[1]}".strip()


def _without(pattern: re.Pattern[str], question: str) -> str:
    kept = _BETWEEN.sub(" ", _ASIDE.sub("", pattern.sub("", question)))
    kept = re.sub(r"\b(?:och|mot|än|med|i|hos)\s*(?=[?.!,]|$)", "", kept.strip())
    return re.sub(r"\s+", " ", re.sub(r"\b(och|mot) i\b\s*$", "", kept)).strip(" ,?")


def _only_year(question: str, year: int) -> str:
    kept = _YEAR.sub(lambda match: match.group() if int(match.group()) == year else "", question)
    kept = _ASIDE.sub("", kept)
    kept = _SAME.sub("", kept)
    kept = _BETWEEN.sub(" ", kept)
    text = re.sub(r"\s+", " ", kept).strip(" ,?")
    return text if str(year) in text else f"{text} {year}"
