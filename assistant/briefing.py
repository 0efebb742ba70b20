"""What a new board member needs, and first questions: asked of the documents like any other.

Holds which questions are asked (`briefing.toml`) and which answers are shown. It words nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from importlib import resources
from typing import Any

from assistant.schema import Answer
from assistant.service import BriefingSection

Ask = Callable[[str], Answer]
Grounds = tuple[tuple[str, int | None, str, str], ...]

_MOST_WORDS = 90
"""Of an answer in the briefing, its labels counted."""


def briefing(
    ask: Ask,
    association: str = "",
    sections: Sequence[tuple[str, Sequence[str]]] | None = None,
) -> list[BriefingSection]:
    """The sections that the documents can fill, with their answers in the order asked.

    A question without an answer is left out; so is one with a long answer, which is no short
    introduction, and one whose answer rests on the very quotes of an earlier one.
    `association` is named in the questions ("" says "förbundet"). `sections` (title, questions)
    are the packaged ones if None.
    """
    shown: set[Grounds] = set()
    filled: list[BriefingSection] = []
    for title, questions in packaged_sections() if sections is None else sections:
        answers = []
        for question in questions:
            answer = ask(_named(question, association))
            grounds = _grounds(answer)
            if not grounds or grounds in shown or len(answer.answer.split()) > _MOST_WORDS:
                continue
            shown.add(grounds)
            answers.append(answer)
        if answers:
            filled.append(BriefingSection(title, tuple(answers)))
    return filled


def suggestions(
    ask: Ask,
    association: str = "",
    questions: Sequence[str] | None = None,
    most: int | None = None,
) -> list[str]:
    """First questions that the documents answer, `most` at the most; the packaged ones if None."""
    content = _content()["suggestions"]
    limit = int(content["most"]) if most is None else most
    found: list[str] = []
    shown: set[Grounds] = set()
    for written in content["questions"] if questions is None else questions:
        if len(found) >= limit:
            break
        question = _named(written, association)
        grounds = _grounds(ask(question))
        if grounds and grounds not in shown:
            shown.add(grounds)
            found.append(question)
    return found


def packaged_sections() -> list[tuple[str, tuple[str, ...]]]:
    """The titles and questions of `briefing.toml`."""
    return [(row["title"], tuple(row["questions"])) for row in _content()["section"]]


def _named(question: str, association: str) -> str:
    return question.replace("{förbundet}", association or "förbundet")


def _grounds(answer: Answer) -> Grounds:
    """What an answer rests on; () for none, or for one without a source."""
    if answer.status != "answered":
        return ()
    return tuple((one.document, one.page, one.section, one.quote) for one in answer.citations)


@cache
def _content() -> dict[str, Any]:
    text = resources.files("assistant").joinpath("briefing.toml").read_text("utf-8")
    return tomllib.loads(text)
