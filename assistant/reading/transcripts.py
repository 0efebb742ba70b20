"""Transcripts of spoken word (WebVTT, SRT) as sentences with their time and speaker.

A sentence that runs over several captions is one unit, placed where it begins. Nothing is
said here about what was spoken: no words are corrected or left out.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import DamagedFile, EmptyFile
from assistant.reading.characters import clean
from assistant.reading.draft import Draft
from assistant.reading.sentences import split_sentences
from assistant.reading.text import decode
from assistant.schema import Unit

_TIMES = re.compile(
    r"^\s*((?:\d+:)?\d{1,2}:\d{2})[.,]\d{1,3}\s*-->\s*((?:\d+:)?\d{1,2}:\d{2})[.,]\d{1,3}"
)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>]+)>")
_TAG = re.compile(
    r"</?(?:[cibuv]|lang|ruby|rt|font)\b[^>]*>|<\d[\d:.]*>|\{\\an?\d+\}", re.IGNORECASE
)
_NAMED = re.compile(
    r"^(?:[-–]\s*)?([A-ZÅÄÖ][\wåäöÅÄÖé.-]*(?: [A-ZÅÄÖ][\wåäöÅÄÖé.-]*){0,3}):\s+(?=\S)"
)
_NOTE = re.compile(r"^(NOTE|STYLE|REGION)\b")
_MAX_SENTENCE = 400


@dataclass(frozen=True, slots=True)
class Caption:
    """What is said from `time` ("14:32", "1:02:03") on; `speaker` "" if the file names nobody."""

    time: str
    speaker: str
    text: str


def read_transcript(path: Path) -> tuple[tuple[Unit, ...], dict[str, str]]:
    """The units of a WebVTT or SRT file and what its head says (title).

    Raises `DamagedFile` when no line in it has times, `EmptyFile` when nothing is said.
    """
    text = decode(path.read_bytes())
    found, properties = captions(text)
    if not found:
        if "-->" in text:
            raise EmptyFile("Utskriften innehåller ingen text.")
        raise DamagedFile(
            "Filen saknar tider och är ingen WebVTT- eller SRT-utskrift.", "Spara den som .txt."
        )
    draft = Draft()
    run: list[Caption] = []
    for caption in found:
        if run and (caption.speaker != run[-1].speaker or _length(run) > 4_000):
            _add_run(draft, run)
            run = []
        run.append(caption)
    _add_run(draft, run)
    return tuple(draft.units), properties


def captions(text: str) -> tuple[list[Caption], dict[str, str]]:
    """The captions of a file in order, and its title if it states one."""
    found: list[Caption] = []
    properties: dict[str, str] = {}
    speaker = ""
    for number, block in enumerate(re.split(r"\n[ \t]*\n", text)):
        lines = [line for line in block.split("\n") if line.strip()]
        at = next((n for n, line in enumerate(lines) if "-->" in line), -1)
        match = _TIMES.match(lines[at]) if at >= 0 else None
        if match is None:
            _read_head(lines, properties, number == 0)
            continue
        for name, said in _spoken(lines[at + 1 :]):
            speaker = name or ("" if _VOICE.search(block) else speaker)
            found.append(Caption(short_time(match.group(1)), speaker, said))
    return found, properties


def short_time(time: str) -> str:
    """ "00:14:32" as "14:32", "01:02:03" as "1:02:03"."""
    parts = [int(part) for part in time.split(":")]
    hours, minutes, seconds = [0] * (3 - len(parts)) + parts
    if hours:
        return f"{hours}:{minutes:02}:{seconds:02}"
    return f"{minutes:02}:{seconds:02}"


def _spoken(lines: list[str]) -> list[tuple[str, str]]:
    """(speaker, text) for each line or turn in a caption; speaker "" when it goes on."""
    turns: list[tuple[str, str]] = []
    for line in lines:
        pieces = _VOICE.split(line)
        voiced = [("", pieces[0]), *zip(pieces[1::2], pieces[2::2], strict=True)]
        for name, said in voiced:
            said = clean(html.unescape(_TAG.sub("", said)))
            named = _NAMED.match(said) if not name else None
            if named:
                name, said = named.group(1), said[named.end() :]
            if not said:
                continue
            if turns and not name:
                turns[-1] = (turns[-1][0], f"{turns[-1][1]} {said}")
            else:
                turns.append((clean(name), said))
    return turns


def _read_head(lines: list[str], properties: dict[str, str], first: bool) -> None:
    for line in lines:
        line = clean(line)
        if first and line.upper().startswith("WEBVTT"):
            rest = line[6:].strip(" -–:")
            if rest:
                properties.setdefault("title", rest)
            continue
        match = re.match(
            r"^(?:NOTE\s+)?(title|titel|avsnitt|date|datum|publicerad)\s*:\s*(.+)$", line, re.I
        )
        if match:
            key = "title" if match.group(1).lower() in ("title", "titel", "avsnitt") else "created"
            properties.setdefault(key, match.group(2))


def _length(run: list[Caption]) -> int:
    return sum(len(caption.text) + 1 for caption in run)


def _add_run(draft: Draft, run: list[Caption]) -> None:
    """What one speaker says without a break, as sentences timed by where they begin."""
    text, starts = "", []
    for caption in run:
        starts.append((len(text), caption.time))
        text += caption.text + " "
    draft.new_block()
    for start, end in split_sentences(text.rstrip()):
        for first, last in _cut(start, end, [at for at, _ in starts]):
            sentence = text[first:last].strip()
            if sentence:
                time = max(entry for entry in enumerate(starts) if entry[1][0] <= first)[1][1]
                draft.add(
                    Unit(
                        0,
                        "sentence",
                        sentence,
                        block=draft.block,
                        time=time,
                        speaker=run[0].speaker,
                    )
                )


def _cut(start: int, end: int, breaks: list[int]) -> list[tuple[int, int]]:
    """Speech written without full stops is cut where captions begin."""
    pieces: list[tuple[int, int]] = []
    for at in [*breaks, end]:
        inside = start < at < end
        if inside and end - start > _MAX_SENTENCE and at - start >= _MAX_SENTENCE // 2:
            pieces.append((start, at))
            start = at
    return [*pieces, (start, end)]
