"""Figures that can be followed over the years, each point with its source.

`measures` names what is followed, `tabled` and `told` read it from tables, charts and sentences,
`grouping` puts the readings together. A reading that is not certain is left out: a wrong point
is far worse than a missing one. Nothing here knows a document by name.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from assistant.keyfigures.grouping import figures
from assistant.keyfigures.measures import Reading, load
from assistant.keyfigures.scope import pattern_of
from assistant.keyfigures.tabled import charted, insats_names, tabled
from assistant.keyfigures.told import told
from assistant.schema import DocumentInfo, Filters, Unit
from assistant.service import KeyFigure

__all__ = ["OWN_FILE", "key_figures"]

OWN_FILE = "nyckeltal.toml"
"""An association's own measures, beside its documents."""


class UnitStore(Protocol):
    """The part of the library that key figures read."""

    def units(
        self, document_id: str, first: int | None = None, last: int | None = None
    ) -> list[Unit]: ...
    def documents(self, filters: Filters | None = None) -> list[DocumentInfo]: ...


def key_figures(
    library: UnitStore, filters: Filters | None = None, own: Path | None = None
) -> list[KeyFigure]:
    """The figures with points for at least two years, named measures first.

    `own` is the association's file of measures (`OWN_FILE`), which goes before the packaged
    one; None or a missing file means none. Raises `SettingsError` for a broken one.
    """
    measures = load(own)
    documents = library.documents(filters)
    units = {document.id: library.units(document.id) for document in documents}
    names = pattern_of({name for each in units.values() for name in insats_names(each)})
    readings: list[Reading] = []
    for document in documents:
        readings += charted(document, units[document.id], measures)
        readings += tabled(document, units[document.id], measures, names)
        readings += told(document, units[document.id], measures, names)
    return figures(readings, measures)
