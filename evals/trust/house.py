"""A corpus with its index in a folder of its own, and what must be true of it.

Holds the checks that every fault is followed by: nothing half in, nothing cited that is not
there, and the same content as a clean build. It injects no fault itself.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from assistant.embedding import Embedder, open_embedder
from assistant.filling import ensure_vectors
from assistant.local_service import LocalService
from assistant.lock import writer_lock
from assistant.reading import fingerprint
from assistant.schema import Answer, Citation, FileReport, Filters
from assistant.settings import Settings, VectorSettings, load_settings
from assistant.swedish.analysis import Analyzer
from evals.trust import material
from evals.trust.quick import QuickEmbedder

_TRIES = 20
_LET_GO_S = 30.0


@dataclass(frozen=True, slots=True)
class House:
    """A folder with `corpus` and `indexes`; `url` is that of a Chroma server, "" for none.

    With `real`, the embedder of the settings is used instead of the quick one.
    """

    folder: Path
    url: str = ""
    real: bool = False

    @property
    def corpus(self) -> Path:
        """Where the documents lie."""
        return self.folder / "corpus"

    @property
    def indexes(self) -> Path:
        """Where the index lies."""
        return self.folder / "indexes"

    @property
    def settings(self) -> Settings:
        """Defaults, over these folders."""
        found = load_settings(None, self.corpus, self.indexes)
        return replace(found, vectors=VectorSettings(url=self.url))

    @contextmanager
    def opened(self) -> Iterator[LocalService]:
        """The service as an app has it, closed again afterwards."""
        service = LocalService(self.settings)
        # what is loaded from the installation alone is loaded once
        service.analyzer = analyzer()
        service.embedder = _real_embedder(self.indexes) if self.real else QuickEmbedder()
        try:
            yield service
        finally:
            for part in ("library", "vectors"):
                if part in service.__dict__:
                    getattr(service, part).close()

    def index(self) -> list[FileReport]:
        """One undisturbed run, in this process."""
        with self.opened() as service:
            return service.index()

    def deserted(self) -> None:
        """Wait until nothing is left of a run that was killed.

        The lock goes with the last process that has its file open. A reader that the run was
        starting has it open until it becomes a program of its own, some milliseconds after
        the run is gone; until then an app takes the index to be written, and repairs nothing.
        Raises `IndexBusy` if the lock never goes.
        """
        with writer_lock(self.indexes, _LET_GO_S):
            pass

    def faults(self, questions: Sequence[str] = (), *, repaired: bool = True) -> list[str]:
        """What is wrong with the index as it is now, opened as an app would; [] if nothing.

        Without `repaired`, vectors may be lacking: there is no room to repair in, or another
        process is writing.
        """
        with self.opened() as service:
            found = [*_halves(service), *_answers(service, questions)]
            if repaired:
                stored, wanted = service.vectors.ids(), service.library.all_passage_ids()
                if stored != wanted:
                    found.append(f"Chroma har {len(stored)} vektorer, biblioteket {len(wanted)}")
            return found

    def content(self, questions: Sequence[str]) -> dict[str, Any]:
        """All that can be found or cited, without what depends on the order of writing."""
        with self.opened() as service:
            library = service.library
            ensure_vectors(library, service.vectors)
            with library.at_once():
                documents = {
                    info.file: (
                        info.metadata,
                        tuple(library.units(info.id)),
                        tuple(library.document_passages(info.id)),
                    )
                    for info in library.documents()
                }
                terms = dict(library.vocabulary())
                hits = {
                    term: library.keyword_search([term], 50, Filters())
                    for term in sorted(terms)[::23]
                }
                vectors = {item: vector.tobytes() for item, vector in library.vectors()}
            return {
                "dokument": documents,
                "ord": terms,
                "ordträffar": hits,
                "vektorer": vectors,
                "chroma": service.vectors.ids(),
                "svar": {question: _essence(service.ask(question)) for question in questions},
            }

    def clean_build(self) -> House:
        """The same documents indexed from nothing, in a folder beside."""
        clean = House(self.folder / "clean", real=self.real)
        shutil.rmtree(clean.folder, ignore_errors=True)
        shutil.copytree(self.corpus, clean.corpus)
        with self.opened() as service:
            kept = {info.file for info in service.library.documents()}
        # which of two equal files is the document depends on which came first
        seen: set[str] = set()
        for path in sorted(clean.corpus.iterdir(), key=lambda path: path.name not in kept):
            mark = fingerprint(path)
            if mark in seen:
                path.unlink()
            seen.add(mark)
        clean.index()
        return clean

    def differences(self, other: House, questions: Sequence[str]) -> list[str]:
        """In which parts of their content two houses differ."""
        ours, theirs = self.content(questions), other.content(questions)
        return _differing(ours, theirs)


@cache
def analyzer() -> Analyzer:
    """The Swedish analysis, as without synonyms of the staff's own."""
    return Analyzer()


