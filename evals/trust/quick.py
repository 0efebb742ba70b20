"""A stand-in for the embedding model: words hashed into a vector, in microseconds.

Like the real one it gives the same text the same vector and near texts near vectors, which is
all that the faults depend on. Never used to judge answers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.embedding import Embedder, OnProgress

DIMENSION = 384
_LETTERS = 5


class QuickEmbedder(Embedder):
    """Adds up the directions of a text's words, cut to their first letters."""

    model = "quick"
    engine = "hash"
    dimension = DIMENSION
    fingerprint = "quick hash v1"

    def encode_passages(
        self, texts: Sequence[str], on_progress: OnProgress | None = None
    ) -> NDArray[np.float32]:
        rows = np.array([self.encode_query(text) for text in texts], dtype=np.float32)
        return rows.reshape(-1, DIMENSION)

    def encode_query(self, text: str) -> NDArray[np.float32]:
        words = "".join(c if c.isalnum() else " " for c in text.lower()).split() or [""]
        total = sum((_direction(word[:_LETTERS]) for word in words), np.zeros(DIMENSION))
        vector: NDArray[np.float32] = (total / np.linalg.norm(total)).astype(np.float32)
        return vector


@lru_cache(50_000)
def _direction(word: str) -> NDArray[np.float64]:
    seed = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "little")
    return np.random.default_rng(seed).standard_normal(DIMENSION)
