"""Each part of finding that can be switched off is off, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.evidence.features import Setting
from assistant.schema import Cell, Unit
from assistant.settings import RETRIEVAL_PARTS, Retrieval, Settings
from assistant.splitting import split
from assistant.swedish import synonyms
from assistant.swedish.analysis import Analyzer
from assistant.switches import (
    PartialAnalyzer,
    PartialFinder,
    document_without,
    split_without,
    versions_without,
)
from assistant.understanding import Question
from assistant.wiring import open_analyzer
from tests.assistant.making import document


def analyzer(*without: str) -> Analyzer:
    return PartialAnalyzer(synonyms.load(), frozenset(without))


def origins(of: Analyzer, text: str, *vocabulary: str) -> set[str]:
    return {term.origin for term in of.query_terms(text, dict.fromkeys(vocabulary, 1))}


def test_without_stemming_words_stand_as_they_are() -> None:
    assert analyzer().analyse("deltagarna") != ["deltagarna"]
    assert "deltagarna" in analyzer("stemming").analyse("deltagarna")


def test_without_compounds_a_word_has_one_term() -> None:
    assert len(analyzer().analyse("samordningsförbundet")) > 1
    assert len(analyzer("compounds").analyse("samordningsförbundet")) == 1


def test_without_synonyms_no_other_word_stands_for_one() -> None:
    arbete = analyzer().whole("arbete")
    assert "synonym" in origins(analyzer(), "jobb", arbete)
    assert origins(analyzer("synonyms"), "jobb", arbete) == {"word"}


def test_without_spelling_a_misspelt_word_stays_unknown() -> None:
    known = analyzer().whole("rehabilitering")
    assert "spelling" in origins(analyzer(), "rehabiliterng", known)
    assert "spelling" not in origins(analyzer("spelling"), "rehabiliterng", known)


@pytest.mark.parametrize("part", ["stemming", "compounds"])
def test_another_analysis_has_another_fingerprint(part: str) -> None:
    assert analyzer(part).fingerprint != analyzer().fingerprint
    assert analyzer("synonyms").fingerprint == analyzer().fingerprint


def test_without_tables_a_row_is_a_sentence_of_the_same_words() -> None:
    row = Unit(0, "table_row", "Stöd 12", cells=(Cell("Stöd", 0), Cell("12", 1)))
    item = replace(document("a"), units=(row,))
    (flat,) = document_without(frozenset({"tables"}))(item).units
    assert (flat.kind, flat.text, flat.cells) == ("sentence", "Stöd 12", ())
    assert document_without(frozenset({"year"}))(item).units == (row,)


def test_without_headings_passages_have_no_context() -> None:
    item = document("a", "En mening om förbundet.")
    assert all(one.context for one in split(item))
    assert not any(one.context for one in split_without(frozenset({"headings"}))(item))
    assert split_without(frozenset())(item) == split(item)


def test_only_parts_of_the_index_make_documents_anew() -> None:
    assert versions_without(("tables", "year")) == " without tables"
    assert versions_without(("year", "evidence")) == ""


def test_years_and_turns_are_taken_out_of_the_question() -> None:
    seen: list[Question] = []

    class Finder(PartialFinder):
        def _of_side(self, setting: Setting, *_: object) -> list[object]:  # type: ignore[override]
            seen.append(setting.question)
            return []

    class Store:
        def documents(self, _: object = None) -> list[object]:
            return []

        def vocabulary(self) -> dict[str, int]:
            return {}

    finder = Finder(Store(), str.split, lambda text, _: [])  # type: ignore[arg-type]
    asked = Question(
        "och kvinnor?", "hur många deltog 2022 (och kvinnor?)", "och kvinnor?", "number",
        years=(2022,), follows=True,
    )  # fmt: skip
    finder.find(asked, [])
    finder.without = frozenset({"year"})
    finder.find(asked, [])
    finder.without = frozenset({"followups"})
    finder.find(asked, [])
    assert [one.years for one in seen] == [(2022,), (), (2022,)]
    assert [one.standalone == one.text for one in seen] == [False, False, True]


def test_the_settings_choose_the_analyzer() -> None:
    plain = open_analyzer(Settings())
    partial = open_analyzer(replace(Settings(), retrieval=Retrieval(disable=("compounds",))))
    assert not isinstance(plain, PartialAnalyzer)
    assert isinstance(partial, PartialAnalyzer)
    assert set(versions_without(RETRIEVAL_PARTS).split(" without ")[1].split(", ")) == {
        "stemming", "compounds", "tables", "headings",
    }  # fmt: skip
