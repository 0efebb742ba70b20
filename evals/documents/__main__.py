"""Writes every document of `corpus/` anew: `python -m evals.documents [FOLDER]`."""

from __future__ import annotations

import sys
from pathlib import Path

from evals.documents.source import Source, read_sources


def render(source: Source) -> bytes:
    """The file a source becomes, by the ending of its name."""
    ending = Path(source.file).suffix
    if ending == ".pdf":
        from evals.documents.pdf import write_pdf

        return write_pdf(source)
    if ending == ".docx":
        from evals.documents.word import write_word

        return write_word(source)
    from evals.documents.transcript import write_transcript

    return write_transcript(source)


def main() -> None:
    """Write all files into the folder given, or into `corpus/`."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2] / "corpus"
    for source in read_sources():
        content = render(source)
        (folder / source.file).write_bytes(content)
        print(f"{source.file}: {len(content):,} byte")


if __name__ == "__main__":
    main()
