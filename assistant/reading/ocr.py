"""Pages that are pictures, read by Tesseract where it is installed, in Swedish unless told else.

Runs the program `tesseract`; never opens the PDF itself. What it reads may hold misread letters,
so every unit from here is marked as OCR.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median

import pypdfium2 as pdfium

from assistant.reading.blocks import Line
from assistant.reading.glyphs import Face
from assistant.reading.lines import Word

# One page takes some seconds; a page that takes longer than this is given up.
SECONDS = 120
# Pictures of more pixels than this are read at a lower resolution.
MOST_PIXELS = 40_000_000
# Words that Tesseract itself doubts this much are specks and ornaments.
LEAST_CONFIDENCE = 30.0
# Line heights vary with the letters in them: within this span it is the running text.
SAME_SIZE = (0.6, 1.45)


@dataclass(frozen=True, slots=True)
class Picture:
    """A page saved as a picture; `scale` is pixels a point."""

    page: int
    path: Path
    scale: float


def install_command(language: str = "swe") -> str:
    """What installs Tesseract with `language` on Debian and Ubuntu."""
    packages = " ".join(f"tesseract-ocr-{one.replace('_', '-')}" for one in language.split("+"))
    return f"sudo apt install tesseract-ocr {packages}"


@cache
def program(language: str = "swe") -> str | None:
    """The path of a Tesseract that reads `language` ("swe", "swe+eng"), None if there is none."""
    found = shutil.which("tesseract")
    if found is None:
        return None
    try:
        listed = subprocess.run(
            [found, "--list-langs"], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return found if {*language.split("+")} <= {*listed.stdout.split()} else None


def save_picture(page: pdfium.PdfPage, number: int, folder: Path, dpi: int = 300) -> Picture:
    """Renders a page in grey to `folder`; the caller holds pdfium's lock."""
    width, height = page.get_size()
    scale = dpi / 72
    if width * height * scale * scale > MOST_PIXELS:
        scale = (MOST_PIXELS / (width * height)) ** 0.5
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        rows = memoryview(bytes(bitmap.buffer))
        path = folder / f"{number}.pgm"
        with path.open("wb") as file:
            file.write(b"P5 %d %d 255\n" % (bitmap.width, bitmap.height))
            for row in range(bitmap.height):
                start = row * bitmap.stride
                file.write(rows[start : start + bitmap.width])
    finally:
        bitmap.close()
    return Picture(number, path, scale)


def read_pictures(
    pictures: Sequence[Picture], language: str = "swe"
) -> dict[int, list[list[Line]] | None]:
    """Page → its paragraphs as lines; None where Tesseract failed. Needs `program(language)`."""
    if not pictures:
        return {}
    workers = min(len(pictures), os.cpu_count() or 1, 4)
    with ThreadPoolExecutor(max_workers=workers) as pool:
        read = pool.map(lambda picture: _read(picture, language), pictures)
        return dict(zip((picture.page for picture in pictures), read, strict=True))


def _read(picture: Picture, language: str) -> list[list[Line]] | None:
    command = program(language)
    if command is None:
        return None
    try:
        done = subprocess.run(
            [
                command,
                str(picture.path),
                "stdout",
                "-l",
                language,
                "--dpi",
                str(round(picture.scale * 72)),
                "tsv",
            ],
            capture_output=True,
            timeout=SECONDS,
            check=True,
            # More threads than cores make a busy machine five times slower.
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return paragraphs_of(done.stdout.decode("utf-8", "replace"), picture.scale)


def paragraphs_of(table: str, scale: float) -> list[list[Line]]:
    """Tesseract's table (TSV) as paragraphs of lines, in points."""
    found: dict[tuple[str, str], dict[str, list[dict[str, str]]]] = {}
    for row in csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip()
        if row.get("level") != "5" or not text or float(row["conf"]) < LEAST_CONFIDENCE:
            continue
        lines = found.setdefault((row["block_num"], row["par_num"]), {})
        lines.setdefault(row["line_num"], []).append(row)
    usual = _usual_height(found, scale)
    paragraphs = []
    for lines in found.values():
        read = [_line(rows, scale, usual) for rows in lines.values()]
        if any(letter.isalnum() for line in read for letter in line.text):
            paragraphs.append(read)
    return paragraphs


def _usual_height(
    found: dict[tuple[str, str], dict[str, list[dict[str, str]]]], scale: float
) -> float:
    heights = [
        max(int(word["height"]) for word in rows) / scale
        for lines in found.values()
        for rows in lines.values()
        for _ in rows
    ]
    return median(heights) if heights else 10.0


def _line(rows: Sequence[dict[str, str]], scale: float, usual: float) -> Line:
    height = max(int(row["height"]) for row in rows) / scale
    if SAME_SIZE[0] < height / usual < SAME_SIZE[1]:
        height = usual
    face = Face("OCR", round(height), False, False, (0, 0, 0, 255))
    bottom = max(int(row["top"]) + int(row["height"]) for row in rows) / scale
    words = [
        Word(
            row["text"].strip(),
            int(row["left"]) / scale,
            (int(row["left"]) + int(row["width"])) / scale,
            int(row["top"]) / scale,
            (int(row["top"]) + int(row["height"])) / scale,
            bottom,
            face,
            at,
        )
        for at, row in enumerate(rows)
    ]
    return Line(words, bottom, face.size)
