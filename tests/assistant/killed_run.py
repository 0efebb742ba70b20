"""An index run in a process of its own, for the test that kills it. The store is a file."""

from __future__ import annotations

import pickle
import sys
import time
from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.indexing import Indexer
from assistant.repairing import open_or_renew
from assistant.settings import load_settings
from tests.assistant.making import FakeEmbedder, analyse, read_lines


class FileStore:
    """A store that, like the real one, forgets with the process what it has not published."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.vectors = self.contents()

    def contents(self) -> dict[str, bytes]:
        if not self.file.exists():
            return {}
        found: dict[str, bytes] = pickle.loads(self.file.read_bytes())
        return found

    def begin(self) -> None:
        pass

    def give_up(self) -> None:
        pass

    def add(self, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        time.sleep(0.002)
        self.vectors.update({i: v.tobytes() for i, v in zip(ids, vectors, strict=True)})

    def remove(self, ids: Sequence[str]) -> None:
        for item in ids:
            self.vectors.pop(item, None)

    def check(self, expected: Collection[str]) -> bool:
        if set(self.vectors) != set(expected):
            return False
        partial = self.file.with_name("partial")
        partial.write_bytes(pickle.dumps(self.vectors))
        partial.replace(self.file)
        return True

    def reset(self) -> None:
        self.vectors = {}


class SlowEmbedder(FakeEmbedder):
    """Gives the killer time to strike in the middle of a document."""

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        time.sleep(0.01)
        return super().encode_passages(texts)


def main(folder: Path) -> None:
    """One run over `folder`/corpus; says "börjar" when the imports are done."""
    settings = load_settings(None, folder / "corpus", folder / "indexes")
    print("börjar", flush=True)
    library, _ = open_or_renew(settings.library_file)
    store = FileStore(folder / "store")
    Indexer(settings, library, SlowEmbedder(), store, analyse, read=read_lines).run()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
