"""What is indexed, with what, and what to do about whatever is wrong.

Looks at the installation and the library; changes nothing and never shows a secret.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from assistant.errors import FinsamError
from assistant.service import StatusLine

if TYPE_CHECKING:
    from assistant.local_service import LocalService


def status(service: LocalService) -> list[StatusLine]:
    """One line a thing, the most important first."""
    return [
        *_documents(service),
        *_index(service),
        _retention(service),
        *_programs(),
        _language_model(service),
    ]


def _documents(service: LocalService) -> list[StatusLine]:
    documents = service.library.documents()
    if not documents:
        return [
            StatusLine(
                "Dokument",
                "inga inlästa",
                "warning",
                f"Lägg filer i {service.settings.corpus} och kör: finsam index",
            )
        ]
    lines = [StatusLine("Dokument", str(len(documents)))]
    unread = [document for document in documents if document.unread_pages]
    if unread:
        pages = sum(len(document.unread_pages) for document in unread)
        lines.append(
            StatusLine(
                "Olästa sidor",
                f"{pages} i {len(unread)} dokument",
                "warning",
                "Installera avläsning av inskannade sidor: "
                "sudo apt install tesseract-ocr tesseract-ocr-swe, och kör: finsam index",
            )
        )
    missing = [d.file for d in documents if not (service.settings.corpus / d.file).is_file()]
    if missing:
        lines.append(
            StatusLine(
                "Saknade filer",
                ", ".join(missing[:5]),
                "warning",
                "Filerna är inlästa men borta ur mappen. Kör: finsam index",
            )
        )
    return lines


def _index(service: LocalService) -> list[StatusLine]:
    library = service.library
    lines = [StatusLine("Avsnitt", str(library.passage_count()))]
    made = library.model()
    if made:
        lines.append(StatusLine("Inbäddningsmodell", made))
    if library.read_only:
        lines.append(
            StatusLine(
                "Index",
                "kan bara läsas",
                "warning",
                f"Ge skrivrätt till {service.settings.indexes}; samtal och logg sparas inte nu.",
            )
        )
    damage = library.damage()
    if damage:
        lines.append(
            StatusLine("Bibliotek", damage, "error", "Återställ en kopia: finsam restore FIL")
        )
    try:
        stored = service.vectors.count()
    except FinsamError as error:
        return [*lines, StatusLine("Vektorer", error.message, "error", error.remedy)]
    wanted = library.passage_count()
    if stored != wanted:
        lines.append(
            StatusLine("Vektorer", f"{stored} av {wanted}", "warning", "Kör: finsam index")
        )
    else:
        lines.append(StatusLine("Vektorer", str(stored)))
    return lines


def _retention(service: LocalService) -> StatusLine:
    days = service.settings.retention.days
    if not days:
        return StatusLine("Gallring", "ingen; samtal och logg sparas tills de tas bort")
    last = service.library.last_purge()
    when = f"senast {last.date().isoformat()}" if last else "inte gjord än"
    return StatusLine("Gallring", f"samtal och logg äldre än {days} dagar; {when}")


def _programs() -> list[StatusLine]:
    if shutil.which("tesseract"):
        return [StatusLine("OCR", "Tesseract finns")]
    return [
        StatusLine(
            "OCR",
            "Tesseract saknas; inskannade sidor läses inte",
            "warning",
            "sudo apt install tesseract-ocr tesseract-ocr-swe",
        )
    ]


def _language_model(service: LocalService) -> StatusLine:
    model = service.settings.model
    if not model.name:
        return StatusLine("Språkmodell", "ingen; svaren sätts samman av citat")
    from assistant.recipient import recipient

    to = recipient(model)
    where = f"frågor och utdrag skickas till {to}" if to else "på den här datorn"
    return StatusLine("Språkmodell", f"{model.name}; {where}")
