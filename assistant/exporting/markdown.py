"""Markdown in which nothing from a document can run, fetch or link.

Every character that means something in Markdown is escaped, and whatever a viewer would turn
into a link by itself (addresses, e-mail, mentions) stands as code, which no viewer links.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from assistant.exporting.outline import Block, Part, identity, numbered, source_line
from assistant.schema import Citation

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~$&#^=!])")
# what opens a list, a heading's underline or a quotation when a line begins with it
_OPENING = re.compile(r"^([-+:]|\d+(?=[.)]))")
# what viewers make links of by themselves: addresses, e-mail, mentions, and bare domains
_LINKING = re.compile(
    r"[^\s`]*(?:://|\b(?:mailto|xmpp):|(?<!\w)//|\bwww\.|@"
    r"|[\w-]\.(?:se|nu|com|org|net|eu|info|io|app|dev|gov|edu|uk|de|no|dk|fi)\b)[^\s`]*",
    re.IGNORECASE,
)
_BLANKS = re.compile(r"\s+")
_STARTS = {"title": "# ", "heading": "## ", "quote": "> ", "item": "- ", "text": "", "small": ""}


def write(blocks: Sequence[Block]) -> bytes:
    """The blocks in UTF-8, with the numbered sources last."""
    sources = numbered(blocks)
    numbers = {key: number for key, (number, _) in sources.items()}
    lines = [_STARTS[one.kind] + _joined(one, numbers) for one in blocks]
    if sources:
        lines.append("## Källor")
        lines += [
            f"{number}\\. {escape(source_line(one)).strip()}" for number, one in sources.values()
        ]
    return ("\n\n".join(lines) + "\n").encode()


def escape(text: str) -> str:
    """`text` as one line that a Markdown viewer shows as it is written; blanks at its ends stay."""
    line = _BLANKS.sub(" ", "".join(sign if _shown(sign) else " " for sign in text))
    pieces: list[str] = []
    last = 0
    for match in _LINKING.finditer(line):
        pieces += [_escaped(line[last : match.start()]), f"`{match.group()}`"]
        last = match.end()
    pieces.append(_escaped(line[last:]))
    return _OPENING.sub(_disarmed, "".join(pieces))


def _shown(sign: str) -> bool:
    """False for control and direction marks, with which a line could show as another."""
    return unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Zl", "Zp")


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _disarmed(match: re.Match[str]) -> str:
    # "1." is no list when its point is escaped, "-" when it is itself
    return f"{match[1]}\\" if match[1].isdigit() else f"\\{match[1]}"


def _joined(one: Block, numbers: dict[tuple[object, ...], int]) -> str:
    text = "".join(_part(part, numbers) for part in one.parts).strip()
    return f"*{text}*" if one.kind == "small" and text else text


def _part(part: Part, numbers: dict[tuple[object, ...], int]) -> str:
    if isinstance(part, Citation):
        return f" \\[{numbers[identity(part)]}\\]"
    return escape(part)
