"""Statements out of a language model's answer while it is still being written.

Reads JSON and lines that end with labels, whichever comes. Believes nothing of it: what is
read is a proposal that has yet to be verified.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_MARKS = r"(?:\s*\[\d+(?:\s*,\s*\d+)*\])+"
_STATEMENT = re.compile(rf"(?P<text>[^\n]*?)(?P<marks>{_MARKS})[.!?]?(?=[^\[\s.!?]|\s+[^\[\s]|\n)")
_LAST = re.compile(rf"(?P<text>[^\n]*?)(?P<marks>{_MARKS})[.!?]?\s*$", re.MULTILINE)
_LABELS = re.compile(_MARKS)
_ORNAMENT = re.compile(r"^\s*(?:[-*•#>]+|\d+[.)])\s+|\*\*|__")
_THOUGHTS = re.compile(r"<think>.*?(?:</think>|$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A statement as the model worded it, and the sources (1-based) it names; () if none."""

    text: str
    sources: tuple[int, ...]


class AnswerReader:
    """Takes the answer piece by piece and gives each statement as soon as it is whole."""

    def __init__(self) -> None:
        self._written = ""
        self._text = ""
        self._place = 0
        self._decoder = json.JSONDecoder()

    def feed(self, piece: str) -> Iterator[Proposal]:
        """The statements that the piece completed."""
        self._written += piece
        if "<think>" in self._written and not self._thought():
            return
        self._text = _THOUGHTS.sub("", self._written)
        if self._is_json():
            yield from self._objects()
        else:
            yield from self._lines(_STATEMENT)

    def close(self) -> Iterator[Proposal]:
        """What was left when the answer ended, sentences without any source included."""
        self._text = _THOUGHTS.sub("", self._written)
        if self._is_json():
            yield from self._objects()
            return
        yield from self._lines(_STATEMENT)
        yield from self._lines(_LAST)
        for line in self._text[self._place :].splitlines():
            if cleaned := _clean(line):
                yield Proposal(cleaned, ())

    def _thought(self) -> bool:
        """Whether every thought has come to its end."""
        return self._written.count("<think>") == self._written.count("</think>")

    def _is_json(self) -> bool:
        return self._text.lstrip().startswith(("{", "[{", "[\n", "```"))

    def _objects(self) -> Iterator[Proposal]:
        while (start := self._text.find("{", self._place)) >= 0:
            try:
                value, end = self._decoder.raw_decode(self._text, start)
            except (ValueError, RecursionError):
                # the outer object, or one that is not whole yet
                inner = self._text.find("[", start)
                if '"statements"' in self._text[start:inner] and inner > 0:
                    self._place = inner + 1
                    continue
                return
            self._place = end
            yield from _proposals(value)

    def _lines(self, pattern: re.Pattern[str]) -> Iterator[Proposal]:
        while match := pattern.search(self._text, self._place):
            self._place = match.end()
            if cleaned := _clean(match["text"]):
                yield Proposal(cleaned, _numbers(match["marks"]))


def _proposals(value: Any) -> Iterator[Proposal]:
    if not isinstance(value, dict):
        return
    if isinstance(value.get("statements"), list):
        for item in value["statements"]:
            yield from _proposals(item)
        return
    text = value.get("text")
    if isinstance(text, str) and (cleaned := _clean(text)):
        named = value.get("sources", value.get("citations"))
        yield Proposal(cleaned, _numbers(json.dumps(named)) if named else _numbers_of_marks(text))


def _numbers(marks: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(int(digits) for digits in re.findall(r"\d{1,6}", marks)))


def _numbers_of_marks(text: str) -> tuple[int, ...]:
    return _numbers(" ".join(_LABELS.findall(text)))


def _clean(text: str) -> str:
    """The words alone: no labels, which only the program gives, and no ornaments."""
    text = _LABELS.sub("", _ORNAMENT.sub("", text))
    return " ".join(text.split()).strip(" \t`")
