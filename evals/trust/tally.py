"""Counts of what was tried and how it ended, and the report made of them.

Judges nothing itself: whoever tries something says whether it went well.
"""

from __future__ import annotations

from dataclasses import dataclass, field

_SHOWN = 8


@dataclass(slots=True)
class Row:
    """One kind of thing tried. `words` are what tried and well are called here."""

    name: str
    tried: int = 0
    well: int = 0
    note: str = ""


@dataclass(slots=True)
class Tally:
    """One bullet of the report. `tried` and `well` are its column headings, in Swedish."""

    title: str
    tried: str
    well: str
    rows: dict[str, Row] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def count(self, name: str, fault: str = "") -> None:
        """One more of `name`; `fault` says what went wrong, "" that nothing did."""
        row = self.rows.setdefault(name, Row(name))
        row.tried += 1
        if fault:
            self.failures.append(f"{name}: {fault}")
        else:
            row.well += 1

    def note(self, name: str, note: str) -> None:
        """A few words beside the row `name`."""
        self.rows.setdefault(name, Row(name)).note = note

    def remark(self, text: str) -> None:
        """A line below the table."""
        self.remarks.append(text)

    @property
    def faultless(self) -> bool:
        """Whether something was tried and nothing went wrong."""
        return bool(self.rows) and not self.failures

    def lines(self) -> list[str]:
        """The report as Markdown."""
        rows = list(self.rows.values())
        rows.append(Row("summa", sum(r.tried for r in rows), sum(r.well for r in rows)))
        shown = [f"| {r.name} | {r.tried} | {r.well} | {r.note} |" for r in rows]
        lines = [
            f"## {self.title}",
            "",
            f"| | {self.tried} | {self.well} | |",
            "| --- | ---: | ---: | --- |",
            *shown,
            "",
        ]
        lines += [f"- {text}" for text in self.remarks]
        lines += [f"- **FEL** {text}" for text in self.failures[:_SHOWN]]
        if len(self.failures) > _SHOWN:
            lines.append(f"- **FEL** … och {len(self.failures) - _SHOWN} till")
        return [*lines, ""] if lines[-1] else lines
