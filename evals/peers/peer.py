"""What a peer has to do to be measured, and which there are. Imports no framework."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

from assistant.embedding import Embedder

FOUND = 12
"""Passages fetched for a question: over 4,000 characters for every peer's splitter."""


@dataclass(frozen=True, slots=True)
class Found:
    """A text that a peer found. `page` is 1-based, None where it does not know."""

    file: str
    page: int | None
    text: str


class Peer(Protocol):
    """A framework with its index in memory or in a folder of its own."""

    def index(self, files: list[Path]) -> int:
        """Read, split, embed and store the files; the number of passages."""
        ...

    def search(self, query: str, k: int) -> list[Found]:
        """The `k` best passages, best first."""
        ...


MODULES = {
    "langchain": "LangChain",
    "langchain_ensemble": "LangChain + BM25",
    "llamaindex": "LlamaIndex",
    "haystack_hybrid": "Haystack hybrid",
    "txtai_hybrid": "txtai hybrid",
}
"""Module below this package → the name in the table."""


def open_peer(module: str, embedder: Embedder, folder: Path) -> Peer:
    """The peer of a module in `MODULES`. Raises `ImportError` if it is not installed."""
    loaded = importlib.import_module(f"evals.peers.{module}")
    build = cast(Callable[[Embedder, Path], Peer], loaded.build)
    return build(embedder, folder)


def readable(corpus: Path) -> list[Path]:
    """The PDF and Word files of a corpus: the formats that every peer reads."""
    return sorted(path for path in corpus.rglob("*") if path.suffix.lower() in (".pdf", ".docx"))
