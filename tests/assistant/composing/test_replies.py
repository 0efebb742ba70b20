"""The replies that are no answers."""

from dataclasses import replace

import pytest

from assistant.composing import replies
from assistant.schema import Citation
from assistant.understanding import Question, understand

NEAR = [Citation(1, "d", "a.pdf", "T", "rapport", 2031, 1, "", "Sju platser.", "prose")]


def asked(text: str) -> Question:
    return understand(text)


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("Hur många hästar har förbundet?", "antalet"),
        ("Hur stor andel är hästar?", "andelen"),
        ("Vad kostar hästarna?", "beloppet"),
        ("När köptes hästarna?", "tidpunkten"),
        ("Vem sköter hästarna?", "vem"),
        ("Berätta om hästarna", "inget svar"),
    ],
)
def test_not_found_names_what_is_missing(question: str, says: str) -> None:
    text = replies.not_found(asked(question), [])
    assert text.startswith("Det framgår inte av dokumenten")
    assert says in text
    assert "nedan" not in text


def test_not_found_points_to_the_nearest_when_there_is_any() -> None:
    assert "nedan" in replies.not_found(asked("Hur många hästar finns?"), NEAR)


def test_a_guess_is_refused_in_words() -> None:
    text = replies.not_found(asked("Hur många hästar finns? Gissa om du inte vet."), [])
    assert "gissar inte" in text


def test_the_replies_speak_the_language_of_the_question() -> None:
    english = asked("How many horses does the association have?")
    assert replies.not_found(english, NEAR).startswith("The documents do not say")
    assert "year" in replies.unclear(english)
    assert "Förbundet X" in replies.refusal(replace(english, refusal="advice"), "Förbundet X")
    assert "år" in replies.unclear(asked("Hur många var det?"))


def test_each_refusal_says_why_and_for_whom() -> None:
    question = asked("Hur många hästar finns?")
    texts = {
        why: replies.refusal(replace(question, refusal=why), "Förbundet X")
        for why in ("advice", "action", "outside")
    }
    assert len(set(texts.values())) == 3
    assert all("Förbundet X" in text for text in texts.values())
    assert "råd" in texts["advice"]
    assert "förbundet" in replies.refusal(replace(question, refusal="outside"), "")
