"""Puts the questions to the core, turn by turn in one conversation, and collects the rows.

Judges nothing. What it asks leaves no trace in the user's conversations: each is deleted when
its last turn is answered.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.errors import FinsamError, IndexingError, SettingsError
from assistant.schema import Answer
from assistant.service import Service
from evals.questions import Question
from evals.rows import Row

OWNER = "utvärdering"


@dataclass(frozen=True, slots=True)
class Failure:
    """A turn (0-based) that the core could not take; `error` is its type and message."""

    id: str
    turn: int
    error: str


def answer_all(
    questions: Sequence[Question],
    service: Service,
    on_progress: Callable[[int, int], None] | None = None,
) -> tuple[list[Row], list[Failure]]:
    """One row a turn, in order. `on_progress` gets (questions done, questions).

    A turn that fails becomes an empty `not_found` row and a `Failure`, so that one mistake
    does not hide the rest. An index or settings that cannot be used at all are raised.
    """
    rows: list[Row] = []
    failures: list[Failure] = []
    if questions:
        # the first call loads the embedder; it would be counted as the first question's time
        service.search("uppvärmning", 1)
    for done, question in enumerate(questions, start=1):
        conversation = ""
        for turn, gold in enumerate(question.turns):
            start = time.perf_counter()
            try:
                answer = service.ask(gold.question, conversation=conversation, owner=OWNER)
            except (IndexingError, SettingsError):
                raise
            except Exception as error:
                failures.append(Failure(question.id, turn, f"{type(error).__name__}: {error}"))
                answer = Answer(
                    gold.question, gold.question, "not_found", "", conversation=conversation
                )
            rows.append(Row(question.id, turn, answer, time.perf_counter() - start))
            conversation = answer.conversation
        if conversation:
            try:
                service.delete_conversation(conversation, OWNER)
            except FinsamError as error:
                failures.append(Failure(question.id, len(question.turns) - 1, str(error)))
        if on_progress:
            on_progress(done, len(questions))
    return rows, failures
