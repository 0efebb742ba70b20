"""How the terminal shows an answer, an index report and the progress of a long job.

Turns records into lines of text; prints nothing but the progress bar, on standard error.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from types import TracebackType

from assistant.schema import Answer, Citation, FileReport
from assistant.service import Progress

_WIDTH = 28
_OUTCOMES = {
    "added": "ny",
    "changed": "ändrad",
    "renamed": "bytt namn",
    "unchanged": "oförändrad",
    "removed": "borttagen",
    "duplicate": "dubblett",
    "failed": "kunde inte läsas",
}


class ProgressBar:
    """A bar on standard error; silent when that is no terminal."""

    def __enter__(self) -> ProgressBar:
        self._shown = False
        return self

    def show(self, progress: Progress) -> None:
        """Draws how far the job has come."""
        if not sys.stderr.isatty():
            return
        share = progress.done / progress.total if progress.total else 0.0
        filled = round(_WIDTH * min(1.0, share))
        left = "" if progress.seconds_left is None else f" {progress.seconds_left:.0f} s kvar"
        line = f"[{'█' * filled}{'·' * (_WIDTH - filled)}] {progress.doing[:60]}{left}"
        print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)
        self._shown = True

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def answer_lines(answer: Answer) -> Iterator[str]:
    """The answer, its notice, then its sources or the nearest passages."""
    yield answer.answer
    if answer.notice:
        yield f"Obs: {answer.notice}"
    if answer.citations:
        yield ""
    for one in answer.citations:
        yield from _source_lines(one)
    if answer.nearest:
        yield ""
        yield "Närmast i dokumenten:"
    for one in answer.nearest:
        yield from _source_lines(one)


def _source_lines(one: Citation) -> Iterator[str]:
    ocr = ", läst med OCR" if one.ocr else ""
    yield f"[{one.label}] {one.title} ({one.file}), {one.place}{ocr}"
    yield f"    ”{one.quote}”"


def report_lines(reports: Sequence[FileReport]) -> Iterator[str]:
    """One line a file that changed or failed, its notices indented, then the totals."""
    for report in reports:
        if report.outcome == "unchanged":
            continue
        counts = [
            f"{count} {name}"
            for count, name in (
                (report.pages, "sidor"),
                (report.units, "textenheter"),
                (report.tables, "tabeller"),
                (report.ocr_pages, "OCR-sidor"),
            )
            if count
        ]
        tail = f" – {', '.join(counts)}" if counts else ""
        message = f" – {report.message}" if report.message else ""
        yield f"{_OUTCOMES.get(report.outcome, report.outcome)}: {report.file}{tail}{message}"
        if report.unread_pages:
            yield f"    olästa sidor: {', '.join(map(str, report.unread_pages))}"
        if report.guessed:
            yield f"    gissat (kontrollera): {', '.join(report.guessed)}"
        yield from (f"    {notice}" for notice in report.notices)
    tally = dict.fromkeys(_OUTCOMES, 0)
    for report in reports:
        tally[report.outcome] = tally.get(report.outcome, 0) + 1
    parts = [f"{count} {_OUTCOMES[name]}" for name, count in tally.items() if count]
    yield f"Klart: {', '.join(parts) if parts else 'inga dokument'}."
