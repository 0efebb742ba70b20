"""The real client against a real, small language model on this machine."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from assistant.composing.clients import open_client
from assistant.composing.language_model import Check, LanguageModelComposer
from assistant.composing.quotes import QuoteComposer
from assistant.schema import Unit
from evals import local_model
from tests.assistant.composing.asking import QUESTION, Units, answerer

pytestmark = [pytest.mark.network, pytest.mark.slow]
ASKED = {
    QUESTION: "Totalt har 2581 deltagare varit inregistrerade i SUS 2022.",
    "Vem är förbundschef?": "Förbundschef är Anna Berg.",
    "När startade insatsen Bryggan?": "Insatsen Bryggan startade i mars 2021.",
    "Hur stor är budgeten för Lyktan 2026?": "Budgeten för Lyktan är 2 450 000 kronor 2026.",
    "Vilken är målgruppen?": "Målgruppen är unga vuxna mellan 18 och 29 år.",
    "Hur många gånger sammanträdde styrelsen?": "Styrelsen sammanträdde sex gånger.",
}
"""Questions with the sentence that answers each; the model is given all, the right one first."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    try:
        with local_model.serving(4096) as address:
            yield address
    except local_model.LocalModelMissing as missing:
        pytest.skip(str(missing))


def units(question: str) -> list[Unit]:
    first = ASKED[question]
    texts = [first, *(text for text in ASKED.values() if text != first)]
    return [Unit(number, "sentence", text, page=7) for number, text in enumerate(texts)]


def test_a_real_model_proposes_and_verification_disposes(address: str) -> None:
    client = open_client(local_model.settings(address))
    proposed = 0
    there = set(re.findall(r"\d{2,}", " ".join(ASKED.values())))
    for question in ASKED:
        checks: list[Check] = []
        found = units(question)
        composer = LanguageModelComposer(
            client, QuoteComposer(Units(found)), on_check=checks.append
        )
        heard: list[str] = []
        answer = answerer(found, composer).answer(question, on_text=heard.append)
        proposed += len(checks)
        assert "".join(heard) == answer.answer
        # it may answer out of another source than the right one, but only with what stands there
        assert set(re.findall(r"\d{2,}", answer.answer)) <= there
        proved = [check for check in checks if not check.faults]
        assert answer.composer == ("model:gemma-3-270m" if proved else "quotes")
        assert answer.notice or (proved and len(proved) == len(checks))
    assert client.structured, "the server takes a JSON schema"
    # which of the questions it answers in statements differs between machines
    assert proposed


def test_a_wrong_key_is_an_error_of_the_server(address: str) -> None:
    wanted = local_model.settings(address)
    client = open_client(type(wanted)(wanted.name, wanted.base_url, api_key="fel"))
    found = units(QUESTION)
    composer = LanguageModelComposer(client, QuoteComposer(Units(found)))
    answer = answerer(found, composer).answer(QUESTION)
    assert answer.composer == "quotes" and "svarade med ett fel" in answer.notice


def test_the_template_holds_both_forms() -> None:
    template = local_model.template()
    assert template.count("INGET SVAR") == 1 and '{\\"statements\\": []}' in template
