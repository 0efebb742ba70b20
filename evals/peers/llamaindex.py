"""LlamaIndex with its defaults: VectorStoreIndex in memory, SentenceSplitter of 1,024 tokens.

Pages and files are handed over with the metadata that its own readers give, since the readers'
package pins a pypdf older than ours.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from llama_index.core import Document, VectorStoreIndex
from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.schema import MetadataMode
from pydantic import PrivateAttr

from assistant.embedding import Embedder
from evals.peers.peer import Found, Peer


class _Wrapped(BaseEmbedding):
    """Our embedder by LlamaIndex's interface."""

    _embedder: Embedder = PrivateAttr()

    def __init__(self, embedder: Embedder, **more: Any) -> None:
        super().__init__(**more)
        self._embedder = embedder

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._embedder.embed_query(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._embedder.embed_query(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._embedder.embed_documents([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return self._embedder.embed_documents(texts)


class LlamaIndex:
    """Implements `Peer`."""

    def __init__(self, embedder: Embedder) -> None:
        self.embedding = _Wrapped(embedder, embed_batch_size=64)
        self.store: Any = None

    def index(self, files: list[Path]) -> int:
        documents = [
            Document(
                text=text,
                metadata={"file_name": path.name} | ({"page_label": str(page)} if page else {}),
            )
            for path in files
            for page, text in _pages(path)
        ]
        self.store = VectorStoreIndex.from_documents(documents, embed_model=self.embedding)
        return len(self.store.docstore.docs)

    def search(self, query: str, k: int) -> list[Found]:
        results = self.store.as_retriever(similarity_top_k=k).retrieve(query)
        return [_found(result.node) for result in results]


def _pages(path: Path) -> list[tuple[int, str]]:
    """(page, text); a Word file is one text of page 0."""
    if path.suffix.lower() == ".pdf":
        from pypdf import PdfReader

        return [(n, p.extract_text()) for n, p in enumerate(PdfReader(path).pages, start=1)]
    import docx2txt

    return [(0, docx2txt.process(str(path)))]


def _found(node: Any) -> Found:
    page = node.metadata.get("page_label")
    text = node.get_content(metadata_mode=MetadataMode.NONE)
    return Found(node.metadata["file_name"], int(page) if page else None, text)


def build(embedder: Embedder, folder: Path) -> Peer:
    """The peer; its index is in memory."""
    return LlamaIndex(embedder)
