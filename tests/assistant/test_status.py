"""What `finsam status` tells: what is indexed, and what to do about whatever is wrong."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import VectorStoreError
from assistant.local_service import LocalService
from assistant.service import StatusLine
from assistant.settings import Model, Retention
from tests.assistant.small_corpus import PDF, fill, lighten, settings


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that has been indexed; each test works on a copy."""
    folder = tmp_path_factory.mktemp("indexed")
    fill(folder / "corpus")
    with pytest.MonkeyPatch.context() as patch:
        lighten(patch)
        made = LocalService(settings(folder))
        made.index()
        made.library.close()
    return folder


@pytest.fixture
def service(indexed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LocalService:
    lighten(monkeypatch)
    shutil.copytree(indexed, tmp_path / "copy")
    made = LocalService(settings(tmp_path / "copy"))
    made.search("Kajen")  # the vectors are filled when they are first needed
    return made


def lines(service: LocalService) -> dict[str, StatusLine]:
    found = service.status()
    assert len({one.name for one in found}) == len(found)
    return {one.name: one for one in found}


def test_all_is_well(service: LocalService) -> None:
    found = lines(service)
    assert found["Dokument"].value == "2"
    assert found["Inbäddningsmodell"].value == "terms-1"
    assert found["Vektorer"].value == found["Avsnitt"].value
    assert {one.state for name, one in found.items() if name != "OCR"} == {"ok"}


def test_nothing_is_indexed_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lighten(monkeypatch)
    found = lines(LocalService(settings(tmp_path)))["Dokument"]
    assert found.state == "warning"
    assert "finsam index" in found.remedy
    assert str(tmp_path / "corpus") in found.remedy


def test_a_file_that_is_gone(service: LocalService) -> None:
    (service.settings.corpus / PDF).unlink()
    found = lines(service)["Saknade filer"]
    assert (found.value, found.state) == (PDF, "warning")
    assert "finsam index" in found.remedy


def test_vectors_that_are_missing(service: LocalService) -> None:
    service.vectors.remove(sorted(service.library.all_passage_ids()))
    found = lines(service)["Vektorer"]
    assert found.value.startswith("0 av ")
    assert found.state == "warning"


def test_a_store_that_does_not_answer(
    service: LocalService, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> int:
        raise VectorStoreError("Chroma svarar inte.", "Kör: finsam index")

    monkeypatch.setattr(service.vectors, "count", broken)
    found = lines(service)["Vektorer"]
    assert (found.value, found.state, found.remedy) == (
        "Chroma svarar inte.",
        "error",
        "Kör: finsam index",
    )


def test_the_language_model_without_its_key(service: LocalService) -> None:
    assert "citat" in lines(service)["Språkmodell"].value
    model = Model(name="stor-modell", base_url="http://127.0.0.1:9/v1", api_key="hemlig-nyckel")
    service.settings = replace(service.settings, model=model)
    found = lines(service)
    assert found["Språkmodell"].value.startswith("stor-modell")
    assert not any("hemlig-nyckel" in repr(one) for one in found.values())


def test_retention_is_told(service: LocalService) -> None:
    assert "365 dagar" in lines(service)["Gallring"].value
    service.settings = replace(service.settings, retention=Retention(0))
    assert lines(service)["Gallring"].value.startswith("ingen")
