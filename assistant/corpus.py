"""The corpus folder: which files are documents, and whether they have changed.

Holds names, stamps and content fingerprints. It never reads what a document says, and never
changes a file.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from assistant.errors import IndexingError, UnknownItem

CATALOGUE = "catalogue.toml"
_OWN_WORDS = ("synonymer.toml", "nyckeltal.toml")
"""What staff add to the program's own lists of words and measures."""
_IGNORED = {"readme.md", CATALOGUE, *_OWN_WORDS}
_SETTLED_SECONDS = 2.0
"""A file written more recently could change again without a change of its stamp."""


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A document file: `name` below the corpus folder with "/", `stamp` of size and times.

    `settled` is False when the stamp is too fresh to be relied on at the next run.
    """

    name: str
    path: Path
    size: int
    stamp: str
    settled: bool


def corpus_files(corpus: Path) -> list[CorpusFile]:
    """The documents below `corpus`, by name.

    Left out: names that begin with a dot or "~$", README.md, the staff's own TOML files, and
    links that lead out of the folder. Raises `IndexingError` if the folder is not there, so
    that a disk that is not mounted is never taken for an emptied folder.
    """
    if not corpus.is_dir():
        raise IndexingError(
            f"Dokumentmappen {corpus} finns inte.", "Skapa den, eller ange en annan med --corpus."
        )
    root = corpus.resolve()
    now = time.time()
    found = []
    for folder, subfolders, names in os.walk(root):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in names:
            path = Path(folder) / name
            if name.startswith((".", "~$")) or name.lower() in _IGNORED:
                continue
            if path.is_symlink() and not path.resolve().is_relative_to(root):
                continue
            try:
                status = path.stat()
            except OSError:
                continue  # gone since the folder was listed, or a link to nothing
            if not path.is_file():
                continue
            age = min(now - status.st_mtime, now - status.st_ctime)
            found.append(
                CorpusFile(
                    name=path.relative_to(root).as_posix(),
                    path=path,
                    size=status.st_size,
                    stamp=f"{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}",
                    settled=age > _SETTLED_SECONDS,
                )
            )
    return sorted(found, key=lambda item: item.name)


def in_scope(name: str, paths: Sequence[str], corpus: Path) -> bool:
    """Whether the file `name` is, or lies below, one of `paths` (none means all of it)."""
    return not paths or any(
        PurePosixPath(name).is_relative_to(_below(path, corpus)) for path in paths
    )


def check_paths(paths: Iterable[str], names: Iterable[str], corpus: Path) -> None:
    """Raises `UnknownItem` for a path under which there is no file, seen now or before."""
    known = list(names)
    for path in paths:
        if not any(in_scope(name, [path], corpus) for name in known):
            raise UnknownItem(
                f"{path} finns inte i dokumentmappen {corpus}.",
                "Lägg filen där, eller ange en annan mapp med --corpus.",
            )


def group_by_content(fingerprints: Mapping[str, str]) -> dict[str, list[str]]:
    """File names by the fingerprint of their content, both in order of name."""
    groups: dict[str, list[str]] = {}
    for name in sorted(fingerprints):
        groups.setdefault(fingerprints[name], []).append(name)
    return groups


def _below(path: str, corpus: Path) -> PurePosixPath:
    """`path` as a name below the corpus folder, given so or from the working folder."""
    root = corpus.resolve()
    for candidate in (Path(path).resolve(), (root / path).resolve()):
        if candidate.is_relative_to(root):
            return PurePosixPath(candidate.relative_to(root).as_posix())
    return PurePosixPath(path)
