"""The question files that something is learned from, each with the folders it is asked over.

Holds where they are and which of them teach the judge; the rest are kept from it, so that they
tell what its word is worth. An invented library (`evals/learning/libraries/`) is indexed where
it has not been. Nothing is asked here.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LEARNING = Path(__file__).resolve().parent / "learning"
"""Question files that are learned from, whole: they do not tell how good what is learned is."""
LIBRARIES = LEARNING / "libraries"
KEPT = ("havsbygden", "skargarden", "slattmon", "granadal", "solhem")
"""Invented libraries that the judge is not taught from."""


@dataclass(frozen=True, slots=True)
class Source:
    """A question file, the documents it is about, and their index.

    `config` are the settings of the association, None for the project's own. `taught` is True
    where the judge learns from it.
    """

    corpus: Path
    indexes: Path
    questions: Path
    config: Path | None = None
    taught: bool = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options that say which folders are at hand."""
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--indexes", type=Path, default=Path("indexes"))
    parser.add_argument("--sample", nargs=2, type=Path, metavar=("CORPUS", "INDEXES"))
    parser.add_argument(
        "--set", nargs=3, type=Path, action="append", default=[], dest="sets",
        metavar=("CORPUS", "INDEXES", "QUESTIONS"),
    )  # fmt: skip
    parser.add_argument("--config", type=Path, help="settings of the association of --set")


def given(asked: argparse.Namespace) -> list[Source]:
    """The sets that were named in the command."""
    return [
        Source(corpus, indexes, questions, asked.config, taught=True)
        for corpus, indexes, questions in asked.sets
    ]


def learned_from(asked: argparse.Namespace) -> Iterator[Source]:
    """All sources: those of the project, the sample's where it is named, and the invented ones."""
    for file in sorted(LEARNING.glob("corpus-*.jsonl")):
        yield Source(asked.corpus, asked.indexes, file)
    if asked.sample:
        for file in sorted(LEARNING.glob("sample-*.jsonl")):
            corpus, indexes = asked.sample
            yield Source(corpus, indexes, file, taught=True)
    for folder in sorted(path for path in LIBRARIES.iterdir() if path.is_dir()):
        yield invented(folder, asked.indexes)


def invented(folder: Path, indexes: Path) -> Source:
    """The source of an invented library, indexed below `indexes` if it has not been."""
    from assistant.settings import load_settings
    from assistant.wiring import open_service

    config, corpus = folder / "finsam.toml", folder / "corpus"
    own = indexes / "learning" / folder.name
    own.mkdir(parents=True, exist_ok=True)
    open_service(load_settings(config, corpus=corpus, indexes=own)).index()
    taught = folder.name not in KEPT
    return Source(corpus, own, folder / "questions.jsonl", config, taught)
