"""Evaluation for staff: the runs that are kept, a new run, a new question.

Draws what `evals` measured and starts it in the background; never judges an answer itself.
The questions and runs are those of `evals/`, or of the folder that FINSAM_EVALS names.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from assistant.service import Progress, Service
from ui import wired
from ui.components import job, markup, notices
from ui.components.library_words import FIGURES, many, when

if TYPE_CHECKING:
    from evals.figures import Figure
    from evals.runs import Run

KEY = "evaluation"
OWN = "egna.jsonl"
MOST_READ = 30
MOST_SHOWN = 5


class _Cancelled(Exception):
    """Stops a run between two questions."""


def _folder(name: str) -> Path:
    import evals

    root = os.environ.get("FINSAM_EVALS") or str(Path(evals.__file__).parent)
    return Path(root) / name


def _files() -> list[Path]:
    return sorted(_folder("questions").glob("*.jsonl"))


def _work(service: Service, corpus: Path) -> job.Work:
    def work(report: Callable[[Progress], None], cancelled: Callable[[], bool]) -> Run | None:
        from evals import command, runs
        from evals.metrics import judge
        from evals.originals import Originals
        from evals.questions import load_all
        from evals.runner import answer_all

        questions = load_all(_files())

        def on_progress(done: int, total: int) -> None:
            report(Progress(done, total, f"Fråga {done} av {total}"))
            if cancelled():
                raise _Cancelled

        try:
            rows, _ = answer_all(questions, service, on_progress)
        except _Cancelled:
            return None
        gold = {question.id: question for question in questions}
        originals = Originals(corpus)
        judged = [judge(gold[row.id], row, originals) for row in rows]
        run = runs.make(judged, command.settings_of(service), _files())
        runs.save(run, _folder("runs"))
        return run

    return work


def _value(figure: Figure) -> str:
    if not figure.n or math.isnan(figure.value):
        return "–"
    if figure.unit == "share":
        return f"{figure.value * 100:.0f} %"
    if figure.unit == "words":
        return f"{figure.value:.0f} ord"
    value = f"{figure.value:.2f}".replace(".", ",")
    return f"{value} s" if figure.unit == "seconds" else value


def _history() -> None:
    from evals import runs
    from evals.questions import QuestionError

    kept: list[Run] = []
    for path in runs.history(_folder("runs"))[:MOST_READ]:
        try:
            kept.append(runs.load(path))
        except QuestionError:
            notices.notice("varning", f"Utvärderingen i filen {path.name} går inte att läsa.")
    if not kept:
        notices.notice("info", "Ingen utvärdering är gjord ännu.")
        return
    newest, *others = runs.series(kept)
    _series(newest[:MOST_SHOWN], "De senaste utvärderingarna")
    st.html('<p class="runt">Jämför bara utvärderingar av samma dokument.</p>')
    if others:
        with st.expander("Utvärderingar med andra frågor"):
            st.html("<p>Frågorna skiljer sig åt, så tabellerna går inte att jämföra.</p>")
            for one in others:
                _series(one[:MOST_SHOWN], f"Senast {when(one[0].when)}")


def _series(kept: list[Run], title: str) -> None:
    """The runs of one set of questions side by side, the newest first."""
    from evals.figures import all_figures

    columns = [all_figures(run.judgements) for run in kept]
    rows = [["Mått", *(when(run.when) for run in kept)]]
    rows.append(["Frågor", *(str(len(run.judgements)) for run in kept)])
    rows.append(["Dokument", *(run.settings.get("Dokument", "–") for run in kept)])
    for figure in columns[0]:
        found = [next((f for f in column if f.key == figure.key), None) for column in columns]
        rows.append(
            [FIGURES.get(figure.key, figure.label), *(_value(f) if f else "–" for f in found)]
        )
    files = ", ".join(sorted(kept[0].questions))
    st.html(markup.table(rows, f"{title}. Frågor ur {files}" if files else title))


def _add(service: Service) -> None:
    from evals.questions import Evidence, GoldTurn, Question, add, load_all, next_id

    box = st.expander("Lägg till en fråga")
    waiting = [one.question for one in service.unanswered()]
    begun = ""
    if waiting:
        with box:
            begun = st.selectbox(
                "Utgå från en obesvarad fråga", ["", *waiting], key="from_unanswered"
            )
    with box, st.form("new_question", border=False):
        asked = st.text_input("Fråga", begun, max_chars=500)
        right = st.text_input("Rätt svar, en mening", max_chars=500)
        must = st.text_input(
            "Ord eller tal som svaret måste innehålla (skilj med semikolon)", max_chars=300
        )
        file = st.text_input("Fil där svaret står", max_chars=300)
        quote = st.text_area("Citat ur filen, ordagrant (40–300 tecken)", max_chars=300)
        missing = st.checkbox("Svaret står inte i dokumenten")
        if not st.form_submit_button("Spara frågan", type="primary"):
            return
        facts = tuple((part.strip(),) for part in must.split(";") if part.strip())
        if not asked.strip() or not right.strip() or (not missing and not (facts and quote)):
            notices.notice("fel", "Något saknas.", "Fyll i fråga, svar, nödvändiga ord och citat.")
            return
        own = _folder("questions") / OWN
        turn = GoldTurn(
            asked.strip(),
            right.strip(),
            () if missing else facts,
            () if missing else (Evidence(file.strip(), quote.strip()),),
            not missing,
        )
        kind = "unanswerable" if missing else "fact_number"
        new = Question(next_id(load_all(_files()), "egen"), kind, (turn,))
        add(own, new)
        notices.notice("bra", f"Frågan är sparad som {new.id}.")


def draw(service: Service) -> None:
    """The whole part of the page."""
    under_way = job.current(KEY)
    count = len(_files())
    if (under_way is None or under_way.done) and st.button(
        "Kör utvärderingen", key="evaluation_go", type="primary", disabled=not count
    ):
        job.start(KEY, "Utvärderingen", _work(service, wired.settings().corpus))
        st.rerun()
    if not count:
        notices.notice("info", "Det finns inga frågor att utvärdera med.", "Lägg till en nedan.")
    run: Run | None = job.watch(KEY)
    if run is not None:
        asked = many(len(run.judgements), "fråga", "frågor")
        notices.notice("bra", f"Utvärderingen är klar: {asked}.")
    _history()
    _add(service)
