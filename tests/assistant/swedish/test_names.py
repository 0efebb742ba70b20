import pytest

from assistant.swedish.names import names


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Enligt Karen Ask har Region Skåne svarat.", ["Karen Ask", "Region Skåne"]),
        ("Förbundet avslutade Avanti.", ["Avanti"]),
        ("Avanti avslutades. Varför avslutades Avanti?", ["Avanti", "Avanti"]),
        ("Vem leder SUS och ESF-rådet?", ["SUS", "ESF-rådet"]),
        ("SUS används.", ["SUS"]),
        ("Hon heter Anna-Karin af Ugglas.", ["Anna-Karin af Ugglas"]),
        ("förbundet har inga namn", []),
        ("Förbundet växer. Styrelsen beslutar.", []),
        ("• Insatsen drivs av Malmö stad", ["Malmö"]),
        ("", []),
    ],
)
def test_names(text: str, wanted: list[str]) -> None:
    found = names(text)
    assert [name.text for name in found] == wanted
    assert all(text[name.start : name.end] == name.text for name in found)


def test_a_run_that_opens_a_sentence_is_marked() -> None:
    first, second = names("Ordförande Karen Ask tackade Bertil Berg.")
    assert (first.text, first.opening) == ("Ordförande Karen Ask", True)
    assert (second.text, second.opening) == ("Bertil Berg", False)
