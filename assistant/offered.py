"""The next questions that have been worked out: a list an answer, until the documents change.

Kept in this process's memory only, a limited number, since they may carry words that a user
wrote. Never works one out itself.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from assistant.schema import Filters

Key = tuple[str, int, Filters]
"""A conversation, the ordinal of a turn, and what the answer was looked for in."""

MOST = 200
"""Lists; the oldest goes first."""


class Offered:
    """Lists of questions, each made once; safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._generation = -1
        self._lists: dict[Key, list[str]] = {}

    def once(self, generation: int, key: Key, make: Callable[[], list[str]]) -> list[str]:
        """What `make` gave for the key; those of another `generation` of documents are dropped."""
        with self._lock:
            if generation != self._generation:
                self._generation = generation
                self._lists.clear()
            known = self._lists.get(key)
        if known is None:
            known = make()
            with self._lock:
                if generation == self._generation:
                    self._lists[key] = known
                    while len(self._lists) > MOST:
                        del self._lists[next(iter(self._lists))]
        return list(known)

    def forget(self, conversation: str) -> None:
        """Drop the lists of a conversation."""
        with self._lock:
            for key in [one for one in self._lists if one[0] == conversation]:
                del self._lists[key]
