"""txtai's hybrid index: vectors and its own BM25, over paragraphs.

txtai leaves splitting to its Textractor, which needs a Java server for PDF; a page's paragraphs
as pypdf gives them, joined up to 600 characters, stand in for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from txtai import Embeddings

from assistant.embedding import Embedder
from evals.peers.peer import Found, Peer

_LIMIT = 600


class Txtai:
    """Implements `Peer`."""

    def __init__(self, embedder: Embedder) -> None:
        self.passages: list[Found] = []
        self.asking = False

        # txtai takes a plain function only; it has one for both, and e5 wants to know which it is
        def transform(texts: list[str]) -> Any:
            if self.asking:
                return np.array([embedder.embed_query(text) for text in texts])
            return np.array(embedder.embed_documents(list(texts)))

        self.embeddings: Any = Embeddings(
            {"method": "external", "transform": transform, "hybrid": True}
        )

    def index(self, files: list[Path]) -> int:
        self.passages = [passage for path in files for passage in _passages(path)]
        self.embeddings.index((n, found.text, None) for n, found in enumerate(self.passages))
        return len(self.passages)

    def search(self, query: str, k: int) -> list[Found]:
        self.asking = True
        return [self.passages[int(number)] for number, _ in self.embeddings.search(query, k)]


def _passages(path: Path) -> Iterator[Found]:
    for page, text in _pages(path):
        lines: list[str] = []
        for line in (line.strip() for line in text.split("\n")):
            if lines and sum(map(len, lines)) + len(line) > _LIMIT:
                yield Found(path.name, page, "\n".join(lines))
                lines = []
            if line:
                lines.append(line)
        if lines:
            yield Found(path.name, page, "\n".join(lines))


def _pages(path: Path) -> Iterator[tuple[int | None, str]]:
    if path.suffix.lower() == ".pdf":
        from pypdf import PdfReader

        for number, page in enumerate(PdfReader(path).pages, start=1):
            yield number, page.extract_text()
    else:
        import docx2txt

        yield None, docx2txt.process(str(path))


def build(embedder: Embedder, folder: Path) -> Peer:
    """The peer; its index is in memory."""
    return Txtai(embedder)
