"""What an index run has to do, worked out from what is there and what was.

Holds pure comparison: names and content fingerprints now, documents in the library before. It
opens no file and writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.corpus import group_by_content
from assistant.schema import DocumentInfo


@dataclass(frozen=True, slots=True)
class Reading:
    """A file to read. `outcome` is what the report will say when it went well."""

    file: str
    fingerprint: str
    outcome: Literal["added", "changed", "renamed"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done, in the order of the fields.

    `renames` are (document id, new file); `removed` are documents whose content is gone, but
    for those that a changed file replaces; `duplicates` map a file to the one it equals.
    """

    renames: tuple[tuple[str, str], ...]
    removed: tuple[DocumentInfo, ...]
    readings: tuple[Reading, ...]
    unchanged: tuple[DocumentInfo, ...]
    duplicates: Mapping[str, str]


def plan(
    fingerprints: Mapping[str, str],
    documents: Sequence[DocumentInfo],
    is_current: Callable[[DocumentInfo, str], bool],
    in_scope: Callable[[str], bool],
) -> Plan:
    """Compare the files' `fingerprints` (by name) with the library's `documents`.

    `is_current(document, file)` says whether the document was made as it would be made now
    under that name. Only what is `in_scope` is read, renamed or removed.
    """
    by_id = {info.id: info for info in documents}
    by_file = {info.file: info for info in documents}
    renames: list[tuple[str, str]] = []
    readings: list[Reading] = []
    unchanged: list[DocumentInfo] = []
    duplicates: dict[str, str] = {}
    present: set[str] = set()
    for fingerprint, names in group_by_content(fingerprints).items():
        known = by_id.get(fingerprint[:16])
        if known is not None:
            present.add(known.id)
        # the name that the library knows stays; a new copy beside it is the duplicate
        first = known.file if known is not None and known.file in names else names[0]
        duplicates.update({name: first for name in names if name != first})
        if known is None:
            replaced = by_file.get(first)
            readings.append(Reading(first, fingerprint, "changed" if replaced else "added"))
        elif known.file != first:
            renames.append((known.id, first))
            readings.append(Reading(first, fingerprint, "renamed"))
        elif is_current(known, first):
            unchanged.append(known)
        else:
            readings.append(Reading(first, fingerprint, "changed"))
    replaced_files = {reading.file for reading in readings if in_scope(reading.file)}
    removed = [
        info
        for info in documents
        if info.id not in present and info.file not in replaced_files and in_scope(info.file)
    ]
    return Plan(
        renames=tuple(item for item in renames if in_scope(item[1])),
        removed=tuple(removed),
        readings=tuple(
            sorted((item for item in readings if in_scope(item.file)), key=lambda item: item.file)
        ),
        unchanged=tuple(info for info in unchanged if in_scope(info.file)),
        duplicates={name: first for name, first in duplicates.items() if in_scope(name)},
    )
