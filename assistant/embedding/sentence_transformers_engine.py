"""Any sentence-transformers model, by hub id or folder: the extra `models`.

Holds the wrapper around the package. Models are looked for on this machine first; only a hub
id that is not there is fetched. It never runs code that comes with a model.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.embedding.embedder import (
    PASSAGE_PREFIX,
    QUERY_PREFIX,
    Embedder,
    OnProgress,
    unit,
)
from assistant.errors import EmbeddingError

if TYPE_CHECKING:
    from assistant.embedding.embedder import Vectors

CHUNK = 256
"""Passages between two calls of `on_progress`."""
_EDGE = 1 << 20
_E5 = re.compile(r"(?<![a-z0-9])e5-(small|base|large)", re.IGNORECASE)


class SentenceTransformers(Embedder):
    """A model on torch through sentence-transformers."""

    engine = "sentence-transformers"

    def __init__(self, model: str) -> None:
        """Raises `EmbeddingError` where the extra or the model is missing."""
        self.model = model
        self._model = _loaded(model)
        self.dimension = int(self._model.get_embedding_dimension())
        self._query_prefix, self._passage_prefix = _prefixes(model, self._model.prompts)
        self.fingerprint = f"{model} {self.engine} {self._contents()}"

    def encode_passages(
        self, texts: Sequence[str], on_progress: OnProgress | None = None
    ) -> Vectors:
        vectors = np.empty((len(texts), self.dimension), np.float32)
        # neighbours of like length need little padding
        order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
        for start in range(0, len(texts), CHUNK):
            rows = order[start : start + CHUNK]
            vectors[rows] = self._encode([self._passage_prefix + texts[row] for row in rows])
            if on_progress:
                on_progress(start + len(rows), len(texts))
        return vectors

    def encode_query(self, text: str) -> Vectors:
        vector: Vectors = self._encode([self._query_prefix + text])[0]
        return vector

    def _encode(self, texts: list[str]) -> Vectors:
        # prompt="" keeps the model's own prompt from being put before ours
        encoded = self._model.encode(
            texts, prompt="", convert_to_numpy=True, show_progress_bar=False
        )
        return unit(np.asarray(encoded, np.float32))

    def _contents(self) -> str:
        """What tells two models of one name apart: the folder's files, or the hub's commit."""
        folder = Path(self.model)
        if folder.is_dir():
            return _folder_digest(folder)
        commit = getattr(self._model[0].auto_model.config, "_commit_hash", None)
        return str(commit or f"sentence-transformers-{version('sentence-transformers')}")


def _loaded(model: str) -> Any:
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise EmbeddingError(
            f"Modellen {model} kräver tillägget för fler modeller, som inte är installerat.",
            'Kör: pip install ".[models]"',
        ) from error
    # a path that is not there must not be taken for a hub id
    if not Path(model).is_dir() and (model.startswith((".", "/", "~")) or model.count("/") > 1):
        raise EmbeddingError(
            f"Modellmappen {model} finns inte.",
            "Rätta [embedding] model i finsam.toml, eller ta bort raden för standardmodellen.",
        )
    try:
        try:
            return SentenceTransformer(model, device="cpu", local_files_only=True)
        except OSError:
            if Path(model).is_dir():
                raise
            return SentenceTransformer(model, device="cpu")
    except Exception as error:  # hub, torch and tokenizers each raise their own kinds
        raise EmbeddingError(
            f"Modellen {model} kunde inte laddas ({type(error).__name__}).",
            "Ange en mapp med modellen som [embedding] model i finsam.toml, eller ta bort raden "
            "för standardmodellen. En modell från nätet kräver anslutning första gången.",
        ) from error


def _prefixes(model: str, prompts: dict[str, str]) -> tuple[str, str]:
    """(query, passage) prefixes: the model's own prompts, else e5's for an e5 model."""
    query = prompts.get("query") or ""
    passage = next((prompts[n] for n in ("passage", "document", "corpus") if prompts.get(n)), "")
    if query or passage:
        return query, passage
    return (QUERY_PREFIX, PASSAGE_PREFIX) if _E5.search(model) else ("", "")


def _folder_digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder).as_posix()} {size}\n".encode())
        with path.open("rb") as file:
            # both ends: reading gigabytes at each start would cost seconds
            digest.update(file.read(_EDGE))
            file.seek(max(size - _EDGE, 0))
            digest.update(file.read(_EDGE))
    return digest.hexdigest()[:16]
