"""How much each word of a question tells."""

from assistant.evidence import light
from assistant.evidence.record import Word
from assistant.evidence.weighing import weigh
from assistant.understanding import understand
from assistant.understanding.followup import Earlier
from tests.assistant.small_documents import OWN_NAMES, TODAY, World, analyzer


def words(world: World, text: str, *earlier: Earlier) -> dict[str, Word]:
    question = understand(text, earlier, TODAY)
    found = weigh(
        question,
        question.standalone,
        analyzer().query_terms,
        world.library.vocabulary(),
        lambda one: light.is_verb(one) or analyzer().inflected_verb(one),
        lambda one: any(name.casefold() in one.casefold() for name in OWN_NAMES),
    )
    return {one.word.casefold(): one for one in found}


def test_rare_words_tell_more_than_common_ones(world: World) -> None:
    found = words(world, "Vad sägs om mögel hos deltagarna?")
    assert found["mögel"].weight > found["deltagarna"].weight > 0


def test_names_are_capitals_inside_the_sentence_and_versions(world: World) -> None:
    found = words(world, "Hur många deltagare har Lyktan 2.0 och KUR?")
    assert found["lyktan"].name
    assert found["2,0"].name
    assert found["kur"].name
    assert not found["deltagare"].name
    assert not words(world, "Deltagare på bryggan?")["deltagare"].name


def test_months_and_the_own_place_are_no_names(world: World) -> None:
    found = words(world, "Hur många deltagare hade Lövdala i Mars?")
    assert not found["lövdala"].name
    assert not found["mars"].name


def test_the_own_place_hardly_counts(world: World) -> None:
    found = words(world, "Vilken mottagning finns i Lövdala?")
    assert found["lövdala"].weight < 0.5 * found["mottagning"].weight


def test_words_for_the_kind_of_answer_hardly_count(world: World) -> None:
    found = words(world, "Vilken summa kostade lokalen ungefär?")
    assert found["summa"].weight < 0.3 * found["lokalen"].weight


def test_verbs_count_less_than_nouns_and_are_marked(world: World) -> None:
    found = words(world, "Hur sammanträdde styrelsen?")
    assert found["sammanträdde"].verb
    assert not found["styrelsen"].verb


def test_years_and_dates_are_left_to_the_judging_of_time(world: World) -> None:
    found = words(world, "Hur många deltagare hade Lyktan den 15 september 2031?")
    assert not any(any(sign.isdigit() for sign in one) for one in found)


def test_a_word_that_no_document_has_is_unknown(world: World) -> None:
    found = words(world, "Hur många hästar har Lyktan?")
    assert not found["hästar"].known
    assert found["lyktan"].known
    assert found["hästar"].weight >= found["lyktan"].weight


def test_words_of_the_conversation_count_less_than_those_asked_now(world: World) -> None:
    first = "Vilka mål har föräldralediga på Bryggan?"
    found = words(world, "Hur många av dem fick en planering?", Earlier(first, first, ""))
    assert found["planering"].own
    assert not found["föräldralediga"].own
    assert found["föräldralediga"].weight < found["planering"].weight


def test_the_other_sex_of_the_earlier_turn_is_dropped(world: World) -> None:
    first = "Hur många kvinnor deltog i Lyktan?"
    found = words(world, "Och männen?", Earlier(first, first, ""))
    assert not any(one.startswith("kvinn") for one in found)


def test_capitals_are_a_name_and_not_the_word_they_spell(world: World) -> None:
    assert words(world, "Vad står KUR för?")["kur"].name
