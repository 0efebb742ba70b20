"""What is judged about one turn: a metric a function, and the record of all of them.

Pure functions over a gold turn, the answer and the files' own text; figures over many turns
are made in `figures`. Ranks are 1-based. None always means "does not apply to this turn".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.composing.wording import UNSURE
from assistant.schema import Answer, Citation
from evals.matching import (
    any_evidence_found,
    evidence_found,
    fact_in,
    facts_in,
    normalised,
    quote_in,
    without_labels,
)
from evals.numerals import Grounding, grounding
from evals.originals import Originals, Place, Standing
from evals.questions import FactSpellings, GoldTurn, Question, held_aside
from evals.rows import Row, texts

BUDGETS = (800, 2000, 4000)
LEAD_WORDS = 60
# only words that deny; whether the denial is the right one is left to the reader of the rows
_CORRECTION = re.compile(
    r"\b(?:inte|inget|ingen|inga|aldrig|fel|felaktig\w*|nej|tvärtom|i stället|istället|utan att"
    r"|not|no|never|wrong|instead)\b"
)


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """Whether a citation's quote stands where it says."""

    label: int
    file: str
    page: int | None
    standing: Standing
    quote: str


@dataclass(frozen=True, slots=True)
class StatementCheck:
    """How a statement's numerals are borne out by its own citations."""

    text: str
    grounding: Grounding


@dataclass(frozen=True, slots=True)
class Judgement:
    """All metrics of one turn; `later` is True from the second turn of a conversation.

    `found` and `found_any` map a budget in characters to whether the evidence is within it.
    `page_rank` is the rank of the first passage on a page of the evidence: 0 if none is, None
    if the evidence's page could not be located. `words` counts the lead without labels.
    `seconds` is the whole call; `retrieve` the part up to ranked evidence, where it is told.
    `unsure` is True for an answer that says itself that it may not be one.
    """

    id: str
    turn: int
    type: str
    kind: str
    held: bool
    later: bool
    answerable: bool
    status: str
    found: dict[str, bool] | None
    found_any: dict[str, bool] | None
    page_rank: int | None
    facts_lead: bool | None
    facts_shown: bool | None
    right_refusal: bool | None
    strict_refusal: bool | None
    wrong_refusal: bool | None
    tempted: bool | None
    words: int
    quotes: tuple[QuoteCheck, ...]
    statements: tuple[StatementCheck, ...]
    seconds: float
    retrieve: float | None
    unsure: bool = False

    @property
    def right(self) -> bool:
        """Whether an answer that was given is one: all facts, or a premise put right."""
        return bool(self.facts_lead if self.answerable else self.right_refusal)

    @property
    def key(self) -> str:
        """The turn among others: "q067.1"."""
        return f"{self.id}.{self.turn}"


def judge(question: Question, row: Row, originals: Originals) -> Judgement:
    """Every metric of one row."""
    turn, answer = question.turns[row.turn], row.answer
    passages = texts(answer.passages)
    findable = turn.answerable
    return Judgement(
        id=question.id,
        turn=row.turn,
        type=question.type,
        kind=question.kind or ("" if turn.answerable else "other"),
        held=held_aside(question.id),
        later=row.turn > 0,
        answerable=turn.answerable,
        status=answer.status,
        found={str(b): evidence_found(turn, passages, b) for b in BUDGETS} if findable else None,
        found_any={str(b): any_evidence_found(turn, passages, b) for b in BUDGETS}
        if findable
        else None,
        page_rank=page_rank(turn, answer.passages, originals) if findable else None,
        facts_lead=facts_in_lead(turn, answer) if findable else None,
        facts_shown=facts_in_answer_or_quotes(turn, answer) if findable else None,
        right_refusal=None if findable else right_refusal(question, answer),
        strict_refusal=None if findable else refused(answer),
        wrong_refusal=refused(answer) if findable else None,
        tempted=tempted(question.must_not, answer) if question.must_not else None,
        words=len(lead_words(answer)),
        quotes=tuple(check_quote(c, originals) for c in answer.citations),
        statements=tuple(
            StatementCheck(s.text, grounding(s, answer.citations)) for s in answer.statements
        ),
        seconds=row.wall,
        retrieve=time_to_evidence(answer),
        unsure=answer.notice.startswith(UNSURE),
    )


