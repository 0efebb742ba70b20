"""The second arrow: question → evidence → statements → verified answer.

Puts the stages in order and shows only what `assistant.citations` lets through. It holds no
rule about words; those live in the rooms it calls.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol, runtime_checkable

from assistant.citations import CitationList, citation, faults, place
from assistant.composing.draft import Draft, Line
from assistant.composing.quotes import QuoteComposer
from assistant.composing.replies import not_found, refusal, unclear
from assistant.evidence import Evidence, EvidenceFinder
from assistant.retrieval import Retriever
from assistant.schema import (
    Answer,
    Citation,
    DocumentInfo,
    Filters,
    Passage,
    Ranked,
    Statement,
    Unit,
)
from assistant.understanding import Question, understand
from assistant.understanding.followup import Earlier
from assistant.verifying.grounds import Support

_NEAREST = 3
_FOUND = 4200
_WINDOW = 300


class Store(Protocol):
    """The part of the library that answering reads."""

    def units(
        self, document: str, first: int | None = None, last: int | None = None
    ) -> list[Unit]: ...
    def documents(self, filters: Filters | None = None) -> list[DocumentInfo]: ...
    def vocabulary(self) -> Mapping[str, int]: ...


class Composer(Protocol):
    """Turns evidence into a draft; None when it cannot."""

    name: str

    def compose(self, question: Question, evidence: Sequence[Evidence]) -> Draft | None: ...


@runtime_checkable
class StreamingComposer(Protocol):
    """A composer that takes its time: it gives each line of its draft as soon as it has it."""

    def stream(
        self,
        question: Question,
        evidence: Sequence[Evidence],
        on_line: Callable[[Line], None],
    ) -> Draft | None: ...


class Answerer:
    """Answers questions over one library."""

    def __init__(
        self,
        store: Store,
        retriever: Retriever,
        finder: EvidenceFinder,
        association: str = "",
        composer: Composer | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._store = store
        self._retriever = retriever
        self._finder = finder
        self._quotes: Composer = QuoteComposer(store)
        self._composer = composer or self._quotes
        self._association = association
        self._today = today

    @property
    def composer(self) -> Composer:
        """What words the answers."""
        return self._composer

    def answer(
        self,
        text: str,
        earlier: Sequence[Earlier] = (),
        filters: Filters | None = None,
        on_text: Callable[[str], None] | None = None,
        *,
        quoted: bool = False,
    ) -> Answer:
        """A verified answer, a "the documents don't say", or a question back.

        `on_text` gets the answer in pieces, each once it is verified, when the composer
        streams; otherwise it is never called. `quoted` leaves the language model out.
        """
        start = time.perf_counter()
        filters = filters or Filters()
        question = understand(text, earlier, self._today())
        if question.refusal:
            return self._reply(question, "not_found", refusal(question, self._association), start)
        if question.subjectless:
            return self._reply(question, "unclear", unclear(question), start)
        ranked = self._retriever.retrieve(question, filters)
        found = time.perf_counter()
        evidence = self._finder.find(question, ranked)
        chosen = time.perf_counter()
        labels = CitationList()
        composer = self._quotes if quoted else self._composer
        draft, statements = self._composed(composer, question, evidence, labels, on_text)
        passages = self._passages(evidence, ranked)
        seconds = {"retrieve": found - start, "evidence": chosen - found}
        if not statements:
            nearest = self._nearest(evidence)
            reply = not_found(question, nearest)
            return self._reply(question, "not_found", reply, start, nearest, passages, seconds)
        seconds["total"] = time.perf_counter() - start
        return Answer(
            question=question.text,
            standalone_question=question.standalone,
            status="answered",
            answer=" ".join(statement.text for statement in statements),
            statements=tuple(statements),
            citations=tuple(labels.items),
            composer=(draft.composer if draft else "") or composer.name,
            notice=draft.notice if draft else "",
            passages=passages,
            seconds={name: round(value, 4) for name, value in seconds.items()},
        )

    def evidence(self, question: Question, filters: Filters | None = None) -> list[Evidence]:
        """Everything that might answer a question, best first; [] when nothing is near."""
        return self._finder.find(question, self._retriever.retrieve(question, filters or Filters()))

    def search(self, text: str, k: int = 10, filters: Filters | None = None) -> list[Citation]:
        """The `k` best passages for a text, labels 1..k; [] when nothing is near."""
        filters = filters or Filters()
        question = understand(text, (), self._today())
        ranked = self._retriever.retrieve(question, filters)
        evidence = self._finder.find(question, ranked)
        documents = {one.id: one for one in self._store.documents(filters)}
        found: list[Citation] = []
        for hit in _by_evidence(evidence, ranked)[:k]:
            document = documents.get(hit.passage.document)
            whole = self._whole(hit.passage, document, len(found) + 1) if document else None
            if whole is not None:
                found.append(whole)
        return found

    def _whole(self, passage: Passage, document: DocumentInfo, label: int) -> Citation | None:
        """All of the passage as a citation, at the place where it begins.

        None for a passage that another process has taken away since it was found.
        """
        units = self._store.units(document.id, passage.first, passage.last)
        if not units:
            return None
        first = next((unit for unit in units if place(unit)), units[0])
        return replace(
            citation(first, document, label),
            section=" › ".join(passage.section),
            quote=passage.text,
            source=passage.source,
            boxes=tuple(box for unit in units for box in unit.boxes),
            ocr=any(unit.ocr for unit in units),
        )

    def _composed(
        self,
        composer: Composer,
        question: Question,
        evidence: Sequence[Evidence],
        labels: CitationList,
        on_text: Callable[[str], None] | None,
    ) -> tuple[Draft | None, list[Statement]]:
        if on_text is None or not isinstance(composer, StreamingComposer):
            draft = composer.compose(question, evidence)
            return draft, [self._verified(line, labels) for line in draft.lines] if draft else []
        shown: list[Statement] = []

        def show(line: Line) -> None:
            shown.append(self._verified(line, labels))
            on_text(("" if len(shown) == 1 else " ") + shown[-1].text)

        return composer.stream(question, evidence, show), shown

    def _verified(self, line: Line, labels: CitationList) -> Statement:
        """The line as a statement if it passes; its quote if not."""
        supports = [
            Support(
                labels.cite(one.unit, one.document, cell=one.cell, point=one.point),
                one.unit,
                one.cell,
                one.point,
                one.excerpt,
            )
            for one in line.evidence
        ]
        own = tuple(dict.fromkeys(support.label for support in supports))
        marks = "".join(f" [{label}]" for label in own[:6])
        statement = Statement(f"{line.text.rstrip()}{marks}", own, line.computed)
        if faults(statement, labels.items, supports):
            first = line.evidence[0]
            quote = first.excerpt or (first.cell.text if first.cell else first.unit.text)
            statement = Statement(f"”{quote}”{marks}", own)
        return statement

    def _nearest(self, evidence: Sequence[Evidence]) -> tuple[Citation, ...]:
        found: list[Citation] = []
        seen: set[tuple[str, int]] = set()
        for one in evidence:
            key = (one.document.id, one.unit.ordinal)
            if key not in seen and len(found) < _NEAREST:
                seen.add(key)
                found.append(
                    citation(one.unit, one.document, len(found) + 1, "", one.cell, one.point)
                )
        return tuple(found)

    def _passages(
        self, evidence: Sequence[Evidence], ranked: Sequence[Ranked]
    ) -> tuple[Citation, ...]:
        """The ranked texts found: short windows round the best evidence, then whole passages."""
        documents = {one.document.id: one.document for one in evidence}
        found: list[Citation] = []
        covered: set[tuple[str, int]] = set()
        size = 0
        for one in evidence[:12]:
            if (one.document.id, one.unit.ordinal) in covered or size > 1500:
                continue
            units = self._window(one)
            covered |= {(one.document.id, unit.ordinal) for unit in units}
            text = " ".join(unit.text for unit in units)
            found.append(_passage(one.unit, one.document, len(found) + 1, text))
            size += len(text)
        order = {one.passage.id: one for one in ranked}
        for hit in _by_evidence(evidence, list(order.values())):
            document = documents.get(hit.passage.document)
            if document is None or size > _FOUND:
                continue
            ordinals = range(hit.passage.first, hit.passage.last + 1)
            if all((document.id, ordinal) in covered for ordinal in ordinals):
                continue
            whole = self._whole(hit.passage, document, len(found) + 1)
            if whole is not None:
                found.append(whole)
                size += len(hit.passage.text)
        return tuple(found)

    def _window(self, one: Evidence) -> list[Unit]:
        """The unit with its neighbours of the same page, up to about 300 characters."""
        unit = one.unit
        around = self._store.units(one.document.id, max(0, unit.ordinal - 3), unit.ordinal + 3)
        around = [other for other in around if other.page == unit.page]
        kept = [unit]
        length = len(unit.text)
        by_ordinal = {other.ordinal: other for other in around}
        for step in (1, -1, 2, -2):
            other = by_ordinal.get(unit.ordinal + step)
            inner = unit.ordinal + step - (1 if step > 0 else -1)
            if other is None or inner not in {kept_unit.ordinal for kept_unit in kept}:
                continue
            if length + len(other.text) <= _WINDOW and other.kind != "heading":
                kept.append(other)
                length += len(other.text)
        return sorted(kept, key=lambda other: other.ordinal)

    def _reply(
        self,
        question: Question,
        status: str,
        text: str,
        start: float,
        nearest: tuple[Citation, ...] = (),
        passages: tuple[Citation, ...] = (),
        seconds: dict[str, float] | None = None,
    ) -> Answer:
        total = {**(seconds or {}), "total": time.perf_counter() - start}
        return Answer(
            question=question.text,
            standalone_question=question.standalone,
            status="unclear" if status == "unclear" else "not_found",
            answer=text,
            nearest=nearest,
            passages=passages,
            seconds={name: round(value, 4) for name, value in total.items()},
        )


def _by_evidence(evidence: Sequence[Evidence], ranked: Sequence[Ranked]) -> list[Ranked]:
    """Passages in the order of their best evidence; the rest as ranked."""
    best: dict[tuple[str, int], float] = {}
    for one in evidence:
        best.setdefault((one.document.id, one.unit.ordinal), one.score)

    def value(hit: Ranked) -> float:
        ordinals = range(hit.passage.first, hit.passage.last + 1)
        return max((best.get((hit.passage.document, o), 0.0) for o in ordinals), default=0.0)

    return sorted(ranked, key=lambda hit: (-value(hit), hit.passage.id))


def _passage(unit: Unit, document: DocumentInfo, label: int, text: str) -> Citation:
    return replace(citation(unit, document, label), quote=text)
