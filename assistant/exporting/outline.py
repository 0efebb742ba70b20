"""What an exported text holds, in order, whatever the format.

Text stands here as it is; making it safe for a format is the business of the one that writes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from assistant.schema import Answer, Citation, Conversation, Statement
from assistant.service import Excerpt

Kind = Literal["title", "heading", "text", "quote", "small", "item"]
Part = str | Citation
"""Text, or a place that a source is referred to from."""

ABOUT = (
    "Svaren är sammanställda av ett AI-system ur förbundets dokument och kan vara fel. "
    "Kontrollera dem mot källan innan de används."
)
_LABEL = re.compile(r"\s*\[(\d{1,3})\]")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph; "small" is set in a quieter tone, "item" in a list."""

    kind: Kind
    parts: tuple[Part, ...]


def block(kind: Kind, *parts: Part) -> Block:
    """A block of these parts, empty texts left out."""
    return Block(kind, tuple(part for part in parts if part))


def of_conversation(conversation: Conversation) -> list[Block]:
    """Each question with its answer and notices; the quotes come as its sources."""
    blocks = [block("title", conversation.title or "Samtal"), block("small", ABOUT)]
    for turn in conversation.turns:
        answer = turn.answer
        blocks.append(block("heading", answer.question))
        blocks.append(block("small", _asked(turn.asked, answer)))
        blocks += _said(answer)
        if answer.notice:
            blocks.append(block("small", answer.notice))
        if answer.nearest:
            blocks.append(block("small", "Närmast i dokumenten:"))
            blocks += [block("quote", f"”{one.quote}”", one) for one in answer.nearest]
    return blocks


def of_theme(title: str, excerpts: Sequence[tuple[Excerpt, str]]) -> list[Block]:
    """The quotes in the user's order, then the documents they come from."""
    blocks = [block("title", title or "Underlag")]
    for excerpt, comment in excerpts:
        one = excerpt.citation
        if excerpt.before:
            blocks.append(block("small", f"… {excerpt.before}"))
        blocks.append(block("quote", f"”{one.quote}”", one))
        if excerpt.after:
            blocks.append(block("small", f"{excerpt.after} …"))
        if excerpt.speaker:
            blocks.append(block("small", f"Säger: {excerpt.speaker}"))
        if excerpt.contrary:
            blocks.append(block("small", "Talar emot eller visar något annat."))
        blocks += [block("text", f"Kommentar: {line}") for line in _lines(comment)]
    documents = dict.fromkeys(document_line(excerpt.citation) for excerpt, _ in excerpts)
    if documents:
        blocks.append(block("heading", "Dokument"))
        blocks += [block("item", line) for line in documents]
    return blocks


def numbered(blocks: Iterable[Block]) -> dict[tuple[object, ...], tuple[int, Citation]]:
    """The sources by identity, numbered from 1 in the order they are first referred to."""
    found: dict[tuple[object, ...], tuple[int, Citation]] = {}
    for one in blocks:
        for part in one.parts:
            if isinstance(part, Citation):
                found.setdefault(identity(part), (len(found) + 1, part))
    return found


def identity(citation: Citation) -> tuple[object, ...]:
    """The same for two citations of the same words at the same place."""
    return (citation.document, citation.page, citation.section, citation.quote, citation.unit)


def source_line(citation: Citation) -> str:
    """The quote and where it stands: ”…” – title – year – kind – s. 12 (file)."""
    quote = f"”{citation.quote}” – " if citation.quote else ""
    section = "" if citation.source == "prose" else citation.section
    where = _joined(citation.title, citation.year, citation.kind, citation.place, section)
    scanned = ", avläst ur bild" if citation.ocr else ""
    return f"{quote}{where} ({citation.file}{scanned})"


def document_line(citation: Citation) -> str:
    """Title – year – kind (file)."""
    return f"{_joined(citation.title, citation.year, citation.kind)} ({citation.file})"


def _joined(*parts: object) -> str:
    return " – ".join(str(part) for part in parts if part)


def _said(answer: Answer) -> list[Block]:
    if not answer.statements:
        return [block("text", *_parts(line, answer)) for line in _lines(answer.answer)]
    blocks: list[Block] = []
    for statement in answer.statements:
        for number, line in enumerate(_lines(statement.text)):
            parts = _parts(line, answer)
            if not number:
                parts += _unmarked(statement, answer)
            blocks.append(block("text", *parts))
        if statement.computed:
            blocks.append(block("small", f"Uträkning: {statement.computed}"))
    return blocks


def _parts(line: str, answer: Answer) -> list[Part]:
    """The line with its labels turned into sources; a label without a source stays as it is."""
    sources = {one.label: one for one in answer.citations}
    parts: list[Part] = []
    last = 0
    for match in _LABEL.finditer(line):
        source = sources.get(int(match[1]))
        if source is not None:
            parts += [line[last : match.start()], source]
            last = match.end()
    return [*parts, line[last:]]


def _unmarked(statement: Statement, answer: Answer) -> list[Part]:
    """The sources of a statement whose text carries no label for them."""
    marked = {int(match[1]) for match in _LABEL.finditer(statement.text)}
    wanted = [label for label in statement.citations if label not in marked]
    return [one for one in answer.citations if one.label in wanted]


def _asked(when: str, answer: Answer) -> str:
    try:
        shown = datetime.fromisoformat(when).astimezone().strftime("%Y-%m-%d %H.%M")
    except ValueError:
        shown = when
    model = answer.composer.removeprefix("model:")
    by = f" – formulerat av språkmodellen {model}" if model != answer.composer else ""
    return f"{shown}{by}"


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
