"""From text to token ids: multilingual-e5-small's tokenizer, made from the packed vocabulary.

Holds the text's normalisation (the model's own map of characters) and the unigram model. It
never adds "query: " or "passage: ", and never pads.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any

from assistant.embedding.embedder import MAX_TOKENS

if TYPE_CHECKING:
    from assistant.embedding.e5_weights import Vocabulary

_BLANKS = re.compile(" {2,}")
_LATIN = re.compile("[\x00-\u024f\u2000-\u2bff]*")
"""Latin letters, punctuation, arrows, bullets, and the "▁" that begins a word."""


class E5Tokenizer:
    """Turns texts into ids as the model was trained to see them.

    A text in Latin letters can only be cut into pieces in Latin letters, which are fewer than
    half of the vocabulary: the rest is built when another text comes, and gives the same ids.
    """

    def __init__(self, vocabulary: Callable[[], Vocabulary]) -> None:
        """`vocabulary` is called again when a text in other letters comes."""
        self._vocabulary = vocabulary
        known = vocabulary()
        self._begin = known.begin
        self._end = known.end
        self._replacements = known.replacements
        fits = _LATIN.fullmatch
        kept = [number for number, piece in enumerate(known.pieces) if fits(piece)]
        # what an unknown character costs follows from the least likely piece
        kept.append(int(known.scores.argmin()))
        self._latin_ids = kept
        self._latin = _model(known, kept)
        self._whole: Any = None
        self._lock = Lock()

    def ids(self, texts: Sequence[str]) -> list[list[int]]:
        """The ids of each text, with the marks of beginning and end, cut at 512."""
        cleaned = [self._normalised(text) for text in texts]
        if all(_LATIN.fullmatch(text) for text in cleaned):
            encoded = self._latin.encode_batch_fast(cleaned, add_special_tokens=False)
            number = self._latin_ids.__getitem__
            found = [list(map(number, one.ids[: MAX_TOKENS - 2])) for one in encoded]
        else:
            encoded = self._all().encode_batch_fast(cleaned, add_special_tokens=False)
            found = [one.ids[: MAX_TOKENS - 2] for one in encoded]
        return [[self._begin, *ids, self._end] for ids in found]

    def _all(self) -> Any:
        with self._lock:
            if self._whole is None:
                vocabulary = self._vocabulary()
                self._whole = _model(vocabulary, range(len(vocabulary.pieces)))
            return self._whole

    def _normalised(self, text: str) -> str:
        # the map knows single characters, so letters with marks are composed first
        composed = unicodedata.normalize("NFC", text).translate(self._replacements)
        return _BLANKS.sub(" ", composed).strip(" ")


def _model(vocabulary: Vocabulary, numbers: Sequence[int]) -> Any:
    """The tokenizer over the pieces of these numbers; its ids are places in `numbers`."""
    from tokenizers import Tokenizer, models, pre_tokenizers

    scores = vocabulary.scores.tolist()
    pieces = [(vocabulary.pieces[number], scores[number]) for number in numbers]
    unknown = list(numbers).index(vocabulary.unknown)
    tokenizer = Tokenizer(models.Unigram(pieces, unknown))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    return tokenizer
