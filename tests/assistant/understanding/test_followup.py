"""Questions that lean on the conversation, and what they become when they stand alone."""

from datetime import date

import pytest

from assistant.understanding import Question, understand
from assistant.understanding.followup import Earlier, names_something, stand_alone

TODAY = date(2032, 3, 14)
COUNT = "Hur många deltog i Lyktan 2031?"
LYKTAN = Earlier(COUNT, COUNT, "Lyktan tog emot 120 deltagare 2031. [1]")
LEADER = Earlier("Vem leder Lyktan?", "Vem leder Lyktan?", "Lyktan leds av Anna Berg. [1]")


def after(question: str, *earlier: Earlier) -> Question:
    return understand(question, earlier or (LYKTAN,), TODAY)


def as_turn(question: Question, answer: str = "") -> Earlier:
    return Earlier(question.standalone, question.text, answer, question.follows)


@pytest.mark.parametrize(
    ("question", "standalone", "year"),
    [
        ("Och året innan?", "Hur många deltog i Lyktan 2030?", 2030),
        ("Året efter då?", "Hur många deltog i Lyktan 2032?", 2032),
        ("Och 2029?", "Hur många deltog i Lyktan 2029?", 2029),
    ],
)
def test_another_year_is_put_into_the_earlier_question(
    question: str, standalone: str, year: int
) -> None:
    understood = after(question)
    assert understood.follows
    assert (understood.standalone, understood.years) == (standalone, (year,))
    assert understood.asked == "number"


def test_the_year_before_is_taken_from_the_answer_when_the_question_named_none() -> None:
    first = Earlier("Hur många deltog i Lyktan?", "", "Lyktan tog emot 120 deltagare 2031. [1]")
    assert after("Och året innan?", first).standalone == "Hur många deltog i Lyktan 2030?"


def test_years_go_on_from_the_last_turn() -> None:
    second = after("Och året innan?")
    third = after("Och året innan?", LYKTAN, as_turn(second, "110 deltagare 2030. [1]"))
    assert third.years == (2029,)


@pytest.mark.parametrize(
    "question",
    ["Hur många av dem var kvinnor?", "Och männen?", "Varför då?", "Vad kostade den?"],
)
def test_what_points_back_takes_the_subject_along(question: str) -> None:
    understood = after(question)
    assert understood.follows
    assert "Lyktan" in understood.standalone
    assert understood.years == (2031,)
    assert not understood.subjectless


def test_the_new_part_tells_the_kind_of_answer() -> None:
    assert after("Vad kostade den?").asked == "amount"
    assert after("Varför då?").asked == "reason"
    assert after("När var det?").asked == "date"
    assert after("Och männen?").asked == "number"
    assert after("Och männen?").sex == "men"


def test_a_new_year_replaces_the_old_one() -> None:
    understood = after("Hur många av dem var män 2029?")
    assert understood.years == (2029,)
    assert "2031" not in understood.standalone


def test_she_is_the_person_in_the_answer() -> None:
    assert "Anna Berg" in after("Hur länge har hon lett den?", LEADER).standalone


def test_the_topic_is_the_question_that_stood_alone_not_the_follow_up() -> None:
    second = after("Hur många av dem var kvinnor?")
    third = after("Och männen?", LYKTAN, as_turn(second, "70 var kvinnor. [1]"))
    assert COUNT in third.standalone
    assert third.standalone.count("(") == 1


@pytest.mark.parametrize(
    "question",
    [
        "Vem är ordförande i styrelsen för Samordningsförbundet Lövdala?",
        "Vad är Bryggan?",
        "Hur många deltog i Bryggan 2030?",
        "Vilka myndigheter är medlemmar i förbundet?",
        "Hur många ledamöter har styrelsen?",
    ],
)
def test_a_change_of_subject_leaves_the_conversation_behind(question: str) -> None:
    understood = after(question)
    assert not understood.follows
    assert understood.standalone == question
    assert 2031 not in understood.years


def test_it_that_only_fills_the_sentence_does_not_point_back() -> None:
    question = "Vilka lokaler finns det för ungdomarna på Bryggan?"
    assert not after(question).follows


