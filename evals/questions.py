"""Question sets: the records, reading and extending JSONL files, and what is held aside.

A file is UTF-8 with one JSON object a line; `evals/README.md` describes the format. Holds no
judgement of answers (see `matching` and `metrics`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.errors import FinsamError

Held = Literal["without", "only", "all"]
FactSpellings = tuple[tuple[str, ...], ...]

TYPES = (
    "fact_number",
    "table_cell",
    "definition",
    "summary",
    "comparison",
    "followup",
    "unanswerable",
)
KINDS = (
    "out_of_database",
    "near_miss",
    "false_premise",
    "underspecified",
    "out_of_domain",
    "chart_or_list",
    "manipulation",
)
HELD_EVERY = 3


class QuestionError(FinsamError):
    """A question file that cannot be used; the message names the file and the line."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage that supports an answer: `quote` word for word in `file` (below the corpus)."""

    file: str
    quote: str


@dataclass(frozen=True, slots=True)
class GoldTurn:
    """What the user writes and what a right answer holds.

    Each inner tuple of `must_include` is one fact with its accepted spellings; all facts are
    needed, one spelling each. `derived` means that a fact is worked out from the evidence.
    """

    question: str
    answer: str
    must_include: FactSpellings = ()
    evidence: tuple[Evidence, ...] = ()
    answerable: bool = True
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One question, or a conversation when there is more than one turn.

    `kind` is the kind of refusal and "" elsewhere; `must_not` are tempting wrong answers with
    their spellings.
    """

    id: str
    type: str
    turns: tuple[GoldTurn, ...]
    kind: str = ""
    must_not: FactSpellings = ()


def held_aside(id: str) -> bool:
    """Whether the question is set aside: its number is divisible by three.

    The number is the last run of digits in the id; an id without digits is never held aside.
    """
    digits = re.findall(r"\d+", id)
    return bool(digits) and int(digits[-1]) % HELD_EVERY == 0


def select(questions: Iterable[Question], held: Held) -> list[Question]:
    """The questions that `held` asks for, in their order."""
    if held == "all":
        return list(questions)
    return [question for question in questions if held_aside(question.id) == (held == "only")]


def load(path: Path) -> list[Question]:
    """The questions of a file, in its order; blank lines are skipped. Raises `QuestionError`."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise QuestionError(
            f"Frågefilen {path} går inte att läsa: {error.strerror}.",
            "Kontrollera sökvägen.",
        ) from error
    except UnicodeDecodeError as error:
        raise QuestionError(
            f"Frågefilen {path} är inte sparad som UTF-8.", "Spara om den som UTF-8."
        ) from error
    questions: list[Question] = []
    lines: dict[str, int] = {}
    # only "\n": a question may hold other characters that str.splitlines breaks at
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{path}, rad {number}"
        question = parse(line, where)
        if question.id in lines:
            raise QuestionError(
                f"{where}: id {question.id!r} finns redan på rad {lines[question.id]}.",
                "Ge frågan ett eget id.",
            )
        lines[question.id] = number
        questions.append(question)
    if not questions:
        raise QuestionError(f"Frågefilen {path} är tom.", "Lägg till minst en fråga.")
    return questions


def load_all(paths: Sequence[Path]) -> list[Question]:
    """The questions of several files. Raises `QuestionError` where two files share an id."""
    questions: list[Question] = []
    owners: dict[str, Path] = {}
    for path in paths:
        for question in load(path):
            if question.id in owners:
                raise QuestionError(
                    f"Id {question.id!r} finns både i {owners[question.id]} och i {path}.",
                    "Ge frågorna olika id, eller kör filerna var för sig.",
                )
            owners[question.id] = path
            questions.append(question)
    return questions


def parse(line: str, where: str) -> Question:
    """One line as a question; `where` names the line in messages. Raises `QuestionError`."""
    try:
        data = json.loads(line)
    except json.JSONDecodeError as error:
        raise QuestionError(
            f"{where}: raden är inte giltig JSON (tecken {error.colno}: {error.msg}).",
            "Jämför med en rad som fungerar; vanliga fel är ett glömt citattecken eller komma.",
        ) from error
    fields = _Fields(data, where)
    fields.known("id", "type", "turns", "kind", "must_not", "derived")
    type_ = fields.choice("type", TYPES)
    kind = fields.choice("kind", KINDS) if "kind" in fields.data else ""
    turns = fields.items("turns")
    if not turns:
        raise QuestionError(f"{where}: frågan har ingen tur i 'turns'.", "Lägg till minst en.")
    if len(turns) > 1 and type_ != "followup":
        raise QuestionError(
            f"{where}: flera turer finns bara för typen 'followup', här står {type_!r}.",
            "Ändra typen eller dela upp frågan.",
        )
    derived = fields.flag("derived", False)
    return Question(
        id=fields.text("id"),
        type=type_,
        turns=tuple(
            _turn(turn, f"{where}, tur {number}", derived)
            for number, turn in enumerate(turns, start=1)
        ),
        kind=kind,
        must_not=fields.spellings("must_not"),
    )


