"""Whom questions and excerpts go to, and that it is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.local_service import LocalService
from assistant.recipient import recipient
from assistant.settings import Model, Paths, Settings


@pytest.mark.parametrize(
    ("name", "base_url", "to"),
    [
        ("", "", ""),
        ("", "https://modell.exempel.se/v1", ""),
        ("gemma", "http://127.0.0.1:8080/v1", ""),
        ("gemma", "http://localhost:8080/v1", ""),
        ("gemma", "http://[::1]:8080/v1", ""),
        ("gemma", "http://127.0.0.1.exempel.se/v1", "127.0.0.1.exempel.se"),
        ("gemma", "http://10.0.0.5:8080/v1", "10.0.0.5"),
        ("gemma", "https://finsam:hemligt@modell.exempel.se/v1", "modell.exempel.se"),
        ("ollama:gemma3", "", ""),
        ("ollama:gemma3", "http://gpu.exempel.se:11434", "gpu.exempel.se"),
        ("ollama:gpt-oss:120b-cloud", "", "Ollama (ollama.com)"),
        ("openai:gpt-5", "", "OpenAI"),
        ("nyleverantor:stor", "", "nyleverantor"),
        ("gpt-5", "", "leverantören av gpt-5"),
    ],
)
def test_whom_it_goes_to(
    name: str, base_url: str, to: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OLLAMA_HOST", raising=False)
    assert recipient(Model(name=name, base_url=base_url)) == to


def test_ollamas_own_variable_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_HOST", "gpu.exempel.se:11434")
    assert recipient(Model(name="ollama:gemma3")) == "gpu.exempel.se"
    monkeypatch.setenv("OLLAMA_HOST", "0.0.0.0")
    assert recipient(Model(name="ollama:gemma3")) == ""


def test_the_status_says_so_without_the_password(tmp_path: Path) -> None:
    model = Model(name="gemma", base_url="https://finsam:hemligt@modell.exempel.se/v1")
    service = LocalService(Settings(paths=Paths(tmp_path, tmp_path / "indexes"), model=model))
    said = next(line.value for line in service.status() if line.name == "Språkmodell")
    assert said == "gemma; frågor och utdrag skickas till modell.exempel.se"
