"""The stemmer: what it gives, and that threads do not disturb each other."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.swedish.stems import letters_and_digits, stemmer


@pytest.fixture
def impatient() -> Iterator[None]:
    """Threads change places as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_forms_of_a_word_meet() -> None:
    stem = stemmer("swedish")
    assert stem("insatser") == stem("insatserna") == "insats"


def test_threads_stem_their_own_words(impatient: None) -> None:
    words = [
        start + end
        for start in ("samverkan", "deltagar", "insats", "handlägg", "rehabilitering", "för")
        for middle in range(40)
        for end in (f"{'abcdefghij'[middle % 10]}erna", "ens", "ar", "heterna"[: middle % 8], "")
    ]
    alone = stemmer("swedish")
    expected = {word: alone(word) for word in words}

    def stemmed(start: int) -> dict[str, str]:
        return {word: shared(word) for word in words[start:] + words[:start]}

    with ThreadPoolExecutor(8) as pool:
        for _ in range(25):
            shared = stemmer("swedish")
            for found in pool.map(stemmed, range(0, len(words), len(words) // 8)):
                assert found == expected


@pytest.mark.parametrize(
    ("token", "term"),
    [("27,8", "27komma8"), ("2022-08-31", "d20220831"), ("2012–2022", "2012till2022")],
)
def test_numbers_become_one_term(token: str, term: str) -> None:
    assert letters_and_digits(token) == term
