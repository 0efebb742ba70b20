"""Transcripts: sentences placed by the time at which they begin, with who says them."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import DamagedFile
from assistant.reading import read
from assistant.reading.transcripts import short_time
from assistant.schema import Unit

VTT = """WEBVTT - Vet Ni!! avsnitt 12

NOTE
Utskriven för hand.

STYLE
::cue { color: red }

1
00:00:01.000 --> 00:00:04.500 align:start
<v Mikael>Välkomna till podden. I dag talar vi

00:00:04.500 --> 00:00:08.000
om <i>samverkan</i> &amp; rehabilitering.

01:02:03.000 --> 01:02:06.000
<v Anna Ek>Tack! Det är roligt.</v>
"""
SRT = """1
00:14:32,000 --> 00:14:35,000
MIKAEL: Vad är Finsam?

2
00:14:36,000 --> 00:14:39,000
- Ett förbund.
Det bildades 2007.
"""


def units(tmp_path: Path, name: str, text: str) -> tuple[Unit, ...]:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return read(path, name).units


def test_sentences_run_over_captions(tmp_path: Path) -> None:
    found = units(tmp_path, "avsnitt.vtt", VTT)
    assert [(u.time, u.speaker, u.text) for u in found] == [
        ("00:01", "Mikael", "Välkomna till podden."),
        ("00:01", "Mikael", "I dag talar vi om samverkan & rehabilitering."),
        ("1:02:03", "Anna Ek", "Tack!"),
        ("1:02:03", "Anna Ek", "Det är roligt."),
    ]
    assert found[0].block == found[1].block != found[2].block


def test_srt_with_names_before_a_colon(tmp_path: Path) -> None:
    found = units(tmp_path, "avsnitt.srt", SRT)
    assert [(u.time, u.speaker) for u in found] == [("14:32", "MIKAEL")] + [("14:36", "MIKAEL")] * 2
    assert found[0].text == "Vad är Finsam?"
    assert found[2].text == "Det bildades 2007."


def test_title_and_kind(tmp_path: Path) -> None:
    path = tmp_path / "a.vtt"
    path.write_text(VTT, "utf-8")
    metadata = read(path, "a.vtt").metadata
    assert metadata.title.value == "Vet Ni!! avsnitt 12"
    assert metadata.kind.value == "podd"


def test_speech_without_full_stops_is_cut_where_captions_begin(tmp_path: Path) -> None:
    text = "WEBVTT\n\n" + "".join(
        f"00:{n:02}:00.000 --> 00:{n:02}:30.000\nså vi arbetade med frågan och fortsatte då\n\n"
        for n in range(40)
    )
    found = units(tmp_path, "lång.vtt", text)
    assert max(len(u.text) for u in found) < 500
    assert found[1].time > "00:00"


def test_a_file_without_times_is_no_transcript(tmp_path: Path) -> None:
    path = tmp_path / "x.srt"
    path.write_text("Bara text.", "utf-8")
    with pytest.raises(DamagedFile, match="saknar tider"):
        read(path, "x.srt")


@pytest.mark.parametrize(
    ("long", "short"), [("00:14:32", "14:32"), ("01:02:03", "1:02:03"), ("9:05", "09:05")]
)
def test_times_are_written_short(long: str, short: str) -> None:
    assert short_time(long) == short
