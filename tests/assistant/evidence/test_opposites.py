"""Words that stand against each other."""

import pytest

from assistant.evidence import opposites


@pytest.mark.parametrize(
    ("question", "text", "against"),
    [
        ("Hur många hade arbete före insatsen?", "Efter insatsen hade 40 arbete.", True),
        ("Hur många hade arbete efter insatsen?", "Före insatsen hade 12 arbete.", True),
        ("Hur många hade arbete före insatsen?", "Före insatsen hade 12, efter den 40.", False),
        ("Hur många hade arbete före insatsen?", "Arbete hade 12 personer.", False),
        ("Vilka intäkter hade förbundet?", "Kostnaderna var höga.", True),
        ("Hur många gick från före till efter?", "Efter insatsen hade 40 arbete.", False),
    ],
)
def test_the_opposite_of_what_is_named(question: str, text: str, against: bool) -> None:
    assert opposites.opposes(question, text) is against
