"""The terms of a unit, by where they stand: in itself, its headings, its neighbours, its document.

Analysed once a unit and kept in memory; the library is asked only for units it holds.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock

from assistant.schema import DocumentInfo, Unit

Analyse = Callable[[str], list[str]]
_KEEP = 20_000


@dataclass(frozen=True, slots=True)
class Fields:
    """Sets of index terms. `own` the unit's words, `head` its caption, lead and last heading,
    `upper` the headings above that, `before` and `after` its neighbours in the same block,
    `file` the document's title, kind and issuer. `earlier` is the text before it in its block."""

    own: frozenset[str]
    head: frozenset[str]
    upper: frozenset[str]
    before: frozenset[str]
    after: frozenset[str]
    earlier: str
    file: frozenset[str]


class FieldReader:
    """Turns units into fields, with a memory of the latest ones."""

    def __init__(self, analyse: Analyse) -> None:
        self._analyse = analyse
        self._terms: OrderedDict[str, frozenset[str]] = OrderedDict()
        self._lock = Lock()

    def terms(self, text: str) -> frozenset[str]:
        """The index terms of a text, remembered."""
        if not text:
            return frozenset()
        # without the lock, which ten questions at once would queue for thousands of times
        found = self._terms.get(text)
        if found is not None:
            return found
        found = frozenset(self._analyse(text))
        with self._lock:
            self._terms[text] = found
            if len(self._terms) > _KEEP:
                self._terms.popitem(last=False)
        return found

    def fields(self, unit: Unit, around: Sequence[Unit], document: DocumentInfo) -> Fields:
        """`around` are the units just before and after, of any block."""
        same = [
            other for other in around if other.block == unit.block and other.kind != "table_row"
        ]
        earlier = " ".join(other.plain for other in same if other.ordinal < unit.ordinal)
        later = " ".join(other.plain for other in same if other.ordinal > unit.ordinal)
        metadata = document.metadata
        file = " ".join(
            [
                metadata.title.value,
                metadata.kind.value,
                metadata.issuer.value if metadata.issuer else "",
            ]
        )
        head = " ".join([unit.caption, unit.lead, *unit.section[-1:]])
        return Fields(
            own=self.terms(unit.plain),
            head=self.terms(head.strip()),
            upper=self.terms(" ".join(unit.section[:-1])),
            before=self.terms(earlier),
            after=self.terms(later),
            earlier=earlier,
            file=self.terms(file),
        )
