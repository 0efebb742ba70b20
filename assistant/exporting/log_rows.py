"""The audit log as CSV that a spreadsheet opens as text, never as formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from assistant.exporting.spreadsheet import safe
from assistant.service import LogEntry

HEADINGS = ("När (UTC)", "Vem", "Vad", "Detaljer")


def write(entries: Iterable[LogEntry]) -> bytes:
    """UTF-8 with BOM and semicolons, one row an entry, in the order given."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for entry in entries:
        cells = (entry.when, entry.who, entry.what, entry.detail)
        writer.writerow([safe(cell) for cell in cells])
    return ("\ufeff" + target.getvalue()).encode()
