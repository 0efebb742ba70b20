"""A title from a file's name: words apart, and Swedish letters back where the text has them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

_TOKEN = re.compile(r"[^\W_]+(?:\.\d+)*")
_NOISE = {
    "final",
    "slutlig",
    "slutversion",
    "slutgiltig",
    "kopia",
    "copy",
    "skannad",
    "scannad",
    "scan",
    "webb",
    "web",
    "utkast",
    "draft",
    "signerad",
    "tillgänglig",
}
_VERSION = re.compile(r"^(v|ver|version|rev)\.?\d+(\.\d+)*$", re.IGNORECASE)
_YEAR = re.compile(r"^(19|20)\d{2}$")


@lru_cache(20_000)
def fold(word: str) -> str:
    """`word` in lower case, without diacritics: what is left of it in most file names."""
    spread = unicodedata.normalize("NFD", word.lower())
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def title_from_name(name: str, texts: Sequence[str]) -> str:
    """A title from `name` (no folder, no extension); `texts` are the document's own words.

    "finsam-i-malmo-10-ar-2017" becomes "FINSAM i Malmö 10 år 2017" where the text writes
    the words so. "" when the name holds no letters.
    """
    tokens = [t for t in _TOKEN.findall(unicodedata.normalize("NFC", name)) if not _is_noise(t)]
    if not any(letter.isalpha() for token in tokens for letter in token):
        return ""
    words, pairs, joined = _vocabulary(texts, {fold(token) for token in tokens})
    out: list[str] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        key = fold(token)
        following = fold(tokens[index + 1]) if index + 1 < len(tokens) else ""
        hyphened = joined.get((key, following))
        if hyphened:
            out.append(hyphened)
            index += 2
            continue
        previous = fold(tokens[index - 1]) if index else ""
        out.append(_as_written(token, pairs.get((previous, key)), words.get(key)))
        index += 1
    title = re.sub(r"\b((?:19|20)\d{2}) ((?:19|20)\d{2})\b", r"\1–\2", " ".join(out))
    return title[:1].upper() + title[1:]


def _is_noise(token: str) -> bool:
    return token.lower() in _NOISE or bool(_VERSION.match(token))


def _as_written(token: str, beside: Counter[str] | None, alone: Counter[str] | None) -> str:
    """The form that the text uses most, best after the same word as in the name."""
    if not token.isascii() or not token.isalpha():
        return token
    counts = beside or alone
    if not counts:
        return token
    form = max(counts.items(), key=lambda item: (item[1], item[0]))[0]
    if form[0].isupper() and form[1:].islower() and token.islower():
        # A capital that only opens sentences is not the word's own.
        lower = form.lower()
        return lower if alone is not None and alone[lower] > 0 else form
    return form


_Words = dict[str, Counter[str]]
_Pairs = dict[tuple[str, str], Counter[str]]


def _vocabulary(
    texts: Sequence[str], wanted: set[str]
) -> tuple[_Words, _Pairs, dict[tuple[str, str], str]]:
    """How the text writes the wanted words: alone, after another one, and hyphened."""
    words: _Words = {}
    pairs: _Pairs = {}
    joined: dict[tuple[str, str], str] = {}
    for text in texts:
        before = ""
        for match in re.finditer(r"[^\W_]+(?:-[^\W_]+)*", text):
            whole = match.group()
            for part in whole.split("-"):
                key = fold(part)
                if key in wanted:
                    words.setdefault(key, Counter())[part] += 1
                    if before in wanted:
                        pairs.setdefault((before, key), Counter())[part] += 1
                before = key
            first, hyphen, second = whole.partition("-")
            if hyphen and fold(first) in wanted and fold(second) in wanted and first.isalpha():
                joined.setdefault((fold(first), fold(second)), whole)
    return words, pairs, joined
