"""The lines of the index report, from what the library knows of a document.

Holds no counting of its own and prints nothing.
"""

from assistant.schema import DocumentInfo, FileReport


def report(info: DocumentInfo, outcome: str, seconds: float = 0.0) -> FileReport:
    """The line of the index report on a document that is in the library."""
    names = (
        ("titel", info.metadata.title),
        ("typ", info.metadata.kind),
        ("utgivare", info.metadata.issuer),
        ("diarienummer", info.metadata.dnr),
        ("år", info.metadata.year),
        ("skrivet", info.metadata.written),
    )
    return FileReport(
        file=info.file,
        outcome=outcome,
        pages=info.pages,
        units=info.units,
        tables=info.tables,
        ocr_pages=len(info.ocr_pages),
        unread_pages=info.unread_pages,
        guessed=tuple(name for name, found in names if found and found.origin == "guessed"),
        notices=info.notices,
        seconds=seconds,
    )