def page_rank(turn: GoldTurn, passages: Sequence[Citation], originals: Originals) -> int | None:
    """The rank of the first passage on a page where a gold quote stands; 0 if none is.

    The page is found by locating the quote in the file itself. Where the file has no pages,
    a passage counts if it holds the quote or stands under the same heading. None if no gold
    quote can be located and no passage holds one.
    """
    found = (originals.place(item.file, item.quote) for item in turn.evidence)
    places = [place for place in found if place is not None]
    for rank, passage in enumerate(passages, start=1):
        if any(_at(passage, place) for place in places) or any(
            passage.file == item.file and quote_in(item.quote, passage.quote)
            for item in turn.evidence
        ):
            return rank
    return 0 if places else None


def _at(passage: Citation, place: Place) -> bool:
    if passage.file != place.file:
        return False
    if place.pages:
        return passage.page in place.pages
    section = normalised(passage.section)
    return any(h and normalised(h) in section for h in place.headings)


def hit(rank: int | None, k: int) -> bool | None:
    """Whether the rank is among the first `k`."""
    return None if rank is None else 1 <= rank <= k


def reciprocal(rank: int | None) -> float | None:
    """1/rank, 0 where nothing was found: the mean over turns is the MRR."""
    return None if rank is None else (1 / rank if rank else 0.0)


def time_to_evidence(answer: Answer) -> float | None:
    """Seconds from the question to ranked evidence; None where nothing was searched."""
    if "retrieve" not in answer.seconds:
        return None
    return answer.seconds["retrieve"] + answer.seconds.get("evidence", 0.0)


def lead_words(answer: Answer) -> list[str]:
    """The answer's words before the quotes, without labels."""
    return without_labels(answer.answer).split()


def facts_in_lead(turn: GoldTurn, answer: Answer) -> bool:
    """Whether an answer was given whose first 60 words hold all facts."""
    lead = " ".join(lead_words(answer)[:LEAD_WORDS])
    return not refused(answer) and facts_in(turn.must_include, lead)


def facts_in_answer_or_quotes(turn: GoldTurn, answer: Answer) -> bool:
    """Whether each fact stands in the answer or in one of its quotes; a refusal has none."""
    if refused(answer):
        return False
    whole = without_labels(answer.answer)
    return all(
        fact_in(fact, whole)
        or any(fact_in(fact, c.quote, row=c.source == "table") for c in answer.citations)
        for fact in turn.must_include
    )


def refused(answer: Answer) -> bool:
    """Whether no answer was given: not found, or asked back."""
    return answer.status != "answered"


def right_refusal(question: Question, answer: Answer) -> bool:
    """Whether a question without an answer was met rightly.

    Right is not to answer; for a false premise also an answer that denies it and gives none of
    the tempting wrong answers.
    """
    if refused(answer):
        return True
    if question.kind != "false_premise" or tempted(question.must_not, answer):
        return False
    return bool(_CORRECTION.search(normalised(" ".join(lead_words(answer)[:LEAD_WORDS]))))


def tempted(must_not: FactSpellings, answer: Answer) -> bool:
    """Whether a tempting wrong answer was given as the answer.

    A reply that says that the answer is missing may name a neighbouring figure.
    """
    return not refused(answer) and any(
        fact_in(wrong, without_labels(answer.answer)) for wrong in must_not
    )


def check_quote(citation: Citation, originals: Originals) -> QuoteCheck:
    """Whether the quote stands word for word on its page, by an extraction not the core's."""
    cells = citation.source in ("table", "chart")
    standing = originals.standing(citation.file, citation.page, citation.quote, cells=cells)
    if citation.ocr and standing == "absent":
        standing = "unchecked"
    return QuoteCheck(citation.label, citation.file, citation.page, standing, citation.quote)


def characters_to_evidence(turn: GoldTurn, passages: Sequence[Citation]) -> int | None:
    """After how many characters of the passages the evidence is complete; None if never."""
    found = texts(passages)
    total = sum(len(text) for text in found)
    if not evidence_found(turn, found, total):
        return None
    low, high = 1, total
    while low < high:
        middle = (low + high) // 2
        if evidence_found(turn, found, middle):
            high = middle
        else:
            low = middle + 1
    return low


Outcome = Literal["right", "partly", "wrong", "refused", "ok"]


def outcome(judgement: Judgement) -> Outcome:
    """One word for a row of the table: "partly" is a right quote below a lead without it."""
    if not judgement.answerable:
        return "ok" if judgement.right_refusal and not judgement.tempted else "wrong"
    if judgement.facts_lead:
        return "right"
    if judgement.wrong_refusal:
        return "refused"
    return "partly" if judgement.facts_shown else "wrong"
