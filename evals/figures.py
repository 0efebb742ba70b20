"""From the judgements of many turns to figures: each with its n and a 95 % interval.

Shares carry Wilson's interval, means and medians a bootstrap over the turns. The caveat that
belongs beside a figure is part of the figure.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Literal

from evals.intervals import bootstrap, median, percentile, wilson
from evals.metrics import BUDGETS, Judgement, hit, reciprocal

Unit = Literal["share", "mean", "words", "seconds", "count"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a report. `low`–`high` is its 95 % interval; nan where there is none.

    `value` is nan when `n` is 0. `caveat` is "" or a Swedish line for the reader.
    """

    key: str
    label: str
    value: float
    n: int
    low: float
    high: float
    unit: Unit = "share"
    caveat: str = ""


def share(key: str, label: str, values: Iterable[bool | None], caveat: str = "") -> Figure:
    """The share of True among the values that apply."""
    known = [value for value in values if value is not None]
    hits = sum(known)
    value = hits / len(known) if known else math.nan
    low, high = wilson(hits, len(known))
    return Figure(key, label, value, len(known), low, high, "share", caveat)


def mean(key: str, label: str, values: Iterable[float | None], caveat: str = "") -> Figure:
    """The mean of the values that apply."""
    known = [value for value in values if value is not None]
    low, high = bootstrap(known)
    return Figure(
        key, label, fmean(known) if known else math.nan, len(known), low, high, "mean", caveat
    )


def point(
    key: str,
    label: str,
    values: Sequence[float],
    statistic: Callable[[Sequence[float]], float],
    unit: Unit,
    caveat: str = "",
) -> Figure:
    """A median or another percentile."""
    low, high = bootstrap(values, statistic)
    value = statistic(values) if values else math.nan
    return Figure(key, label, value, len(values), low, high, unit, caveat)


def finding(judgements: Sequence[Judgement]) -> list[Figure]:
    """How well the evidence is found, over the answerable turns."""
    figures = [
        share(
            f"evidence_{budget}",
            f"Belägg inom {budget:,} tecken".replace(",", " "),
            (j.found[str(budget)] if j.found else None for j in judgements),
            "alla sidor av en jämförelse krävs" if budget == BUDGETS[0] else "",
        )
        for budget in BUDGETS
    ]
    figures += [
        share(
            f"evidence_any_{budget}",
            f"Något belägg inom {budget:,} tecken".replace(",", " "),
            (j.found_any[str(budget)] if j.found_any else None for j in judgements),
            "mild variant: ett av beläggen räcker" if budget == BUDGETS[0] else "",
        )
        for budget in BUDGETS
    ]
    unplaced = sum(j.answerable and j.page_rank is None for j in judgements)
    caveat = f"{unplaced} turer utan lokaliserad sida är inte med" if unplaced else ""
    ranks = [j.page_rank for j in judgements]
    figures += [
        share(
            "page_1",
            "Rätt sida först",
            (hit(rank, 1) for rank in ranks),
            "; ".join(filter(None, ("Word: rätt avsnitt", caveat))),
        ),
        share("page_5", "Rätt sida bland fem", (hit(rank, 5) for rank in ranks)),
        mean("mrr", "MRR (rätt sida)", (reciprocal(rank) for rank in ranks)),
    ]
    return figures


def answering(judgements: Sequence[Judgement]) -> list[Figure]:
    """How right the answers are, over the answerable turns; of those given, over all turns."""
    given = [float(j.words) for j in judgements if j.status == "answered"]
    return [
        share(
            "facts_lead",
            "Alla uppgifter i svarets första 60 ord",
            (j.facts_lead for j in judgements),
        ),
        share(
            "facts_shown",
            "Alla uppgifter i svaret eller dess citat",
            (j.facts_shown for j in judgements),
        ),
        share(
            "wrong_refusal",
            "Felaktigt avböjda",
            (j.wrong_refusal for j in judgements),
            "lägre är bättre",
        ),
        share(
            "right_sure",
            "Rätt, av svar utan förbehåll",
            (j.right for j in judgements if j.status == "answered" and not j.unsure),
            "även svar på frågor utan svar i dokumenten räknas",
        ),
        share(
            "right_unsure",
            "Rätt, av svar som säger att de är osäkra",
            (j.right for j in judgements if j.status == "answered" and j.unsure),
        ),
        point("words_median", "Svarets längd, median", given, median, "words", "ord före citaten"),
        point("words_max", "Svarets längd, längsta", given, max, "words", "ord före citaten"),
    ]


