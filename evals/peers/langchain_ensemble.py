"""LangChain's EnsembleRetriever: the plain store and BM25Retriever, half each."""

from __future__ import annotations

from pathlib import Path

from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever

from assistant.embedding import Embedder
from evals.peers.langchain import Plain, found, split
from evals.peers.peer import FOUND, Found, Peer


class Ensemble:
    """Implements `Peer`."""

    def __init__(self, embedder: Embedder, folder: Path) -> None:
        self.plain = Plain(embedder, folder)
        self.retriever: EnsembleRetriever | None = None

    def index(self, files: list[Path]) -> int:
        count = self.plain.index(files)
        keywords = BM25Retriever.from_documents(split(files), k=FOUND)
        vectors = self.plain.store.as_retriever(search_kwargs={"k": FOUND})
        self.retriever = EnsembleRetriever(retrievers=[keywords, vectors], weights=[0.5, 0.5])
        return count

    def search(self, query: str, k: int) -> list[Found]:
        assert self.retriever is not None, "index first"
        return [found(document) for document in self.retriever.invoke(query)[:k]]


def build(embedder: Embedder, folder: Path) -> Peer:
    """The peer."""
    return Ensemble(embedder, folder)