@cache
def _real_embedder(indexes: Path) -> Embedder:
    return open_embedder("", indexes)


def _differing(ours: dict[str, Any], theirs: dict[str, Any]) -> list[str]:
    """The parts that differ; of answers, what differs in the first."""
    found = [f"{part} skiljer sig" for part in ours if ours[part] != theirs[part]]
    names = ("status", "svar", "källor", "stycken")
    for question, essence in ours["svar"].items():
        other = theirs["svar"][question]
        apart = [name for name, a, b in zip(names, essence, other, strict=True) if a != b]
        if apart:
            found.append(f"”{question}”: {', '.join(apart)}")
            break
    return found


def furnished(folder: Path, seed: int, texts: int = 8, url: str = "", real: bool = False) -> House:
    """A house with documents, not yet indexed."""
    house = House(folder, url, real)
    material.furnish(house.corpus, random.Random(seed), texts)
    return house


def copied(house: House, folder: Path) -> House:
    """A house like it elsewhere; what was there before is gone."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(house.folder, folder)
    return House(folder, house.url, house.real)


def _halves(service: LocalService) -> list[str]:
    """Documents that lack a part, and damage."""
    library = service.library
    found = []
    damage = library.damage()
    if damage:
        return [f"biblioteket är skadat: {damage}"]
    # of one moment: of a document replaced between two reads, a part would seem to be lacking
    with library.at_once():
        for info in library.documents():
            units = library.units(info.id)
            passages = library.document_passages(info.id)
            ids = {passage.id for passage in passages}
            if len(units) != info.units or len(library.pages(info.id)) != info.pages:
                found.append(f"{info.file} är halv: enheter")
            if not passages or passages[-1].last != info.units - 1:
                found.append(f"{info.file} är halv: stycken")
            if set(library.vectors_of(sorted(ids))) != ids:
                found.append(f"{info.file} är halv: vektorer")
    return found


def _answers(service: LocalService, questions: Sequence[str]) -> list[str]:
    """Answers that rest on something that is not, or no longer, in the library."""
    library = service.library
    if not library.passage_count():
        return []
    found = []
    for question in questions:
        for _ in range(_TRIES):
            before = library.generation()
            answer = service.ask(question)
            cited = (*answer.citations, *answer.nearest, *answer.passages)
            faults = [fault for one in cited if (fault := _unfounded(service, one))]
            # what another process took away between the answer and its check is no fault
            if library.generation() == before:
                found += [f"”{question}”: {fault}" for fault in faults]
                break
            if not faults:
                break
    return found


def _unfounded(service: LocalService, one: Citation) -> str:
    files = {info.id: info.file for info in service.library.documents()}
    if files.get(one.document) != one.file:
        return f"{one.file} finns inte i biblioteket"
    said = " ".join(unit.text for unit in service.library.units(one.document))
    if "".join(one.quote.split()) not in "".join(said.split()):
        return f"citatet ”{one.quote[:40]}” står inte i {one.file}"
    return ""


def _essence(answer: Answer) -> tuple[object, ...]:
    """What of an answer a reader sees, without times and numbers of conversations."""
    return (
        answer.status,
        answer.answer,
        tuple((one.file, one.page, one.quote) for one in answer.citations),
        tuple((one.file, one.page, one.quote) for one in answer.passages),
    )
