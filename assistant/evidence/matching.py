"""How much of a question's words a set of fields carries. Numbers between 0 and 1, no I/O."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from assistant.evidence.record import Word
from assistant.swedish.analysis import MODIFIER

# what a word is worth found in the unit, its caption or heading, the headings above,
# the neighbouring sentences
# (nearer when the unit points back to them), the document's title
OWN, HEAD, UPPER, NEAR, FILE = 1.0, 0.85, 0.65, 0.45, 0.4
POINTED = 0.85
# the last part of a compound is what it is a kind of ("samordningsförbund" is a "förbund")
_HEAD_PART = 0.5
_ROOT = 7
# a word that is only the first part of a compound ("mål" of "målgrupp")
_INSIDE = 0.6
# another word of the same root ("administration", "administrativ")
_RELATED = 0.4
Layer = tuple[frozenset[str], float]


def strength(word: Word, layers: Iterable[Layer]) -> float:
    """The best a word reaches over the layers: 1 for the word itself in the unit."""
    best = 0.0
    met = word.met
    for terms, worth in layers:
        if not terms:
            continue
        reached = met.get(terms)
        if reached is None:
            reached = met[terms] = _reached(word, terms)
        best = max(best, reached * worth)
    return best


def _reached(word: Word, terms: frozenset[str]) -> float:
    """What a word reaches in one set of terms."""
    whole = max((weight for term, weight in word.terms.items() if term in terms), default=0.0)
    if whole < 1.0:
        inside = (w for term, w in word.terms.items() if MODIFIER + term in terms)
        whole = max(whole, _INSIDE * max(inside, default=0.0))
    if word.parts:
        met = sum(part in terms or MODIFIER + part in terms for part in word.parts)
        # a synonym of one of the parts ("delta" for "deltagare") stands for that part
        met += 0 < met < len(word.parts) and whole > 0
        share = met / len(word.parts)
        partly = _HEAD_PART if word.parts[-1] in terms and len(word.parts) > 1 else 0.5 * share
        whole = max(whole, 0.85 * share if share == 1 else partly)
    if whole < _RELATED and not word.name:
        said = [term for term, weight in word.terms.items() if weight >= 1.0]
        if any(_akin(term, other) for term in said for other in _rooted(terms, term[:_ROOT])):
            whole = max(whole, _RELATED)
    return whole


def coverage(words: Sequence[Word], layers: Sequence[Layer]) -> float:
    """The share of the words' weight that the layers carry; 0 when there are no words."""
    total = sum(word.weight for word in words)
    if not total:
        return 0.0
    return sum(word.weight * strength(word, layers) for word in words) / total


def missing(words: Sequence[Word], layers: Sequence[Layer]) -> tuple[str, ...]:
    """The words that no layer carries, in the question's order."""
    return tuple(word.word for word in words if strength(word, layers) < 0.15)


def _rooted(terms: frozenset[str], root: str) -> Sequence[str]:
    """The terms that begin with `root`, if it is long enough to be one."""
    return _by_root(terms).get(root, ()) if len(root) == _ROOT else ()


@lru_cache(20_000)
def _by_root(terms: frozenset[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for term in terms:
        if len(term) >= _ROOT:
            found.setdefault(term[:_ROOT], []).append(term)
    return found


@lru_cache(200_000)
def _akin(one: str, other: str) -> bool:
    """Whether two terms share a root: eight letters or more, most of the shorter one."""
    shorter = min(len(one), len(other))
    if shorter < _ROOT or one[:_ROOT] != other[:_ROOT]:
        return False
    common = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), shorter)
    return common >= 0.75 * shorter and max(len(one), len(other)) - common <= 4
