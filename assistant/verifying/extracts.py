"""Proof of a statement that is put together from its sources' own words.

The statement has to fall apart into runs that stand word for word in one piece of a source:
whole headings, whole values under their own headings, and prose cut only where a clause
begins or ends. Whatever is changed in such a statement breaks a run. It never looks at what
the words mean.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from assistant.verifying.grounds import Ground, Value
from assistant.verifying.lexicon import FRAMES

_TOKEN = re.compile(r"\w+|[%§‰]|[−+]|(?<!\w)-(?=\d)|(?<=\d)[.,:/-](?=\d)")
_CUT_BEFORE = re.compile(r"(?:men|medan|vilket|vilka|dock|samt)\b", re.IGNORECASE)
_ENDED = re.compile(r"[.!?;]\s|[.!?;]$|[•*\n]")
_LONG_CELL = 4
_CUT_AFTER = 4


@dataclass(frozen=True, slots=True)
class _Text:
    """A text as tokens, lower case, and what stands between them (one more than tokens)."""

    tokens: tuple[str, ...]
    between: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A text of a source, what it is, and for a value the headings it needs."""

    text: _Text
    kind: str
    labels: tuple[tuple[str, ...], ...] = ()
    row: tuple[str, ...] = ()


@cache
def _read(text: str) -> _Text:
    matches = list(_TOKEN.finditer(text))
    ends = [0, *(match.end() for match in matches)]
    starts = [*(match.start() for match in matches), len(text)]
    between = tuple(text[end:start] for end, start in zip(ends, starts, strict=True))
    after = tuple(text[match.end() :].lstrip()[:12] for match in matches)
    return _Text(tuple(match.group().casefold() for match in matches), between, after)


def extracted(text: str, grounds: Sequence[Ground], *, cuts: bool = True) -> bool:
    """Whether the whole statement is made of such runs.

    Headings alone prove nothing. `cuts` tells that the program itself has cut the prose at its
    clauses and marked that; what somebody else wrote has to hold whole sentences.
    """
    said = _read(text)
    if not said.tokens:
        return False
    pieces = _pieces(grounds)
    headings = {label for piece in pieces if piece.kind == "value" for label in piece.labels}
    failed: set[tuple[int, frozenset[tuple[str, ...]], frozenset[tuple[str, ...]]]] = set()

    def covers(
        place: int,
        above: frozenset[tuple[str, ...]],
        earlier: frozenset[tuple[str, ...]],
        proved: bool,
    ) -> bool:
        """`above` are the headings said since the last value, `earlier` all runs so far."""
        if place == len(said.tokens):
            return proved
        if (place, above, earlier) in failed:
            return False
        for length, piece in _runs(said, place, pieces, cuts):
            run = said.tokens[place : place + length]
            after = place + length
            if piece.kind == "value":
                if run == piece.text.tokens and not _under(piece, above, earlier, headings):
                    continue
                found = any(
                    covers(after, rest, earlier | {run}, True)
                    for rest in _held(said, after, piece, above)
                )
            elif piece.kind == "prose":
                found = covers(after, frozenset(), earlier | {run}, True)
            else:
                found = covers(after, above | {run}, earlier | {run}, proved)
            if found:
                return True
        failed.add((place, above, earlier))
        return False

    return covers(0, frozenset(), frozenset(), False)


def _under(
    piece: _Piece,
    above: frozenset[tuple[str, ...]],
    earlier: frozenset[tuple[str, ...]],
    headings: set[tuple[str, ...]],
) -> bool:
    """Whether a value is shown under its own headings, and under no other's."""
    own = set(piece.labels)
    if (above & headings) - own:
        return False
    years = {label for label in own if _is_year(label)}
    if years and any(_is_year(label) and label not in own for label in above):
        return False
    if len(piece.text.tokens) >= _LONG_CELL or not own:
        return True
    if piece.row and piece.row not in earlier:
        return False
    return piece.labels[-1] in above


def _is_year(label: tuple[str, ...]) -> bool:
    return len(label) == 1 and bool(re.fullmatch(r"(?:19|20)\d\d", label[0]))


def _held(
    said: _Text, place: int, value: _Piece, above: frozenset[tuple[str, ...]]
) -> list[frozenset[tuple[str, ...]]]:
    """Which headings may hold after a value: none, or the same ones.

    The same ones do in "Malmö – 2020: 447 (53 %)", and in a list of the names of rows:
    "Insats: Bryggan; Ateljén".
    """
    between = said.between[place].strip() if place < len(said.tokens) else "."
    if between in ("", "(", "/"):
        return [above]
    none: frozenset[tuple[str, ...]] = frozenset()
    return [none, above] if between == ";" and not value.row else [none]


def _pieces(grounds: Sequence[Ground]) -> list[_Piece]:
    pieces: list[_Piece] = []
    for one in grounds:
        pieces += [_Piece(_read(text), "prose") for text in one.prose]
        pieces += [_value(value) for value in one.values]
        pieces += [_Piece(_read(text), "label") for text in one.labels]
        pieces += [_Piece(_read(text), "scope") for text in one.scope]
    return pieces + [_Piece(_read(text), "frame") for text in FRAMES]


def _value(value: Value) -> _Piece:
    labels = tuple(_read(label).tokens for label in value.labels)
    return _Piece(
        _read(value.text),
        "value",
        tuple(label for label in labels if label),
        _read(value.row).tokens,
    )


def _runs(
    said: _Text, place: int, pieces: Sequence[_Piece], cuts: bool
) -> list[tuple[int, _Piece]]:
    """The runs that may begin at `place`, the longest first."""
    found: list[tuple[int, _Piece]] = []
    for piece in pieces:
        tokens = piece.text.tokens
        for start, token in enumerate(tokens):
            if token != said.tokens[place]:
                continue
            length = 0
            while (
                start + length < len(tokens)
                and place + length < len(said.tokens)
                and tokens[start + length] == said.tokens[place + length]
            ):
                length += 1
            for size in range(length, 0, -1):
                if _may_stand(said, place, piece, start, size, cuts):
                    found.append((size, piece))
    return sorted(found, key=lambda run: -run[0])


def _may_stand(said: _Text, place: int, piece: _Piece, start: int, size: int, cuts: bool) -> bool:
    text, end = piece.text, start + size
    if not _parted(said.between[place], place == 0):
        return False
    if not _parted(said.between[place + size], place + size == len(said.tokens)):
        return False
    if piece.kind in ("label", "scope", "frame"):
        return start == 0 and end == len(text.tokens)
    if not cuts:
        begins = start == 0 or bool(_ENDED.search(text.between[start]))
        return begins and (end == len(text.tokens) or bool(_ENDED.search(text.between[end])))
    begins = start == 0 or _parted(text.between[start]) or _joins(text, start - 1)
    ends = end == len(text.tokens) or _parted(text.between[end]) or _joins(text, end - 1)
    begins = begins or "…" in said.between[place]
    ends = ends or (size >= _CUT_AFTER and "…" in said.between[place + size])
    return begins and ends


def _parted(between: str, edge: bool = False) -> bool:
    return edge or any(sign in between for sign in '.,;:!?–—…()”"•|/')


def _joins(text: _Text, token: int) -> bool:
    """Whether a clause begins after the token by its first word ("… men pengarna …")."""
    return bool(_CUT_BEFORE.match(text.after[token]))
