"""Haystack's hybrid retrieval: BM25 and embeddings in memory, joined by reciprocal rank.

Its own converters, DocumentSplitter of 200 words.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

os.environ.setdefault("HAYSTACK_TELEMETRY_ENABLED", "False")

from haystack.components.converters import DOCXToDocument, PyPDFToDocument
from haystack.components.joiners import DocumentJoiner
from haystack.components.preprocessors import DocumentSplitter
from haystack.components.retrievers.in_memory import (
    InMemoryBM25Retriever,
    InMemoryEmbeddingRetriever,
)
from haystack.document_stores.in_memory import InMemoryDocumentStore

from assistant.embedding import Embedder
from evals.peers.peer import FOUND, Found, Peer


class Haystack:
    """Implements `Peer`."""

    def __init__(self, embedder: Embedder) -> None:
        self.embedder = embedder
        self.store = InMemoryDocumentStore()
        self.keywords = InMemoryBM25Retriever(self.store, top_k=FOUND)
        self.vectors = InMemoryEmbeddingRetriever(self.store, top_k=FOUND)
        self.joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion")

    def index(self, files: list[Path]) -> int:
        documents: list[Any] = []
        for suffix, converter in ((".pdf", PyPDFToDocument()), (".docx", DOCXToDocument())):
            sources = [path for path in files if path.suffix.lower() == suffix]
            if sources:
                documents += converter.run(sources=sources)["documents"]
        splitter = DocumentSplitter(split_by="word", split_length=200, split_overlap=0)
        splitter.warm_up()
        chunks = [c for c in splitter.run(documents=documents)["documents"] if c.content.strip()]
        vectors = self.embedder.embed_documents([chunk.content for chunk in chunks])
        for chunk, vector in zip(chunks, vectors, strict=True):
            chunk.embedding = vector
        return int(self.store.write_documents(chunks))

    def search(self, query: str, k: int) -> list[Found]:
        vector = self.embedder.embed_query(query)
        lists = [
            self.keywords.run(query=query)["documents"],
            self.vectors.run(query_embedding=vector)["documents"],
        ]
        joined = self.joiner.run(documents=lists)["documents"]
        return [_found(document) for document in joined[:k]]


def _found(document: Any) -> Found:
    name = Path(document.meta["file_path"]).name
    page = document.meta.get("page_number") if name.lower().endswith(".pdf") else None
    return Found(name, page, document.content)


def build(embedder: Embedder, folder: Path) -> Peer:
    """The peer; its store is in memory."""
    return Haystack(embedder)
