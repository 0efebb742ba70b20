"""Figures as Swedish tables that read as text and as Markdown, with n, interval and caveat.

Only writes what it is given; works nothing out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from evals.figures import Figure
from evals.metrics import Judgement, Outcome, outcome
from evals.questions import Question
from evals.rows import Row
from evals.runs import Comparison

TYPE_NAMES = {
    "fact_number": "tal i löptext",
    "table_cell": "tabellcell eller diagram",
    "definition": "vem, när, vad",
    "summary": "vad en text säger",
    "comparison": "jämförelse",
    "followup": "samtal, alla turer",
    "later_turns": "samtal, senare turer",
}
KIND_NAMES = {
    "out_of_database": "annat år, förbund eller person",
    "near_miss": "ämnet finns, uppgiften inte",
    "false_premise": "felaktig förutsättning",
    "underspecified": "oklart vad som avses",
    "out_of_domain": "utanför ämnet",
    "chart_or_list": "diagramvärde eller full lista",
    "manipulation": "försök att styra",
    "other": "övriga utan svar i dokumenten",
}
OUTCOME_NAMES: dict[Outcome, str] = {
    "right": "rätt",
    "partly": "bara i citat",
    "wrong": "FEL",
    "refused": "AVBÖJD",
    "ok": "rätt avböjd",
}
_FAILURES = ("partly", "wrong", "refused")


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """An aligned Markdown table; "|" in a cell is escaped."""
    lines = [
        [cell.replace("|", "\\|").replace("\n", " ") for cell in row] for row in (headings, *rows)
    ]
    widths = [max(len(row[column]) for row in lines) for column in range(len(headings))]

    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(c.ljust(w) for c, w in zip(cells, widths, strict=True)) + " |"

    rule = "| " + " | ".join("-" * width for width in widths) + " |"
    return "\n".join([line(lines[0]), rule, *(line(row) for row in lines[1:])])


def number(value: float, unit: str) -> str:
    """A figure as it is written in Swedish; "–" where there is none."""
    if math.isnan(value):
        return "–"
    if unit == "share":
        return f"{100 * value:.1f} %".replace(".", ",")
    if unit == "seconds":
        return f"{value:.3f} s".replace(".", ",")
    if unit in ("words", "count"):
        return f"{value:.0f}"
    return f"{value:.3f}".replace(".", ",")


def interval(figure: Figure) -> str:
    """The 95 % interval in the figure's unit, "" without one."""
    if not figure.n or math.isnan(figure.low):
        return ""
    if figure.unit == "share":
        return f"{100 * figure.low:.0f}–{100 * figure.high:.0f} %"
    low, high = number(figure.low, figure.unit), number(figure.high, figure.unit)
    return f"{low.removesuffix(' s')}–{high}"


def figures(title: str, items: Sequence[Figure]) -> str:
    """A heading and a table of figures; those without any n are left out."""
    rows = [
        [
            "– " + KIND_NAMES.get(f.label[2:], f.label[2:])
            if f.label.startswith("– ")
            else f.label,
            number(f.value, f.unit),
            interval(f),
            str(f.n),
            f.caveat,
        ]
        for f in items
        if f.n
    ]
    return f"## {title}\n\n" + table(["Mått", "Värde", "95 %", "n", "Att tänka på"], rows)


def types(title: str, items: Mapping[str, Sequence[Figure]]) -> str:
    """One line a type, one column a figure; differences of a few turns mean little."""
    if not items:
        return ""
    columns = [f.label for f in next(iter(items.values()))]
    order = [name for name in TYPE_NAMES if name in items]
    rows = [
        [
            TYPE_NAMES[name],
            str(max(f.n for f in items[name])),
            *(f"{number(f.value, f.unit)} ({interval(f)})" if f.n else "–" for f in items[name]),
        ]
        for name in order
    ]
    return f"## {title}\n\n" + table(["Typ", "n", *columns], rows)


def questions(
    judgements: Sequence[Judgement],
    gold: Mapping[str, Question],
    rows: Mapping[str, Row],
    *,
    failures_only: bool,
) -> str:
    """One line a turn: what came of it, how far away the evidence was, what was answered."""
    lines = []
    for judgement in judgements:
        result = outcome(judgement)
        unproved = any(q.standing == "absent" for q in judgement.quotes) or any(
            s.grounding == "ungrounded" for s in judgement.statements
        )
        missed = judgement.found is not None and not judgement.found["4000"]
        if failures_only and result not in _FAILURES and not (unproved or missed):
            continue
        turn = gold[judgement.id].turns[judgement.turn]
        found = judgement.found or {}
        near = next((budget for budget, yes in found.items() if yes), "–" if found else "")
        lines.append(
            [
                judgement.key,
                judgement.kind or judgement.type,
                OUTCOME_NAMES[result] + (" · OBELAGT" if unproved else ""),
                near,
                "" if judgement.page_rank is None else str(judgement.page_rank or "–"),
                _short(turn.question, 70),
                _short(" / ".join(fact[0] for fact in turn.must_include) or turn.answer, 50),
                _short(rows[judgement.key].answer.answer, 110),
            ]
        )
    if not lines:
        return "Inga turer att visa."
    headings = ["Tur", "Typ", "Utfall", "Belägg inom", "Sidans plats", "Fråga", "Rätt", "Svar"]
    return table(headings, lines)


def unproven(judgements: Sequence[Judgement]) -> str:
    """The quotes that do not stand on their page and the statements without grounds."""
    lines = [
        [judgement.key, f"citat, {q.file} s. {q.page or '–'}", q.quote]
        for judgement in judgements
        for q in judgement.quotes
        if q.standing == "absent"
    ]
    lines += [
        [judgement.key, "tal utan grund", s.text]
        for judgement in judgements
        for s in judgement.statements
        if s.grounding in ("ungrounded", "by year")
    ]
    return table(["Tur", "Vad", "Text"], lines) if lines else ""


def comparison(title: str, item: Comparison) -> str:
    """Changes with their intervals, and the turns that turned."""
    rows = [
        [
            change.label,
            f"{change.before:.3f}".replace(".", ","),
            f"{change.after:.3f}".replace(".", ","),
            f"{change.change:+.3f}".replace(".", ","),
            f"{change.low:+.3f} – {change.high:+.3f}".replace(".", ","),
            str(change.n),
            "" if change.certain else "kan vara slump",
        ]
        for change in item.changes
    ]
    headings = ["Mått", "Före", "Nu", "Skillnad", "95 %", "n", ""]
    parts = [f"## {title}", "", table(headings, rows), ""]
    parts.append("Blev rätt: " + (", ".join(item.better) or "inga"))
    parts.append("Blev fel: " + (", ".join(item.worse) or "inga"))
    return "\n".join(parts)


def _short(text: str, length: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
