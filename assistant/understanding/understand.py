"""From what the user wrote and the conversation before it to a `Question`.

The one place that puts the rules of this room together; it holds none itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Literal

from assistant.understanding import asking, claiming, followup, kinds, scope, timing
from assistant.understanding.followup import Earlier
from assistant.understanding.question import Question
from assistant.understanding.sides import sides

# "vad blev utfallet", "mål deltagare 2026": a measure named as what is asked for
_WHAT_WAS = re.compile(
    r"\b(?:vad|vilket|what) (?:är|var|blev|blir|is|was)\b|^\W*(?:[\w.-]+\W*){1,5}$", re.IGNORECASE
)
_ENGLISH = frozenset(
    [
        "the",
        "what",
        "how",
        "many",
        "much",
        "which",
        "who",
        "when",
        "why",
        "were",
        "was",
        "did",
        "does",
        "is",
        "are",
        "of",
        "for",
        "in",
        "and",
        "participants",
        "board",
    ]
)


def understand(text: str, earlier: Sequence[Earlier] = (), today: date | None = None) -> Question:
    """The question as understood. `today` decides "i år"; None means the clock's date."""
    today = today or date.today()
    question = re.sub(r"\s+", " ", text).strip()
    guess = scope.asks_to_guess(question)
    claimed, core, stated = claiming.claim(scope.without_preamble(question))
    follows = followup.leans(core, earlier)
    standalone = followup.stand_alone(core, earlier) if follows else core
    own = core if follows else standalone
    asked = asking.asked_for(own)
    vague = asked in ("general", "yesno", "definition")
    if follows and (asked == "general" or (vague and not followup.content_words(own))):
        asked = asking.asked_for(standalone)
    measure = asking.measure(own)
    if asked == "general" and measure and _WHAT_WAS.search(own):
        asked = "number"
    if stated:
        asked = stated
    years, period = timing.years(own, today)
    if not years and follows:
        years, period = timing.years(standalone, today)
    compares = asking.compares(own)
    found_sides: tuple[str, ...] = ()
    if compares or (len(years) > 1 and not period) or asking.two_groups(own):
        found_sides = sides(standalone, years)
    return Question(
        text=question,
        standalone=standalone,
        own=own,
        asked=asked,
        language=_language(question),
        years=years,
        period=period and not compares,
        newest=timing.newest(own),
        kinds=kinds.kinds(standalone),
        sides=found_sides,
        measure=measure,
        sex=asking.sex(own) or (asking.sex(standalone) if follows else ""),
        count=asking.how_many_things(own),
        refusal=scope.refusal(core),
        subjectless=not follows and followup.without_subject(core),
        follows=follows,
        compares=compares or bool(found_sides),
        guess=guess,
        along=asking.along(own),
        claim=claimed,
    )


def _language(question: str) -> Literal["sv", "en"]:
    words = re.findall(r"[a-zåäö]+", question.casefold())
    english = sum(word in _ENGLISH for word in words)
    return (
        "en"
        if english >= 2 and not re.search(r"[åäö]", question.casefold().split("?")[0][:25])
        else "sv"
    )
