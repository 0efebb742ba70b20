"""The judge as an ONNX graph: the first layers of multilingual-e5-small, adapted.

Holds the adapter (`adapter.npz`, made by `python -m evals.teach`) and the graph's construction.
The adapter is low-rank (LoRA, Hu et al. 2021, https://arxiv.org/abs/2106.09685): for a layer's
weights W of shape (outputs, inputs) it has B and A with W + B @ A. Its head takes the mean of
the last layer to one number: out(tanh(pool(mean))).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.embedding.e5_graph import GraphBuilder, Precision
from assistant.embedding.e5_weights import PackedWeights

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.embedding.e5_weights import Floats

FILE = Path(__file__).with_name("adapter.npz")


@dataclass(frozen=True, slots=True)
class Adapter:
    """What was learned: `layers` of the model are used, `digest` tells adapters apart."""

    layers: int
    arrays: Mapping[str, Floats]
    digest: str


def load_adapter(file: Path = FILE) -> Adapter:
    """The adapter that comes with the program. Raises `OSError` where it is missing."""
    with np.load(file) as kept:
        arrays = {name: kept[name].astype(np.float32) for name in kept.files}
    digest = hashlib.sha256(file.read_bytes()).hexdigest()[:12]
    return Adapter(int(arrays.pop("layers")[0]), arrays, digest)


class PairGraph(GraphBuilder):
    """The graph of question and line together; its output is "score", of shape (1, 1)."""

    def __init__(
        self,
        weights: PackedWeights,
        adapter: Adapter,
        precision: Precision,
        smoothing: Sequence[Floats] = (),
    ) -> None:
        super().__init__(weights, precision, smoothing, adapter.layers)
        self._arrays = adapter.arrays

    def _matrix(self, name: str, inputs: int) -> Floats:
        matrix = super()._matrix(name, inputs)
        if f"{name}.a" not in self._arrays:
            return matrix
        adapted: Floats = matrix + self._arrays[f"{name}.b"] @ self._arrays[f"{name}.a"]
        return adapted

    def _head(self, mean: str) -> tuple[str, int]:
        pooled = self._node("Tanh", [self._plain(mean, "pool")])
        return self._node("Identity", [self._plain(pooled, "out")], out="score"), 1

    def _plain(self, text: str, name: str) -> str:
        """A linear layer in full precision: the head is small, and all rests on it."""
        matrix = self._constant(f"{name}.w", self._arrays[f"{name}.w"].T)
        product = self._node("MatMul", [text, matrix])
        return self._node("Add", [product, self._constant(f"{name}.b", self._arrays[f"{name}.b"])])
