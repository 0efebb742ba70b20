"""What a sentence does: defines, gives reasons, permits, points back."""

import pytest

from assistant.evidence import sentences


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("KUR (kultur, utbildning och rehabilitering) är metoden.", True),
        ("Metoden kallas KUR, kultur utbildning rehabilitering.", True),
        ("KUR är metoden som används i huset.", False),
        ("Kultur, utbildning och rehabilitering är viktigt.", False),
    ],
)
def test_an_abbreviation_spelled_out(text: str, spelled: bool) -> None:
    assert sentences.spells_out(text, ["KUR"]) is spelled


def test_a_definition_says_what_the_subject_is() -> None:
    assert sentences.defines("Lyktan är en mottagning för unga.", ["Lyktan"])
    assert sentences.defines("Mottagningen (Lyktan) ligger i hamnen.", ["Lyktan"])
    assert not sentences.defines("I huset möts deltagare från Lyktan.", ["Lyktan"])


def test_reasons_names_lists_and_what_points_back() -> None:
    assert sentences.causes("Det beror på att lokalen hade mögel.")
    assert not sentences.causes("Lokalen låg i hamnen.")
    assert sentences.full_name("Ordförande är Birgitta Lundmark.")
    assert not sentences.full_name("Ordförande är vald.")
    assert sentences.lists("kommunen, regionen, Försäkringskassan och Arbetsförmedlingen", ()) == 4
    assert sentences.points_back("Av dessa var 71 kvinnor.")
    assert not sentences.points_back("Lyktan är en mottagning.")
    assert sentences.who_is("Vem är ordförande?")
    assert not sentences.who_is("Vem beslutar om budgeten?")


def test_what_is_set_aside_before_the_verb_is_not_the_figure_s() -> None:
    text = "Efter avdrag för hyran återstår 400 kr."
    assert sentences.main_clause(text) == "återstår 400 kr."
    assert sentences.main_clause("Hyran är 400 kr.") == "Hyran är 400 kr."


def test_what_the_question_itself_sets_aside_stays() -> None:
    text = "Efter insatsen hade 29 procent arbete."
    assert sentences.main_clause(text, "Hur stor andel hade arbete efter insatsen?") == text
    assert sentences.main_clause(text, "Hur stor andel hade arbete?").startswith("hade 29")
