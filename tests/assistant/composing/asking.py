"""An Answerer over given units, whose every unit is offered as sufficient evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.answering import Answerer
from assistant.composing.clients import open_client
from assistant.composing.language_model import LanguageModelComposer
from assistant.composing.quotes import QuoteComposer
from assistant.evidence import Evidence
from assistant.schema import DocumentInfo, Filters, Finding, Metadata, Unit
from assistant.settings import Model
from tests.models.scripted import ScriptedModel

QUESTION = "Hur många deltagare var inregistrerade i SUS 2022?"


def information(file: str = "delarsrapport-2022.pdf") -> DocumentInfo:
    """A document from 2022."""
    metadata = Metadata(
        Finding("Delårsrapport 2022", "found"),
        Finding("delårsrapport", "guessed"),
        year=Finding("2022", "found"),
    )
    return DocumentInfo("d" * 16, file, file.split(".")[-1], metadata, 9, 9, 0, 0)


class Units:
    """The part of the library that answering reads."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._units = list(units)

    def units(self, document: str, first: int | None = None, last: int | None = None) -> list[Unit]:
        low, high = first or 0, 10**9 if last is None else last
        return [unit for unit in self._units if low <= unit.ordinal <= high]

    def documents(self, filters: Filters | None = None) -> list[DocumentInfo]:
        return [information()]

    def vocabulary(self) -> Mapping[str, int]:
        return {}


class Nothing:
    def retrieve(self, question: Any, filters: Any) -> list[Any]:
        return []


class Given:
    """Finds the same evidence for every question; `enough` is whether it may answer."""

    def __init__(self, units: Sequence[Unit], enough: bool = True) -> None:
        self._found = [
            Evidence(unit, information(), 0.2**n, 1.0, 1.0, n + 1, trust=float(enough))
            for n, unit in enumerate(units)
        ]

    def find(self, question: Any, ranked: Any) -> list[Evidence]:
        return self._found


def composer(model: ScriptedModel, units: Sequence[Unit], **settings: Any) -> LanguageModelComposer:
    """The composer with the real client against the scripted server."""
    wanted: dict[str, Any] = {"timeout_s": 10.0, "api_key": "x"} | settings
    client = open_client(Model("skript", model.url, **wanted))
    return LanguageModelComposer(client, QuoteComposer(Units(units)))


def answerer(
    units: Sequence[Unit], composer: LanguageModelComposer | None = None, enough: bool = True
) -> Answerer:
    """Answers from the units alone."""
    retriever: Any = Nothing()
    finder: Any = Given(units, enough)
    return Answerer(Units(units), retriever, finder, composer=composer)
