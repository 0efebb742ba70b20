"""The questions with a language model and without, side by side, and what verification stopped.

`python -m evals.models --questions FIL` starts the small local model; `--model` and
`--base-url` measure another one. Uses the index of the settings, as `finsam eval` does.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.answering import Answerer
from assistant.composing.language_model import Check, LanguageModelComposer
from assistant.errors import FinsamError
from assistant.local_service import LocalService
from assistant.schema import Answer, Filters
from assistant.settings import API_KEY_VARIABLE, Model, Settings, load_settings
from evals import local_model, report
from evals.command import EvalOptions, run

_KINDS = {
    "numeral": "tal som inte står i källan",
    "name": "namn som inte står i källan",
    "word": "ord som inte står i källan",
    "negation": "nekande tillagt eller borttaget",
    "quantifier": "omfattning (alla, minst, cirka) ändrad",
    "modality": "visshet (ska, kan, planeras) ändrad",
    "direction": "riktning eller ordning i tid ändrad",
    "binding": "rätt ord, men tillsammans något annat",
    "label": "källa som inte finns",
    "citation": "ingen källa",
    "link": "länk eller markering",
    "computed": "uträkning som inte stämmer",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """The command. 1 when the model or the index cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m evals.models", description=__doc__)
    parser.add_argument("--questions", type=Path, action="append", default=[])
    parser.add_argument("--config", type=Path)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--indexes", type=Path)
    parser.add_argument("--model", default="", help="en annan modell än den lokala")
    parser.add_argument("--base-url", default="")
    parser.add_argument("--sources", type=int, default=6, help="så många källor får modellen")
    parser.add_argument("--show", type=int, default=5, help="så många stoppade visas")
    asked = parser.parse_args(arguments)
    try:
        settings = load_settings(asked.config, asked.corpus, asked.indexes)
        with _model(asked.model, asked.base_url) as model:
            return compare(settings, model, asked.questions, asked.sources, asked.show)
    except FinsamError as error:
        print(error, file=sys.stderr)
        return 1


def compare(
    settings: Settings, model: Model, questions: Sequence[Path], sources: int = 6, show: int = 5
) -> int:
    """Both tables, and what was stopped; 0 if every question was taken."""
    options = EvalOptions(settings.corpus, tuple(questions), keep=False)
    print("# Utan språkmodell", flush=True)
    failed = run(options, _Recorder(replace(settings, model=Model())))
    print(f"\n# Med språkmodellen {model.name}, {sources} källor", flush=True)
    recorder = _Recorder(replace(settings, model=model), sources)
    failed = run(options, recorder) or failed
    print(f"\n{stopped(recorder.checks, recorder.answers, show)}")
    return failed


class _Recorder(LocalService):
    """The service, remembering what was answered, proposed and stopped."""

    def __init__(self, settings: Settings, sources: int = 6) -> None:
        super().__init__(settings)
        self.answers: list[Answer] = []
        self.checks: list[Check] = []
        self._sources = sources

    def _build(self) -> Answerer:
        answerer = super()._build()
        composer = answerer.composer
        if isinstance(composer, LanguageModelComposer):
            composer.most = self._sources
            composer.on_check = self.checks.append
        return answerer

    def ask(
        self,
        question: str,
        *,
        conversation: str = "",
        filters: Filters = Filters(),
        owner: str = "",
        on_text: Callable[[str], None] | None = None,
    ) -> Answer:
        answer = super().ask(
            question, conversation=conversation, filters=filters, owner=owner, on_text=on_text
        )
        self.answers.append(answer)
        return answer


def stopped(checks: Sequence[Check], answers: Sequence[Answer], show: int = 5) -> str:
    """What the model proposed and what verification stopped, as Swedish tables.

    A proposal that is wrong in several ways counts once a kind.
    """
    wrong = [check for check in checks if check.faults]
    words = [answer for answer in answers if answer.composer.startswith("model:")]
    said = [answer for answer in answers if answer.status == "answered"]
    rows = [
        ["påståenden från modellen", str(len(checks))],
        ["stoppade av kontrollen", str(len(wrong))],
        ["svar", str(len(said))],
        ["svar med modellens ord", str(len(words))],
        *([f"– {text}", str(n)] for text, n in _kinds(wrong).most_common()),
    ]
    notices = Counter(answer.notice for answer in said if answer.notice)
    parts = ["## Språkmodellen", report.table(["Vad", "Antal"], rows)]
    if notices:
        parts += ["## Meddelanden", report.table(["Meddelande", "Antal"], _rows(notices))]
    if wrong[:show]:
        examples = [
            [one.proposal.text[:160], ", ".join(f"{f.kind}: {f.what[:40]}" for f in one.faults[:3])]
            for one in wrong[:show]
        ]
        parts += ["## Stoppat, de första", report.table(["Påstående", "Fel"], examples)]
    return "\n\n".join(parts)


def _kinds(wrong: Sequence[Check]) -> Counter[str]:
    return Counter(
        _KINDS.get(kind, kind) for one in wrong for kind in {fault.kind for fault in one.faults}
    )


def _rows(counts: Counter[str]) -> list[list[str]]:
    return [[text, str(n)] for text, n in counts.most_common()]


@contextlib.contextmanager
def _model(name: str, base_url: str) -> Iterator[Model]:
    if name:
        yield Model(name, base_url, api_key=os.environ.get(API_KEY_VARIABLE, ""))
        return
    with local_model.serving() as address:
        yield local_model.settings(address)


if __name__ == "__main__":
    sys.exit(main())
