import pytest

from assistant.swedish.spelling import Speller

WORDS = {"vision": 3, "mission": 9, "deltagare": 50, "malmö": 20, "styrelse": 7, "plan": 4}


@pytest.mark.parametrize(
    ("word", "term", "edits"),
    [
        ("vission", "vision", 1),
        ("visoin", "vision", 1),
        ("visin", "vision", 1),
        ("malme", "malmö", 1),
        ("deltgare", "deltagare", 1),
        ("detlagaer", "deltagare", 2),
        ("plam", "plan", 1),
    ],
)
def test_near_words(word: str, term: str, edits: int) -> None:
    best = Speller(WORDS).corrections(word)[0]
    assert (best.term, best.edits) == (term, edits)


@pytest.mark.parametrize("word", ["pla", "", "malmö2", "xxxxxxxx", "stelse", "vision"])
def test_no_correction(word: str) -> None:
    """Too short, not letters, too far, or known."""
    assert all(c.term != word for c in Speller(WORDS).corrections(word))
    if word != "vision":
        assert Speller(WORDS).corrections(word) == []


def test_the_more_frequent_word_first() -> None:
    speller = Speller({"bild": 1, "bill": 8})
    assert [c.term for c in speller.corrections("bilx")] == ["bill", "bild"]


def test_no_words_at_all() -> None:
    assert Speller({}).corrections("vission") == []


def test_the_sieve_loses_nothing() -> None:
    """Every single edit of a word is found again."""
    speller = Speller(WORDS)
    word = "deltagare"
    edits = {word[:i] + word[i + 1 :] for i in range(len(word))}
    edits |= {word[:i] + letter + word[i:] for i in range(10) for letter in "aåx"}
    edits |= {word[:i] + letter + word[i + 1 :] for i in range(9) for letter in "bö"}
    assert all(speller.corrections(edit)[0].term == word for edit in edits - {word})
