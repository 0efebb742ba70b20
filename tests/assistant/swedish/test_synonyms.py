from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.swedish import synonyms
from assistant.swedish.analysis import Analyzer


def test_packaged_words_are_plenty_and_well_formed() -> None:
    words = synonyms.load()
    assert len(words.english) >= 240
    assert len(words.abbreviations) >= 40
    assert len(words.groups) >= 50
    assert all(len(group) > 1 for group in words.groups)


def test_abbreviations_lead_both_ways_and_everyday_words_one() -> None:
    leads = synonyms.load().swedish()
    assert "Arbetsförmedlingen" in leads["af"]
    assert "af" in leads["arbetsförmedlingen"]
    assert "medel" in leads["pengar"]
    assert "pengar" not in leads.get("medel", ())


def test_staff_add_and_take_away(tmp_path: Path) -> None:
    own = tmp_path / "synonymer.toml"
    own.write_text(
        'grupper = [["fika", "kaffepaus"]]\n[vardagsord]\n"kosing" = ["budget"]\n"pengar" = []\n',
        "utf-8",
    )
    words = synonyms.load(own, tmp_path / "finns-inte.toml")
    leads = words.swedish()
    assert leads["kosing"] == ("budget",)
    assert "pengar" not in words.everyday
    assert leads["fika"] == ("kaffepaus",)
    found = Analyzer(words).query_terms("kosing", {"budget": 1})
    assert [t.term for t in found if t.origin == "synonym"] == ["budget"]


@pytest.mark.parametrize(
    "text",
    [
        "inte = toml = alls",
        "[okänd]\na = ['b']",
        "[vardagsord]\na = 'b'",
        "[vardagsord]\na = [1]",
        "[former]\na = ['b']",
        "grupper = 'a'",
        "hela = ['a']",
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, text: str) -> None:
    own = tmp_path / "synonymer.toml"
    own.write_text(text, "utf-8")
    with pytest.raises(SettingsError, match="synonymer") as caught:
        synonyms.load(own)
    assert caught.value.remedy


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    own = tmp_path / "synonymer.toml"
    own.write_bytes("grupper = [['få', 'erhålla']]".encode("latin-1"))
    with pytest.raises(SettingsError, match="UTF-8"):
        synonyms.load(own)
