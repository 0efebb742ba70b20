"""The kind of answer that a question asks for, by its question words."""

import pytest

from assistant.understanding import Asked, asking


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Hur många deltog i Lyktan 2031?", "number"),
        ("Vilket antal ungdomar skrevs in?", "number"),
        ("How many people took part in Lyktan?", "number"),
        ("Hur stor andel av deltagarna på Bryggan var kvinnor?", "share"),
        ("Hur många procent gick vidare till arbete?", "share"),
        ("Vad kostade Lyktan 2031?", "amount"),
        ("Hur mycket betalar kommunen?", "amount"),
        ("Hur mycket satsade regionen på Lyktan?", "amount"),
        ("Hur stor var hyran för lokalen?", "amount"),
        ("How much did the project cost?", "amount"),
        ("När startade Bryggan?", "date"),
        ("Vilket år lades Fyren ner?", "date"),
        ("Hur ofta träffas styrgruppen?", "date"),
        ("Hur tätt ses teamet?", "date"),
        ("senaste datum för att söka insatsmedel", "date"),
        ("Vem är ordförande i styrelsen?", "name"),
        ("Vem är Lyktan till för?", "general"),
        ("Vem får delta i Lyktan?", "general"),
        ("Who is Lyktan for?", "general"),
        ("Vilken myndighet samordnar Bryggan?", "name"),
        ("Vilka insatser drevs under året?", "list"),
        ("Nämn de tre målen", "list"),
        ("Vad är Lyktan?", "definition"),
        ("Vad står KUR för?", "definition"),
        ("Vad menas med förrehabilitering?", "definition"),
        ("Varför lades Fyren ner?", "reason"),
        ("Av vilken anledning sjönk antalet?", "reason"),
        ("Finns det en väntelista?", "yesno"),
        ("Nådde Bryggan sitt mål?", "yesno"),
        ("Berätta om arbetet på Bryggan", "general"),
    ],
)
def test_question_words_tell_the_kind_of_answer(question: str, asked: Asked) -> None:
    assert asking.asked_for(question) == asked


def test_a_query_of_bare_keywords_is_judged_by_its_nouns() -> None:
    assert asking.asked_for("budget Lyktan 2031") == "amount"
    assert asking.asked_for("antal deltagare Bryggan") == "number"


@pytest.mark.parametrize(
    ("question", "measure"),
    [
        ("Vilken budget hade Lyktan?", "budget"),
        ("Vad blev utfallet för Lyktan?", "outcome"),
        ("Vad är prognosen för Lyktan?", "forecast"),
        ("Vilket deltagarmål har Lyktan?", "target"),
        ("Hur många deltog i Lyktan?", ""),
        ("Vad var budget och utfall för Lyktan?", ""),
    ],
)
def test_measure_is_named_only_when_one_is(question: str, measure: str) -> None:
    assert asking.measure(question) == measure


@pytest.mark.parametrize(
    ("question", "sex"),
    [
        ("Hur många kvinnor deltog?", "women"),
        ("Hur många män deltog?", "men"),
        ("Hur många av männen fick arbete?", "men"),
        ("Hur många kvinnor och män deltog?", ""),
        ("Hur många människor deltog?", ""),
        ("How many women took part?", "women"),
    ],
)
def test_sex_is_that_of_the_group_asked_about(question: str, sex: str) -> None:
    assert asking.sex(question) == sex


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("Vilka tre mål har Bryggan?", 3),
        ("Nämn 4 insatser", 4),
        ("Vilka är de fem parterna?", 5),
        ("Vilka mål har Bryggan?", 0),
        ("Hur många deltog 2031?", 0),
    ],
)
def test_how_many_things_a_list_should_have(question: str, count: int) -> None:
    assert asking.how_many_things(question) == count


@pytest.mark.parametrize(
    "question",
    [
        "Deltog fler kvinnor än män?",
        "Jämför Lyktan med Bryggan",
        "Vad är skillnaden mellan Lyktan och Bryggan?",
        "Hur förändrades antalet deltagare?",
        "Har kostnaden ökat?",
    ],
)
def test_a_comparison_is_seen(question: str) -> None:
    assert asking.compares(question)


def test_a_plain_question_compares_nothing() -> None:
    assert not asking.compares("Hur många deltog i Lyktan 2031?")
    assert not asking.compares("Hur många fler platser behövs?")


def test_two_groups_need_both_to_be_named() -> None:
    assert asking.two_groups("Hur stor andel kvinnor respektive män fick arbete?")
    assert asking.two_groups("Hur är läget i Lövdala och i landet?")
    assert not asking.two_groups("Hur stor andel kvinnor fick arbete?")
    assert not asking.two_groups("Hur är läget i landet?")


@pytest.mark.parametrize(
    ("question", "along"),
    [
        ("Hur har antalet deltagare utvecklats?", "trend"),
        ("hur har budgeten förändrats över åren", "trend"),
        ("Hur många deltog från 2012 till 2022?", "trend"),
        ("Vilket år var deltagarna flest?", "highest"),
        ("När var kostnaden lägst?", "lowest"),
        ("Vad kostar Utveckling och kunskap?", ""),
        ("Hur många deltog 2022?", ""),
    ],
)
def test_how_a_series_is_to_be_read(question: str, along: str) -> None:
    assert asking.along(question) == along
