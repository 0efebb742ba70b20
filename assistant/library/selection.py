"""The user's filters as SQL over the table `documents`.

Holds the meaning of `Filters`: binding, and a document without a known year is outside every
year. It runs nothing.
"""

from __future__ import annotations

import re

from assistant.schema import Filters, Metadata

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def years_of(metadata: Metadata) -> tuple[int, int] | None:
    """First and last year that the document speaks of, else was written; None if unknown."""
    for finding in (metadata.year, metadata.written):
        years = [int(year) for year in _YEAR.findall(finding.value)] if finding else []
        if years:
            return min(years), max(years)
    return None


def condition(filters: Filters) -> tuple[str, list[str | int]]:
    """A WHERE condition on `documents`, and its values."""
    parts: list[str] = []
    values: list[str | int] = []
    for column, chosen in (
        ("kind", filters.kinds),
        ("file", filters.files),
        ("audience", filters.audience),
    ):
        # nobody's audience is nothing, unlike the other two, where empty means all
        if chosen or column == "audience":
            parts.append(f"{column} IN ({','.join('?' * len(chosen))})")
            values.extend(chosen)
    if filters.years:
        parts.append(
            "(" + " OR ".join("? BETWEEN first_year AND last_year" for _ in filters.years) + ")"
        )
        values.extend(filters.years)
    return " AND ".join(parts), values
