from pathlib import Path

import pytest

from assistant.swedish import hunspell
from assistant.swedish.hunspell import Dictionary


@pytest.mark.parametrize(
    ("form", "base"),
    [
        ("förbundets", "förbund"),
        ("kvinnorna", "kvinna"),
        ("insatsernas", "insats"),
        ("ekonomiskt", "ekonomisk"),
        ("malmös", "malmö"),
        ("planerades", "planera"),
    ],
)
def test_base_forms(dictionary: Dictionary, form: str, base: str) -> None:
    assert dictionary.lemmas(form)[0] == base


def test_unknown_words_have_none(dictionary: Dictionary) -> None:
    assert dictionary.lemmas("qvixplorg") == ()
    assert "qvixplorg" not in dictionary
    assert "förbund" in dictionary


def test_parts_of_compounds(dictionary: Dictionary) -> None:
    assert dictionary.left("reglerings") == "reglering"
    assert dictionary.left("hälso") == "hälsa"
    assert dictionary.left("samverkanzz") is None
    assert dictionary.right("förbundets") == "förbund"
    assert "hälso" not in dictionary


def test_an_own_folder(tmp_path: Path) -> None:
    (tmp_path / "sv_SE.dic").write_text("3\nzorn/AY\nqvix/X\nrutten/!A\n", "utf-8")
    (tmp_path / "sv_SE.aff").write_text("SET UTF-8\nSFX A Y 1\nSFX A 0 s .\n", "utf-8")
    own = hunspell.load(tmp_path)
    assert own is not None
    assert own.lemmas("zorns") == ("zorn",)
    assert own.left("qvix") == "qvix"
    assert "rutten" not in own


def test_no_list_in_a_folder(tmp_path: Path) -> None:
    assert hunspell.load(tmp_path) is None
