"""What of the reading options a document was made by, and whether it would be read otherwise now.

Looks at installed programs, opens no file. Imports the readers only when it must.
"""

from __future__ import annotations

from assistant.reading.options import ReadingOptions
from assistant.schema import DocumentInfo


def choices(info: DocumentInfo, options: ReadingOptions) -> str:
    """The options that a document with such pages depends on; "" where it depends on none.

    Kept with the document: when it comes out otherwise, the document must be read anew.
    """
    said = []
    if info.ocr_pages:
        on = f"{options.ocr_language} {options.ocr_dpi}" if options.ocr else "off"
        said.append(f"ocr {on}")
    if info.unread_pages:
        said.append("unread pages")
    if info.format == "docx" and options.paginate:
        from assistant.reading.pagination import is_available

        said.append("paginated" if is_available() else "pagination missing")
    return " | ".join(said)


def can_ocr(options: ReadingOptions) -> bool:
    """Whether pages left unread before can be read now."""
    if not options.ocr:
        return False
    from assistant.reading.ocr import program

    return program(options.ocr_language) is not None
