"""Sound files with something knocked out of them: a corpus of files that nobody thought of.

Knows where a format hurts: bytes of the file, the XML inside a package, the content inside a
PDF's packed streams, marks of the text formats. Makes bytes only.
"""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evals.trust import hostile_word

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_NUMBER = re.compile(rb"\d+")
_NUMBERS = (b"0", b"-1", b"1", b"255", b"65536", b"2147483647", b"-2147483648", b"1e999", b"0.0001")
_TAGS = re.compile(rb"<[^<>]{1,80}>")
_MARKS = (
    b"<table>", b"</td>", b"<td colspan=99999>", b"<li>", b"</ul>", b"-->", b"<!--", b"\x00",
    b"# ", b"| a | b |\n|---|---|\n", b"> " * 50, b"* " * 50, b"```", b"&#x110000;", b"\xff\xfe",
    b"00:01.000 --> 99:99.000\n", b"<v A:B>", "\u202e".encode(), b"[" * 60, b"%", b"endobj",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """`data` to be read as `name`; `how` says what was done to which file."""

    name: str
    data: bytes
    how: str


def mutants(files: list[Path], number: int, seed: int = 1) -> Iterator[Mutant]:
    """`number` mutants, of the files in turn; the same for the same seed."""
    chance = random.Random(seed)
    contents = [(path, path.read_bytes()) for path in files]
    for done in range(number):
        path, data = contents[done % len(contents)]
        ways = ["bytes", "avkapad", "bit ut", "bit dubbel"]
        if path.suffix == ".pdf":
            ways += ["ström", "ström", "tal", "tal"]
        elif path.suffix == ".docx":
            ways += ["xml", "xml", "xml", "tal"]
        else:
            ways += ["märken", "märken"]
        how = chance.choice(ways)
        try:
            made = _mutated(data, path.suffix, how, chance)
        except (ValueError, KeyError, OSError):
            how, made = "bytes", _some_bytes(data, chance)
        yield Mutant(f"{done}{path.suffix}", made, f"{how} i {path.name}")


def _mutated(data: bytes, suffix: str, how: str, chance: random.Random) -> bytes:
    if how == "bytes":
        return _some_bytes(data, chance)
    if how == "avkapad":
        return data[: chance.randrange(1, len(data))]
    if how in ("bit ut", "bit dubbel"):
        start = chance.randrange(len(data))
        end = min(len(data), start + chance.choice((1, 20, 500, 20_000)))
        middle = b"" if how == "bit ut" else data[start:end] * 2
        return data[:start] + middle + data[end:]
    if how == "märken":
        return _with_marks(data, chance)
    if how == "ström":
        return _in_stream(data, chance)
    if suffix == ".docx":
        content = hostile_word.parts(data)
        name = chance.choice([name for name in content if name.endswith((".xml", ".rels"))])
        change = _other_tags if how == "xml" else _other_numbers
        return hostile_word.packed(content | {name: change(content[name], chance)})
    return _other_numbers(data, chance)


def _some_bytes(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.choice((1, 4, 40, 400))):
        out[chance.randrange(len(out))] = chance.randrange(256)
    return bytes(out)


def _other_numbers(data: bytes, chance: random.Random) -> bytes:
    places = list(_NUMBER.finditer(data))
    for found in sorted(chance.sample(places, min(len(places), chance.choice((1, 3, 12)))),
                        key=lambda found: -found.start()):  # fmt: skip
        data = data[: found.start()] + chance.choice(_NUMBERS) + data[found.end() :]
    return data


def _other_tags(data: bytes, chance: random.Random) -> bytes:
    places = list(_TAGS.finditer(data))
    if not places:
        return data
    chosen = sorted(chance.sample(places, min(len(places), 4)), key=lambda found: -found.start())
    for found in chosen:
        other = chance.choice((b"", b"<w:p/>", b"<w:tbl>", b"<w:tc/>", chance.choice(places)[0]))
        data = data[: found.start()] + other + data[found.end() :]
    return data


def _with_marks(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 5, 30))):
        at = chance.randrange(len(data) + 1)
        data = data[:at] + chance.choice(_MARKS) + data[at:]
    return data


def _in_stream(data: bytes, chance: random.Random) -> bytes:
    """Change what is inside a packed stream, and pack it again."""
    found = chance.choice(list(_STREAM.finditer(data)) or [None])
    if found is None:
        raise ValueError("no stream")
    try:
        inside = zlib.decompress(found[1])
    except zlib.error as error:
        raise ValueError("not packed") from error
    change = chance.choice((_some_bytes, _other_numbers, _with_marks))
    packed = zlib.compress(change(inside or b" ", chance))
    return data[: found.start(1)] + packed + data[found.end(1) :]
