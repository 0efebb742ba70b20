"""What the terminal shows, line by line."""

from __future__ import annotations

import pytest

from assistant.schema import Answer, Citation, FileReport
from assistant.service import Progress
from assistant.terminal import ProgressBar, answer_lines, report_lines

SOURCE = Citation(
    1, "d", "plan.pdf", "Plan 2031", "plan", 2031, 4, "2", "Sju platser.", "prose", place="s. 4"
)


def test_an_answer_with_its_sources() -> None:
    answer = Answer("f", "f", "answered", "Sju platser. [1]", citations=(SOURCE,))
    assert list(answer_lines(answer)) == [
        "Sju platser. [1]",
        "",
        "[1] Plan 2031 (plan.pdf), s. 4",
        "    ”Sju platser.”",
    ]


def test_words_read_by_ocr_are_said_to_be() -> None:
    scanned = Citation(
        1, "d", "a.pdf", "A", "plan", None, 4, "", "Sju.", "prose", place="s. 4", ocr=True
    )
    answer = Answer("f", "f", "answered", "Sju. [1]", citations=(scanned,))
    assert "[1] A (a.pdf), s. 4, läst med OCR" in list(answer_lines(answer))


def test_a_notice_and_the_nearest() -> None:
    answer = Answer(
        "f", "f", "not_found", "Nej.", nearest=(SOURCE,), notice="Modellen svarade inte."
    )
    shown = list(answer_lines(answer))
    assert shown[:2] == ["Nej.", "Obs: Modellen svarade inte."]
    assert "Närmast i dokumenten:" in shown
    assert "    ”Sju platser.”" in shown


def test_a_report_tells_each_file_and_the_totals() -> None:
    reports = [
        FileReport("a.pdf", "added", pages=12, units=300, tables=2, ocr_pages=1),
        FileReport("b.pdf", "unchanged", pages=3),
        FileReport("c.pdf", "failed", message="Filen är krypterad."),
        FileReport(
            "d.pdf", "added", unread_pages=(2, 5), guessed=("år",), notices=("Ett diagram.",)
        ),
    ]
    assert list(report_lines(reports)) == [
        "ny: a.pdf – 12 sidor, 300 textenheter, 2 tabeller, 1 OCR-sidor",
        "kunde inte läsas: c.pdf – Filen är krypterad.",
        "ny: d.pdf",
        "    olästa sidor: 2, 5",
        "    gissat (kontrollera): år",
        "    Ett diagram.",
        "Klart: 2 ny, 1 oförändrad, 1 kunde inte läsas.",
    ]


def test_a_report_of_nothing() -> None:
    assert list(report_lines([])) == ["Klart: inga dokument."]


def test_the_bar_is_silent_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressBar() as bar:
        bar.show(Progress(1, 2, "läser"))
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "")


def test_the_bar_is_drawn_and_wiped_on_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with ProgressBar() as bar:
        bar.show(Progress(1, 2, "läser a.pdf", 30.0))
        bar.show(Progress(0, 0, "räknar"))
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "läser a.pdf 30 s kvar" in captured.err
    assert captured.err.count("█") == 14
    assert captured.err.endswith("\r\x1b[K")
