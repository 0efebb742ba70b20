"""LangChain as its first tutorial has it: loader, recursive splitter, Chroma, similarity.

PyPDFLoader a page, Docx2txtLoader a file, RecursiveCharacterTextSplitter(1000, 200).
"""

from __future__ import annotations

from pathlib import Path
from typing import cast

from langchain_chroma import Chroma
from langchain_community.document_loaders import Docx2txtLoader, PyPDFLoader
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from assistant.embedding import Embedder
from evals.peers.peer import Found, Peer


class Plain:
    """Implements `Peer` over a Chroma collection in `folder`."""

    def __init__(self, embedder: Embedder, folder: Path) -> None:
        # has the methods of `Embeddings`, and is none, so that the app need not import LangChain
        embeddings = cast("Embeddings", embedder)
        self.store = Chroma("peer", embeddings, persist_directory=str(folder))

    def index(self, files: list[Path]) -> int:
        chunks = split(files)
        # Chroma takes 5,461 rows at a time and langchain-chroma does not divide them
        for start in range(0, len(chunks), 5000):
            self.store.add_documents(chunks[start : start + 5000])
        return len(chunks)

    def search(self, query: str, k: int) -> list[Found]:
        return [found(document) for document in self.store.similarity_search(query, k)]


def split(files: list[Path]) -> list[Document]:
    """The files' chunks."""
    documents: list[Document] = []
    for path in files:
        loader = PyPDFLoader if path.suffix.lower() == ".pdf" else Docx2txtLoader
        documents += loader(str(path)).load()
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    chunks: list[Document] = splitter.split_documents(documents)
    return chunks


def found(document: Document) -> Found:
    """A chunk as the table counts it; the loader's pages begin at 0."""
    page = document.metadata.get("page")
    name = Path(document.metadata["source"]).name
    return Found(name, None if page is None else page + 1, document.page_content)


def build(embedder: Embedder, folder: Path) -> Peer:
    """The peer."""
    return Plain(embedder, folder)
