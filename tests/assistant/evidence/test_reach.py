"""One's own association or the whole country."""

import pytest

from assistant.evidence.reach import Reach, Reacher

REACHER = Reacher(("Lövdala", "Samordningsförbundet Lövdala"))


@pytest.mark.parametrize(
    ("text", "reach"),
    [
        ("Hur många deltog i Lövdala?", "local"),
        ("Hur många Lövdalabor deltog?", "local"),
        ("Hur många deltog hos oss?", "local"),
        ("Hur många deltog i hela landet?", "national"),
        ("Hur många förbund finns i Sverige?", "national"),
        ("Hur många deltog i Lövdala och i landet?", ""),
        ("Hur många deltog?", ""),
    ],
)
def test_reach_of_a_question(text: str, reach: Reach) -> None:
    assert REACHER.of_question(text) == reach


def test_evidence_of_the_other_reach_is_worth_less() -> None:
    own, nation = "I Lövdala gick 38 procent.", "I landet gick 31 procent."
    assert REACHER.factor("local", own, "", "") == 1.0
    assert REACHER.factor("local", nation, "", "") < 1.0
    assert REACHER.factor("national", nation, "", "") == 1.0
    assert REACHER.factor("national", own, "", "") < 1.0
    assert REACHER.factor("", own, "", "") == 1.0


def test_headings_and_the_issuer_weigh_less_than_the_words() -> None:
    words = REACHER.factor("local", "I landet gick 31 procent.", "", "")
    heading = REACHER.factor("local", "31 procent gick.", "Resultat i landet", "")
    issuer = REACHER.factor("local", "31 procent gick.", "", "Statistikverket")
    assert words < heading < issuer < 1.0


def test_without_own_names_nothing_is_local_by_name() -> None:
    assert Reacher(()).of_text("I Lövdala gick 38 procent.") == ""


def test_a_word_that_only_names_the_place() -> None:
    assert REACHER.names_own("Lövdalabor")
    assert not REACHER.names_own("Bryggan")
