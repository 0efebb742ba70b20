"""The record of a question as understood, and the kinds of answer it can ask for.

No rules stand here: `asking`, `timing`, `scope` and `followup` fill the record in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Asked = Literal[
    "number",  # a count
    "share",  # a percentage or fraction
    "amount",  # money
    "date",  # a day, a year, how often
    "name",  # a person or an organisation
    "list",  # several things
    "definition",  # what something is, stands for or aims at
    "reason",  # why
    "yesno",
    "general",  # anything else: what a passage says
]

Along = Literal["", "trend", "highest", "lowest"]
"""How a series over time is to be read: how it went, or where it was at its edge."""
Refusal = Literal["", "advice", "opinion", "action", "outside", "personal"]


@dataclass(frozen=True, slots=True)
class Question:
    """A question, made to stand alone, with what it asks for.

    `text` is what the user wrote, `standalone` what is searched, `own` the part of it that
    this turn added (equal to `standalone` in a first turn). `years` are the years it names
    or means, oldest first; () if none. `period` is True when they are the ends of one span
    ("2012–2022"). `kinds` are document kinds it prefers. `sides` are the two or more
    questions of a comparison, each standing alone; () otherwise. `measure` is "budget",
    "outcome", "target", "forecast" or "". `sex` is "women", "men" or "". `newest` is True
    for "nu", "senaste". `count` is how many things it asks for ("vilka fyra teman"), else 0.
    `refusal` names why it is not for this assistant; "" when it is. `subjectless` is True
    when it has nothing to refer to. `follows` is True when it leans on an earlier turn.
    `along` says how a question about a series over time wants it read.
    `claim` is the figure that a question states and wants confirmed ("12 miljoner"), else "".
    """

    text: str
    standalone: str
    own: str
    asked: Asked
    language: Literal["sv", "en"] = "sv"
    years: tuple[int, ...] = ()
    period: bool = False
    newest: bool = False
    kinds: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    measure: str = ""
    sex: str = ""
    count: int = 0
    refusal: Refusal = ""
    subjectless: bool = False
    follows: bool = False
    compares: bool = False
    guess: bool = False
    along: Along = ""
    claim: str = ""
