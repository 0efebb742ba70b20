"""Proper names in a text: capitalised words and runs of them.

Holds where names stand, by their letters alone; knows no list of names. A name that a
statement carries must stand in its quote, so missing one is worse than one too many.
"""

import re
from dataclasses import dataclass

from assistant.swedish.stopwords import stopwords

_WORD = re.compile(r"[^\W\d_]+(?:[-'’:][^\W\d_]+)*")
_BETWEEN = re.compile(r"\s(?:(?:af|av|de|di|du|van|von)\s)?")
_SENTENCE_END = re.compile(r"[.!?:]['\"”»)]*\s+$|[•\n]\s*$|^\s*['\"”»(]*$")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written, from `start` to `end` (not included).

    `opening` is True where it begins a sentence: its first word may then be an ordinary one
    ("Ordförande Karen Ask").
    """

    text: str
    start: int
    end: int
    opening: bool = False


def names(text: str) -> list[Name]:
    """Runs of capitalised words, and words with capitals inside (SUS, ESF-rådet).

    The first word of a sentence counts only as part of a run ("Karen Ask"), when it is all
    capitals, or when it also stands capitalised inside a sentence of the same text; a function
    word that begins a sentence belongs to no name.
    """
    words = [match for match in _WORD.finditer(text) if match.group()[0].isupper()]
    opening = {match.start(): _opens(text, match.start()) for match in words}
    words = [m for m in words if not (opening[m.start()] and m.group().lower() in stopwords())]
    inside = {match.group() for match in words if not opening[match.start()]}
    found: list[Name] = []
    place = 0
    while place < len(words):
        first = last = place
        while last + 1 < len(words) and _BETWEEN.fullmatch(
            text, words[last].end(), words[last + 1].start()
        ):
            last += 1
        run = words[first : last + 1]
        word = run[0].group()
        if (
            len(run) > 1
            or not opening[run[0].start()]
            or word in inside
            or sum(letter.isupper() for letter in word) > 1
        ):
            start, end = run[0].start(), run[-1].end()
            found.append(Name(text[start:end], start, end, opening[start]))
        place = last + 1
    return found


def _opens(text: str, start: int) -> bool:
    return bool(_SENTENCE_END.search(text[max(0, start - 8) : start]))
