"""What can be chosen about reading, passed as it is to the process that reads.

Holds values only; the bounds of what may be set stand in `assistant.settings`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How files are read.

    `paginate` gives Word files page numbers, where LibreOffice is installed. `ocr` lets pages
    that are pictures be read by Tesseract, in `ocr_language` (Tesseract's own names, with "+"
    between several) and at `ocr_dpi` pixels an inch.
    """

    paginate: bool = False
    ocr: bool = True
    ocr_language: str = "swe"
    ocr_dpi: int = 300
