"""Judges whether a line of a document answers a question: the door `open_judge`.

A cross-encoder reads question and line together, which word statistics and vectors of each
alone cannot. It never chooses: `assistant.evidence` weighs its scores with all else.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from assistant.errors import EmbeddingError
from assistant.judging.line import Line, line_of

__all__ = ["Judge", "Line", "line_of", "open_judge"]

_log = logging.getLogger(__name__)


class Judge(Protocol):
    """What scores lines."""

    def scores(self, question: str, lines: Sequence[Line]) -> list[float]:
        """For each line the logarithm of its odds to answer against that nothing does."""


def open_judge(cache_dir: Path) -> Judge | None:
    """The judge, with its graph kept in `cache_dir`; None where this machine cannot run it.

    Answers are then chosen without it, by the weights learned for that case.
    """
    try:
        from assistant.judging.cross_encoder import CrossEncoder

        return CrossEncoder(cache_dir)
    except (EmbeddingError, ImportError) as error:
        _log.warning("%s Svaren väljs utan bedömningsmodellen.", error)
        return None
