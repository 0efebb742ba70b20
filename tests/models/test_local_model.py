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
UNITS = [Unit(0, "sentence", "Totalt har 2581 deltagare varit inregistrerade i SUS 2022.", page=7)]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    try:
        with local_model.serving(2048) as address:
            yield address
    except local_model.LocalModelMissing as missing:
        pytest.skip(str(missing))


def test_a_real_model_proposes_and_verification_disposes(address: str) -> None:
    checks: list[Check] = []
    client = open_client(local_model.settings(address))
    composer = LanguageModelComposer(client, QuoteComposer(Units(UNITS)), on_check=checks.append)
    heard: list[str] = []
    answer = answerer(UNITS, composer).answer(QUESTION, on_text=heard.append)
    assert client.structured, "the server takes a JSON schema"
    assert checks, f"the model answered in statements ({answer.notice})"
    assert "".join(heard) == answer.answer
    assert set(re.findall(r"\d{2,}", answer.answer)) <= {"2581", "2022"}
    proved = [check for check in checks if not check.faults]
    assert answer.composer == ("model:gemma-3-270m" if proved else "quotes")
    assert bool(answer.notice) == (len(proved) < len(checks))


def test_a_wrong_key_is_an_error_of_the_server(address: str) -> None:
    wanted = local_model.settings(address)
    client = open_client(type(wanted)(wanted.name, wanted.base_url, api_key="fel"))
    composer = LanguageModelComposer(client, QuoteComposer(Units(UNITS)))
    answer = answerer(UNITS, composer).answer(QUESTION)
    assert answer.composer == "quotes" and "svarade med ett fel" in answer.notice


def test_the_template_holds_both_forms() -> None:
    template = local_model.template()
    assert template.count("INGET SVAR") == 1 and '{\\"statements\\": []}' in template
