"""A conversation becomes a WebVTT transcript with speakers and times.

Holds the cutting of turns into cues. It never changes a word of what is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from evals.documents.source import Source, SourceError

LONGEST = 130
LAST = 6


@dataclass(frozen=True, slots=True)
class Speech:
    """One turn of speech; `start` is in seconds from the beginning."""

    start: int
    speaker: str
    text: str


def write_transcript(source: Source) -> bytes:
    """The transcript as WebVTT in UTF-8."""
    parts = ["WEBVTT", f"NOTE\n{source.title}\n{source.origin}"]
    turns = read_turns(source)
    for number, turn in enumerate(turns):
        end = turns[number + 1].start if number + 1 < len(turns) else turn.start + LAST
        parts += _cues(turn, end)
    return ("\n\n".join(parts) + "\n").encode("utf-8")


def read_turns(source: Source) -> list[Speech]:
    """The turns of a source. Raises `SourceError` where a turn has no time or goes back."""
    turns: list[Speech] = []
    for chunk in re.split(r"\n\s*\n", source.text.strip()):
        head, _, text = chunk.partition("\n")
        found = re.fullmatch(r"(\d\d):(\d\d) (.+)", head)
        if not found or not text:
            raise SourceError(f"{source.file}: no time and speaker in {head!r}")
        start = int(found[1]) * 60 + int(found[2])
        if turns and start <= turns[-1].start:
            raise SourceError(f"{source.file}: {head!r} does not follow in time")
        turns.append(Speech(start, found[3], " ".join(text.split())))
    return turns


def _cues(turn: Speech, end: int) -> list[str]:
    """Cues of whole sentences, their times shared out by length."""
    cues: list[str] = []
    for sentence in re.split(r"(?<=[.!?]) ", turn.text):
        if cues and len(cues[-1]) + len(sentence) < LONGEST:
            cues[-1] += f" {sentence}"
        else:
            cues.append(sentence)
    total = sum(map(len, cues))
    out, clock = [], float(turn.start)
    for cue in cues:
        until = clock + (end - turn.start) * len(cue) / total
        out.append(f"{_time(clock)} --> {_time(until)}\n<v {turn.speaker}>{cue}")
        clock = until
    return out


def _time(seconds: float) -> str:
    whole = int(seconds)
    rest = round((seconds - whole) * 1000)
    if rest == 1000:
        whole, rest = whole + 1, 0
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.{rest:03}"
