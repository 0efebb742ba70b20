"""Vectors for foreign passages without running the model on them, to build large libraries fast.

Time and memory of asking depend on how many vectors there are and how they lie, not on what
they say. The first `LEARNT` foreign passages are embedded; the rest get what a linear map from
their mean word vector says, with the error of one of the learnt ones added, so that they lie
as the model's own do. Everything else is embedded. Never used to measure what embedding costs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from assistant.embedding.e5_onnx import OnnxE5
from assistant.embedding.embedder import OnProgress, unit
from evals.distractors import TITLE

if TYPE_CHECKING:
    from assistant.embedding.embedder import Vectors

LEARNT = 768
_RIDGE = 1e-2


class StandIn(OnnxE5):
    """The default engine, but for passages of `evals.distractors`; the same fingerprint."""

    _texts: list[str]
    _known: list[Vectors]
    _map: Vectors | None = None

    def encode_passages(
        self, texts: Sequence[str], on_progress: OnProgress | None = None
    ) -> Vectors:
        foreign = [text.startswith(TITLE) for text in texts]
        if self._map is None or not all(foreign):
            vectors = super().encode_passages(texts, on_progress)
            self._learn([t for t, f in zip(texts, foreign, strict=True) if f], vectors[foreign])
            return vectors
        means = self._means(texts)
        chance = np.random.default_rng(len(texts[0]))
        errors = self._errors[chance.integers(0, len(self._errors), len(texts))]
        return unit(means @ self._map + errors)

    def _learn(self, texts: Sequence[str], vectors: Vectors) -> None:
        if not hasattr(self, "_texts"):
            self._texts, self._known = [], []
        self._texts += texts
        self._known += list(vectors)
        if self._map is None and len(self._texts) >= LEARNT:
            means, wanted = self._means(self._texts), np.array(self._known)
            squares = means.T @ means + _RIDGE * np.eye(means.shape[1], dtype=np.float32)
            found: Vectors = np.linalg.solve(squares, means.T @ wanted).astype(np.float32)
            self._map, self._errors = found, wanted - means @ found

    def _means(self, texts: Sequence[str]) -> Vectors:
        ids = self._words.ids(texts)
        return unit(np.array([self._words.vectors(one)[0].mean(axis=0) for one in ids]))
