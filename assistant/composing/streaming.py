"""A stream of text with an end: by time, by length, and when nobody listens any more.

A server may send nothing, or bytes without end, so that waiting has to be done from outside
the reading. Knows nothing of language models.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator


def within(
    produce: Callable[[], Iterator[str]],
    seconds: float,
    characters: int,
    abort: Callable[[], None],
) -> Iterator[str]:
    """The pieces that `produce` gives, read in a thread of their own.

    Raises TimeoutError when `seconds` are over and OverflowError beyond `characters`; what
    `produce` raises is raised here. `abort` is called, from this side, when reading has to
    stop before its end.
    """
    pieces: queue.Queue[str | BaseException | None] = queue.Queue()
    stopped = threading.Event()

    def read() -> None:
        try:
            for piece in produce():
                pieces.put(piece)
                if stopped.is_set():
                    return
            pieces.put(None)
        except BaseException as error:
            pieces.put(error)

    threading.Thread(target=read, name="language-model", daemon=True).start()
    end = time.monotonic() + seconds
    length = 0
    whole = False
    try:
        while True:
            try:
                piece = pieces.get(timeout=max(0.0, end - time.monotonic()))
            except queue.Empty:
                raise TimeoutError from None
            if piece is None or isinstance(piece, BaseException):
                whole = True
                if piece is not None:
                    raise piece
                return
            length += len(piece)
            if length > characters:
                raise OverflowError
            yield piece
            if time.monotonic() >= end:
                raise TimeoutError
    finally:
        stopped.set()
        if not whole:
            abort()
