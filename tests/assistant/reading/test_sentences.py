"""Where sentences are split, and where not."""

import pytest

from assistant.reading.sentences import split_sentences


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Förbundet finansierar bl.a. Malmö och t.ex. Arbetsförmedlingen.",
        "Det gäller s.k. Finsam-insatser enligt 7 kap. 3 § lagen.",
        "Avgiften är 2,5 mkr per år, dvs. Malmö stads del.",
        "Se prop. 2002/03:132 och nr. 12 i serien.",
        "Handläggare A. Andersson svarar.",
        "Tabell 1. Antal deltagare per insats",
        "1. Inledning och syfte",
        "3.2. Målgrupper",
        "Hon sade ”Det är bra.” och gick.",
        "Klockan 8.30 börjar mötet i Malmö.",
    ],
)
def test_one_sentence_stays_whole(text: str) -> None:
    assert parts(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Perioden slutar 31/8 2022. Därefter följs den upp.",
            ["Perioden slutar 31/8 2022.", "Därefter följs den upp."],
        ),
        (
            "Stöd, råd m.m. Det ges av alla.",
            ["Stöd, råd m.m.", "Det ges av alla."],
        ),
        ("Budgeten är 27,8 mkr. Av dem går hälften åt.", None),
        ("”Det hjälpte mig.” Hon fick arbete.", ["”Det hjälpte mig.”", "Hon fick arbete."]),
        ("Hur gick det? Bra! 12 fick arbete.", ["Hur gick det?", "Bra!", "12 fick arbete."]),
        (
            "Antalet förbund ökade.3 Det var 83 vid årets slut.",
            ["Antalet förbund ökade.3", "Det var 83 vid årets slut."],
        ),
        (
            "En förteckning finns i bilaga 1. Trots det ökar antalet.",
            ["En förteckning finns i bilaga 1.", "Trots det ökar antalet."],
        ),
        ("Första stycket\n\nAndra stycket", ["Första stycket", "Andra stycket"]),
        (
            "Antalet var 12. År 2017 var det fler.",
            ["Antalet var 12.", "År 2017 var det fler."],
        ),
        (
            "Det gäller (se bilaga 1). Nästa gäller inte.",
            ["Det gäller (se bilaga 1).", "Nästa gäller inte."],
        ),
    ],
)
def test_sentences_are_split(text: str, expected: list[str] | None) -> None:
    found = parts(text)
    assert found == (expected or ["Budgeten är 27,8 mkr.", "Av dem går hälften åt."])


def test_empty_gives_nothing() -> None:
    assert split_sentences("") == []
    assert split_sentences(" \n\n ") == []


def test_every_character_is_kept() -> None:
    text = "  Ett. Två\n\n tre! Fyra  "
    assert "".join("".join(parts(text)).split()) == "".join(text.split())