def test_a_first_question_leans_on_nothing() -> None:
    understood = understand("Hur många av dem var kvinnor i Lyktan?", (), TODAY)
    assert not understood.follows
    assert understood.standalone == understood.text


@pytest.mark.parametrize(
    "question", ["Hur många var det?", "Och året innan?", "Och för männen?", "Varför då?"]
)
def test_a_first_question_without_a_subject_is_asked_back(question: str) -> None:
    assert understand(question, (), TODAY).subjectless


@pytest.mark.parametrize(
    "question", ["Hur många deltog i Lyktan?", "Vilka mål finns?", "Vad hände 2031 då?"]
)
def test_a_question_with_a_subject_is_not(question: str) -> None:
    assert not understand(question, (), TODAY).subjectless


def test_a_name_is_a_capital_after_the_first_word_or_a_version() -> None:
    assert names_something("Vad är Lyktan?")
    assert names_something("vad är lyktan 2.0?")
    assert not names_something("Vad är målet?")


@pytest.mark.parametrize(
    ("turn", "before", "whole"),
    [
        ("Och Lyktan?", "Vad kostar Bryggan 2031?", "Vad kostar Lyktan 2031?"),
        ("Och för Fyrens Hus då?", "Vem är revisor för Kajen?", "Vem är revisor för Fyrens Hus?"),
        ("Kvinnorna då?", "Hur många deltog i Kajen?", "Kvinnorna då? (Hur många deltog i Kajen?)"),
    ],
)  # fmt: skip
def test_a_name_alone_takes_the_place_of_the_last_name(turn: str, before: str, whole: str) -> None:
    assert stand_alone(turn, [Earlier(before, before, "")]) == whole


def chain(*turns: str, answer: str = "") -> list[str]:
    """What the turns of a conversation become, each asked after those before it."""
    earlier: list[Earlier] = []
    found: list[str] = []
    for turn in turns:
        question = understand(turn, earlier, TODAY)
        found.append(question.standalone)
        earlier.append(as_turn(question, answer))
    return found[1:]


@pytest.mark.parametrize(
    ("turns", "last"),
    [
        (
            ("Hur stor andel av kvinnorna fick arbete 2031?", "Och männen?"),
            "Hur stor andel av männen fick arbete 2031?",
        ),
        (
            ("Vad är Lyktan?", "Hur många av dem var kvinnor?", "Män då?"),
            "Hur många av dem var män? (Vad är Lyktan?)",
        ),
        (
            ("Hur många gick till arbete 2031 i Norrby?", "Till studier då?"),
            "Hur många gick till studier 2031 i Norrby?",
        ),
        (
            ("Hur många gick till arbete 2031?", "Till studier då?", "Och 2030?"),
            "Hur många gick till studier 2030?",
        ),
        (("Hur många förbund fanns 2031?", "Och kommuner?"), "Hur många kommuner fanns 2031?"),
        (
            ("Hur många deltog i Lyktan 2031?", "Vad kostade det?", "Och Ateljén?"),
            "Vad kostade det? (Ateljén 2031)",
        ),
        (
            ("Hur många deltog i Lyktan 2031?", "Vad kostade det?", "Och Ateljén?", "Och 2030?"),
            "Vad kostade det? (Ateljén 2030)",
        ),
        (
            ("Vad är Lyktan?", "Vem äger projektet?", "Och Ateljén?", "Hur många var deltagarna?"),
            "Hur många var deltagarna? (Ateljén)",
        ),
        (("Vad är Lyktan?", "Vem äger projektet?"), "Vem äger projektet? (Vad är Lyktan?)"),
    ],
)
def test_a_turn_takes_the_place_of_what_it_is_like(turns: tuple[str, ...], last: str) -> None:
    assert chain(*turns)[-1] == last


def test_both_sexes_are_not_swapped() -> None:
    assert chain("Hur många kvinnor och män deltog?", "Männen då?") == [
        "Männen då? (Hur många kvinnor och män deltog?)"
    ]


def test_it_is_the_thing_that_the_last_answer_named() -> None:
    which = "Vilken insats kostade minst 2031?"
    assert chain(which, "Vem äger den?", answer="Ateljén – Kostnad: 395 tkr [1]") == [
        f"Vem äger den? (Ateljén; {which})"
    ]
