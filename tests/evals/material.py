"""What the tests of the evals share: a scripted service, small files, short records.

No test and no fixture stands here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import cast

from assistant.errors import UnknownItem
from assistant.schema import Answer, Citation, Filters, Source
from assistant.service import Service, StatusLine


def cite(
    label: int,
    quote: str,
    *,
    file: str = "a.pdf",
    page: int | None = 1,
    section: str = "",
    title: str = "",
    year: int | None = None,
    source: Source = "prose",
    ocr: bool = False,
) -> Citation:
    """A citation with little typing."""
    return Citation(label, "d", file, title, "", year, page, section, quote, source, ocr=ocr)


class ScriptedService:
    """Answers from a script and remembers what was asked in which conversation."""

    def __init__(self, script: Mapping[str, Answer | Exception]) -> None:
        self.script = script
        self.asked: list[tuple[str, str]] = []
        self.deleted: list[tuple[str, str]] = []
        self.owners: set[str] = set()

    def ask(
        self,
        question: str,
        *,
        conversation: str = "",
        filters: Filters = Filters(),
        owner: str = "",
        on_text: Callable[[str], None] | None = None,
    ) -> Answer:
        self.asked.append((question, conversation))
        self.owners.add(owner)
        answer = self.script[question]
        if isinstance(answer, Exception):
            raise answer
        return replace(answer, conversation=conversation or f"c{len(self.asked)}")

    def search(self, query: str, k: int = 10, *, filters: Filters = Filters()) -> list[Citation]:
        return []

    def delete_conversation(self, conversation: str, owner: str = "") -> None:
        if not any(conversation == f"c{n}" for n in range(1, len(self.asked) + 1)):
            raise UnknownItem("Samtalet finns inte.")
        self.deleted.append((conversation, owner))

    def status(self) -> list[StatusLine]:
        return [StatusLine("modell", "provmodell"), StatusLine("index", "abc123")]


def as_service(service: ScriptedService) -> Service:
    """The part of the protocol that the evals use is all that the script holds."""
    return cast(Service, service)


def answered(text: str, *citations: Citation, **more: object) -> Answer:
    """An answer that was given."""
    answer = Answer("?", "?", "answered", text, citations=citations)
    return replace(answer, **more)  # type: ignore[arg-type]


def refusal(text: str = "Det framgår inte.") -> Answer:
    """An answer that was not."""
    return Answer("?", "?", "not_found", text)


def small_pdf(path: Path, *pages: str) -> Path:
    """A PDF by hand: a text a page in Helvetica, one line a "\\n"."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    )
    kids = []
    for text in pages:
        lines = b" T* ".join(
            b"(" + line.replace("(", "\\(").replace(")", "\\)").encode("cp1252") + b") Tj"
            for line in text.split("\n")
        )
        stream = b"BT /F1 11 Tf 14 TL 72 720 Td " + lines + b" ET"
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%b] >>" % (len(kids), b" ".join(kids))
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    body += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    path.write_bytes(body)
    return path
