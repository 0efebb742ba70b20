"""multilingual-e5-small as an ONNX graph: in full precision, or in int8 for speed.

Holds the graph's construction from the packed weights and its calibration. It runs at the
first index only, and never needs torch. The graph takes the word vectors of *one* text,
shape (1, tokens, hidden), and gives its unit vector, shape (1, hidden): without batches there
is no padding, and the range that int8 rounds to is the text's own, so that a text gets the
same vector whatever it is embedded beside. A graph of another purpose over the same weights
overrides `_head` and `_matrix`.

How int8 is made: weights are rounded per output column, inputs per text as they come. Weights
use 7 of the 8 bits, because x86 processors without VNNI add two products in 16 bits
(255 * 63 * 2 < 32,768). The input of the layer that leaves the feed-forward block has a few
values ten times the rest, in fixed columns; they are divided down, and the weights they meet
multiplied up (SmoothQuant, Xiao et al. 2022, https://arxiv.org/abs/2211.10438, alpha .5).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from assistant.embedding.e5_weights import PackedWeights, dequantise

if TYPE_CHECKING:
    from assistant.embedding.e5_weights import Floats

Precision = Literal["float", "int8"]

LARGEST_WEIGHT = 63
_CONTRIBUTED = "com.microsoft"
_OPSET, _IR = 20, 10


class GraphBuilder:
    """Collects the nodes and constants of one graph."""

    def __init__(
        self,
        weights: PackedWeights,
        precision: Precision,
        smoothing: Sequence[Floats] = (),
        layers: int | None = None,
    ) -> None:
        """`smoothing` has for each layer the divisors of its feed-forward columns; () for none.

        Only the first `layers` are built; None means all.
        """
        self._weights = weights
        self._layers = layers or weights.layers
        self._precision = precision
        self._smoothing = smoothing
        self._nodes: list[Any] = []
        self._constants: list[Any] = []

    def build(self, watched: bool = False) -> bytes:
        """The graph as ONNX; `watched` also gives the feed-forward columns of every layer."""
        from onnx import TensorProto, helper

        w = self._weights
        value = helper.make_tensor_value_info
        outputs = []
        text = self._embeddings()
        for layer in range(self._layers):
            text = self._layer(f"l{layer}", layer, text)
            if watched:
                columns: list[str | int | None] = [1, "tokens", w.feed_forward]
                outputs.append(value(f"l{layer}.columns", TensorProto.FLOAT, columns))
        mean = self._node("ReduceMean", [text, self._constant("axis", np.array([1]))], keepdims=0)
        name, size = self._head(mean)
        outputs.insert(0, value(name, TensorProto.FLOAT, [1, size]))
        graph = helper.make_graph(
            self._nodes,
            "multilingual-e5-small",
            [value("words", TensorProto.FLOAT, [1, "tokens", w.hidden])],
            outputs,
            self._constants,
        )
        versions = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_CONTRIBUTED, 1)]
        model = helper.make_model(graph, opset_imports=versions, ir_version=_IR)
        packed: bytes = model.SerializeToString()
        return packed

    def _head(self, mean: str) -> tuple[str, int]:
        """Puts the output after the mean of the last layer; returns its name and its length."""
        vector = self._node("LpNormalization", [mean], out="vector", axis=-1, p=2)
        return vector, self._weights.hidden

    def _matrix(self, name: str, inputs: int) -> Floats:
        """A layer's weights, of shape (outputs, inputs)."""
        return dequantise(self._weights.blocks(f"{name}.w", inputs))

    def _embeddings(self) -> str:
        w = self._weights
        places = (
            w.floats("emb.pos").reshape(w.positions, w.hidden) + w.floats("emb.type")[: w.hidden]
        )
        length = self._node("Shape", ["words"], start=1, end=2)
        start = self._constant("start", np.array([0]))
        here = self._node("Slice", [self._constant("places", places), start, length, start])
        return self._norm(self._node("Add", ["words", here]), "emb.ln")

    def _layer(self, name: str, layer: int, text: str) -> str:
        w = self._weights
        q, k, v = (self._linear(text, f"{name}.{part}", w.hidden) for part in "qkv")
        attended = self._node("MultiHeadAttention", [q, k, v], _CONTRIBUTED, num_heads=w.heads)
        out = self._linear(attended, f"{name}.ao", w.hidden)
        text = self._norm(self._node("Add", [text, out]), f"{name}.aln")
        inner = self._linear(text, f"{name}.fi", w.hidden)
        columns = self._node("Gelu", [inner], _CONTRIBUTED, out=f"{name}.columns")
        divisors = None
        if self._smoothing:
            divisors = self._smoothing[layer]
            factors = self._constant(f"{name}.factors", 1 / divisors)
            columns = self._node("Mul", [columns, factors])
        out = self._linear(columns, f"{name}.fo", w.feed_forward, divisors)
        return self._norm(self._node("Add", [text, out]), f"{name}.oln")

    def _linear(self, text: str, name: str, inputs: int, scaled: Floats | None = None) -> str:
        bias = self._constant(f"{name}.b", self._weights.floats(f"{name}.b"))
        matrix = self._matrix(name, inputs).T
        if scaled is not None:
            matrix = matrix * scaled[:, None]
        if self._precision == "float":
            product = self._node("MatMul", [text, self._constant(f"{name}.w", matrix)])
            return self._node("Add", [product, bias])
        steps = np.maximum(np.abs(matrix).max(axis=0), 1e-12) / LARGEST_WEIGHT
        rounded = np.rint(matrix / steps).astype(np.int8)
        return self._node(
            "DynamicQuantizeMatMul",
            [
                text,
                self._constant(f"{name}.w", rounded),
                self._constant(f"{name}.steps", steps.astype(np.float32)),
                "",
                bias,
            ],
            _CONTRIBUTED,
        )

    def _norm(self, text: str, name: str) -> str:
        gain = self._constant(f"{name}.w", self._weights.floats(f"{name}.w"))
        bias = self._constant(f"{name}.b", self._weights.floats(f"{name}.b"))
        return self._node(
            "LayerNormalization", [text, gain, bias], axis=-1, epsilon=self._weights.epsilon
        )

    def _constant(self, name: str, values: Any) -> str:
        from onnx import numpy_helper

        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _node(
        self, kind: str, inputs: list[str], domain: str = "", *, out: str = "", **settings: Any
    ) -> str:
        from onnx import helper

        out = out or f"n{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, inputs, [out], domain=domain, **settings))
        return out


def smoothing_of(outputs: Sequence[Sequence[Floats]]) -> list[Floats]:
    """Divisors per layer from what a `watched` graph gave for a few texts.

    A column's divisor is the square root of its largest value over that of the median column,
    and at least 1.
    """
    divisors: list[Floats] = []
    for layer in range(1, len(outputs[0])):
        columns = np.concatenate([output[layer][0] for output in outputs])
        root = np.sqrt(np.maximum(np.abs(columns).max(axis=0), 1e-2))
        divisors.append(np.maximum(root / np.median(root), 1.0).astype(np.float32))
    return divisors
