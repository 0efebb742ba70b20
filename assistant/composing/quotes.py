"""The default composer: answers put together from quotes, without a language model.

It chooses which evidence to show and how; the words are the documents' own
(`assistant.composing.wording`). It never verifies: `assistant.citations` does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from assistant.composing import wording
from assistant.composing.comparing import compare
from assistant.composing.confirming import confirm
from assistant.composing.draft import Draft, Line
from assistant.composing.series import along
from assistant.evidence import Evidence
from assistant.evidence.features import FIGURES
from assistant.evidence.fitting import announces, causes, lists
from assistant.evidence.sufficing import suffices
from assistant.schema import Unit
from assistant.understanding import Question

_TELLING = ("reason", "general", "definition", "list")
_LEAD_WORDS = 60
_MOST_MORE = 2
# evidence well below the best (by its share of the worth) is about something else
_NEAR_TOP = 0.3
# another figure nearly as good as the best is shown beside it: the reader has to choose
_RIVAL = 0.6
_MOST_ROWS = 9
_TABLE_WORDS = 75
_PLURAL = re.compile(r"^\W*(?:och )?(?:vilka|which|nämn|lista|what are)\b", re.IGNORECASE)


class UnitStore(Protocol):
    """The part of the library that composing reads."""

    def units(
        self, document: str, first: int | None = None, last: int | None = None
    ) -> list[Unit]: ...


class QuoteComposer:
    """Composes drafts from evidence."""

    name = "quotes"

    def __init__(self, store: UnitStore) -> None:
        self._store = store

    def compose(self, question: Question, evidence: Sequence[Evidence]) -> Draft | None:
        """The draft, or None when no evidence is enough."""
        over_time = along(question, evidence)
        if over_time is not None:
            return over_time
        if question.sides:
            draft = compare(question, evidence)
            if draft is not None:
                return draft
        enough = [one for one in evidence if not one.side and suffices(one)]
        if not enough:
            return None
        enough = [one for one in enough if one.score >= _NEAR_TOP * enough[0].score]
        best = self._fullest(enough) if question.asked == "list" else enough[0]
        if question.count and question.asked == "list":
            listed = self._items(best)
            if len(listed) < question.count and not _enumerates(best.unit.plain, question.count):
                return None
        lines = self._lines(question, best, enough)
        return Draft(tuple(confirm(question, best, lines)))

    def _lines(self, question: Question, best: Evidence, enough: Sequence[Evidence]) -> list[Line]:
        items = self._items(best)
        if best.unit.kind == "list_item" and not question.count:
            # one item that says it is a better answer than the whole list
            items = items if _several(best, enough) else []
        if question.asked in FIGURES:
            items = []
        if items and (question.asked in _TELLING or best.unit.plain.rstrip().endswith(":")):
            return [self._listing(best, best.unit, items)]
        rows = self._rows(question, best)
        if rows:
            return rows
        if question.asked == "reason" and announces(best.unit.plain):
            told = self._after(best, 3)
            if told:
                first = Line(self._text(question, best), (best,))
                return [first, *[Line(wording.sentence(one.unit), (one,)) for one in told]]
        ahead = self._list_ahead(question, best) if question.asked in _TELLING else None
        if ahead:
            lead, items = ahead
            listing = self._listing(best, lead, items)
            first = Line(self._text(question, best), (best,))
            return [listing] if wording.words_in(first.text) > 22 else [first, listing]
        if best.unit.plain.rstrip().endswith(":"):
            after = self._store.units(
                best.document.id, best.unit.ordinal + 1, best.unit.ordinal + 2
            )
            quoted = [one for one in after if one.kind == "sentence"][:2]
            if quoted:
                first = Line(self._text(question, best), (best,))
                more = [Line(wording.sentence(one), (self._beside(best, one),)) for one in quoted]
                return [first, *more]
        lines = [Line(self._text(question, best), (best,))]
        if question.asked in FIGURES and not question.compares:
            return lines + self._rival(question, best, enough)
        lines += self._more(question, best, enough, wording.words_in(lines[0].text))
        pages = {(one.document.id, one.unit.page) for line in lines for one in line.evidence}
        if len(pages) == 1:
            # read in the order the page has them
            lines.sort(key=lambda line: line.evidence[0].unit.ordinal)
        return lines

    def _rival(self, question: Question, best: Evidence, enough: Sequence[Evidence]) -> list[Line]:
        """Another figure that the question may mean as well; [] where the best is alone."""
        for one in enough[1:3]:
            if one.score < _RIVAL * best.score or one.unit.kind == "caption":
                break
            text = self._text(question, one)
            if not _same(one, best, []) and wording.words_in(text) <= wording.WORDS:
                return [Line(text, (one,))]
        return []

    def _fullest(self, enough: Sequence[Evidence]) -> Evidence:
        """The best evidence that really lists something, when it is nearly as good as the best."""
        best = enough[0]
        for one in enough[:5]:
            if one.score < 0.85 * best.score:
                break
            if self._items(one) or one.unit.cells or lists(one.unit.plain, ()) > 2:
                return one
        return best

    def _rows(self, question: Question, best: Evidence) -> list[Line]:
        """The rows of a small table, one line each, when several things are asked for."""
        if best.unit.kind != "table_row" or not _PLURAL.search(question.own) or question.compares:
            return []
        ordinal = best.unit.ordinal
        window = self._store.units(best.document.id, max(0, ordinal - 15), ordinal + 15)
        table = [
            unit
            for unit in window
            if unit.block == best.unit.block
            and unit.kind == "table_row"
            and unit.section == best.unit.section
            and any(cell.headings for cell in unit.cells)
        ]
        column = best.cell.column if best.cell else None
        keys = [unit.cells[0].text for unit in table if unit.cells]
        if not 2 <= len(table) <= _MOST_ROWS or column == 0 or max(map(len, keys), default=99) > 60:
            return []
        lines = []
        for unit in table:
            cell = next((one for one in unit.cells if one.column == column and one.text), None)
            if column is not None and cell is None:
                continue
            one = replace(self._beside(best, unit), cell=cell)
            text = wording.cell(one) if cell else wording.row(unit)
            lines.append(Line(text, (one,)))
        return lines if sum(wording.words_in(line.text) for line in lines) <= _TABLE_WORDS else []

    def _after(self, best: Evidence, most: int) -> list[Evidence]:
        """The sentences that follow in the same section."""
        ordinal = best.unit.ordinal
        found: list[Evidence] = []
        for unit in self._store.units(best.document.id, ordinal + 1, ordinal + most):
            if unit.section != best.unit.section or unit.kind not in ("sentence", "list_item"):
                break
            found.append(self._beside(best, unit))
        return found

    def _listing(self, best: Evidence, lead: Unit, items: Sequence[Unit]) -> Line:
        words = lead.lead or (lead.plain if lead.kind != "list_item" else "")
        shown = [best] if lead.ordinal == best.unit.ordinal else [self._beside(best, lead)]
        shown += [self._beside(best, one) for one in items if one.ordinal != best.unit.ordinal]
        return Line(wording.items(words, items), tuple(shown))

    def _list_ahead(self, question: Question, best: Evidence) -> tuple[Unit, list[Unit]] | None:
        """A list that the next sentences of the section lead in; None if there is none."""
        unit = best.unit
        if unit.kind != "sentence":
            return None
        ahead = self._store.units(best.document.id, unit.ordinal + 1, unit.ordinal + 3)
        for one in ahead:
            if one.section != unit.section or one.kind not in ("sentence", "list_item"):
                return None
            if one.plain.rstrip().endswith((":", ";")):
                if question.asked == "reason" and not causes(one.plain):
                    return None
                items = self._items(self._beside(best, one))
                return (one, items) if items else None
        return None

    def _text(self, question: Question, one: Evidence) -> str:
        if one.cell is not None or one.point is not None:
            text = wording.cell(one)
        elif one.unit.kind == "table_row":
            text = wording.row(one.unit)
        elif one.unit.kind == "chart_series":
            text = wording.series(one.unit)
        else:
            text = one.excerpt or wording.sentence(one.unit, _wanted(question))
        scope = _scope(question, one, text)
        return f"{scope}: {text}" if scope else text

    def _more(
        self, question: Question, best: Evidence, enough: Sequence[Evidence], used: int
    ) -> list[Line]:
        """What tells more: the sentence that goes on from the best, and the next best evidence."""
        after = self._after(best, 1) if question.asked in _TELLING else []
        lines: list[Line] = []
        for one in [*[n for n in after if n.unit.block == best.unit.block], *enough[1:4]]:
            if len(lines) == _MOST_MORE:
                break
            if one.unit.kind in ("chart_series", "caption") or _same(one, best, lines):
                continue
            items = self._items(one) if one.unit.plain.rstrip().endswith((":", ";")) else []
            line = (
                self._listing(one, one.unit, items)
                if items
                else Line(self._text(question, one), (one,))
            )
            words = wording.words_in(line.text)
            if used + words <= _LEAD_WORDS:
                used += words
                lines.append(line)
        return lines

    def _items(self, best: Evidence) -> list[Unit]:
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
        return (
            found if unit.plain.rstrip().endswith((":", ";")) or (found and found[0].lead) else []
        )

    @staticmethod
    def _beside(best: Evidence, unit: Unit) -> Evidence:
        return Evidence(unit, best.document, best.score, best.coverage, best.own, best.rank)


def _several(best: Evidence, enough: Sequence[Evidence]) -> bool:
    """True when items beside the best one answer as well."""
    alike = [
        one
        for one in enough
        if one.unit.kind == "list_item"
        and one.document.id == best.document.id
        and one.unit.block == best.unit.block
        and one.score >= 0.85 * best.score
    ]
    return len(alike) > 1


def _wanted(question: Question) -> list[str]:
    words = [word.strip('?.,!()”"') for word in question.standalone.split()]
    return [word for word in words if len(word) > 3]


def _scope(question: Question, one: Evidence, text: str) -> str:
    """The heading that says what the words are about, when they do not say it themselves."""
    unit = one.unit
    heads = [*unit.section[-1:]]
    if unit.kind == "table_row" and unit.caption:
        heads = [unit.caption]
    if not heads or question.asked in ("reason", "general"):
        return ""
    head = re.sub(r"^[\d.]+\s+", "", heads[-1].strip())
    named = [word for word in head.split() if word[0].isupper() or word[0].isdigit()]
    first = head.split()[0] if head.split() else ""
    asked = {word.casefold()[:5] for word in _wanted(question)}
    low = text.casefold()
    # a heading that names a project or a place, not one that only begins with a capital
    carried = [
        word
        for word in named
        if word.casefold()[:5] in asked
        and word.casefold() not in low
        and (word != first or word.isupper() or len(head.split()) <= 3)
    ]
    return head if carried and wording.words_in(head) <= 6 and head.casefold() not in low else ""


def _same(one: Evidence, best: Evidence, lines: Sequence[Line]) -> bool:
    """True when its words mostly stand in what is already shown."""
    shown = [best, *[evidence for line in lines for evidence in line.evidence]]
    words = set(one.unit.plain.casefold().split())
    return any(
        len(words & set(other.unit.plain.casefold().split())) > 0.6 * len(words) for other in shown
    )


def _enumerates(text: str, count: int) -> bool:
    return len(re.split(r",\s|;\s|\soch\s|\ssamt\s", text)) >= count
