"""A language model as composer: it words the answer, and nothing of it is shown unproved.

The quote composer decides whether there is an answer and on what; the model gets that evidence
and may say it better. Each statement has to pass `assistant.citations.faults`; one that does
not is replaced by the quote it should have rested on. Whatever fails, the quotes answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.citations import CitationList, Fault, active, faults
from assistant.composing import prompt
from assistant.composing.draft import Draft, Line
from assistant.composing.parsing import AnswerReader, Proposal
from assistant.composing.prompt import Message
from assistant.composing.wording import words_in
from assistant.errors import ModelError
from assistant.evidence import Evidence
from assistant.evidence.sufficing import suffices
from assistant.schema import Statement
from assistant.understanding import Question
from assistant.verifying.grounds import Support

_INSTEAD = "Svaret är i stället sammansatt av citat."
_MOST = 4
_LEAD_WORDS = 90


class Composer(Protocol):
    """What puts the same evidence together without a language model."""

    def compose(self, question: Question, evidence: Sequence[Evidence]) -> Draft | None: ...


class Client(Protocol):
    """A language model; `stream` raises `ModelError` alone."""

    name: str

    def stream(self, messages: Callable[[bool], Sequence[Message]]) -> Iterator[str]: ...


@dataclass(frozen=True, slots=True)
class Check:
    """A proposal and what was found wrong with it; () when it passed."""

    proposal: Proposal
    faults: tuple[Fault, ...]


class LanguageModelComposer:
    """Composes drafts with a language model, and with quotes where that fails.

    `most` is how many pieces of evidence the model is shown. `on_check` is told of every
    proposal, for measuring.
    """

    def __init__(
        self,
        client: Client,
        quotes: Composer,
        *,
        most: int = 6,
        on_check: Callable[[Check], None] | None = None,
    ) -> None:
        self.name = f"model:{client.name}"
        self._client = client
        self._quotes = quotes
        self.most = most
        self.on_check = on_check

    def compose(self, question: Question, evidence: Sequence[Evidence]) -> Draft | None:
        """The draft, or None when no evidence is enough: the model is then not asked."""
        return self.stream(question, evidence, lambda line: None)

    def stream(
        self,
        question: Question,
        evidence: Sequence[Evidence],
        on_line: Callable[[Line], None],
    ) -> Draft | None:
        """As `compose`; `on_line` gets each line of the draft, in order, once it is proved."""
        base = self._quotes.compose(question, evidence)
        if base is None or not base.lines:
            return base
        shown = _Shown(base, self._sources(question, base, evidence), on_line)
        problem = ""
        try:
            self._ask(question, shown)
        except ModelError as error:
            problem = error.message
        return shown.finish(problem, self.name)

    def _ask(self, question: Question, shown: _Shown) -> None:
        reader = AnswerReader()
        pieces = self._client.stream(
            lambda structured: prompt.messages(
                question.standalone, shown.sources, structured=structured
            )
        )
        for piece in pieces:
            for proposal in reader.feed(piece):
                self._take(proposal, shown)
            if shown.full:
                return
        for proposal in reader.close():
            self._take(proposal, shown)

    def _take(self, proposal: Proposal, shown: _Shown) -> None:
        if shown.full:
            return
        found = shown.take(proposal)
        if self.on_check:
            self.on_check(Check(proposal, tuple(found)))

    def _sources(
        self, question: Question, base: Draft, evidence: Sequence[Evidence]
    ) -> list[Evidence]:
        """What the quotes answer with, then what else is enough; nothing that is not."""
        found = [one for line in base.lines for one in line.evidence]
        if not question.sides:
            found += [one for one in evidence if suffices(one)]
        unique = {(one.document.id, one.unit.ordinal, _place(one)): one for one in reversed(found)}
        order = [(one.document.id, one.unit.ordinal, _place(one)) for one in found]
        return [unique[key] for key in dict.fromkeys(order)][: self.most]


class _Shown:
    """The lines of one answer so far."""

    def __init__(
        self, base: Draft, sources: Sequence[Evidence], on_line: Callable[[Line], None]
    ) -> None:
        self.sources = sources
        self._base = base
        self._on_line = on_line
        self._lines: list[Line] = []
        self._proved = 0
        self._stopped = 0
        self._taken = 0
        self._waiting: list[Evidence] = []

    @property
    def full(self) -> bool:
        """Whether no more is wanted."""
        words = sum(words_in(line.text) for line in self._lines)
        return self._taken >= 2 * _MOST or len(self._lines) >= _MOST or words > _LEAD_WORDS

    def take(self, proposal: Proposal) -> list[Fault]:
        """Show the proposal if it is proved; else what is wrong, its quote kept for later."""
        self._taken += 1
        named = [self.sources[n - 1] for n in proposal.sources if 0 < n <= len(self.sources)]
        if len(named) < len(proposal.sources):
            found = [Fault("label", str(proposal.sources))]
        else:
            found = check(proposal.text, named)
        if found:
            self._stopped += 1
            self._replace(named[:1])
        elif all(line.text != proposal.text for line in self._lines):
            self._proved += 1
            self._lead(named)
            self._show(Line(proposal.text, tuple(named)))
            waiting, self._waiting = self._waiting, []
            self._replace(waiting)
        return found

    def finish(self, problem: str, name: str) -> Draft:
        """The draft: the model's lines, or all of the quotes when none of them was proved."""
        if not self._proved:
            for line in self._base.lines:
                self._show(line)
            if not problem:
                problem = (
                    "Språkmodellens formulering kunde inte beläggas och visas inte."
                    if self._stopped
                    else "Språkmodellen lämnade inget svar."
                )
            notice = f"{problem} {_INSTEAD}"
            return replace(self._base, notice=_joined(self._base.notice, notice), composer="quotes")
        notice = ""
        if problem:
            notice = f"{problem} Det som hann bli belagt visas."
        elif self._stopped:
            notice = "Det av språkmodellens svar som inte kunde beläggas är ersatt med citat."
        return Draft(tuple(self._lines), _joined(self._base.notice, notice), name)

    def _lead(self, named: Sequence[Evidence]) -> None:
        """Before the first statement, the best quote if the statement passes it by."""
        if self._lines:
            return
        best = self._base.lines[0]
        if not any(_same(one, other) for one in named for other in best.evidence):
            self._show(best)

    def _replace(self, named: Sequence[Evidence]) -> None:
        """The quote that a statement should have rested on, unless it is already shown.

        A quote with a link in it is left out: the model may have been told to bring it.
        Nothing is shown before the first proved statement: without one the quotes answer.
        """
        if not self._proved:
            self._waiting += named
            return
        for one in named:
            shown = [other for line in self._lines for other in line.evidence]
            line = self._quoted(one)
            if not any(_same(one, other) for other in shown) and not active(line.text):
                self._show(line)

    def _quoted(self, one: Evidence) -> Line:
        for line in self._base.lines:
            if any(_same(one, other) for other in line.evidence):
                return line
        return Line(prompt.text(one), (one,))

    def _show(self, line: Line) -> None:
        self._lines.append(line)
        self._on_line(line)


def check(text: str, evidence: Sequence[Evidence]) -> list[Fault]:
    """What in a model's statement does not rest on the evidence it names."""
    labels = CitationList()
    supports = [
        Support(
            labels.cite(one.unit, one.document, cell=one.cell, point=one.point),
            one.unit,
            one.cell,
            one.point,
            one.excerpt,
        )
        for one in evidence
    ]
    own = tuple(dict.fromkeys(support.label for support in supports))
    return faults(Statement(text, own), labels.items, supports, free=True)


def _same(one: Evidence, other: Evidence) -> bool:
    return one.document.id == other.document.id and one.unit.ordinal == other.unit.ordinal


def _place(one: Evidence) -> str:
    if one.cell is not None:
        return f"cell {one.cell.column}"
    return f"{one.point.series} {one.point.category}" if one.point is not None else ""


def _joined(*notices: str) -> str:
    return " ".join(notice for notice in notices if notice)
