import pytest

from assistant.swedish.language import language


@pytest.mark.parametrize(
    "text",
    [
        "How many participants were women in 2022?",
        "What is the membership fee of Malmö stad?",
        "Who was the head of the office (förbundschef)?",
        "When did FINSAM start?",
    ],
)
def test_english(text: str) -> None:
    assert language(text) == "en"


@pytest.mark.parametrize(
    "text",
    [
        "Hur många deltagare var kvinnor 2022?",
        "vad e PDSA?",
        "Avanti 2.0 budget 2022",
        "Vad betyder employment support?",
        "vem var chef i Malmö",
        "",
    ],
)
def test_swedish(text: str) -> None:
    assert language(text) == "sv"
