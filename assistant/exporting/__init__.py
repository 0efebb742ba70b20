"""What a user takes away: conversations, collected quotes and figures, as files.

`outline` says what such a file holds; `markdown`, `word` and `spreadsheet` write it. Nothing
here asks the library or changes a quote.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from assistant.exporting import outline
from assistant.schema import Conversation
from assistant.service import Excerpt, KeyFigure

__all__ = ["export_conversation", "export_key_figure", "export_theme"]

Format = Literal["md", "docx"]


def export_conversation(conversation: Conversation, format: Format) -> bytes:
    """The conversation with its sources: footnotes in DOCX, a numbered list in Markdown."""
    return _write(conversation.title or "Samtal", outline.of_conversation(conversation), format)


def export_theme(title: str, excerpts: Sequence[tuple[Excerpt, str]], format: Format) -> bytes:
    """Quotes with the user's comments ("" for none), and a list of the documents."""
    return _write(title or "Underlag", outline.of_theme(title, excerpts), format)


def export_key_figure(figure: KeyFigure) -> bytes:
    """UTF-8 CSV with BOM and semicolons, one row a point or missing year."""
    from assistant.exporting.spreadsheet import write

    return write(figure)


def _write(title: str, blocks: Sequence[outline.Block], format: Format) -> bytes:
    if format == "md":
        from assistant.exporting import markdown

        return markdown.write(blocks)
    if format == "docx":
        from assistant.exporting import word

        return word.write(title, blocks)
    raise ValueError(f"unknown format: {format}")
