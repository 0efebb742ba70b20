"""Proof of a statement in somebody else's words: every claim in one sentence of its sources.

Each sentence of the statement has to follow one sentence (or cell) of a source: its words that
claim anything are one stretch of that sentence, from where a clause begins, or stand in the
headings above it; figures keep their unit, their noun and the word before them; what decides
(negations, quantifiers, modality, direction) is neither added nor left out. Function words,
forms of words, the place of the year and of the figure are free. It knows no synonyms and
draws no conclusions: what it cannot follow does not pass.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache

from assistant.swedish.numbers import Unit, same, units
from assistant.verifying import lexicon
from assistant.verifying.grounds import Ground, sentences
from assistant.verifying.tokens import Token, akin, tokens_of, words_of

_CONDITIONS = frozenset(("om", "ifall", "if", "förutsatt", "såvida"))
_DECISIVE = ("negation", "quantifier", "modality", "direction")
_LONGEST = 80
_LONG_CELL = 6


def unproved(text: str, grounds: Sequence[Ground]) -> list[tuple[str, str]]:
    """What does not follow from the grounds, as (kind, what); [] when all does.

    Kinds: "numeral", "name", "negation", "quantifier", "modality", "direction", "word", and
    "binding" when all of it stands there but says another thing together.
    """
    found: list[tuple[str, str]] = []
    for sentence in sentences(text):
        said = tokens_of(sentence)
        if not said:
            continue
        if any(_follows(said, one) for one in grounds):
            continue
        found += _missing(said, grounds) or [("binding", sentence)]
    return found


@dataclass(frozen=True, slots=True)
class _Source:
    """A sentence, or a cell with its headings.

    A cell is one claim whatever the order of its words, and has to be named by each of its
    `labels`; of a sentence the order counts.
    """

    tokens: tuple[Token, ...]
    labels: tuple[tuple[str, ...], ...] = ()
    cell: bool = False


def _follows(said: Sequence[Token], one: Ground) -> bool:
    scope = _scope(one)
    named = units(" ".join(one.labels))
    return any(
        _fits(variant, source, scope, named)
        for source in _sources(one)
        for variant in (_variants(said, source) if not source.cell else (said,))
    )


@cache
def _sources(one: Ground) -> tuple[_Source, ...]:
    found: list[_Source] = []
    for value in one.values:
        if len(value.text.split()) > _LONG_CELL:
            found += [_Source(tuple(tokens_of(part))) for part in sentences(value.text)]
            continue
        labels = tuple(tuple(token.text for token in tokens_of(label)) for label in value.labels)
        tokens = [replace(t, clause=0) for t in tokens_of(": ".join([*value.labels, value.text]))]
        found.append(_Source(tuple(tokens), tuple(label for label in labels if label), True))
    if not one.values:
        for text in one.prose:
            found += [_Source(tuple(tokens_of(sentence))) for sentence in sentences(text)]
    return tuple(found)


def _variants(said: Sequence[Token], source: _Source) -> list[Sequence[Token]]:
    """The sentence, and with each noun put after its figure ("antalet deltagare var 5")."""
    moved = list(said)
    for place, token in enumerate(said):
        if token.figure is None or token.noun or place == 0:
            continue
        ahead = said[place - 1]
        nouns = [one.noun for one in source.tokens if one.figure and _meets(token, one, ())]
        if any(noun and akin(noun, ahead.text) for noun in nouns):
            moved[place - 1], moved[place] = token, ahead
    return [said] if moved == list(said) else [said, moved]


def _fits(
    said: Sequence[Token], source: _Source, scope: Collection[str], named: Collection[Unit]
) -> bool:
    tokens = source.tokens
    if not tokens or len(tokens) > _LONGEST:
        return False
    for kind in ("negation", "condition"):
        if any(_is(t, kind) for t in tokens) != any(_is(t, kind) for t in said):
            return False
    if not all(_named(label, said) for label in source.labels):
        return False
    if source.cell:
        return _fits_cell(said, source, scope, named)
    for order in _orders(tokens):
        places = _places(said, tokens, order, scope, named)
        if places is not None and _whole(said, tokens, order, places):
            return True
    return False


def _fits_cell(
    said: Sequence[Token], source: _Source, scope: Collection[str], named: Collection[Unit]
) -> bool:
    used: set[int] = set()
    for token in said:
        place = next(
            (
                n
                for n, one in enumerate(source.tokens)
                if n not in used and _meets(token, one, named)
            ),
            None,
        )
        if place is not None:
            used.add(place)
        elif not _in_scope(token, scope):
            return False
    left = [t for n, t in enumerate(source.tokens) if n not in used]
    figures = [t.figure for t in source.tokens if t.figure is not None]
    shown = [t.figure for t in said if t.figure is not None]
    several = len(figures) - len([f for f in figures if f.unit in ("year", "date")]) > 1
    return (
        bool(used)
        and not any(t.kind in _DECISIVE for t in left)
        and not (several and any(t.figure for t in left))
        and bool(shown or not figures)
    )


def _orders(tokens: Sequence[Token]) -> list[list[int]]:
    """The orders in which a source may be told: as it is, and with a figure's group moved.

    "5 personer deltog" may become "deltog 5 personer" and the other way round; any other
    turning could make the one who did it the one it was done to.
    """
    size = len(tokens)
    orders = [list(range(size))]
    if any(token.clause != tokens[0].clause for token in tokens):
        return orders
    head = 2 if tokens[0].figure and tokens[0].noun else 1 if tokens[0].figure else 0
    if 0 < head < size:
        orders.append([*range(head, size), *range(head)])
    for tail in (1, 2):
        if size > tail and tokens[-tail].figure and bool(tokens[-tail].noun) == (tail == 2):
            orders.append([*range(size - tail, size), *range(size - tail)])
    return orders


def _places(
    said: Sequence[Token],
    tokens: Sequence[Token],
    order: Sequence[int],
    scope: Collection[str],
    named: Collection[Unit],
) -> list[int | None] | None:
    """The place of each token in the source; None as a place is a heading's.

    None when a token is in neither. A lone year or date may stand anywhere.
    """
    times = [n for n, token in enumerate(tokens) if _is(token, "time")]
    places: list[int | None] = []
    at = 0
    for token in said:
        if len(times) == 1 and _is(token, "time") and _meets(token, tokens[times[0]], named):
            places.append(times[0])
            continue
        ahead = next(
            (n for n in range(at, len(order)) if _meets(token, tokens[order[n]], named)), None
        )
        if ahead is not None:
            places.append(order[ahead])
            at = ahead + 1
        elif _in_scope(token, scope):
            places.append(None)
        else:
            return None
    return places


def _whole(
    said: Sequence[Token],
    tokens: Sequence[Token],
    order: Sequence[int],
    places: Sequence[int | None],
) -> bool:
    """Whether the words used are one stretch from where a clause begins, with all that decides.

    Words may be left out only after the stretch, years anywhere, and of several clauses none.
    """
    used = {place for place in places if place is not None}
    firm = [n for n in order if n in used and not _is(tokens[n], "time")]
    if not firm:
        return False
    clauses = {tokens[n].clause for n in firm}
    run = [n for n in order if min(clauses) <= tokens[n].clause <= max(clauses)]
    must = [n for n in run if not _is(tokens[n], "time")]
    reach = must if len(clauses) > 1 else must[: must.index(firm[-1]) + 1]
    if any(n not in used for n in reach):
        return False
    left = [tokens[n] for n in run if n not in used]
    if any(token.kind in _DECISIVE for token in left):
        return False
    borrowed = [token for token, place in zip(said, places, strict=True) if place is None]
    standing = {t.clause for t, place in zip(said, places, strict=True) if place is not None}
    # headings may lend a topic at the front, never a clause of its own
    if any(t.clause not in standing and t.clause > min(standing) for t in borrowed):
        return False
    # another's name or year must not stand in for the one that is left out
    unused = [token for n, token in enumerate(tokens) if n not in used]
    if borrowed and any(token.kind == "name" for token in unused):
        return False
    if any(t.figure for t in borrowed) and any(_is(t, "time") for t in tokens):
        return False
    pairs = zip(said, places, strict=True)
    return all(_bound(token, tokens[place], said) for token, place in pairs if place is not None)


def _is(token: Token, what: str) -> bool:
    if what == "time":
        return token.figure is not None and token.figure.unit in ("year", "date")
    if what == "condition":
        return token.text in _CONDITIONS
    return token.kind == what


def _bound(token: Token, source: Token, said: Sequence[Token]) -> bool:
    """Whether a figure counts the same thing, and is meant in the same way."""
    if token.figure is None or source.figure is None:
        return True
    if token.figure.unit in ("year", "date"):
        ways = lexicon.BEFORE_YEAR
    else:
        ways = lexicon.BEFORE_FIGURE
        if source.noun and not any(akin(source.noun, other.text) for other in said):
            return False
        if token.noun and source.noun and not akin(token.noun, source.noun):
            return False
    one, other = token.before, source.before
    return (one if one in ways else "") == (other if other in ways else "")


def _named(label: tuple[str, ...], said: Sequence[Token]) -> bool:
    """Whether a heading is spoken of: by one of its words, or by a unit alone."""
    if all(units(word) for word in label):
        return True
    return any(akin(word, token.text) for word in label for token in said)


def _meets(token: Token, source: Token, named: Collection[Unit]) -> bool:
    if token.figure is not None or source.figure is not None:
        return (
            token.figure is not None
            and source.figure is not None
            and token.figure.rough == source.figure.rough
            and same(token.figure, source.figure, units=named)
        )
    if token.kind in _DECISIVE or source.kind in _DECISIVE:
        same_kind = token.kind == source.kind == "direction"
        return token.text == source.text or (same_kind and akin(token.text, source.text))
    if "name" in (token.kind, source.kind):
        return token.text.rstrip("s") == source.text.rstrip("s")
    return akin(token.text, source.text)


@cache
def _scope(one: Ground) -> frozenset[str]:
    """Words and years that the headings and the source's name lend to each statement.

    Of a heading that lists ("Kvinnor och män") nothing is lent: one of its words alone would
    say more than the heading does.
    """
    lent: set[str] = set()
    for text in (*one.labels, *one.scope):
        tokens = tokens_of(text)
        if any(word in lexicon.JOINING for word in words_of(text)):
            continue
        lent |= {t.text for t in tokens if t.figure is None or t.figure.unit == "year"}
    return frozenset(lent)


def _in_scope(token: Token, scope: Collection[str]) -> bool:
    if token.figure is not None:
        return token.figure.unit == "year" and token.text in scope
    return token.kind in ("content", "name") and any(akin(token.text, word) for word in scope)


def _missing(said: Sequence[Token], grounds: Sequence[Ground]) -> list[tuple[str, str]]:
    """The tokens that stand in no ground at all."""
    sources = [token for one in grounds for source in _sources(one) for token in source.tokens]
    scope = {word for one in grounds for word in _scope(one)}
    named = units(" ".join(label for one in grounds for label in one.labels))
    found = []
    for token in said:
        if any(_meets(token, one, named) for one in sources) or _in_scope(token, scope):
            continue
        kind = "numeral" if token.figure else token.kind
        found.append(("word" if kind == "content" else kind, token.text))
    negated = any(t.kind == "negation" for t in sources)
    if not found and negated and not any(t.kind == "negation" for t in said):
        found.append(("negation", "inte"))
    return found
