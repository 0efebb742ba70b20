"""Matching by the rules of the question sets, each case worked out by hand."""

import pytest

from evals.matching import (
    any_evidence_found,
    evidence_found,
    facts_in,
    quote_in,
    spelling_in,
    squeezed,
    within,
    without_labels,
)
from evals.questions import Evidence, GoldTurn


@pytest.mark.parametrize(
    ("spelling", "text"),
    [
        ("2 581", "Det var 2\u00a0581 deltagare."),
        ("2 581", "Det var 2\u202f581 deltagare."),
        ("avveckl", "Insatsen avvecklades."),
        ("53 procent", "Andelen var 53 %."),
        ("53%", "Andelen var 53 procent."),
        ("53 percent", "andelen är 53%"),
        ("2012-2022", "under 2012\u20132022"),
        ("-42", "resultatet \u221242 tkr"),
        ("82", "Det fanns 82."),
        ("82", "82, varav fem nya"),
        ("582", "år 2022 582 deltagare"),
        ("2009", "åren 2009 123 personer"),
        ("CAROLINA", "carolina"),
        ("31 procent", "31 procent, och 2 procentenheter mer"),
        ("28 procent", "28\u00adprocent".replace("\u00ad", " ")),
        ("samverkan", "sam\u00adverkan"),
    ],
)
def test_a_spelling_stands(spelling: str, text: str) -> None:
    assert spelling_in(spelling, text)


@pytest.mark.parametrize(
    ("spelling", "text"),
    [
        ("82", "182"),
        ("82", "82,5"),
        ("82", "82.5"),
        ("82", "2582"),
        ("82", "1,82"),
        ("582", "2 582"),
        ("82", "82 500"),
        ("1 294", "1 294 000"),
        ("5,2", "15,2"),
        ("5,2", "5,25"),
        ("2 procent", "2 procentenheter"),
        ("2 %", "2 %-enheter"),
        ("2 percent", "2 percentage points"),
        ("2 procent", "12 procent"),
        ("Lund", "Malmö"),
    ],
)
def test_a_spelling_does_not_stand(spelling: str, text: str) -> None:
    assert not spelling_in(spelling, text)


def test_in_a_table_row_a_blank_separates_cells() -> None:
    row = "Utebliven etablering, SFI 150 325"
    assert spelling_in("325", row, row=True)
    assert not spelling_in("325", row)
    assert not spelling_in("25", row, row=True)


def test_all_facts_are_needed_and_one_spelling_each() -> None:
    facts = (("2 581", "2581"), ("53 %",))
    assert facts_in(facts, "2581 deltagare, varav 53 procent kvinnor")
    assert not facts_in(facts, "2581 deltagare")
    assert facts_in((), "")


def test_labels_are_no_facts() -> None:
    assert without_labels("Det var 31 procent [1] [2, 3].") == "Det var 31 procent."
    assert not spelling_in("1", without_labels("Ingen uppgift [1]"))


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("Total kostnad 27 854 587 kr", "Total  kostnad | 27\u00a0854\u00a0587 kr"),
        ("arbetsmarknaden i stort", "arbetsmark-\nnaden i stort"),
        ("individ- och strukturinriktade", "individ\u2013 och struktur\u00adinriktade"),
        ("finansierade", "\ufb01nansierade"),
        ("Avanti 2.0 140 190", "Avanti 2.0\t140\t190"),
    ],
)
def test_a_quote_stands_however_the_text_was_extracted(quote: str, text: str) -> None:
    assert quote_in(quote, text)


def test_a_quote_with_another_figure_or_letter_does_not_stand() -> None:
    assert not quote_in("totalt 1 102 insatser", "totalt 1 103 insatser")
    assert not quote_in("på förbundet", "pa förbundet")
    assert not quote_in(" – ", "vad som helst")
    assert squeezed("Ä-å 1,5 %") == "äå15"


def test_the_budget_cuts_in_the_middle_of_a_passage() -> None:
    assert within(["abcd", "efgh"], 6) == "abcd\nef"
    assert within(["abcd", "efgh"], 4) == "abcd"
    assert within(["ab"], 100) == "ab"


COMPARISON = GoldTurn(
    question="?",
    answer="!",
    must_include=(("56",), ("141",)),
    evidence=(
        Evidence("a.pdf", "från 56 insatser 2016 till 141 insatser 2017"),
        Evidence("a.pdf", "sammanlagt 141 insatser i landet"),
        Evidence("b.pdf", "år 2016 fanns det 56 insatser"),
    ),
)


def test_evidence_needs_every_fact_but_not_every_quote() -> None:
    both = ["x" * 10, "från 56 insatser 2016 till 141 insatser 2017"]
    assert evidence_found(COMPARISON, both, 54)
    assert not evidence_found(COMPARISON, both, 53)
    one_side = ["sammanlagt 141 insatser i landet"]
    assert not evidence_found(COMPARISON, one_side, 800)
    assert any_evidence_found(COMPARISON, one_side, 800)
    assert evidence_found(COMPARISON, [*one_side, "år 2016 fanns det 56 insatser"], 800)
    assert not any_evidence_found(COMPARISON, [], 800)


def test_a_quote_split_over_two_neighbouring_passages_is_found() -> None:
    turn = GoldTurn("?", "!", (("76",),), (Evidence("a.docx", "Avanti 140 190 Kraften 40 76"),))
    assert evidence_found(turn, ["Avanti 140 190", "Kraften 40 76"], 100)


def test_without_facts_in_the_quotes_each_file_is_needed() -> None:
    turn = GoldTurn(
        "?", "!", (("800",),), (Evidence("a", "målet är 2 500"), Evidence("b", "målet är 1 700"))
    )
    assert not evidence_found(turn, ["målet är 2 500"], 100)
    assert evidence_found(turn, ["målet är 2 500", "målet är 1 700"], 100)
