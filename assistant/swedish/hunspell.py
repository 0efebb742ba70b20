"""The Swedish word list as a hunspell dictionary: base forms and what may stand in compounds.

Holds what the list says about single words. Splits nothing and spells nothing.

The list is "Den stora svenska ordlistan" (DSSO, Göran Andersson, LGPL-3, about 150,000 base
forms). It is not copied into this package: it is read at run time from the data of the PyPI
package spylls (MPL-2.0) or, where that is missing, from Debian's hunspell-sv.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

_SYSTEM = Path("/usr/share/hunspell")
_BEGIN_OR_MIDDLE = frozenset("XU")
_END = "Y"
_ONLY_IN_COMPOUND = "Z"
# rude words are in the list for spelling only, and forms that need an affix are no words
_LEFT_OUT = frozenset("!¤%")
# rules that make another word, not another form of it ("ekonom" → "ekonomisk", "Malmöbo")
_DERIVED = {"T": "isk", "e": "bo", "d": "sbo"}


class Dictionary:
    """Base forms by the list's own suffix rules, and its marks for parts of compounds.

    `fingerprint` is the first 12 hex digits of the SHA-256 of the list: an index built with
    another list has other terms.
    """

    def __init__(self, words: Path, rules: Path) -> None:
        self._raw = words.read_bytes()
        self._rules = rules
        self.fingerprint = hashlib.sha256(self._raw).hexdigest()[:12]
        self._read: _Tables | None = None
        self._lock = Lock()
        self.lemmas = lru_cache(100_000)(self._lemmas)

    @property
    def _tables(self) -> "_Tables":
        """Made when the first word is looked up: a run that finds nothing new asks for none."""
        if self._read is None:
            with self._lock:
                if self._read is None:
                    self._read = _Tables(self._raw, self._rules)
                    self._raw = b""
        return self._read

    def __contains__(self, word: str) -> bool:
        """Whether the lower-case word stands in the list as a base form."""
        return word in self._tables

    def left(self, element: str) -> str | None:
        """The base form behind a first or middle part ("reglerings" → "reglering"), or None."""
        return self._tables.left.get(element)

    def right(self, element: str) -> str | None:
        """The base form of a last part in any of its forms ("förbundets" → "förbund"), or None."""
        for base in self.lemmas(element):
            if _END in self._tables.flags.get(base, ""):
                return base
        return None

    def _lemmas(self, word: str) -> tuple[str, ...]:
        """Base forms of a lower-case word, likeliest first; empty for an unknown word.

        A genitive of any known form counts as that form.
        """
        found = {base for base, flags in self._readings(word) if _ONLY_IN_COMPOUND not in flags}
        if not found and word.endswith("s"):
            found = {
                base for base, flags in self._readings(word[:-1]) if _ONLY_IN_COMPOUND not in flags
            }
        return tuple(sorted(found, key=lambda base: (base != word, len(base), base)))

    def _readings(self, word: str) -> Iterator[tuple[str, str]]:
        tables = self._tables
        flags = tables.flags.get(word)
        if flags is not None:
            yield word, flags
        for size in range(min(tables.longest, len(word) - 1) + 1):
            kept, added = word[: len(word) - size], word[len(word) - size :]
            for suffix in tables.suffixes.get(added, ()):
                base = kept + suffix.stripped
                flags = tables.flags.get(base)
                if flags is not None and suffix.flag in flags and suffix.fits(base):
                    yield base + suffix.derived, flags


class _Tables:
    """The list, read: `flags` by word, `suffixes` by what they add, `left` parts' base forms."""

    def __init__(self, raw: bytes, rules: Path) -> None:
        self.flags: dict[str, str] = {}
        for line in raw.decode("utf-8").splitlines()[1:]:
            word, _, flags = line.partition("/")
            flags = flags.split("\t", 1)[0].split(" ", 1)[0]
            word = word.lower()
            if word.isalpha() and _LEFT_OUT.isdisjoint(flags):
                self.flags[word] = self.flags.get(word, "") + flags
        self.suffixes: dict[str, list[_Suffix]] = defaultdict(list)
        compounding: dict[str, list[_Suffix]] = defaultdict(list)
        for suffix in _suffixes(rules):
            if _BEGIN_OR_MIDDLE.isdisjoint(suffix.continuation):
                self.suffixes[suffix.added].append(suffix)
            else:
                compounding[suffix.flag].append(suffix)
        self.longest = max(map(len, self.suffixes))
        self.left = dict(self._left_elements(compounding))

    def __contains__(self, word: str) -> bool:
        flags = self.flags.get(word)
        return flags is not None and _ONLY_IN_COMPOUND not in flags

    def _left_elements(self, compounding: dict[str, list["_Suffix"]]) -> Iterator[tuple[str, str]]:
        direct: dict[str, str] = {}
        # a few thousand sets of flags stand behind all the words
        rules: dict[str, tuple[bool, list[_Suffix]]] = {}
        for word, flags in self.flags.items():
            known = rules.get(flags)
            if known is None:
                known = rules[flags] = (
                    not _BEGIN_OR_MIDDLE.isdisjoint(flags),
                    [suffix for flag in flags for suffix in compounding.get(flag, ())],
                )
            begins, suffixes = known
            if begins:
                direct[word] = self._fuller(word, flags)
            for suffix in suffixes:
                if suffix.fits(word):
                    yield word.removesuffix(suffix.stripped) + suffix.added, word
        yield from direct.items()

    def _fuller(self, element: str, flags: str) -> str:
        """A part that is no word of its own leads to the word it comes from (hälso → hälsa)."""
        if _ONLY_IN_COMPOUND in flags:
            for cut, ending in ((1, "a"), (1, ""), (1, "e"), (0, "a"), (0, "e")):
                word = element[: len(element) - cut] + ending
                if word != element and word in self:
                    return word
        return element


class _Suffix:
    """A rule of the .aff file: cut `stripped` from the base form, add `added`.

    `derived` is the ending that makes the base form of another word, else "".
    """

    __slots__ = ("added", "continuation", "derived", "fits", "flag", "stripped")

    def __init__(
        self, flag: str, stripped: str, added: str, continuation: str, condition: str
    ) -> None:
        self.flag, self.stripped, self.added = flag, stripped, added
        self.continuation = continuation
        ending = _DERIVED.get(flag, "")
        self.derived = ending if ending and added.startswith(ending) else ""
        pattern = "" if condition == "." else condition
        self.fits = re.compile(f"(?:{pattern})$").search


def _suffixes(rules: Path) -> Iterator[_Suffix]:
    for line in rules.read_text("utf-8").splitlines():
        fields = line.split()
        if len(fields) < 5 or fields[0] != "SFX":
            continue
        _, flag, stripped, form, condition = fields[:5]
        added, _, continuation = form.partition("/")
        yield _Suffix(
            flag,
            "" if stripped == "0" else stripped,
            "" if added == "0" else added,
            continuation,
            condition,
        )


def _folders() -> Iterator[Path]:
    # the pinned package first, so that two machines make the same index
    spec = find_spec("spylls")
    if spec and spec.submodule_search_locations:
        yield Path(spec.submodule_search_locations[0]) / "hunspell" / "data" / "sv"
    yield _SYSTEM


@cache
def load(folder: Path | None = None) -> Dictionary | None:
    """The list in `folder`, else in spylls, else the system's; None where there is none.

    Loaded once a process; the first word looked up takes about a third of a second.
    """
    for place in [folder] if folder else _folders():
        words, rules = place / "sv_SE.dic", place / "sv_SE.aff"
        if words.is_file() and rules.is_file():
            return Dictionary(words, rules)
    return None
