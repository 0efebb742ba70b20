"""Definitions that stand in the documents, and sentences that only look like one."""

from collections.abc import Sequence
from typing import Any

import pytest

from assistant.citations import stands_in
from assistant.glossary import glossary
from assistant.schema import Cell, DocumentInfo, Filters, Finding, Mark, Metadata, Unit
from assistant.service import Term


class Shelf:
    """One document in memory."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.all = list(units)

    def documents(self, filters: Filters | None = None) -> list[DocumentInfo]:
        metadata = Metadata(Finding("t", "found"), Finding("rapport", "found"))
        return [DocumentInfo("d", "d.pdf", "pdf", metadata, 1, 1, 0, 0)]

    def units(
        self, document_id: str, first: int | None = None, last: int | None = None
    ) -> list[Any]:
        return self.all


def terms(*units: Unit) -> list[Term]:
    found = glossary(Shelf(units))
    for term in found:
        assert any(stands_in(term.citation.quote, unit) for unit in units)
    return found


def said(text: str, kind: str = "sentence", ordinal: int = 0, **more: object) -> Unit:
    return Unit(ordinal, kind, text, 1, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "term", "quote"),
    [
        (
            "Inspektionen för socialförsäkringen (ISF) har fått ett uppdrag.",
            "ISF",
            "Inspektionen för socialförsäkringen (ISF)",
        ),
        (
            "I det Nationella nätverket för samordningsförbund (NNS) ingår alla.",
            "NNS",
            "Nationella nätverket för samordningsförbund (NNS)",
        ),
        (
            "Två LFA (Logical framework approach) hölls.",
            "LFA",
            "LFA (Logical framework approach)",
        ),
        (
            "Med offentlig försörjning menas att man får ersättning från staten.",
            "Offentlig försörjning",
            None,
        ),
        (
            "Förebyggande insats syftar till att förhindra att individer hamnar utanför.",
            "Förebyggande insats",
            None,
        ),
        ("SUS: Sektorsövergripande system för uppföljning.", "SUS", None),
        ("IPS är en metod för stöd till arbete i vanliga anställningar.", "IPS", None),
    ],
)
def test_ways_to_define(text: str, term: str, quote: str | None) -> None:
    found = terms(said(text))
    assert [(one.term, one.citation.quote) for one in found] == [(term, quote or text)]


@pytest.mark.parametrize(
    "text",
    [
        "Det innebär att fler kan få stöd under året.",
        "Friheten är en styrka men den gör också att få vet vad det är.",
        "Lagen är en ramlag och lämnar mycket åt förbunden.",
        "Ordförande: Sedat Ariksson, Lövdala stad.",
        "Källa: Försäkringskassans ekonomisystem.",
        "En privat vårdcentral (INM) ingick i projektet under året.",
        "Ökningen innebär att fler får ett arbete till slut.",
        "Eftersläpning i registreringen för år 2017 innebär att uppgifterna är osäkra.",
        "Förbundet är den största parten av alla i hela länet?",
        "Streck betyder att uppgiften inte finns i rapporten.",
        "Men samverkan avser alltid flera parter samtidigt i länet.",
    ],
)
def test_what_is_no_definition(text: str) -> None:
    assert terms(said(text)) == []
    assert [one.term for one in terms(said(text, "list_item"))] == []


def test_of_a_name_it_says_what_it_is() -> None:
    named = said("Under året har arbetet i Bryggan fortsatt.", ordinal=1)
    says = said("Bryggan är en gemensam satsning för personer utan arbete.")
    assert [one.term for one in terms(says, named)] == ["Bryggan"]
    assert terms(says) == []


def test_a_footnote_is_quoted_without_its_mark() -> None:
    note = said("1 Stegen: planera, gör, studera, agera.", "footnote", marks=(Mark(0, 2, "1"),))
    found = terms(note)
    assert [(one.term, one.citation.quote) for one in found] == [
        ("Stegen", "Stegen: planera, gör, studera, agera.")
    ]
    assert terms(said("Uppgiften gäller: bara året.", "footnote")) == []


def test_tables_of_words() -> None:
    def row(ordinal: int, *texts: str, heads: tuple[str, str] = ("Ord", "Betydelse")) -> Unit:
        cells = tuple(
            Cell(text, n, "", (heads[n],) if ordinal else ()) for n, text in enumerate(texts)
        )
        return Unit(ordinal, "table_row", " ".join(texts), 1, cells=cells)

    found = terms(row(0, "Ord", "Betydelse"), row(1, "Volyminsats", "insats som räknas i antal"))
    assert [(one.term, one.citation.quote) for one in found] == [
        ("Volyminsats", "insats som räknas i antal")
    ]
    assert terms(row(1, "Organ", "styrelsen beslutar om allt", heads=("Organ", "Uppgift"))) == []


def test_each_term_once_by_its_surest_definition_in_swedish_order() -> None:
    found = terms(
        said("SUS är ett system för uppföljning av alla insatser."),
        said("SUS: Sektorsövergripande system för uppföljning.", "footnote", 1),
        said("Öppen insats avser stöd som inte kräver en remiss.", ordinal=2),
        said("Aktiv insats avser stöd som kräver en remiss först.", ordinal=3),
    )
    assert [one.term for one in found] == ["Aktiv insats", "SUS", "Öppen insats"]
    assert found[1].citation.source == "footnote"


def test_speech_and_scanned_words_define_nothing() -> None:
    text = "Förebyggande insats syftar till att förhindra att individer hamnar utanför."
    assert terms(said(text, speaker="Anna Ek")) == [] and terms(said(text, ocr=True)) == []
