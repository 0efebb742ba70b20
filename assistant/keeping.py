"""From a document as read to the library: split, analysed, embedded, kept in one transaction.

Holds that chain for one document, in two halves: `prepare` computes and may run in any thread,
`keep` embeds and writes. It reads no file and knows no other document.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from assistant import keywords, splitting
from assistant.library import Library
from assistant.schema import Document, Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

_EMBED_AT_ONCE = 256


class Embedder(Protocol):
    """What is asked of the embedding model."""

    fingerprint: str

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors, one row a text."""
        ...


class Cancelled(Exception):
    """The user has stopped the run; never leaves the first arrow."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document with its passages, and for each of them what is embedded and its index terms."""

    document: Document
    passages: Sequence[Passage]
    texts: Sequence[str]
    terms: Sequence[str]


class Keeper:
    """Takes documents into the library."""

    def __init__(
        self,
        library: Library,
        embedder: Embedder,
        analyse: keywords.Analyse,
        cancelled: Callable[[], bool],
        split: Callable[[Document], list[Passage]] = splitting.split,
    ) -> None:
        self._library = library
        self._embedder = embedder
        self._analyse = analyse
        self._cancelled = cancelled
        self._split = split

    def prepare(self, document: Document) -> Prepared:
        """Split and analyse `document`; touches neither library nor model."""
        passages = self._split(document)
        return Prepared(
            document,
            passages,
            [splitting.embedded_text(one) for one in passages],
            [keywords.index_terms(self._analyse, splitting.analysed_text(one)) for one in passages],
        )

    def keep(self, prepared: Prepared, made: str, on_step: Callable[[int, int], None]) -> None:
        """Keep the document, made by the versions `made`, in place of what it replaces.

        `on_step` is called with (passages embedded, passages to embed). Raises `Cancelled`,
        and then keeps no more than the vectors that are done.
        """
        vectors = self._vectors(prepared.texts, on_step)
        self._library.replace(
            prepared.document, prepared.passages, prepared.terms, vectors, made=made
        )

    def _vectors(self, texts: Sequence[str], on_step: Callable[[int, int], None]) -> Matrix:
        """A row for each text; what has been embedded before is taken from the library."""
        import numpy as np

        known = self._library.known_vectors(texts)
        unknown = list(dict.fromkeys(t for t, v in zip(texts, known, strict=True) if v is None))
        new: dict[str, Matrix] = {}
        for start in range(0, len(unknown), _EMBED_AT_ONCE):
            if self._cancelled():
                raise Cancelled
            on_step(start, len(unknown))
            some = unknown[start : start + _EMBED_AT_ONCE]
            rows = self._embedder.encode_passages(some)
            if start + len(some) < len(unknown):
                # the last ones are written together with the document, a moment later
                self._library.remember_vectors(some, rows)
            new.update(zip(some, rows, strict=True))
        found = [new[t] if v is None else v for t, v in zip(texts, known, strict=True)]
        return np.vstack(found) if found else np.zeros((0, 1), dtype=np.float32)
