"""Questions that state a figure and want it confirmed: the figure, and the question without it.

"Stämmer det att Malmökraften kostar 12 miljoner 2026?" → "12 miljoner", and what it costs.
"""

from __future__ import annotations

import re

from assistant.swedish.numbers import numerals
from assistant.understanding.question import Asked

_CONFIRMS = re.compile(
    r"^\W*(?:visst |väl |bekräfta |kan du bekräfta )?(?:stämmer|bekräfta|är det (?:rätt|sant|riktigt)|visst|"
    r"is it (?:true|right|correct)|confirm)\b.{0,12}?\b(?:att|that)\b\s*",
    re.IGNORECASE,
)
_FIGURE = ("plain", "kr", "tkr", "mkr", "mdkr", "miljoner", "miljarder", "tusen", "procent")


def claim(question: str) -> tuple[str, str, Asked | None]:
    """(figure, question without it, kind of figure); ("", question, None) when none is stated."""
    match = _CONFIRMS.search(question)
    if not match:
        return "", question, None
    rest = question[match.end() :]
    found = [n for n in numerals(rest) if n.unit in _FIGURE and not re.fullmatch(r"\d\.\d", n.text)]
    if len(found) != 1:
        return "", question, None
    figure = found[0]
    bare = re.sub(r"\s+", " ", rest[: figure.start] + rest[figure.end :]).strip()
    kinds: dict[str, Asked] = {"procent": "share", "plain": "number", "tusen": "number"}
    return figure.text, bare[:1].upper() + bare[1:], kinds.get(figure.unit, "amount")
