"""The first arrow: from the files of the corpus folder to the library and the vector store.

Holds the order of the steps and what happens when one of them fails or is interrupted. How a
file is read, split, analysed, embedded and kept is said in rooms of their own.

Every document is written in one transaction, and the vector store is told afterwards what the
library has written down for it; so a run that is killed anywhere is finished by the next one.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import filling, keywords, reading, splitting
from assistant.corpus import CATALOGUE, CorpusFile, check_paths, corpus_files, in_scope
from assistant.errors import FinsamError, ReadingError
from assistant.filling import ensure_vectors
from assistant.keeping import Cancelled, Embedder, Keeper, Prepared
from assistant.library import DamagedLibrary, Library
from assistant.library.documents import describe
from assistant.library.files import SeenFile
from assistant.lock import writer_lock
from assistant.pace import Pace
from assistant.personal_numbers import checked
from assistant.planning import Plan, Reading, plan
from assistant.reading.choices import can_ocr, choices
from assistant.reading.options import ReadingOptions
from assistant.reading_ahead import Reader, read_ahead
from assistant.repairing import renew
from assistant.reports import report
from assistant.schema import Document, DocumentInfo, FileReport, Passage
from assistant.service import Progress
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.reading.catalogue import CatalogueEntry

    Catalogue = Mapping[str, CatalogueEntry]

__all__ = ["Indexer", "ensure_vectors"]

OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class _Tools:
    """What a run works with."""

    embedder: Embedder
    store: filling.Store
    analyse: keywords.Analyse
    read: Reader | None
    versions: str
    options: ReadingOptions
    shape: Callable[[Document], Document] = lambda document: document
    split: Callable[[Document], list[Passage]] = splitting.split


class Indexer:
    """Brings library and vector store to what the corpus folder holds."""

    def __init__(
        self,
        settings: Settings,
        library: Library,
        embedder: Embedder,
        vectors: filling.Store,
        analyse: keywords.Analyse,
        *,
        read: Reader | None = None,
        versions: str = "",
    ) -> None:
        """`versions` names what else makes a document what it is in the index (the analyser).

        Documents made by other versions are read anew. `read` takes the place of the readers
        that run in processes of their own.
        """
        self._settings = settings
        self._library = library
        self._tools = _Tools(
            embedder,
            vectors,
            analyse,
            read,
            f"reading {reading.VERSION}" + (f" | {versions}" if versions else ""),
            ReadingOptions(
                paginate=settings.reading.paginate,
                ocr=settings.ocr.enabled,
                ocr_language=settings.ocr.language,
                ocr_dpi=settings.ocr.dpi,
            ),
        )

    def make(
        self,
        shape: Callable[[Document], Document],
        split: Callable[[Document], list[Passage]],
    ) -> None:
        """Change documents by `shape` once they are read, and split them by `split`."""
        self._tools = replace(self._tools, shape=shape, split=split)

    def run(
        self,
        paths: Sequence[str | Path] = (),
        on_progress: OnProgress | None = None,
        cancelled: Callable[[], bool] | None = None,
        *,
        rebuild: bool = False,
    ) -> list[FileReport]:
        """Read what is new or changed, forget what is gone; a report a file, by name.

        `paths` (below the corpus folder) limit the run. A run that is cancelled keeps what is
        done. With `rebuild`, everything is read and embedded anew; conversations stay.
        Raises `IndexBusy`, `IndexMismatch`, `IndexingError`, `VectorStoreError`, and
        `SettingsError` for a broken catalogue.
        """
        from assistant.reading.catalogue import read_catalogue

        names = [str(path) for path in paths]
        library, model = self._library, self._tools.embedder.fingerprint
        with writer_lock(self._settings.indexes):
            # what can be wrong with the corpus is found before anything is forgotten
            catalogue = read_catalogue(self._settings.corpus / CATALOGUE)
            files = corpus_files(self._settings.corpus)

            def once() -> list[FileReport]:
                if rebuild:
                    library.forget_all()
                elif library.passage_count():
                    library.check_model(model)
                library.use_model(model)
                watch = _Watch(on_progress, cancelled or (lambda: False))
                run = _Run(self._settings, library, self._tools, catalogue, files, watch)
                return run.reports(names)

            try:
                if library.is_cut_off():
                    renew(library)
                return once()
            except DamagedLibrary:
                renew(library)
                return once()


@dataclass(frozen=True, slots=True)
class _Watch:
    """Whoever waits for the run: is told how far it is, and may stop it."""

    on_progress: OnProgress | None
    cancelled: Callable[[], bool]

    def tell(self, progress: Progress) -> None:
        if self.on_progress:
            self.on_progress(progress)


class _Run:
    """One index run, under the writer's lock."""

    def __init__(
        self,
        settings: Settings,
        library: Library,
        tools: _Tools,
        catalogue: Catalogue,
        files: Sequence[CorpusFile],
        watch: _Watch,
    ) -> None:
        self._settings = settings
        self._library = library
        self._tools = tools
        self._catalogue = catalogue
        self._files = {item.name: item for item in files}
        self._watch = watch
        self._keeper = Keeper(library, tools.embedder, tools.analyse, watch.cancelled, tools.split)
        self._seen = library.seen_files()
        self._made = library.made()
        self._paths: Sequence[str] = ()
        self._reports: dict[str, FileReport] = {}

    def reports(self, paths: Sequence[str]) -> list[FileReport]:
        """Do everything below `paths`; returns the reports by file name."""
        known = {*self._files, *self._seen, *(info.file for info in self._library.documents())}
        check_paths(paths, known, self._settings.corpus)
        self._paths = paths
        self._watch.tell(Progress(0, 0, "Letar efter ändringar"))
        fingerprints = self._fingerprints()
        todo = plan(fingerprints, self._library.documents(), self._is_current, self._in_scope)
        self._without_reading(todo)
        stopped = False
        try:
            self._read_all(todo.readings)
        except Cancelled:
            stopped = True
        self._repeat_failures(todo.duplicates)
        self._finish(stopped)
        return [self._reports[name] for name in sorted(self._reports)]

    def _in_scope(self, file: str) -> bool:
        return in_scope(file, self._paths, self._settings.corpus)

    def _fingerprints(self) -> dict[str, str]:
        """The content fingerprint of each file; a file that looks untouched is not opened."""
        found: dict[str, str] = {}
        seen: list[SeenFile] = []
        for name, item in self._files.items():
            before = self._seen.get(name)
            if before is not None and before.stamp == item.stamp:
                found[name] = before.fingerprint
                continue
            try:
                found[name] = _sha256(item.path)
            except OSError as error:
                self._fail(name, f"Filen kan inte öppnas: {error.strerror or error}.")
                continue
            seen.append(SeenFile(name, found[name], item.stamp if item.settled else ""))
        # what is not kept whole is looked at again, since only a document in the library counts
        self._library.see_files(seen, gone=[name for name in self._seen if name not in found])
        return found

    def _is_current(self, info: DocumentInfo, file: str) -> bool:
        if self._made.get(info.id) != self._versions(info, file):
            return False
        return not (info.unread_pages and can_ocr(self._tools.options))

    def _versions(self, info: DocumentInfo, file: str) -> str:
        """What makes a document what it is in the index, beside its content."""
        entry = self._catalogue.get(file)
        parts = (
            self._tools.versions,
            f"splitting {splitting.VERSION}",
            f"privacy {self._settings.privacy.personal_numbers}",
            f"catalogue {entry!r}" if entry else "",
            choices(info, self._tools.options),
        )
        return " | ".join(part for part in parts if part)

    def _without_reading(self, todo: Plan) -> None:
        """Renames, removals, and the reports of what stays."""
        taken = {info.file: info.id for info in self._library.documents()}
        for document_id, file in todo.renames:
            # links go to the right file at once; metadata follow when it has been read anew
            if taken.get(file, document_id) == document_id:
                self._library.rename(document_id, file)
        for info in todo.removed:
            self._library.forget(info.id)
            self._reports.setdefault(info.file, FileReport(info.file, "removed"))
        for info in todo.unchanged:
            self._reports[info.file] = report(info, "unchanged")
        for name, first in todo.duplicates.items():
            message = f"Samma innehåll som {first}."
            self._reports[name] = FileReport(name, "duplicate", message=message)

    def _read_all(self, readings: Sequence[Reading]) -> None:
        if not readings:
            return
        sizes = {item.file: float(self._files[item.file].size or 1) for item in readings}
        pace = Pace(len(readings), sum(sizes.values()), self._watch.tell)
        files = [(self._files[item.file].path, item.file) for item in readings]
        coming = read_ahead(
            files,
            self._catalogue,
            lambda place, document: self._prepared(readings[place], document),
            self._tools.read,
            self._tools.options,
        )
        with filling.begun_early(self._tools.store), closing(coming) as documents:
            pace.show("Öppnar filerna")
            for place, prepared in documents:
                if self._watch.cancelled():
                    raise Cancelled
                item = readings[place]
                self._read_one(item, prepared, pace, sizes[item.file])
        pace.show("Klar med filerna")

    def _prepared(self, item: Reading, document: Document) -> Prepared:
        """Runs beside the embedding of the documents before."""
        if document.fingerprint != item.fingerprint:
            raise ReadingError("Filen ändrades medan den lästes.", "Kör: finsam index")
        document = checked(document, self._settings.privacy.personal_numbers)
        return self._keeper.prepare(self._tools.shape(document))

    def _read_one(self, item: Reading, coming: Future[Prepared], pace: Pace, size: float) -> None:
        started = time.monotonic()
        pace.show(f"Läser {item.file}")
        try:
            prepared = coming.result()
            info = describe(prepared.document)
            self._keeper.keep(
                prepared,
                self._versions(info, item.file),
                lambda done, total: pace.show(
                    f"Bäddar in {item.file} ({done} av {total} stycken)", size * done / total
                ),
            )
        except ReadingError as error:
            self._fail(item.file, str(error), forget=True)
        except (FinsamError, Cancelled):
            raise
        except Exception as error:  # one bad file never stops the rest
            self._fail(item.file, f"Oväntat fel: {type(error).__name__}: {error}", forget=True)
        else:
            seconds = round(time.monotonic() - started, 3)
            self._reports[item.file] = report(info, item.outcome, seconds)
        pace.finish(size)

    def _fail(self, file: str, message: str, *, forget: bool = False) -> None:
        """Report a failure; what the file held before is no longer there to be cited."""
        if not self._in_scope(file):
            return
        if forget:
            for info in self._library.documents():
                if info.file == file:
                    self._library.forget(info.id)
        self._reports[file] = FileReport(file, "failed", message=message)

    def _repeat_failures(self, duplicates: Mapping[str, str]) -> None:
        """A copy of a file that could not be read could not be read either."""
        for name, first in duplicates.items():
            original = self._reports.get(first)
            if original is not None and original.outcome == "failed":
                self._reports[name] = replace(original, file=name)

    def _finish(self, stopped: bool) -> None:
        failed = sum(item.outcome == "failed" for item in self._reports.values())
        outcomes = {item.outcome for item in self._reports.values()}
        if not stopped and not failed and outcomes & {"changed", "renamed", "removed"}:
            # after a failure its vectors may be wanted again as soon as the file is mended;
            # looking for them takes a second at 100,000 passages, so only where some went
            self._library.drop_unused_vectors()
        if self._settings.retention.days:
            self._library.purge(self._settings.retention.days)
        changed = {"added", "changed", "renamed", "removed", "failed"}
        counts = [item.outcome for item in self._reports.values() if item.outcome in changed]
        if counts:
            detail = ", ".join(f"{name} {counts.count(name)}" for name in sorted(set(counts)))
            self._library.add_log("", "indexering", detail + (", avbruten" if stopped else ""))
        filling.make_equal(
            self._library,
            self._tools.store,
            lambda done, total: self._watch.tell(Progress(done, total, "Fyller vektorlagret")),
        )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
