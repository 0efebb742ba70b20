"""Who may do what: the three roles, the visitor, and what each method of the service takes.

Holds rules only. It never asks the library and never draws; `assistant.guarded_service`
enforces what stands here, at every way in.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.errors import NotAllowed
from assistant.schema import Answer, Citation
from assistant.settings import Access

Role = Literal["läsare", "personal", "admin"]
Right = Literal["read", "edit", "manage"]

AUDIENCES = ("alla", "intern")
"""Every audience that a document may have."""

_RIGHTS: Mapping[Role, tuple[Right, ...]] = {
    "läsare": ("read",),
    "personal": ("read", "edit"),
    "admin": ("read", "edit", "manage"),
}
_NEEDED: Mapping[Right, str] = {
    "read": "läsare",
    "edit": "personal",
    "manage": "admin",
}

RULES: Mapping[str, Right] = {
    "ask": "read",
    "search": "read",
    "documents": "read",
    "similar": "read",
    "page_picture": "read",
    "page_text": "read",
    "section_text": "read",
    "table": "read",
    "file_bytes": "read",
    "key_figures": "read",
    "theme": "read",
    "briefing": "read",
    "glossary": "read",
    "suggestions": "read",
    "next_questions": "read",
    "conversations": "read",
    "conversation": "read",
    "delete_conversation": "read",
    "export_conversation": "read",
    "export_theme": "read",
    "export_key_figure": "read",
    "give_feedback": "read",
    "index": "edit",
    "add_file": "edit",
    "set_metadata": "edit",
    "feedback": "edit",
    "unanswered": "edit",
    "status": "edit",
    "remove_file": "manage",
    "log": "manage",
    "export_log": "manage",
    "backup": "manage",
}
"""The right that each method of `assistant.service.Service` takes."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Someone at one of the ways in. `id` is the e-mail address in lower case.

    `id` is "" without login: then it is the machine's own user, who may do everything.
    """

    id: str = ""
    role: Role = "admin"

    @property
    def audience(self) -> tuple[str, ...]:
        """The audiences whose documents the visitor may see."""
        return ("alla",) if self.role == "läsare" else AUDIENCES

    def may(self, method: str) -> bool:
        """Whether the visitor may call this method; False for one without a rule."""
        return RULES.get(method) in _RIGHTS[self.role]

    def require(self, method: str) -> None:
        """Raises `NotAllowed` where `may` is False."""
        if not self.may(method):
            right = RULES.get(method, "manage")
            raise NotAllowed(
                f"Det här får bara {_NEEDED[right]} göra.",
                "Logga in med ett konto som får, eller be den som sköter tjänsten.",
            )


LOCAL = Visitor()
"""The machine's own user: what the command line is used by, and the app without login."""


def role_of(access: Access, email: str) -> Role | None:
    """The highest role whose list names the address or "*"; None is not let in."""
    lists: tuple[tuple[Role, tuple[str, ...]], ...] = (
        ("admin", access.admin),
        ("personal", access.personal),
        ("läsare", access.reader),
    )
    known = identity(email)
    for role, names in lists:
        if known and any(name == "*" or identity(name) == known for name in names):
            return role
    return None


def visitor_of(access: Access, email: str) -> Visitor:
    """The visitor with that e-mail address. Raises `NotAllowed` for who is on no list."""
    role = role_of(access, email)
    if role is None:
        raise NotAllowed(
            "Kontot har ingen behörighet.",
            "Be den som sköter tjänsten att lägga till adressen under [access] i finsam.toml.",
        )
    return Visitor(identity(email), role)


def identity(email: str) -> str:
    """The address as it is kept: without blanks around it, in lower case."""
    return email.strip().casefold()


def expired(access: Access, issued: object, now: float) -> bool:
    """Whether a login of that time (seconds since 1970) is too old, or of no known time."""
    if isinstance(issued, bool) or not isinstance(issued, int | float):
        return True
    # a little of the future is a clock that goes wrong; more is no login of ours
    return not -300 <= now - issued <= access.session_hours * 3600


def rests_on(answer: Answer) -> tuple[Citation, ...]:
    """Everything of the documents that an answer carries, shown or not."""
    return (*answer.citations, *answer.nearest, *answer.passages)


def may_see(answer: Answer, audience: Collection[str], hidden: Collection[str]) -> bool:
    """Whether an answer, given now or earlier, may be shown to this audience.

    `hidden` are the ids and file names of the documents outside the audience. An answer that
    was looked for among more than the audience (or unknown what) is not shown at all: also its
    words and suggestions come from there.
    """
    if set(audience) >= set(AUDIENCES):
        return True
    if not answer.audience or not set(answer.audience) <= set(audience):
        return False
    return not any(one.document in hidden or one.file in hidden for one in rests_on(answer))
