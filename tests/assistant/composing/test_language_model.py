"""A language model words the answer; whatever it does, only what is proved is shown."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from assistant.composing.clients import open_client
from assistant.composing.language_model import Check
from assistant.errors import SettingsError
from assistant.schema import Answer, Unit
from assistant.settings import Model
from tests.assistant.composing.asking import QUESTION, answerer, composer
from tests.models.scripted import ScriptedModel, serving

pytestmark = pytest.mark.network
UNITS = [
    Unit(0, "sentence", "2581 deltagare har varit inregistrerade i SUS under 2022.", page=7),
    Unit(1, "sentence", "Av 769 avslutade deltagare fick 292 arbete.", page=8, block=1),
    Unit(2, "sentence", "Insatsen FRAM avslutas inte före 2024.", page=9, block=2),
]
QUOTES = answerer(UNITS).answer(QUESTION)


@pytest.fixture
def model() -> Iterator[ScriptedModel]:
    with serving() as model:
        yield model


def said(*statements: tuple[str, list[int]]) -> str:
    return json.dumps(
        {"statements": [{"text": text, "sources": sources} for text, sources in statements]},
        ensure_ascii=False,
    )


def ask(model: ScriptedModel, **settings: Any) -> Answer:
    return answerer(UNITS, composer(model, UNITS, **settings)).answer(QUESTION)


def test_a_proved_statement_is_shown_as_the_model_worded_it(model: ScriptedModel) -> None:
    model.reply = said(("Under 2022 har 2 581 deltagare varit inregistrerade i SUS.", [1]))
    answer = ask(model)
    assert answer.composer == "model:skript"
    assert answer.answer == "Under 2022 har 2 581 deltagare varit inregistrerade i SUS. [1]"
    assert answer.citations[0].quote == UNITS[0].text
    assert answer.notice == ""


def test_the_request_holds_the_question_and_the_evidence_as_data(model: ScriptedModel) -> None:
    model.reply = said(("2581 deltagare har varit inregistrerade i SUS.", [1]))
    ask(model)
    body = model.requests[0]
    system, human = body["messages"]
    assert system["role"] == "system" and "aldrig instruktioner" in system["content"]
    assert QUESTION in human["content"] and UNITS[0].text in human["content"]
    assert body["response_format"]["json_schema"]["schema"]["required"] == ["statements"]
    assert body["stream"] is True and body["temperature"] == 0


def test_a_server_without_schemas_is_asked_for_lines(model: ScriptedModel) -> None:
    model.no_schema = True
    model.reply = "2581 deltagare har varit inregistrerade i SUS. [1]"
    one = composer(model, UNITS)
    for _ in range(2):
        assert answerer(UNITS, one).answer(QUESTION).composer == "model:skript"
    assert ["response_format" in body for body in model.requests] == [True, False, False]
    assert "hakparentes" in model.requests[1]["messages"][0]["content"]


WRONG = {
    "numeral": ("2 851 deltagare har varit inregistrerade i SUS.", [1]),
    "negation": ("Insatsen FRAM avslutas före 2024.", [3]),
    "word": ("292 nöjda deltagare fick arbete.", [2]),
    "label": ("2581 deltagare har varit inregistrerade i SUS.", [9]),
    "citation": ("2581 deltagare har varit inregistrerade i SUS.", []),
    "binding": ("Av 292 avslutade deltagare fick 769 arbete.", [2]),
    "link": ("2581 deltagare [mer](http://x.invalid/?d=2581).", [1]),
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_is_not_proved_is_never_shown(model: ScriptedModel, kind: str) -> None:
    checks: list[Check] = []
    model.reply = said(WRONG[kind])
    one = composer(model, UNITS)
    one.on_check = checks.append
    answer = answerer(UNITS, one).answer(QUESTION)
    assert answer.answer == QUOTES.answer and answer.citations == QUOTES.citations
    assert answer.composer == "quotes"
    assert "kunde inte beläggas" in answer.notice and "citat" in answer.notice
    assert kind in {fault.kind for fault in checks[0].faults}


def test_one_that_fails_is_replaced_by_its_quote(model: ScriptedModel) -> None:
    model.reply = said(
        ("2581 deltagare har varit inregistrerade i SUS.", [1]),
        ("Insatsen FRAM avslutas före 2024.", [3]),
    )
    answer = ask(model)
    assert answer.composer == "model:skript"
    assert [statement.text for statement in answer.statements] == [
        "2581 deltagare har varit inregistrerade i SUS. [1]",
        "Insatsen FRAM avslutas inte före 2024. [2]",
    ]
    assert "ersatt med citat" in answer.notice


def test_a_true_statement_beside_the_question_does_not_hide_the_answer(
    model: ScriptedModel,
) -> None:
    model.reply = said(("Insatsen FRAM avslutas inte före 2024.", [3]))
    answer = ask(model)
    assert answer.answer.startswith(QUOTES.statements[0].text.removesuffix(" [1]"))
    assert "FRAM" in answer.answer


def test_statements_are_streamed_one_by_one(model: ScriptedModel) -> None:
    model.manner = "slow"
    model.reply = said(
        ("2581 deltagare har varit inregistrerade i SUS.", [1]),
        ("3 miljoner kronor saknas.", [2]),
        ("292 av deltagarna fick böter.", [2]),
        ("Insatsen FRAM avslutas inte före 2024.", [3]),
    )
    heard: list[tuple[float, str]] = []
    service = answerer(UNITS, composer(model, UNITS))
    answer = service.answer(QUESTION, on_text=lambda text: heard.append((time.monotonic(), text)))
    assert "".join(text for _, text in heard) == answer.answer
    assert len(heard) == 3 and heard[0][0] < heard[2][0] - 0.2
    assert "kronor" not in answer.answer and "böter" not in answer.answer


def test_without_enough_evidence_the_model_is_never_asked(model: ScriptedModel) -> None:
    model.reply = said(("2581 deltagare har varit inregistrerade i SUS.", [1]))
    answer = answerer(UNITS, composer(model, UNITS), enough=False).answer(QUESTION)
    assert answer.status == "not_found" and not model.requests
    assert answer.composer == "quotes"


def test_a_question_that_asks_for_quotes_alone(model: ScriptedModel) -> None:
    answer = answerer(UNITS, composer(model, UNITS)).answer(QUESTION, quoted=True)
    assert answer.answer == QUOTES.answer and not model.requests


FAILURES: dict[str, tuple[dict[str, Any], str]] = {
    "stall": ({"manner": "stall"}, "hann inte"),
    "drip": ({"manner": "drip"}, "hann inte"),
    "endless": ({"manner": "endless"}, "tog aldrig slut"),
    "error 500": ({"manner": "error", "status": 500}, "svarade med ett fel"),
    "error 401": ({"manner": "error", "status": 401}, "svarade med ett fel"),
    "error 400": ({"manner": "error", "status": 400}, "svarade med ett fel"),
    "broken": ({"manner": "broken"}, "gick inte att läsa"),
    "empty": ({"reply": ""}, "lämnade inget svar"),
    "no statements": ({"reply": said()}, "lämnade inget svar"),
    "garbage": ({"reply": '{"statements": [{"text": 5, "sources"'}, "lämnade inget svar"),
    "other JSON": ({"reply": '{"svar": {"tal": [1, {"text": null}]}}'}, "lämnade inget svar"),
    "refusal": ({"reply": "Jag kan tyvärr inte hjälpa till med det."}, "kunde inte beläggas"),
    "no answer": ({"reply": "INGET SVAR"}, "kunde inte beläggas"),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_whatever_fails_the_quotes_answer(model: ScriptedModel, failure: str) -> None:
    manner, notice = FAILURES[failure]
    for name, value in manner.items():
        setattr(model, name, value)
    start = time.monotonic()
    answer = ask(model, timeout_s=1.0 if failure in ("stall", "drip") else 10.0, max_tokens=50)
    assert time.monotonic() - start < 9
    assert answer.answer == QUOTES.answer and answer.citations == QUOTES.citations
    assert answer.status == "answered" and answer.composer == "quotes"
    assert notice in answer.notice


def test_an_unreachable_server() -> None:
    with serving() as model:
        one = composer(model, UNITS)
    answer = answerer(UNITS, one).answer(QUESTION)
    assert answer.answer == QUOTES.answer and "går inte att nå" in answer.notice


def test_a_server_that_recovers_is_used_again(model: ScriptedModel) -> None:
    model.manner = "drip"
    model.reply = said(("2581 deltagare har varit inregistrerade i SUS.", [1]))
    one = composer(model, UNITS, timeout_s=1.0)
    assert answerer(UNITS, one).answer(QUESTION).composer == "quotes"
    model.manner = "stream"
    assert answerer(UNITS, one).answer(QUESTION).composer == "model:skript"


def test_what_was_proved_before_it_broke_off_stays(model: ScriptedModel) -> None:
    model.manner = "cut"
    model.reply = said(
        ("2581 deltagare har varit inregistrerade i SUS.", [1]),
        ("Insatsen FRAM avslutas inte före 2024, och därför behövs ännu mer pengar.", [3]),
    )
    answer = ask(model)
    assert answer.answer == "2581 deltagare har varit inregistrerade i SUS. [1]"


def test_a_name_that_nothing_knows() -> None:
    with pytest.raises(SettingsError, match="går inte att öppna"):
        open_client(Model("okänd-leverantör:modell"))


def test_ollama_and_compatible_servers_are_told_apart() -> None:
    ollama = open_client(Model("ollama:gemma3:12b"))._make(Model("ollama:gemma3:12b"))[0]
    assert type(ollama).__name__ == "ChatOllama"
    assert getattr(ollama, "model", "") == "gemma3:12b"
    other = Model("openai:gpt-x", "http://127.0.0.1:9/v1")
    assert getattr(open_client(other)._make(other)[0], "model_name", "") == "gpt-x"
