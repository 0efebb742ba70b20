"""A graph made from the packed weights: built once for this machine, kept, checked and run.

Holds the file in the cache folder with its checksum, and the session of onnxruntime. It knows
nothing of what the graph computes.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import EmbeddingError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.embedding.e5_weights import Floats

_DIGEST = hashlib.sha256().digest_size


class GraphSession:
    """A graph that takes the word vectors of one text. Thread-safe."""

    def __init__(self, kept: Path, build: Callable[[], bytes]) -> None:
        """Load the graph from the file `kept`, or else build it and keep it there.

        Loading goes on in the background: whoever opens a model has other things to do before
        the first text comes. Building does not, since a graph that cannot be built must be known
        now. Raises `EmbeddingError` then.
        """
        self._kept = kept
        self._build = build
        packed = _read_checked(kept)
        pool = ThreadPoolExecutor(1, thread_name_prefix="model")
        self._made = pool.submit(self._load, packed)
        pool.shutdown(wait=False)
        if packed is None:
            self._made.result()

    def run(self, words: Floats) -> NDArray[np.float32]:
        """The graph's only output for word vectors of shape (1, tokens, hidden).

        Raises `EmbeddingError` where the graph cannot be loaded.
        """
        output: NDArray[np.float32] = self._made.result().run(None, {"words": words})[0]
        return output

    def _load(self, packed: bytes | None) -> Any:
        if packed is not None:
            with contextlib.suppress(EmbeddingError):
                return open_session(packed)
        packed = self._build()
        # a read-only folder costs a build at each start, not the answer
        with contextlib.suppress(OSError):
            _write_checked(self._kept, packed)
        return open_session(packed)


def open_session(packed: bytes) -> Any:
    """A session of onnxruntime over a graph. Raises `EmbeddingError`."""
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
        raise unbuilt(str(error)) from error


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def unbuilt(why: str) -> EmbeddingError:
    """The error for a graph that cannot be built or loaded."""
    return EmbeddingError(
        f"Språkmodellen kunde inte byggas för onnxruntime ({why}).",
        "Kör: pip install --force-reinstall onnx onnxruntime",
    )


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
