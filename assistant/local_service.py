"""The service over one library on this machine: opens the parts when they are first needed.

Delegates everything; the rules stand in the rooms it calls. One object serves all threads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from threading import BoundedSemaphore, Lock, Thread
from typing import TYPE_CHECKING, Literal, TypeVar

from assistant import wiring
from assistant.access import may_see
from assistant.errors import IndexingError, IndexMissing, NotAllowed, UnknownItem, VectorStoreError
from assistant.giving_way import Asking, Disturbed
from assistant.offered import Offered
from assistant.schema import (
    Answer,
    Citation,
    Conversation,
    DocumentInfo,
    FileReport,
    Filters,
    Turn,
)
from assistant.service import (
    BriefingSection,
    Excerpt,
    Feedback,
    KeyFigure,
    LogEntry,
    Progress,
    StatusLine,
    Term,
    Theme,
    Unanswered,
)
from assistant.settings import Settings
from assistant.understanding.followup import Earlier

if TYPE_CHECKING:
    from assistant.answering import Answerer
    from assistant.embedding import Embedder
    from assistant.judging import Judge
    from assistant.library import Library
    from assistant.remembered import Remembered
    from assistant.retention import Retention
    from assistant.swedish.analysis import Analyzer
    from assistant.vectors import VectorStore

Made = TypeVar("Made")


class LocalService:
    """Implements `assistant.service.Service`."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._lock = Lock()
        self._ready: tuple[int, Answerer] | None = None
        self._asking = Asking()
        self._left_to_writer = False
        # more threads at a time only hinder each other in Python; a model is mostly waited for
        self._working: AbstractContextManager[object] = (
            nullcontext() if settings.model.name else BoundedSemaphore(2)
        )
        self.offered = Offered()

    @cached_property
    def library(self) -> Library:
        """The library; created empty when there is none, so that every page can open."""
        library = wiring.open_library(self.settings, create=True)
        self.retention.keep(library)
        return library

    @cached_property
    def retention(self) -> Retention:
        """Forgets what is older than the settings let it be."""
        from assistant.retention import Retention

        return Retention(self.settings.retention.days)

    @cached_property
    def embedder(self) -> Embedder:
        """The embedding model; the library refuses one that did not make its vectors."""
        return wiring.open_embedder(self.settings)

    @cached_property
    def judge(self) -> Judge | None:
        """What reads question and line together; None where it is off or cannot run."""
        return wiring.open_judge(self.settings)

    @cached_property
    def vectors(self) -> VectorStore:
        """Chroma, filled from the library."""
        return wiring.open_vectors(self.settings)

    @cached_property
    def analyzer(self) -> Analyzer:
        """The Swedish analysis that index and query share."""
        return wiring.open_analyzer(self.settings)

    @cached_property
    def remembered(self) -> Remembered:
        """What took seconds to make, until the documents change."""
        from assistant.remembered import FOLDER, Remembered

        return Remembered(self.settings.indexes / FOLDER)

    @property
    def answerer(self) -> Answerer:
        """The second arrow over the index as it is now. Raises `IndexMissing` when empty."""
        with self._lock:
            generation = self.library.generation()
            if self._ready is None or self._ready[0] != generation:
                if not self.library.passage_count():
                    raise IndexMissing(
                        "Inga dokument är inlästa än.",
                        f"Lägg filer i {self.settings.corpus} och kör: finsam index",
                    )
                self._ready = (generation, self._build())
            elif self._left_to_writer:
                # it may have been killed before it told the vectors what it wrote
                self._mend_vectors()
            return self._ready[1]

    def _build(self) -> Answerer:
        from assistant.answering import Answerer

        # counted by SQLite, which needs no Python, while the model and Chroma are imported
        Thread(target=self._read_library, name="terms", daemon=True).start()
        self.library.check_model(self.embedder.fingerprint)
        with suppress(VectorStoreError):  # what is wrong with it is mended below
            self.vectors.open()
        with ThreadPoolExecutor(1, thread_name_prefix="vectors") as pool:
            mended = pool.submit(self._mend_vectors)
            # Chroma lists its ids meanwhile, which needs no Python either
            self.analyzer.make_ready()
            mended.result()
        return Answerer(
            self.library,
            wiring.open_retriever(self),
            wiring.open_finder(self),
            association=self.settings.association.name,
            composer=wiring.open_composer(self.settings, self.library),
        )

    def _mend_vectors(self) -> None:
        from assistant.filling import Outcome, mend

        self._left_to_writer = mend(self.library, self.vectors) is Outcome.BUSY

    def _read_library(self) -> None:
        # what is wrong with the library, or that it was closed, is for whoever asks to be told
        with suppress(Exception):
            self.library.make_ready()

    def ask(
        self,
        question: str,
        *,
        conversation: str = "",
        filters: Filters = Filters(),
        owner: str = "",
        on_text: Callable[[str], None] | None = None,
    ) -> Answer:
        self.retention.keep(self.library)
        earlier = self._earlier(conversation, owner, filters) if conversation else []
        sent: list[str] = []

        def send(text: str) -> None:
            for piece in _pieces(text):
                sent.append(piece)
                if on_text:
                    on_text(piece)

        with self._asking, self._working:
            answer = self.answerer.answer(question, earlier, filters, send if on_text else None)
        answer = replace(answer, audience=filters.audience)
        if on_text and not sent:
            send(answer.answer)
        if self.library.read_only:
            return answer
        try:
            conversation = conversation or self.library.new_conversation(owner)
            kept = replace(answer, conversation=conversation)
            self.library.add_turn(conversation, kept)
        except IndexingError as error:
            # a full disk keeps nothing, but it is no reason to keep the answer back
            said = f"Samtalet sparades inte: {error.message}"
            return replace(answer, notice=f"{answer.notice} {said}".strip())
        return kept

    def _earlier(self, conversation: str, owner: str, filters: Filters) -> list[Earlier]:
        """The last turns, without those that rest on what this audience may not see."""
        turns = self.library.conversation(conversation, owner).turns[-6:]
        return [_earlier(answer) for answer in self._open(turns, filters)]

    def _open(self, turns: Sequence[Turn], filters: Filters) -> list[Answer]:
        """The answers of the turns that rest on nothing but what this audience may see."""
        outside = [
            info
            for info in self.library.documents()
            if info.metadata.audience not in filters.audience
        ]
        hidden = {name for info in outside for name in (info.id, info.file)}
        return [turn.answer for turn in turns if may_see(turn.answer, filters.audience, hidden)]

    def search(self, query: str, k: int = 10, *, filters: Filters = Filters()) -> list[Citation]:
        return self.answerer.search(query, k, filters)

    def documents(self, *, filters: Filters = Filters()) -> list[DocumentInfo]:
        return self.library.documents(filters)

    def similar(self, document: str, k: int = 3) -> list[DocumentInfo]:
        from assistant.research import similar

        return similar(self.library, document, k)

    def page_picture(
        self, document: str, page: int, citations: Sequence[Citation] = (), scale: float = 1.5
    ) -> bytes:
        from assistant.rendering import picture

        return picture(self._path(document), page, citations, scale)

    def page_text(self, document: str, page: int) -> str:
        from assistant.surroundings import page_text

        return page_text(self.library.units(document), page)

    def section_text(self, document: str, citation: Citation) -> str:
        from assistant.surroundings import section_text

        return section_text(self.library.units(document), citation)

    def table(self, citation: Citation) -> list[list[str]]:
        from assistant.surroundings import table

        return table(self.library.units(citation.document), citation)

    def file_bytes(self, document: str, *, filters: Filters = Filters()) -> bytes:
        info = self.library.document(document)
        if info.metadata.audience not in filters.audience:
            raise NotAllowed("Dokumentet är internt.", "Be en administratör om behörighet.")
        return self._path(document).read_bytes()

    def index(
        self,
        paths: Sequence[str] = (),
        *,
        on_progress: Callable[[Progress], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
        rebuild: bool = False,
    ) -> list[FileReport]:
        indexer = wiring.open_indexer(self)
        reports = indexer.run(paths, on_progress, cancelled, rebuild=rebuild)
        if any(line.outcome != "unchanged" for line in reports):
            self.remembered.clear()
        return reports

    def add_file(self, name: str, content: bytes) -> str:
        from assistant.shelf import add

        return add(self.settings.corpus, name, content)

    def remove_file(self, document: str) -> None:
        from assistant.shelf import remove

        remove(self.settings.corpus, self.library.document(document).file)
        self.library.forget(document)
        self.remembered.clear()

    def set_metadata(self, document: str, **fields: str) -> None:
        from assistant.corpus import CATALOGUE
        from assistant.reading.catalogue import set_field

        file = self.library.document(document).file
        for field, value in fields.items():
            set_field(self.settings.corpus / CATALOGUE, file, field, value)
        self.index()

    def key_figures(self, *, filters: Filters = Filters()) -> list[KeyFigure]:
        from assistant.keyfigures import OWN_FILE, key_figures

        own = self.settings.corpus / OWN_FILE
        # a change of the association's own measures shows at once
        stamp = own.stat().st_mtime_ns if own.is_file() else 0
        return self._once(
            f"key figures {stamp}", filters, lambda: key_figures(self.library, filters, own)
        )

    def theme(self, query: str, k: int = 12, *, filters: Filters = Filters()) -> Theme:
        from assistant.research import theme

        return theme(query, self.answerer, self.library, self.analyzer, k, filters)

    def briefing(self, *, filters: Filters = Filters()) -> list[BriefingSection]:
        from assistant.briefing import briefing

        return self._once(
            "briefing",
            filters,
            lambda: briefing(
                lambda question: self.answerer.answer(question, (), filters, quoted=True),
                self.settings.association.name,
            ),
            BriefingSection,
        )

    def glossary(self, *, filters: Filters = Filters()) -> list[Term]:
        from assistant.glossary import glossary

        return self._once("glossary", filters, lambda: glossary(self.library, filters))

    def suggestions(self, *, filters: Filters = Filters()) -> list[str]:
        from assistant.briefing import suggestions

        if not self.library.passage_count():
            return []
        return self._once(
            "suggestions",
            filters,
            lambda: suggestions(
                lambda question: self.answerer.answer(question, (), filters, quoted=True),
                self.settings.association.name,
            ),
            str,
        )

    def next_questions(
        self, conversation: str, *, filters: Filters = Filters(), owner: str = ""
    ) -> list[str]:
        turns = self.library.conversation(conversation, owner).turns
        if not turns or not self._open(turns[-1:], filters) or not self.library.passage_count():
            return []
        key = (conversation, turns[-1].ordinal, filters)
        with suppress(Disturbed):
            return self.offered.once(
                self.library.generation(), key, lambda: self._next(turns, filters)
            )
        return []

    def _next(self, turns: Sequence[Turn], filters: Filters) -> list[str]:
        from assistant.suggesting import next_questions

        earlier = [_earlier(answer) for answer in self._open(turns[-6:], filters)]

        def ask(question: str) -> Answer:
            self._asking.check()
            with self._working:
                return self.answerer.answer(question, earlier, filters, quoted=True)

        asked = [turn.answer.question for turn in turns]
        asked += [turn.answer.standalone_question for turn in turns]
        # they cost as much as several answers: only when nobody waits for one, and one at a time
        with self._asking.aside():
            return next_questions(turns[-1].answer, asked, ask, self.library, filters)

    def _once(
        self,
        name: str,
        filters: Filters,
        make: Callable[[], list[Made]],
        on_disk: type[Made] | None = None,
    ) -> list[Made]:
        from assistant.remembered import stamp

        made_of = stamp(
            self.library.generation(),
            self.library.documents(filters),
            self.settings.association.name,
        )
        kind = None if self.library.read_only else on_disk
        return self.remembered.once(name, filters, made_of, make, kind)

    def conversations(self, owner: str = "") -> list[Conversation]:
        return self.library.conversations(owner)

    def conversation(self, conversation: str, owner: str = "") -> Conversation:
        return self.library.conversation(conversation, owner)

    def delete_conversation(self, conversation: str, owner: str = "") -> None:
        self.library.delete_conversation(conversation, owner)
        self.offered.forget(conversation)

    def export_conversation(
        self, conversation: str, format: Literal["md", "docx"], owner: str = ""
    ) -> bytes:
        from assistant.exporting import export_conversation

        return export_conversation(self.library.conversation(conversation, owner), format)

    def export_theme(
        self,
        title: str,
        excerpts: Sequence[tuple[Excerpt, str]],
        format: Literal["md", "docx"],
    ) -> bytes:
        from assistant.exporting import export_theme

        return export_theme(title, excerpts, format)

    def export_key_figure(self, figure: KeyFigure) -> bytes:
        from assistant.exporting import export_key_figure

        return export_key_figure(figure)

    def give_feedback(self, conversation: str, turn: int, good: bool, comment: str = "") -> None:
        self.library.give_feedback(conversation, turn, good, comment)

    def feedback(self) -> list[Feedback]:
        return self.library.feedback()

    def unanswered(self) -> list[Unanswered]:
        return self.library.unanswered()

    def log(self, limit: int = 200) -> list[LogEntry]:
        return self.library.log(limit)

    def export_log(self) -> bytes:
        from assistant.exporting.log_rows import write

        return write(self.library.log(-1)[::-1])

    def add_log(self, who: str, what: str, detail: str = "") -> None:
        """Add a row to the log. Raises `IndexingError` where nothing can be written."""
        self.library.add_log(who, what, detail)

    def status(self) -> list[StatusLine]:
        from assistant.status import status

        return status(self)

    def backup(self, path: str) -> None:
        self.library.backup(Path(path))

    def _path(self, document: str) -> Path:
        """The document's file. Raises `UnknownItem` when it is gone from the corpus."""
        info = self.library.document(document)
        corpus = self.settings.corpus.resolve()
        path = (corpus / info.file).resolve()
        if not path.is_relative_to(corpus) or not path.is_file():
            raise UnknownItem(
                f"Filen {info.file} finns inte längre i mappen med dokument.",
                "Lägg tillbaka den eller kör: finsam index",
            )
        return path


def _earlier(answer: Answer) -> Earlier:
    follows = answer.standalone_question.strip() != answer.question.strip()
    return Earlier(answer.standalone_question, answer.question, answer.answer, follows)


def _pieces(text: str) -> list[str]:
    """The text in words, blanks kept, so that it can be shown as it is written."""
    return re.findall(r"\s*\S+\s*", text)
