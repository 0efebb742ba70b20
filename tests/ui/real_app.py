"""The app over the real service, with documents of its own in a temporary folder. No fixtures."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.settings import load_settings
from ui.screenshots import started

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class RealApp:
    """An app that runs: its address, its process, and the two folders that only it uses."""

    url: str
    pid: int
    corpus: Path
    indexes: Path


@contextmanager
def real_app(folder: Path, *, documents: bool = True) -> Iterator[RealApp]:
    """The app below `folder`, with the project's own documents read in, or with none."""
    corpus, indexes = folder / "corpus", folder / "indexes"
    if documents:
        from assistant.wiring import open_service

        shutil.copytree(ROOT / "corpus", corpus)
        service = open_service(load_settings(None, corpus, indexes))
        failed = [line for line in service.index() if line.outcome == "failed"]
        assert not failed
    else:
        corpus.mkdir()
    with _served(folder) as app:
        yield app


@contextmanager
def another(app: RealApp, folder: Path) -> Iterator[RealApp]:
    """An app just started, over a copy of what another has; nobody may be writing there."""
    shutil.copytree(app.corpus, folder / "corpus")
    shutil.copytree(app.indexes, folder / "indexes")
    with _served(folder) as made:
        yield made


@contextmanager
def _served(folder: Path) -> Iterator[RealApp]:
    corpus, indexes = folder / "corpus", folder / "indexes"
    environment = {
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        "FINSAM_CORPUS": str(corpus),
        "FINSAM_INDEXES": str(indexes),
        "FINSAM_CONFIG": "",
        "FINSAM_SERVICE": "",
        "FINSAM_EVALS": str(folder / "evals"),
    }
    with started(environment) as (url, pid):
        yield RealApp(url, pid, corpus, indexes)