def add(path: Path, question: Question) -> None:
    """Append the question to the file (made if missing). Raises `QuestionError` for a known id."""
    if path.exists() and any(known.id == question.id for known in load(path)):
        raise QuestionError(f"Id {question.id!r} finns redan i {path}.", "Välj ett annat id.")
    line = to_json(question)
    parse(line, str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    missing_end = path.exists() and path.read_bytes()[-1:] not in (b"", b"\n")
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(("\n" if missing_end else "") + line + "\n")


def next_id(questions: Sequence[Question], prefix: str = "q") -> str:
    """The first free id after the highest number with this prefix ("q081")."""
    pattern = re.compile(rf"{re.escape(prefix)}(\d+)")
    numbers = [int(m[1]) for question in questions if (m := pattern.fullmatch(question.id))]
    return f"{prefix}{max(numbers, default=0) + 1:03d}"


def to_json(question: Question) -> str:
    """The question as one line of a file."""
    data: dict[str, object] = {"id": question.id, "type": question.type}
    if question.kind:
        data["kind"] = question.kind
    turns = []
    for turn in question.turns:
        record: dict[str, object] = {
            "question": turn.question,
            "answer": turn.answer,
            "must_include": turn.must_include,
            "evidence": [{"file": e.file, "quote": e.quote} for e in turn.evidence],
            "answerable": turn.answerable,
        }
        turns.append(record | ({"derived": True} if turn.derived else {}))
    data["turns"] = turns
    if question.must_not:
        data["must_not"] = question.must_not
    return json.dumps(data, ensure_ascii=False)


def _turn(data: object, where: str, derived: bool) -> GoldTurn:
    fields = _Fields(data, where)
    fields.known("question", "answer", "must_include", "evidence", "answerable", "derived")
    answerable = fields.flag("answerable", True)
    must_include = fields.spellings("must_include")
    evidence = []
    for number, item in enumerate(fields.items("evidence"), start=1):
        source = _Fields(item, f"{where}, belägg {number}")
        source.known("file", "quote")
        evidence.append(Evidence(source.text("file"), source.text("quote")))
    if answerable and not (must_include and evidence):
        raise QuestionError(
            f"{where}: en fråga som går att besvara behöver både 'must_include' och 'evidence'.",
            "Fyll i dem, eller sätt 'answerable' till false.",
        )
    if not answerable and (must_include or evidence):
        raise QuestionError(
            f"{where}: en fråga utan svar i dokumenten ska ha tomma 'must_include' och 'evidence'.",
            "Töm dem, eller sätt 'answerable' till true.",
        )
    return GoldTurn(
        question=fields.text("question"),
        answer=fields.text("answer"),
        must_include=must_include,
        evidence=tuple(evidence),
        answerable=answerable,
        derived=fields.flag("derived", derived),
    )


class _Fields:
    """Typed access to one JSON object, with messages that staff understand."""

    def __init__(self, data: object, where: str) -> None:
        if not isinstance(data, dict):
            raise QuestionError(f"{where}: här ska stå ett objekt {{…}}.", "Se en fungerande rad.")
        self.data: dict[str, object] = data
        self.where = where

    def known(self, *names: str) -> None:
        for name in self.data:
            if name not in names:
                raise QuestionError(
                    f"{self.where}: okänt fält {name!r}.", f"Kända fält: {', '.join(names)}."
                )

    def text(self, name: str) -> str:
        value = self.data.get(name)
        if not isinstance(value, str) or not value.strip():
            raise QuestionError(
                f"{self.where}: fältet {name!r} saknas eller är tomt.", "Fyll i en text."
            )
        return value

    def choice(self, name: str, allowed: Sequence[str]) -> str:
        value = self.text(name)
        if value not in allowed:
            raise QuestionError(
                f"{self.where}: {name!r} är {value!r}.", f"Tillåtna värden: {', '.join(allowed)}."
            )
        return value

    def flag(self, name: str, default: bool) -> bool:
        value = self.data.get(name, default)
        if not isinstance(value, bool):
            raise QuestionError(f"{self.where}: {name!r} ska vara true eller false.")
        return value

    def items(self, name: str) -> list[object]:
        value = self.data.get(name, [])
        if not isinstance(value, list):
            raise QuestionError(f"{self.where}: {name!r} ska vara en lista […].")
        return value

    def spellings(self, name: str) -> FactSpellings:
        facts = []
        for number, fact in enumerate(self.items(name), start=1):
            good = isinstance(fact, list) and all(isinstance(s, str) and s.strip() for s in fact)
            if not good or not fact:
                raise QuestionError(
                    f"{self.where}: uppgift {number} i {name!r} ska vara en lista med stavningar.",
                    'Skriv till exempel [["2 581", "2581"]].',
                )
            assert isinstance(fact, list)
            facts.append(tuple(fact))
        return tuple(facts)