def refusing(judgements: Sequence[Judgement]) -> list[Figure]:
    """How the questions that the documents do not answer are met, per kind as well."""
    figures = [
        share(
            "right_refusal",
            "Rätt avböjda",
            (j.right_refusal for j in judgements),
            "ett svar som rättar en felaktig förutsättning räknas som rätt",
        ),
        share(
            "strict_refusal",
            "Rätt avböjda, strikt",
            (j.strict_refusal for j in judgements),
            "bara status not_found eller unclear",
        ),
    ]
    for kind in sorted({j.kind for j in judgements if j.right_refusal is not None}):
        figures.append(
            share(
                f"refusal_{kind}",
                f"– {kind}",
                (j.right_refusal for j in judgements if j.kind == kind),
            )
        )
    figures.append(
        share(
            "tempted",
            "Frestande fel givet som svar",
            (j.tempted for j in judgements),
            "lägre är bättre; listan över fel är inte fullständig",
        )
    )
    return figures


def proving(judgements: Sequence[Judgement]) -> list[Figure]:
    """Whether what is shown can be checked: quotes and numerals."""
    standings = Counter(check.standing for j in judgements for check in j.quotes)
    checked = [
        check.standing != "absent"
        for j in judgements
        for check in j.quotes
        if check.standing != "unchecked"
    ]
    notes = []
    if standings["words"]:
        notes.append(f"{standings['words']} tabell- eller diagramcitat prövade ord för ord")
    if standings["unchecked"]:
        notes.append(f"{standings['unchecked']} på sidor utan textlager är inte med")
    statements = [check.grounding for j in judgements for check in j.statements]
    numeric = [g for g in statements if g != "no numerals"]
    computed, by_year = numeric.count("computed"), numeric.count("by year")
    return [
        share("verbatim", "Citat ordagrant på angiven sida", checked, "; ".join(notes)),
        share(
            "grounded",
            "Påståenden vars alla tal står i egna källor",
            (g in ("grounded", "computed") for g in numeric),
            f"{computed} uträknade, {by_year} bara med dokumentets årtal (räknas inte)",
        ),
        share(
            "grounded_year", "– dokumentets årtal medräknat", (g != "ungrounded" for g in numeric)
        ),
    ]


def speed(judgements: Sequence[Judgement]) -> list[Figure]:
    """How long a question takes, in seconds."""
    whole = [j.seconds for j in judgements]
    found = [j.retrieve for j in judgements if j.retrieve is not None]
    figures = [
        point("ask_p50", "Svarstid p50", whole, median, "seconds", "på den här datorn"),
        point("ask_p95", "Svarstid p95", whole, _p95, "seconds"),
    ]
    if found:
        figures.append(
            point("retrieve_p50", "Till rangordnade belägg p50", found, median, "seconds")
        )
    return figures


def all_figures(judgements: Sequence[Judgement]) -> list[Figure]:
    """Every figure, in the report's order."""
    return [
        *finding(judgements),
        *answering(judgements),
        *refusing(judgements),
        *proving(judgements),
        *speed(judgements),
    ]


def groups(judgements: Sequence[Judgement]) -> dict[str, list[Judgement]]:
    """The answerable turns by type, and the later turns of conversations by themselves."""
    found: dict[str, list[Judgement]] = {}
    for judgement in judgements:
        if judgement.answerable:
            found.setdefault(judgement.type, []).append(judgement)
            if judgement.later:
                found.setdefault("later_turns", []).append(judgement)
    return found


def by_type(judgements: Sequence[Judgement]) -> dict[str, list[Figure]]:
    """Finding and facts for each type."""
    keys = ("evidence_800", "evidence_2000", "evidence_4000", "page_1", "facts_lead", "facts_shown")
    return {
        name: [f for f in (*finding(group), *answering(group)) if f.key in keys]
        for name, group in groups(judgements).items()
    }


def _p95(values: Sequence[float]) -> float:
    return percentile(values, 0.95)
