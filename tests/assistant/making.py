"""Small documents, a fake embedder and a fake store for the tests of the first arrow."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant import keywords
from assistant.errors import DamagedFile, VectorStoreError
from assistant.library import Library
from assistant.schema import Document, Finding, Metadata, Page, Passage, Unit
from assistant.splitting import analysed_text, embedded_text, split

DIMENSION = 8


def analyse(text: str) -> list[str]:
    """Words in lower case."""
    return text.lower().replace(".", " ").split()


def vector_of(text: str) -> NDArray[np.float32]:
    """A vector that depends on the text alone."""
    seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")
    vector = np.random.default_rng(seed).standard_normal(DIMENSION).astype(np.float32)
    return vector / np.float32(np.linalg.norm(vector))


class FakeEmbedder:
    """Counts what it embeds."""

    def __init__(self, fingerprint: str = "fake-1") -> None:
        self.fingerprint = fingerprint
        self.texts: list[str] = []

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.texts.extend(texts)
        return np.array([vector_of(text) for text in texts], dtype=np.float32)


class FakeStore:
    """A vector store in memory that can be told to fail."""

    def __init__(self) -> None:
        self.vectors: dict[str, NDArray[np.float32]] = {}
        self.failing = False
        self.resets = 0

    def open(self) -> None:
        pass

    def begin(self) -> None:
        self._fail()

    def give_up(self) -> None:
        pass

    def add(self, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        self._fail()
        self.vectors.update(zip(ids, vectors, strict=True))

    def remove(self, ids: Sequence[str]) -> None:
        self._fail()
        for item in ids:
            self.vectors.pop(item, None)

    def check(self, expected: Collection[str]) -> bool:
        return not self.failing and set(self.vectors) == set(expected)

    def reset(self) -> None:
        self._fail()
        self.resets += 1
        self.vectors.clear()

    def _fail(self) -> None:
        if self.failing:
            raise VectorStoreError("Vektorlagret svarar inte.", "Kör: finsam index")


def document(
    text: str,
    file: str = "a.txt",
    *,
    kind: str = "rapport",
    year: str = "2022",
    title: str = "Titel",
    audience: str = "alla",
) -> Document:
    """A document whose sentences are the lines of `text`, three to a page."""
    fingerprint = hashlib.sha256(text.encode()).hexdigest()
    units = tuple(
        Unit(number, "sentence", line, page=1 + number // 3, section=("Avsnitt",), block=number)
        for number, line in enumerate(text.splitlines())
    )
    last = units[-1].page if units else 0
    return Document(
        id=fingerprint[:16],
        file=file,
        fingerprint=fingerprint,
        format="txt",
        metadata=Metadata(
            title=Finding(title, "found"),
            kind=Finding(kind, "guessed"),
            year=Finding(year, "found") if year else None,
            audience=audience,
        ),
        pages=tuple(Page(number, "text") for number in range(1, (last or 0) + 1)),
        units=units,
    )


def put(library: Library, item: Document) -> list[Passage]:
    """Keep a document as the indexer would; returns its passages."""
    passages = split(item)
    texts = [embedded_text(passage) for passage in passages]
    library.replace(
        item,
        passages,
        [keywords.index_terms(analyse, analysed_text(passage)) for passage in passages],
        np.array([vector_of(text) for text in texts], dtype=np.float32).reshape(-1, DIMENSION),
    )
    return passages


def read_lines(path: Path, file: str, catalogue: Mapping[str, Any]) -> Document:
    """A reader of text files: the title is the file's name; "TRASIG" in it is a bad file."""
    text = path.read_bytes().decode()
    if "TRASIG" in text:
        raise DamagedFile("Filen är trasig.", "Spara om den.")
    if "KRASCH" in text:
        raise ZeroDivisionError("ett fel i läsaren")
    entry = catalogue.get(file)
    return document(
        text,
        file,
        title=entry.title if entry and entry.title else Path(file).stem,
        audience=entry.audience if entry and entry.audience else "alla",
    )
