"""The default composer: answers put together from quotes, without a language model.

It chooses which evidence to show and how; the words are the documents' own
(`assistant.composing.wording`). It never verifies: `assistant.citations` does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.composing import wording
from assistant.composing.comparing import compare
from assistant.composing.confirming import confirm
from assistant.composing.disagreeing import disagree, notice
from assistant.composing.draft import Draft, Line
from assistant.composing.extremes import asks_edge, extreme
from assistant.composing.listing import PLURAL, Lists, UnitStore, beside
from assistant.composing.series import along
from assistant.evidence import Evidence
from assistant.evidence.features import FIGURES
from assistant.evidence.fitting import counted
from assistant.evidence.sentences import announces, lists
from assistant.evidence.sufficing import SURE, UNSURE, suffices
from assistant.understanding import Question

_TELLING = ("reason", "general", "definition", "list")
_LEAD_WORDS = 60
_MOST_MORE = 2
# evidence well below the best (by its share of the worth) is about something else
_NEAR_TOP = 0.3
# how far from a sentence its footnotes are looked for
_NOTE_REACH = 60
# another figure nearly as good as the best is shown beside it: the reader has to choose
_RIVAL = 0.6
# evidence so near the best is as good as it
_ALIKE = 0.85
# what goes on from something else ("En annan målgrupp är …") comes after what it may go on from
_OPENS = 0.5
# a sentence that shares so many of its words with what is shown says the same
_REPEATS = 0.7
# so many letters make two forms of a noun the same
_STEM = 5

_FIRST = re.compile(r"^\W*(?:den|det) (?:första|ena)\b|^\W*(?:för det )?första\b", re.IGNORECASE)
_NEXT = re.compile(
    r"^\W*(?:den|det) (?:andra|tredje|fjärde|femte)\b|^\W*för det (?:andra|tredje)\b", re.IGNORECASE
)
# how far on the second of several is looked for
_REACH = 8
_QUESTIONS = re.compile(r"\w*fråg\w*|\bfundera\w*|\bquestion\w*", re.IGNORECASE)
_GOES_ON = re.compile(
    r"^\W*(?:en annan|ett annat|andra|även|också|dessutom|därutöver|därtill|vidare|ytterligare)\b",
    re.IGNORECASE,
)


class QuoteComposer:
    """Composes drafts from evidence."""

    name = "quotes"

    def __init__(self, store: UnitStore) -> None:
        self._store = store
        self._lists = Lists(store)

    def compose(self, question: Question, evidence: Sequence[Evidence]) -> Draft | None:
        """The draft, or None when no evidence is enough."""
        over_time = along(question, evidence)
        if over_time is not None:
            return over_time
        edge = extreme(question, evidence, self._lists)
        if edge is not None:
            return edge
        if question.sides:
            draft = compare(question, evidence)
            if draft is not None:
                return draft
        enough = [
            one for one in evidence if not one.side and suffices(one) and not _asks(one, question)
        ]
        if asks_edge(question):
            # that a row has a figure does not make it the highest
            enough = [one for one in enough if one.cell is None and one.point is None]
        if question.asked == "definition":
            # a row of figures explains nothing
            enough = [one for one in enough if one.fits or not one.unit.cells]
        if not enough:
            return None
        enough = [one for one in enough if one.score >= _NEAR_TOP * enough[0].score]
        best = self._fullest(enough) if question.asked == "list" else enough[0]
        best = _opening(best, enough)
        if question.count and question.asked == "list":
            listed = self._lists.items(best)
            if len(listed) < question.count and not _enumerates(best.unit.plain, question.count):
                return None
        lines = self.lines(question, best, enough)
        rival = lines[1].evidence[0] if len(lines) == 2 and lines[1].evidence else best
        told = notice(best, rival) if disagree(best, rival) else ""
        if best.trust < UNSURE:
            told = f"{wording.UNSURE} {told}".strip()
        return Draft(tuple(confirm(question, best, lines)), told)

    def lines(
        self, question: Question, best: Evidence, enough: Sequence[Evidence] = ()
    ) -> list[Line]:
        """The answer that starts from `best`; `enough` is what else may stand, best first."""
        labelled = self._lists.labelled(best) if PLURAL.search(question.own) else []
        if labelled:
            shown = tuple(beside(best, unit) for unit in labelled)
            return [Line(wording.items("", labelled), shown)]
        items = self._lists.items(best)
        if best.unit.kind == "list_item" and not question.count:
            # one item that says it is a better answer than the whole list
            items = items if _several(best, enough) else []
        if question.asked in FIGURES:
            items = []
        if items and (question.asked in _TELLING or best.unit.plain.rstrip().endswith(":")):
            return [self._lists.line(best, best.unit, items)]
        rows = self._lists.rows(question, best)
        if rows:
            return rows
        if PLURAL.search(question.own):
            below = self._lists.table_below(best, _wanted(question))
            if below:
                return [Line(self._text(question, best), (best,)), *below]
        if question.asked == "reason" and announces(best.unit.plain):
            told = self._after(best, 3)
            if told:
                first = Line(self._text(question, best), (best,))
                return [first, *[Line(wording.sentence(one.unit), (one,)) for one in told]]
        ahead = self._lists.ahead(question, best) if question.asked in _TELLING else None
        if ahead:
            lead, items = ahead
            listing = self._lists.line(best, lead, items)
            first = Line(self._text(question, best), (best,))
            return [listing] if wording.words_in(first.text) > 22 else [first, listing]
        if best.unit.plain.rstrip().endswith(":"):
            after = self._store.units(
                best.document.id, best.unit.ordinal + 1, best.unit.ordinal + 2
            )
            quoted = [one for one in after if one.kind == "sentence"][:2]
            if quoted:
                first = Line(self._text(question, best), (best,))
                more = [Line(wording.sentence(one), (beside(best, one),)) for one in quoted]
                return [first, *more]
        lines = [Line(self._text(question, best), (best,))]
        if question.asked in FIGURES and not question.compares:
            return lines + self._rival(question, best, enough)
        lines += self._goes_before(best)
        lines += self._goes_further(question, best)
        used = sum(wording.words_in(line.text) for line in lines)
        lines += self._more(question, best, enough, used)
        if all(_close(line.evidence[0], best) for line in lines):
            # read in the order the page has them
            lines.sort(key=lambda line: line.evidence[0].unit.ordinal)
        return lines

    def _rival(self, question: Question, best: Evidence, enough: Sequence[Evidence]) -> list[Line]:
        """Another figure that the question may mean as well; [] where the best is alone.

        One that contradicts the best is always shown, others only when they are nearly as good.
        """
        others = [one for one in enough[1:6] if one.unit.kind != "caption"]
        noun = counted(question.own).casefold()[:_STEM]
        if noun and noun in best.unit.plain.casefold():
            # a figure of something else than what is counted is no rival
            others = [one for one in others if noun in one.unit.plain.casefold() or one.unit.cells]
        found = [one for one in others if disagree(best, one)]
        if best.trust < SURE:
            found += [one for one in others[:2] if one.score >= _RIVAL * best.score]
        for one in found:
            text = self._text(question, one)
            told = disagree(best, one) or not _same(one, best, [])
            if told and wording.words_in(text) <= wording.WORDS:
                return [Line(text, (one,))]
        return []

    def _fullest(self, enough: Sequence[Evidence]) -> Evidence:
        """The best evidence that really lists something, when it is nearly as good as the best."""
        best = enough[0]
        for one in enough[:5]:
            if one.score < _ALIKE * best.score:
                break
            if self._lists.items(one) or one.unit.cells or lists(one.unit.plain, ()) > 2:
                return one
        return best

    def _after(self, best: Evidence, most: int) -> list[Evidence]:
        """The sentences that follow in the same section."""
        ordinal = best.unit.ordinal
        found: list[Evidence] = []
        for unit in self._store.units(best.document.id, ordinal + 1, ordinal + most):
            if unit.section != best.unit.section or unit.kind not in ("sentence", "list_item"):
                break
            found.append(beside(best, unit))
        return found

    def _goes_before(self, best: Evidence) -> list[Line]:
        """The sentence that the best goes on from ("En annan målgrupp är …"); [] for others."""
        if best.unit.kind != "sentence" or not _GOES_ON.search(best.unit.plain):
            return []
        ordinal = best.unit.ordinal
        units = self._store.units(best.document.id, ordinal - 1, ordinal - 1) if ordinal else []
        told = [
            beside(best, unit)
            for unit in units
            if unit.kind == "sentence" and unit.section == best.unit.section
        ]
        return [
            Line(text, (one,))
            for one in told
            if wording.words_in(text := wording.sentence(one.unit)) <= wording.WORDS
        ]

    def _goes_further(self, question: Question, best: Evidence) -> list[Line]:
        """What a sentence about the first of several goes on to: the second, the third.

        [] for others, and where one thing is asked for.
        """
        unit = best.unit
        if not (PLURAL.search(question.own) and _FIRST.search(unit.plain)):
            return []
        found: list[Line] = []
        for one in self._store.units(best.document.id, unit.ordinal + 1, unit.ordinal + _REACH):
            if one.section != unit.section or len(found) == _MOST_MORE:
                break
            if one.kind == "sentence" and _NEXT.search(one.plain):
                found.append(Line(wording.sentence(one), (beside(best, one),)))
        return found

    def _notes(self, best: Evidence) -> list[Evidence]:
        """The footnotes that the evidence points to."""
        labels = {mark.label for mark in best.unit.marks}
        if not labels:
            return []
        first = max(0, best.unit.ordinal - _NOTE_REACH)
        window = self._store.units(best.document.id, first, best.unit.ordinal + _NOTE_REACH)
        return [
            beside(best, unit)
            for unit in window
            if unit.kind == "footnote" and unit.label in labels and unit.page == best.unit.page
        ]

    def _text(self, question: Question, one: Evidence, led: str = "") -> str:
        """What the evidence says in one line; an item with what leads in, unless that is `led`."""
        if one.cell is not None or one.point is not None:
            text = wording.cell(one)
        elif one.unit.kind == "table_row":
            text = wording.row(one.unit)
        elif one.unit.kind == "chart_series":
            text = wording.series(one.unit)
        elif one.unit.lead and not one.excerpt and one.unit.lead != led:
            # what leads in may turn it ("Medlen får inte gå till:")
            text = wording.items(one.unit.lead, [one.unit])
        else:
            text = one.excerpt or wording.sentence(one.unit, _wanted(question))
        scope = _scope(question, one, text)
        return f"{scope}: {text}" if scope else text

    def _more(
        self, question: Question, best: Evidence, enough: Sequence[Evidence], used: int
    ) -> list[Line]:
        """What tells more: the sentence that goes on from the best, and the next best evidence."""
        sure = best.trust >= SURE
        telling = ("reason", "general") if sure else _TELLING
        after = self._after(best, 1) if question.asked in telling else []
        goes_on = [one for one in after if one.unit.block == best.unit.block]
        near = _RIVAL if sure else _NEAR_TOP
        rest = [one for one in enough if one is not best][:3]
        others = [one for one in rest if one.score >= near * best.score]
        lines: list[Line] = []
        for one in [*self._notes(best), *goes_on, *others]:
            if len(lines) == _MOST_MORE:
                break
            if one.unit.kind in ("chart_series", "caption"):
                continue
            another = bool(PLURAL.search(question.own) and _GOES_ON.search(one.unit.plain))
            if not another and _same(one, best, lines):
                continue
            items = self._lists.items(one) if one.unit.plain.rstrip().endswith((":", ";")) else []
            line = (
                self._lists.line(one, one.unit, items)
                if items
                else Line(self._text(question, one, best.unit.lead), (one,))
            )
            words = wording.words_in(line.text)
            if used + words <= _LEAD_WORDS:
                used += words
                lines.append(line)
        return lines


def _asks(one: Evidence, question: Question) -> bool:
    """True for a question that stands in a document: it answers none but one about questions.

    What leads in to questions ("Att fundera kring:") is one as well.
    """
    text = one.unit.plain.rstrip()
    asks = text.endswith("?") or (text.endswith(":") and bool(_QUESTIONS.search(text)))
    return asks and not _QUESTIONS.search(question.own)


def _opening(best: Evidence, enough: Sequence[Evidence]) -> Evidence:
    """One not much worse than the best that does not go on from another sentence, where it does."""
    if not _GOES_ON.search(best.unit.plain):
        return best
    near = [one for one in enough if one.score >= _OPENS * best.score]
    return next((one for one in near if not _GOES_ON.search(one.unit.plain)), best)


def _several(best: Evidence, enough: Sequence[Evidence]) -> bool:
    """True when items beside the best one answer as well."""
    alike = [
        one
        for one in enough
        if one.unit.kind == "list_item"
        and one.document.id == best.document.id
        and one.unit.block == best.unit.block
        and one.score >= _ALIKE * best.score
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


def _close(one: Evidence, best: Evidence) -> bool:
    """True for the evidence itself and what stands a sentence or two from it."""
    return one.document.id == best.document.id and abs(one.unit.ordinal - best.unit.ordinal) <= 2


def _same(one: Evidence, best: Evidence, lines: Sequence[Line]) -> bool:
    """True when its words mostly stand in what is already shown."""
    shown = [best, *[evidence for line in lines for evidence in line.evidence]]
    words = set(one.unit.plain.casefold().split())
    return any(
        len(words & set(other.unit.plain.casefold().split())) > _REPEATS * len(words)
        for other in shown
    )


def _enumerates(text: str, count: int) -> bool:
    return len(re.split(r",\s|;\s|\soch\s|\ssamt\s", text)) >= count
