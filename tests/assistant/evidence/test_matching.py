"""How much of a question's words a text carries; all numbers worked out by hand."""

import pytest

from assistant.evidence.matching import HEAD, NEAR, OWN, coverage, missing, strength
from assistant.evidence.record import Word


def word(text: str, weight: float = 1.0, parts: tuple[str, ...] = (), **terms: float) -> Word:
    return Word(text, terms or {text: 1.0}, parts, weight, name=False, known=True)


def has(*terms: str) -> frozenset[str]:
    return frozenset(terms)


def test_the_word_itself_in_the_unit_is_worth_one() -> None:
    assert strength(word("mål"), [(has("mål", "brygg"), OWN)]) == 1.0


def test_a_word_counts_once_where_it_is_worth_most() -> None:
    layers = [(has("brygg"), NEAR), (has("brygg"), HEAD)]
    assert strength(word("brygg"), layers) == HEAD


def test_a_synonym_is_worth_its_weight() -> None:
    asked = word("jobb", jobb=1.0, arbet=0.6)
    assert strength(asked, [(has("arbet"), OWN)]) == 0.6
    assert strength(asked, [(has("arbet", "jobb"), OWN)]) == 1.0


def test_a_compound_is_met_by_all_its_parts() -> None:
    asked = word("ungdomsmottagning", parts=("ungdom", "mottagning"))
    assert strength(asked, [(has("ungdom", "mottagning"), OWN)]) == pytest.approx(0.85)


def test_the_last_part_of_a_compound_is_worth_more_than_the_first() -> None:
    asked = word("ungdomsmottagning", parts=("ungdom", "mottagning"))
    head = strength(asked, [(has("mottagning"), OWN)])
    first = strength(asked, [(has("ungdom"), OWN)])
    assert head == pytest.approx(0.5)
    assert first == pytest.approx(0.25)


def test_words_of_one_root_are_related() -> None:
    asked = word("administrativ")
    assert 0 < strength(asked, [(has("administration"), OWN)]) < 0.5
    assert strength(asked, [(has("admiral"), OWN)]) == 0.0
    assert strength(word("kommunal"), [(has("kommunikatör"), OWN)]) == 0.0


def test_a_name_is_never_met_by_its_root() -> None:
    name = Word("Lundmarks", {"lundmarksson": 1.0}, (), 1.0, name=True, known=True)
    assert strength(name, [(has("lundmarkson"), OWN)]) == 0.0


def test_coverage_is_the_share_of_weight() -> None:
    words = [word("brygg", 0.75), word("mål", 0.25)]
    assert coverage(words, [(has("brygg"), OWN)]) == 0.75
    assert coverage(words, [(has("brygg", "mål"), OWN)]) == 1.0
    assert coverage(words, [(has(), OWN)]) == 0.0
    assert coverage([], [(has("brygg"), OWN)]) == 0.0


def test_missing_words_come_in_the_order_of_the_question() -> None:
    words = [word("häst"), word("mål"), word("kaj")]
    assert missing(words, [(has("mål"), OWN)]) == ("häst", "kaj")
