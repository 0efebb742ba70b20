"""Personal identity numbers in a document: found, reported, and held back if so set.

Holds where they stand, never the numbers themselves. Whether a row of digits is such a number
(date and check digit, coordination numbers too) is for the library `personnummer` to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.errors import ReadingError
from assistant.schema import Document, Unit

_CANDIDATE = re.compile(
    r"(?<![\d.,/-])((?:19|20)?\d\d[01]\d[0-9]\d)(?: ?([-+–]) ?| )?(\d{4})(?![\d/]|[.,-]\d)"
)


def has_personal_number(text: str) -> bool:
    """Whether a valid personal identity number or coordination number stands in `text`."""
    return any(_is_number(match) for match in _CANDIDATE.finditer(text))


def masked(text: str) -> str:
    """`text` with "[personnummer]" in place of every number that `has_personal_number` finds."""
    return _CANDIDATE.sub(lambda m: "[personnummer]" if _is_number(m) else m[0], text)


def _is_number(match: re.Match[str]) -> bool:
    from personnummer.personnummer import valid

    date, sign, last = match.groups()
    return bool(valid(f"{date}{'+' if sign == '+' else '-'}{last}"))


def checked(document: Document, measure: str) -> Document:
    """The document with a notice of the personal identity numbers in it, if there are any.

    `measure` is the setting `privacy.personal_numbers`: "internal" also marks the document as
    "intern". Raises `ReadingError` where it is "refuse".
    """
    places = list(dict.fromkeys(_places(document)))
    if not places:
        return document
    notice = f"Innehåller personnummer {_joined(places)}."
    if measure == "refuse":
        raise ReadingError(
            f"{notice} Filen hålls därför utanför indexet.",
            "Maskera dem, eller ändra privacy.personal_numbers i finsam.toml.",
        )
    metadata = document.metadata
    if measure == "internal":
        metadata = replace(metadata, audience="intern")
        notice = f"{notice} Dokumentet visas därför bara för personal."
    return replace(document, metadata=metadata, notices=(*document.notices, notice))


def _places(document: Document) -> Iterator[str]:
    for unit in document.units:
        if has_personal_number(unit.text):
            yield _place(unit)
    for page in document.pages:
        if any(has_personal_number(line) for line in page.furniture):
            yield f"s. {page.number}"


def _place(unit: Unit) -> str:
    if unit.page is not None:
        return f"s. {unit.page}"
    if unit.time:
        return unit.time
    return f"avsnittet ”{unit.section[-1]}”" if unit.section else "texten"


def _joined(places: list[str]) -> str:
    """Places as they are read in a sentence: "på s. 3, 5 och i texten"."""
    pages = [place[3:] for place in places if place.startswith("s. ")]
    times = [place for place in places if place[0].isdigit()]
    others = [place for place in places if not place.startswith("s. ") and place not in times]
    parts = []
    if pages:
        parts.append(f"på s. {', '.join(pages)}")
    if times:
        parts.append(f"vid {', '.join(times)}")
    if others:
        parts.append(f"i {', '.join(others)}")
    return " och ".join(parts)
