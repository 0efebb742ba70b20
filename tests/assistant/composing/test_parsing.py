"""Statements are read out of an answer as it comes, whatever its form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.composing.parsing import AnswerReader, Proposal

A = Proposal("Det var 5 i Malmö.", (1,))
B = Proposal("Insatsen avslutas 2024.", (2, 3))
ANSWERS = {
    "lines": "Det var 5 i Malmö. [1]\nInsatsen avslutas 2024. [2][3]",
    "bullets": "- Det var 5 i Malmö. [1]\n- **Insatsen avslutas 2024.** [2, 3]\n",
    "one line": "Det var 5 i Malmö. [1] Insatsen avslutas 2024. [2] [3]",
    "json": '{"statements": [{"text": "Det var 5 i Malmö.", "sources": [1]},'
    ' {"text": "Insatsen avslutas 2024.", "sources": [2, 3]}]}',
    "fenced": '```json\n{"statements": [{"text": "Det var 5 i Malmö. [1]", "sources": [1]},\n'
    ' {"text": "Insatsen avslutas 2024.", "sources": ["2", "3"]}]}\n```',
    "thoughts": "<think>Vad står det [9]? {}</think>Det var 5 i Malmö. [1]\n"
    "Insatsen avslutas 2024. [2][3]",
}


def read(text: str, size: int) -> list[Proposal]:
    reader = AnswerReader()
    found: list[Proposal] = []
    for place in range(0, len(text), size):
        found += reader.feed(text[place : place + size])
    return [*found, *reader.close()]


@pytest.mark.parametrize("form", ANSWERS)
@pytest.mark.parametrize("size", [1, 3, 7, 1000])
def test_every_form_in_pieces_of_every_size(form: str, size: int) -> None:
    assert read(ANSWERS[form], size) == [A, B]


def test_a_statement_is_given_before_the_next_is_written() -> None:
    reader = AnswerReader()
    assert list(reader.feed("Det var 5 i Malmö. [1]")) == []
    assert list(reader.feed("\nInsat")) == [A]
    reader = AnswerReader()
    text = ANSWERS["json"]
    assert list(reader.feed(text[: text.index("}") + 1])) == [A]


def test_without_any_source() -> None:
    assert read("INGET SVAR", 4) == [Proposal("INGET SVAR", ())]
    assert read('{"statements": []}', 4) == []
    assert read("", 4) == []


def test_labels_in_the_text_are_not_the_models_to_give() -> None:
    text = '{"statements": [{"text": "Det var 5 [7] i Malmö.", "sources": [1]}]}'
    assert read(text, 5) == [A]


def test_half_an_answer_gives_what_is_whole() -> None:
    text = ANSWERS["json"]
    assert read(text[: len(text) - 12], 5) == [A]


@given(st.text(alphabet='{}[]"\\,:1 a\nåtextsources`-.<think>/', max_size=120))
def test_no_answer_breaks_the_reader(text: str) -> None:
    whole = read(text, 1000)
    assert all(proposal.text for proposal in whole)
    read(text, 3)
