"""What a unit lists: the items of a list, labelled lines in a row, the rows of a table.

Finds the units that belong together and words them as one line or a few. It never decides
whether a question is answered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from assistant.composing import wording
from assistant.composing.draft import Line
from assistant.evidence import Evidence
from assistant.evidence.sentences import causes
from assistant.schema import Unit
from assistant.understanding import Question

_MOST_ROWS = 9
_MOST_KEYS = 14
_TABLE_WORDS = 75
_LONG_KEY = 60
# how far below a sentence its table may begin
_TABLE_REACH = 12
_NAMED = 0.5
_LABEL = re.compile(r"^[A-ZÅÄÖ][\w åäö/-]{2,28}:\s+\S")
TOTAL = re.compile(
    r"^\W*(?:total\w*|summa|sammanlagt|samtliga|alla|genomsnitt\w*|medel\w*|riket)\b", re.IGNORECASE
)
PLURAL = re.compile(r"^\W*(?:och )?(?:vilka|which|nämn|lista|what are)\b", re.IGNORECASE)


class UnitStore(Protocol):
    """The part of the library that composing reads."""

    def units(
        self, document: str, first: int | None = None, last: int | None = None
    ) -> list[Unit]: ...


def beside(best: Evidence, unit: Unit) -> Evidence:
    """Another unit of the same document as evidence, as good as `best`."""
    return Evidence(unit, best.document, best.score, best.coverage, best.own, best.rank)


class Lists:
    """Finds lists in one library."""

    def __init__(self, store: UnitStore) -> None:
        self._store = store

    def items(self, best: Evidence) -> list[Unit]:
        """The items of the list that the evidence leads in or belongs to; [] if it is none."""
        unit = best.unit
        if unit.kind not in ("list_item", "sentence"):
            return []
        window = self._store.units(best.document.id, max(0, unit.ordinal - 25), unit.ordinal + 30)
        if unit.kind == "list_item":
            return [
                one
                for one in window
                if one.kind == "list_item" and one.lead == unit.lead and one.block == unit.block
            ]
        after = [one for one in window if one.ordinal > unit.ordinal]
        found: list[Unit] = []
        for one in after:
            if one.kind != "list_item" or (found and one.block != found[0].block):
                break
            if one.lead and one.lead.strip() not in unit.text:
                break
            found.append(one)
        leads = unit.plain.rstrip().endswith((":", ";")) or (found and found[0].lead)
        return found if leads else []

    def labelled(self, best: Evidence) -> list[Unit]:
        """The lines "Ordförande: …", "Ledamot: …" that stand in a row with the evidence."""
        unit = best.unit
        if not _LABEL.match(unit.plain) or unit.cells:
            return []
        window = self._store.units(best.document.id, max(0, unit.ordinal - 12), unit.ordinal + 12)
        alike = {
            one.ordinal: one
            for one in window
            if one.section == unit.section and not one.cells and _LABEL.match(one.plain)
        }
        first = last = unit.ordinal
        while first - 1 in alike:
            first -= 1
        while last + 1 in alike:
            last += 1
        found = [alike[ordinal] for ordinal in range(first, last + 1)]
        words = sum(wording.words_in(one.plain) for one in found)
        return found if len(found) > 2 and words <= _TABLE_WORDS else []

    def line(self, best: Evidence, lead: Unit, items: Sequence[Unit]) -> Line:
        """The items after the words that lead them in."""
        words = lead.lead or (lead.plain if lead not in items else "")
        shown = [best] if lead.ordinal == best.unit.ordinal else [beside(best, lead)]
        shown += [beside(best, one) for one in items if one.ordinal != best.unit.ordinal]
        return Line(wording.items(words, items), tuple(shown))

    def ahead(self, question: Question, best: Evidence) -> tuple[Unit, list[Unit]] | None:
        """A list that the next sentences of the section lead in; None if there is none."""
        unit = best.unit
        if unit.kind != "sentence":
            return None
        for one in self._store.units(best.document.id, unit.ordinal + 1, unit.ordinal + 3):
            if one.section != unit.section or one.kind not in ("sentence", "list_item"):
                return None
            if one.plain.rstrip().endswith((":", ";")):
                if question.asked == "reason" and not causes(one.plain):
                    return None
                items = self.items(beside(best, one))
                asked = all(item.plain.rstrip().endswith("?") for item in items)
                # questions to think about explain nothing
                return None if asked else (one, items)
        return None

    def rows(self, question: Question, best: Evidence) -> list[Line]:
        """The rows of a small table, one line each, when several things are asked for."""
        if best.unit.kind != "table_row" or not PLURAL.search(question.own) or question.compares:
            return []
        table = self.table(best)
        column = best.cell.column if best.cell else None
        keys = [unit.cells[0].text for unit in table if unit.cells]
        if len(table) < 2 or max(map(len, keys), default=99) > _LONG_KEY:
            return []
        if not column and best.features.get("table_named", 0.0) >= _NAMED:
            return self._keys(best, table)
        if len(table) > _MOST_ROWS or column == 0:
            return []
        lines = []
        for unit in table:
            cell = next((one for one in unit.cells if one.column == column and one.text), None)
            if column is not None and cell is None:
                continue
            one = replace(beside(best, unit), cell=cell)
            lines.append(Line(wording.cell(one) if cell else wording.row(unit), (one,)))
        return lines if sum(wording.words_in(line.text) for line in lines) <= _TABLE_WORDS else []

    def table_below(self, best: Evidence, wanted: Sequence[str]) -> list[Line]:
        """What the table that the sentence's section goes on with lists in its first column.

        Only where the table's heading holds one of the `wanted` words; [] otherwise.
        """
        unit = best.unit
        if unit.kind != "sentence":
            return []
        after = self._store.units(best.document.id, unit.ordinal + 1, unit.ordinal + _TABLE_REACH)
        row = next((one for one in after if one.kind == "table_row"), None)
        if row is None or row.section != unit.section:
            return []
        table = self.table(beside(best, row))
        first = next((name for one in table for name in one.cells[0].headings), "")
        named = f"{first} {row.caption}".casefold()
        if not any(word.casefold()[:5] in named for word in wanted):
            return []
        return self._keys(best, table)

    def table(self, best: Evidence) -> list[Unit]:
        """The rows of the table that the evidence belongs to, heading rows left out."""
        ordinal = best.unit.ordinal
        window = self._store.units(best.document.id, max(0, ordinal - 15), ordinal + 15)
        return [
            unit
            for unit in window
            if unit.block == best.unit.block
            and unit.kind == "table_row"
            and unit.section == best.unit.section
            and any(cell.headings for cell in unit.cells)
        ]

    @staticmethod
    def _keys(best: Evidence, table: Sequence[Unit]) -> list[Line]:
        """The first cells of the rows in one line; [] where they are too many or none."""
        rows = [
            unit for unit in table if unit.cells[0].text and not TOTAL.match(unit.cells[0].text)
        ]
        keys = [unit.unmarked(unit.cells[0].text).strip(" :") for unit in rows]
        if not 2 <= len(keys) <= _MOST_KEYS:
            return []
        heading = next((name for unit in rows for name in unit.cells[0].headings), "")
        head = heading or best.unit.caption
        text = "; ".join(keys)
        shown = tuple(replace(beside(best, unit), cell=unit.cells[0]) for unit in rows)
        return [Line(f"{head}: {text}" if head else text, shown)]
