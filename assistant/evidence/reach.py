"""Whether words are about one's own association or about the whole country.

The same figure is often given for both, side by side; a question about the one must not be
answered with the other. Own places and names come from the settings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

Reach = Literal["local", "national", ""]

_NATIONAL = re.compile(
    r"\b(landet|riket|rikets|sverige|sveriges|nationell\w*|samordningsförbunden\w*|förbunden|förbundens|"
    r"(?:alla|andra|övriga|samtliga|flera|\d+) (?:de )?(?:samordnings)?förbund\w*|riksnivå\w*|rikstäckande|"
    r"country|national\w*|sweden|associations)\b",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"\b(vi|vår|vårt|våra|oss|our|we|förbundet|förbundets|kansliet|kansliets|styrelsen|styrelsens)\b",
    re.IGNORECASE,
)


class Reacher:
    """Tells reach, given the association's own place and names."""

    def __init__(self, own: Sequence[str]) -> None:
        names = "|".join(re.escape(name.casefold()) for name in own if name)
        # "Malmöbor" only names the place; "Malmökraften" is a thing of its own, but a local one
        suffix = "(?:s|bo|bor|bon|borna|bors|bornas)?"
        self._own = re.compile(rf"(?:{names}){suffix}", re.IGNORECASE) if names else None
        self._loose = re.compile(rf"\b(?:{names})\w*", re.IGNORECASE) if names else None

        # the same question, headings and issuers come with every unit
        self.of_question = lru_cache(1_000)(self._of_question)
        self.of_text = lru_cache(20_000)(self._of_text)

    def _of_question(self, text: str) -> Reach:
        """ "" when the question names neither, or both."""
        local = self._is_own(text) or bool(_OWN.search(text))
        national = bool(_NATIONAL.search(text))
        return "" if local == national else ("local" if local else "national")

    def _of_text(self, text: str) -> Reach:
        """ "" when the text names neither, or both."""
        local, national = self._is_own(text), bool(_NATIONAL.search(text))
        return "" if local == national else ("local" if local else "national")

    def factor(self, question: Reach, text: str, around: str, issuer: str) -> float:
        """What evidence is worth by its reach: 1 when it agrees, less when it does not.

        `around` are the headings; `issuer` decides weakly when the words name neither.
        """
        if not question:
            return 1.0
        for words, worth in ((text, 0.7), (around, 0.85), (issuer, 0.95)):
            reach = self.of_text(words)
            if reach:
                return 1.0 if reach == question else worth
            if words is issuer and issuer and question == "local":
                return worth
        return 1.0

    def names_own(self, word: str) -> bool:
        """True for a word that only names the association or its place ("Malmöbor")."""
        return bool(self._own and self._own.fullmatch(word))

    def _is_own(self, text: str) -> bool:
        return bool(self._loose and self._loose.search(text))
