"""One row a turn: what the core answered, as `ask --json` plus `id`, `turn` and `passages`.

Writes and reads the rows of `finsam eval --answers`; judges nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.records_json import from_plain, to_plain
from assistant.schema import Answer, Citation
from evals.questions import QuestionError


@dataclass(frozen=True, slots=True)
class Row:
    """The answer to turn `turn` (0-based) of question `id`; `wall` is the time of `ask` in s."""

    id: str
    turn: int
    answer: Answer
    wall: float = 0.0


def to_dict(row: Row) -> dict[str, Any]:
    """The row as the contract has it; `seconds` also holds `wall`, the whole call."""
    plain: dict[str, Any] = to_plain(row.answer)
    plain["seconds"] = {**plain["seconds"], "wall": round(row.wall, 4)}
    plain["passages"] = [
        {"file": p.file, "page": p.page, "section": p.section, "text": p.quote}
        for p in row.answer.passages
    ]
    return {"id": row.id, "turn": row.turn, **plain}


def from_dict(data: dict[str, Any]) -> Row:
    """The row that `to_dict` wrote. Raises `KeyError`, `TypeError` or `ValueError` for others."""
    plain = dict(data)
    id, turn, found = plain.pop("id"), plain.pop("turn"), plain.pop("passages")
    seconds = dict(plain["seconds"])
    wall = float(seconds.pop("wall", seconds.get("total", 0.0)))
    passages = tuple(
        passage(item["file"], item["page"], item["section"], item["text"], rank)
        for rank, item in enumerate(found, start=1)
    )
    answer = from_plain(Answer, plain | {"seconds": seconds})
    return Row(id, turn, replace(answer, passages=passages), wall)


def passage(file: str, page: int | None, section: str, text: str, rank: int) -> Citation:
    """A ranked text as a citation, with only what judging needs."""
    return Citation(rank, "", file, "", "", None, page, section, text, "prose")


def write(rows: Iterable[Row], path: Path) -> None:
    """One JSON object a line, UTF-8."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            file.write(json.dumps(to_dict(row), ensure_ascii=False) + "\n")


def read(path: Path) -> list[Row]:
    """The rows of a file. Raises `QuestionError` with the line that cannot be read."""
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            rows.append(from_dict(json.loads(line)))
        except (KeyError, TypeError, ValueError) as error:
            raise QuestionError(
                f"{path}, rad {number}: raden är inget svar från finsam eval ({error}).",
                "Skapa filen på nytt med finsam eval --answers.",
            ) from error
    return rows


def texts(passages: Sequence[Citation]) -> list[str]:
    """The passages' texts in their order."""
    return [item.quote for item in passages]
