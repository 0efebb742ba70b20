"""The one place that turns settings into objects.

Nothing heavy is imported before the function that needs it runs, so that a command which only
prints help, or only reads the library, stays quick.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.access import Visitor
    from assistant.answering import Composer
    from assistant.embedding import Embedder
    from assistant.evidence import EvidenceFinder
    from assistant.guarded_service import GuardedService
    from assistant.indexing import Indexer
    from assistant.judging import Judge
    from assistant.library import Library
    from assistant.local_service import LocalService
    from assistant.retrieval import Retriever
    from assistant.swedish.analysis import Analyzer
    from assistant.vectors import VectorStore


def library_path(settings: Settings) -> Path:
    """The library's file."""
    return settings.indexes / "library.sqlite"


def open_library(settings: Settings, *, create: bool = False) -> Library:
    """The library; with `create`, a new one also where the old one is damaged beyond reading."""
    if create:
        from assistant.repairing import open_or_renew

        return open_or_renew(library_path(settings))[0]
    from assistant.library import Library

    return Library.open(library_path(settings))


def open_embedder(settings: Settings) -> Embedder:
    """The embedding model that the settings name."""
    from assistant import embedding

    model = "" if settings.embedding.model == "bundled" else settings.embedding.model
    engine = {"auto": "", "onnx": "e5-onnx-int8"}.get(
        settings.embedding.engine, settings.embedding.engine
    )
    return embedding.open_embedder(model, settings.indexes, engine)


def open_judge(settings: Settings) -> Judge | None:
    """What judges whether a line answers; None where it is off or cannot run here."""
    if "judge" in settings.retrieval.disable:
        return None
    from assistant import judging

    return judging.open_judge(settings.indexes)


def open_vectors(settings: Settings) -> VectorStore:
    """Chroma: embedded below the indexes folder, or the server that the settings name."""
    from assistant.vectors import VectorStore

    return VectorStore(settings.indexes / "chroma", settings.vectors.url)


def open_analyzer(settings: Settings) -> Analyzer:
    """The analyzer, with the synonyms that staff have added beside the documents."""
    from assistant.swedish import synonyms
    from assistant.swedish.analysis import Analyzer

    known = synonyms.load(settings.corpus / "synonymer.toml")
    if settings.retrieval.disable:
        from assistant.switches import PartialAnalyzer

        return PartialAnalyzer(known, frozenset(settings.retrieval.disable))
    return Analyzer(known)


def open_composer(settings: Settings, library: Library) -> Composer | None:
    """The language model that the settings name; None when answers are made of quotes alone."""
    if not settings.model.name:
        return None
    from assistant.composing.clients import open_client
    from assistant.composing.language_model import LanguageModelComposer
    from assistant.composing.quotes import QuoteComposer

    return LanguageModelComposer(open_client(settings.model), QuoteComposer(library))


def open_indexer(service: LocalService) -> Indexer:
    """The first arrow over the service's library, model and vectors."""
    from assistant.indexing import Indexer

    indexer = Indexer(
        service.settings,
        service.library,
        service.embedder,
        service.vectors,
        service.analyzer.analyse,
        versions=f"analyzer {service.analyzer.fingerprint}" + _without(service.settings),
    )
    disabled = frozenset(service.settings.retrieval.disable)
    if disabled:
        from assistant.switches import document_without, split_without

        indexer.make(document_without(disabled), split_without(disabled))
    return indexer


def _without(settings: Settings) -> str:
    if not settings.retrieval.disable:
        return ""
    from assistant.switches import versions_without

    return versions_without(settings.retrieval.disable)


def open_retriever(service: LocalService) -> Retriever:
    """Retrieval over the service's library and vectors."""
    disabled = frozenset(service.settings.retrieval.disable)
    parts = (
        service.library,
        service.vectors,
        service.embedder.encode_query,
        service.analyzer.query_terms,
    )
    if disabled:
        from assistant.switches import PartialRetriever

        return PartialRetriever(*parts, disabled)
    from assistant.retrieval import Retriever

    return Retriever(*parts)


def open_finder(service: LocalService) -> EvidenceFinder:
    """Evidence over the service's library."""
    from assistant.evidence import EvidenceFinder, light

    own = service.settings.association
    analyzer = service.analyzer
    parts = (
        service.library,
        analyzer.marked,
        analyzer.query_terms,
        (own.place, own.name),
        lambda word: light.is_verb(word) or analyzer.inflected_verb(word),
        service.judge,
    )
    disabled = frozenset(service.settings.retrieval.disable)
    if disabled:
        from assistant.switches import PartialFinder

        partial = PartialFinder(*parts)
        partial.without = disabled
        return partial
    return EvidenceFinder(*parts)


def open_service(settings: Settings) -> LocalService:
    """The service that every screen and client uses."""
    from assistant.local_service import LocalService

    return LocalService(settings)


def guard(service: LocalService, visitor: Visitor) -> GuardedService:
    """The service as this visitor may use it, written down in its library's log."""
    from assistant.audit import AuditLog
    from assistant.guarded_service import GuardedService

    return GuardedService(service, visitor, AuditLog(service.add_log, visitor.id))
