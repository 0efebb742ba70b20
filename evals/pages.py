"""Invented pages with questions, from which the judge learns: `evals/learning/pages/*.txt`.

Holds their format. A page starts with `# kind | year | title`; `[Heading > subheading]` stands
over numbered lines; `*` marks a list item, `|` a table row (its name, then `column: value`).
`? question = answer` names the lines that answer: `3`, `1,4` (any of them), `3.2` (the second
value of row 3) or `-` (none). `?? question` goes on from the question above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from assistant.judging import Line

FOLDER = Path(__file__).resolve().parent / "learning" / "pages"

_LINE = re.compile(r"(\d+)\s+(.*)")


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its answers: (1-based line, 1-based value of its row or 0); () for none."""

    question: str
    answers: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class Page:
    """A page: `rows` has for each line its heading, its text or row name, and its values."""

    origin: str
    rows: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)
    questions: list[Answered] = field(default_factory=list)

    def line(self, number: int, value: int = 0) -> Line:
        """A line as the judge reads it, or one value of a row (both 1-based; 0 for the whole)."""
        heading, text, values = self.rows[number - 1]
        head = f"{self.origin} › {heading}"
        if not values:
            return Line(head, text.lstrip("* "))
        if not value:
            return Line(head, f"{text} – {'; '.join(values)}")
        column, mark, said = values[value - 1].rpartition(":")
        named = f"{text} – {column.strip()}" if mark else text
        return Line(head, f"{named}: {said.strip()}")


def load_pages(file: Path) -> list[Page]:
    """The pages of a file. Raises `ValueError` with the line that breaks the format."""
    pages: list[Page] = []
    heading = ""
    for number, raw in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        text = raw.strip()
        try:
            if not text:
                continue
            if text.startswith("# "):
                kind, year, _title = (part.strip() for part in text[2:].split("|", 2))
                pages.append(Page(f"{kind} {year}"))
                heading = ""
            elif text.startswith("["):
                heading = text[1:-1].replace(" > ", " › ")
            elif text.startswith("?"):
                pages[-1].questions.append(_answered(text, pages[-1]))
            else:
                pages[-1].rows.append((heading, *_row(text, len(pages[-1].rows) + 1)))
        except (ValueError, IndexError) as error:
            raise ValueError(f"{file.name}:{number}: {text[:80]} ({error})") from error
    return pages


def _row(text: str, expected: int) -> tuple[str, tuple[str, ...]]:
    found = _LINE.fullmatch(text)
    if found is None or int(found[1]) != expected:
        raise ValueError(f"line {expected} expected")
    if not found[2].startswith("|"):
        return found[2], ()
    name, *values = (part.strip() for part in found[2].strip("|").split("|"))
    return name, tuple(values)


def _answered(text: str, page: Page) -> Answered:
    question, mark, answers = text.lstrip("?").rpartition("=")
    if not mark:
        raise ValueError("no answer")
    asked = question.strip()
    if text.startswith("??"):
        # as `assistant.understanding` makes a follow-up stand alone
        before = page.questions[-1].question.rstrip(")").replace(" (", "; ")
        asked = f"{asked} ({before})"
    return Answered(asked, tuple(_places(answers, page)))


def _places(answers: str, page: Page) -> Iterator[tuple[int, int]]:
    if answers.strip() == "-":
        return
    for one in answers.split(","):
        line, _, value = one.strip().partition(".")
        place = int(line), int(value or 0)
        if not (1 <= place[0] <= len(page.rows)) or place[1] > len(page.rows[place[0] - 1][2]):
            raise ValueError(f"no line {one.strip()}")
        yield place
