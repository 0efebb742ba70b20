"""The briefing and the first questions show only what the documents answer."""

from assistant.briefing import briefing, packaged_sections, suggestions
from assistant.schema import Answer, Citation

SECTIONS = [("Uppdrag", ("Vad gör {förbundet}?", "Varför?")), ("Pengar", ("Hur mycket?",))]


def cite(quote: str) -> Citation:
    return Citation(1, "d", "d.pdf", "T", "rapport", 2022, 1, "", quote, "prose")


class Asked:
    """Answers by question: a quote, or None for what is not in the documents."""

    def __init__(self, answers: dict[str, str | None]) -> None:
        self.answers = answers
        self.questions: list[str] = []

    def __call__(self, question: str) -> Answer:
        self.questions.append(question)
        quote = self.answers.get(question)
        if quote is None:
            return Answer(question, question, "not_found", "Det står inte.", nearest=(cite("x"),))
        return Answer(question, question, "answered", quote, citations=(cite(quote),))


def test_only_what_is_answered_is_shown() -> None:
    ask = Asked({"Vad gör Finsam?": "Finansierar.", "Hur mycket?": None})
    found = briefing(ask, "Finsam", SECTIONS)
    assert [(one.title, [a.answer for a in one.answers]) for one in found] == [
        ("Uppdrag", ["Finansierar."])
    ]
    assert ask.questions == ["Vad gör Finsam?", "Varför?", "Hur mycket?"]


def test_without_a_name_it_is_called_forbundet() -> None:
    ask = Asked({})
    assert briefing(ask, "", SECTIONS) == [] and ask.questions[0] == "Vad gör förbundet?"


def test_the_same_grounds_are_not_shown_twice_and_long_answers_never() -> None:
    ask = Asked({"Vad gör förbundet?": "Samma.", "Varför?": "Samma.", "Hur mycket?": "ord " * 200})
    assert [len(one.answers) for one in briefing(ask, "", SECTIONS)] == [1]


def test_an_answer_without_a_source_is_not_shown() -> None:
    assert briefing(lambda q: Answer(q, q, "answered", "Ja."), "", SECTIONS) == []
    assert suggestions(lambda q: Answer(q, q, "answered", "Ja."), "", ["Vad?"]) == []


def test_suggestions_stop_when_there_are_enough() -> None:
    ask = Asked({"a?": "1", "b?": None, "c?": "1", "d?": "2", "e?": "3"})
    assert suggestions(ask, "", ["a?", "b?", "c?", "d?", "e?"], most=2) == ["a?", "d?"]
    assert "e?" not in ask.questions


def test_the_packaged_questions_cover_what_a_board_member_needs() -> None:
    titles = [title for title, questions in packaged_sections() if questions]
    assert titles == ["Uppdrag", "Parter", "Målgrupper", "Pengar", "Resultat", "Pågående insatser"]
    every = [question for _, questions in packaged_sections() for question in questions]
    assert len(every) == len(set(every)) and all(one.endswith("?") for one in every)
