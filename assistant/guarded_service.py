"""The service as one visitor may use it: the rules of `assistant.access`, in every method.

Each method asks for its right, forces the filters to what the visitor may see, and looks at
what comes back once more before it lets it out. What was done stands in the audit log. A
document outside the visitor's audience is spoken of as one that does not exist.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, Literal

from assistant.access import AUDIENCES, Visitor, identity, may_see, rests_on
from assistant.audit import AuditLog, sources
from assistant.errors import NotAllowed, UnknownItem
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
    Service,
    StatusLine,
    Term,
    Theme,
    Unanswered,
)

WITHHELD = (
    "Svaret visas inte: det bygger på dokument som kontot inte får läsa. Ställ frågan igen för "
    "att få svar ur de dokument som du får läsa."
)


class GuardedService:
    """Implements `assistant.service.Service` for one visitor, over another service."""

    def __init__(self, inner: Service, visitor: Visitor, audit: AuditLog) -> None:
        self._inner = inner
        self.visitor = visitor
        self._audit = audit

    # --- asking

    def ask(
        self,
        question: str,
        *,
        conversation: str = "",
        filters: Filters = Filters(),
        owner: str = "",
        on_text: Callable[[str], None] | None = None,
    ) -> Answer:
        self._require("ask")
        who = self._self(owner)
        wanted = self._forced(filters)
        answer = self._inner.ask(
            question,
            conversation=conversation,
            filters=wanted,
            owner=who,
            # to whom not everything is open, nothing goes out before it has been looked at
            on_text=on_text if self._sees_all else None,
        )
        self._audit.asked(answer)
        if self._sees_all:
            return answer
        answer = self._shown(replace(answer, audience=wanted.audience), self._hidden())
        if on_text:
            for piece in re.findall(r"\S+\s*", answer.answer):
                on_text(piece)
        return answer

    def search(self, query: str, k: int = 10, *, filters: Filters = Filters()) -> list[Citation]:
        self._require("search")
        found = self._open(self._inner.search(query, k, filters=self._forced(filters)))
        self._audit.note_once("sökning", f"{query} – {sources(found)}")
        return found

    # --- documents

    def documents(self, *, filters: Filters = Filters()) -> list[DocumentInfo]:
        self._require("documents")
        return self._listed(self._inner.documents(filters=self._forced(filters)))

    def similar(self, document: str, k: int = 3) -> list[DocumentInfo]:
        self._require("similar")
        self._see(document)
        if self._sees_all:
            return self._inner.similar(document, k)
        every = len(self._inner.documents(filters=Filters(audience=AUDIENCES)))
        return self._listed(self._inner.similar(document, every))[:k]

    def page_picture(
        self, document: str, page: int, citations: Sequence[Citation] = (), scale: float = 1.5
    ) -> bytes:
        self._require("page_picture")
        self._see(document)
        own = [one for one in citations if one.document == document]
        return self._inner.page_picture(document, page, own, scale)

    def page_text(self, document: str, page: int) -> str:
        self._require("page_text")
        self._see(document)
        return self._inner.page_text(document, page)

    def section_text(self, document: str, citation: Citation) -> str:
        self._require("section_text")
        self._see(document)
        self._see(citation.document)
        return self._inner.section_text(document, citation)

    def table(self, citation: Citation) -> list[list[str]]:
        self._require("table")
        self._see(citation.document)
        return self._inner.table(citation)

    def file_bytes(self, document: str, *, filters: Filters = Filters()) -> bytes:
        self._require("file_bytes")
        info = self._see(document)
        content = self._inner.file_bytes(document, filters=self._forced(filters))
        self._audit.note_once("fil öppnad", info.file)
        return content

    # --- figures, themes, briefing

    def key_figures(self, *, filters: Filters = Filters()) -> list[KeyFigure]:
        self._require("key_figures")
        figures = self._inner.key_figures(filters=self._forced(filters))
        hidden = self._hidden()
        return [f for f in figures if not _hides((p.citation for p in f.points), hidden)]

    def theme(self, query: str, k: int = 12, *, filters: Filters = Filters()) -> Theme:
        self._require("theme")
        found = self._inner.theme(query, k, filters=self._forced(filters))
        hidden = self._hidden()
        kept = tuple(e for e in found.excerpts if not _hides([e.citation], hidden))
        self._audit.note_once("tema", f"{query} – {sources(e.citation for e in kept)}")
        return replace(found, excerpts=kept)

    def briefing(self, *, filters: Filters = Filters()) -> list[BriefingSection]:
        self._require("briefing")
        hidden = self._hidden()
        return [
            replace(
                section,
                answers=tuple(a for a in section.answers if not _hides(rests_on(a), hidden)),
            )
            for section in self._inner.briefing(filters=self._forced(filters))
        ]

    def glossary(self, *, filters: Filters = Filters()) -> list[Term]:
        self._require("glossary")
        hidden = self._hidden()
        terms = self._inner.glossary(filters=self._forced(filters))
        return [term for term in terms if not _hides([term.citation], hidden)]

    def suggestions(self, *, filters: Filters = Filters()) -> list[str]:
        self._require("suggestions")
        return self._inner.suggestions(filters=self._forced(filters))

    def next_questions(
        self, conversation: str, *, filters: Filters = Filters(), owner: str = ""
    ) -> list[str]:
        self._require("next_questions")
        who = self._self(owner)
        kept = self._inner.conversation(conversation, who)
        hidden = self._hidden()
        # what is made of an answer may carry its words
        if kept.turns and not may_see(kept.turns[-1].answer, self.visitor.audience, hidden):
            return []
        return self._inner.next_questions(conversation, filters=self._forced(filters), owner=who)

    # --- conversations: one's own, and of them what one may still see

    def conversations(self, owner: str = "") -> list[Conversation]:
        self._require("conversations")
        return self._inner.conversations(self._self(owner))

    def conversation(self, conversation: str, owner: str = "") -> Conversation:
        self._require("conversation")
        kept = self._inner.conversation(conversation, self._self(owner))
        return kept if self._sees_all else self._as_seen(kept)

    def delete_conversation(self, conversation: str, owner: str = "") -> None:
        self._require("delete_conversation")
        self._inner.delete_conversation(conversation, self._self(owner))
        self._audit.note("samtal borttaget", conversation)

    def export_conversation(
        self, conversation: str, format: Literal["md", "docx"], owner: str = ""
    ) -> bytes:
        self._require("export_conversation")
        who = self._self(owner)
        kept = self._inner.conversation(conversation, who)
        if not self._sees_all and self._as_seen(kept) != kept:
            raise NotAllowed(
                "Samtalet bygger delvis på dokument som kontot inte får läsa.",
                "Börja ett nytt samtal och spara det.",
            )
        content = self._inner.export_conversation(conversation, format, who)
        self._audit.note_once("export", f"samtal {conversation} som {format}")
        return content

    def give_feedback(self, conversation: str, turn: int, good: bool, comment: str = "") -> None:
        self._require("give_feedback")
        # raises where it is somebody else's
        self._inner.conversation(conversation, self.visitor.id)
        self._inner.give_feedback(conversation, turn, good, comment)

    # --- exports of what the visitor holds

    def export_theme(
        self,
        title: str,
        excerpts: Sequence[tuple[Excerpt, str]],
        format: Literal["md", "docx"],
    ) -> bytes:
        self._require("export_theme")
        self._see_all_of(excerpt.citation for excerpt, _ in excerpts)
        content = self._inner.export_theme(title, excerpts, format)
        self._audit.note_once("export", f"underlag {title} som {format}")
        return content

    def export_key_figure(self, figure: KeyFigure) -> bytes:
        self._require("export_key_figure")
        self._see_all_of(point.citation for point in figure.points)
        content = self._inner.export_key_figure(figure)
        self._audit.note_once("export", f"nyckeltal {figure.name}")
        return content

    # --- staff

    def index(
        self,
        paths: Sequence[str] = (),
        *,
        on_progress: Callable[[Progress], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
        **options: Any,
    ) -> list[FileReport]:
        """As the service's; `options` are its own further ones."""
        self._require("index")
        reports = self._inner.index(paths, on_progress=on_progress, cancelled=cancelled, **options)
        touched = [f"{r.file} ({r.outcome})" for r in reports if r.outcome != "unchanged"]
        self._audit.note("inläsning", ", ".join(touched) or "inget nytt")
        return reports

    def add_file(self, name: str, content: bytes) -> str:
        self._require("add_file")
        kept = self._inner.add_file(name, content)
        self._audit.note("fil tillagd", kept)
        return kept

    def remove_file(self, document: str) -> None:
        self._require("remove_file")
        info = self._see(document)
        self._inner.remove_file(document)
        self._audit.note("fil borttagen", info.file)

    def set_metadata(self, document: str, **fields: str) -> None:
        self._require("set_metadata")
        info = self._see(document)
        self._inner.set_metadata(document, **fields)
        changed = ", ".join(f"{name} = {value}" for name, value in fields.items())
        self._audit.note("uppgifter ändrade", f"{info.file}: {changed}")

    def feedback(self) -> list[Feedback]:
        self._require("feedback")
        return self._inner.feedback()

    def unanswered(self) -> list[Unanswered]:
        self._require("unanswered")
        return self._inner.unanswered()

    def status(self) -> list[StatusLine]:
        self._require("status")
        return self._inner.status()

    def log(self, limit: int = 200) -> list[LogEntry]:
        self._require("log")
        entries = self._inner.log(limit)
        self._audit.note_once("logg läst")
        return entries

    def export_log(self) -> bytes:
        self._require("export_log")
        content = self._inner.export_log()
        self._audit.note("logg exporterad")
        return content

    def backup(self, path: str) -> None:
        self._require("backup")
        self._inner.backup(path)
        self._audit.note("säkerhetskopia")

    # --- the rules

    @property
    def _sees_all(self) -> bool:
        return set(self.visitor.audience) >= set(AUDIENCES)

    def _require(self, method: str) -> None:
        try:
            self.visitor.require(method)
        except NotAllowed:
            self._audit.note_once("nekad", method)
            raise

    def _self(self, owner: str) -> str:
        """Whose conversations are meant: the visitor's own and no other's."""
        if owner and identity(owner) != self.visitor.id:
            self._audit.note_once("nekad", "annans samtal")
            raise NotAllowed("Samtalen är någon annans.", "Öppna dina egna.")
        return self.visitor.id

    def _forced(self, filters: Filters) -> Filters:
        """The filters, within the visitor's audience."""
        seen = tuple(one for one in self.visitor.audience if one in filters.audience)
        return replace(filters, audience=seen)

    def _see(self, document: str) -> DocumentInfo:
        """The document, if the visitor may see it. Raises `UnknownItem`."""
        for info in self._inner.documents(filters=Filters(audience=self.visitor.audience)):
            if info.id == document and info.metadata.audience in self.visitor.audience:
                return info
        raise UnknownItem("Dokumentet finns inte i biblioteket.", "Välj ett annat i listan.")

    def _see_all_of(self, citations: Iterable[Citation]) -> None:
        """Raises `UnknownItem` where one is of a document that the visitor may not see.

        Who sees everything may take away also what has gone from the library since.
        """
        if not self._sees_all:
            for document in dict.fromkeys(one.document for one in citations):
                self._see(document)

    def _hidden(self) -> frozenset[str]:
        """Ids and file names of the documents that the visitor may not see."""
        if self._sees_all:
            return frozenset()
        every = self._inner.documents(filters=Filters(audience=AUDIENCES))
        outside = [i for i in every if i.metadata.audience not in self.visitor.audience]
        return frozenset(name for info in outside for name in (info.id, info.file))

    def _listed(self, infos: Iterable[DocumentInfo]) -> list[DocumentInfo]:
        return [info for info in infos if info.metadata.audience in self.visitor.audience]

    def _open(self, citations: Iterable[Citation]) -> list[Citation]:
        hidden = self._hidden()
        return [one for one in citations if not _hides([one], hidden)]

    def _shown(self, answer: Answer, hidden: frozenset[str]) -> Answer:
        """The answer, or what stands in its place."""
        if may_see(answer, self.visitor.audience, hidden):
            return answer
        return Answer(
            answer.question,
            answer.question,
            "not_found",
            WITHHELD,
            conversation=answer.conversation,
        )

    def _as_seen(self, kept: Conversation) -> Conversation:
        hidden = self._hidden()
        turns = (Turn(t.ordinal, t.asked, self._shown(t.answer, hidden)) for t in kept.turns)
        return replace(kept, turns=tuple(turns))


def _hides(citations: Iterable[Citation], hidden: frozenset[str]) -> bool:
    return any(one.document in hidden or one.file in hidden for one in citations)
