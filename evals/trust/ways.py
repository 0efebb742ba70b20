"""Every way to an internal document, tried over a real library by somebody who may not see it.

A way is refused when nothing of what comes back holds a word of the document. The staff try the
same ways to reading, so that each is known to lead somewhere.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from assistant import wiring
from assistant.access import RULES, Visitor
from assistant.errors import FinsamError, NotAllowed
from assistant.guarded_service import GuardedService
from assistant.schema import Filters
from assistant.service import Excerpt
from assistant.settings import load_settings
from evals.trust.material import ROOT
from evals.trust.tally import Tally

FILE = "lonelista-2031.md"
_OPEN = """# Verksamhetsplan 2031

## Mottagning

Mottagningen Lyktan i Lövdala tar emot 120 deltagare under 2031.
"""
_INTERNAL = """# Lönelista 2031

## Löner

Vaktmästaren Ture Karlblad har en lön på 31 200 kronor i månaden.

| Befattning | 2030 | 2031 |
| --- | --- | --- |
| Vaktmästare | 30 100 kr | 31 200 kr |
"""
_SECRETS = ("31 200", "30 100", "Karlblad", "Lönelista", "lonelista")
_QUESTION = "Vilken lön har vaktmästaren?"
_READER, _STAFF = Visitor("anna@exempel.se", "läsare"), Visitor("per@exempel.se", "personal")
_CONFIG = """[access]
reader = ["anna@exempel.se"]
personal = ["per@exempel.se"]
"""
_NO_WORDS = ("suggestions", "next_questions", "conversations", "delete_conversation")
"""They may give no words of the document to anybody."""
_NO_OWN = (
    "give_feedback",
    "page_picture",
    "briefing",
    "theme",
    "glossary",
    "key_figures",
    "similar",
)
"""Whether the staff meet its words there depends on what the document happens to say."""

Try = Callable[[GuardedService], object]


def ways(folder: Path, tally: Tally) -> None:
    """Each method of the service, with other audiences asked for as well, and the command line."""
    (corpus := folder / "corpus").mkdir(parents=True)
    (corpus / "verksamhetsplan-2031.md").write_text(_OPEN, "utf-8")
    (corpus / FILE).write_text(_INTERNAL, "utf-8")
    (corpus / "catalogue.toml").write_text(
        f'[[document]]\nfile = "{FILE}"\naudience = "intern"\n', "utf-8"
    )
    (config := folder / "finsam.toml").write_text(_CONFIG, "utf-8")
    service = wiring.open_service(load_settings(config, corpus, folder / "indexes"))
    service.index()
    reader, staff = wiring.guard(service, _READER), wiring.guard(service, _STAFF)
    for name, attempt in _reading(staff).items():
        method = name.split(",")[0]
        found = _met(reader, attempt)
        led = method in (*_NO_WORDS, *_NO_OWN) or _leaks(_met(staff, attempt))
        fault = (
            f"gav ut {found}" if _leaks(found) else "" if led else "ledde ingenstans för personal"
        )
        tally.count(f"läsare: {name}", fault)
    for visitor, rights in ((_READER, ("edit", "manage")), (_STAFF, ("manage",))):
        for method in (name for name, right in RULES.items() if right in rights):
            tally.count(
                f"{visitor.role}: {method}", _allowed(wiring.guard(service, visitor), method)
            )
    service.library.close()
    for words in (["ask", _QUESTION], ["ask", _QUESTION, "--json"], ["search", "lön vaktmästare"]):
        command = ["-m", "assistant.cli", "--config", str(config), "--corpus", str(corpus)]
        command += ["--indexes", str(folder / "indexes"), "--as", _READER.id, *words]
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, capture_output=True, text=True, timeout=300,
            check=False,
        )  # fmt: skip
        said = done.stdout + done.stderr
        fault = "gav ut dokumentet" if _leaks(said) else "" if done.stdout else done.stderr[-200:]
        tally.count(f"läsare: finsam {' '.join(words[:1] + words[2:])}", fault)


def _reading(staff: GuardedService) -> Mapping[str, Try]:
    """The ways that a reader may try, by the method's name and how it is called."""
    document = next(info.id for info in staff.documents() if info.file == FILE)
    other = next(info.id for info in staff.documents() if info.file != FILE)
    quote = next(found for found in staff.search("lön vaktmästare") if found.file == FILE)
    excerpt = Excerpt(quote, "", "", "")
    both = Filters(audience=("alla", "intern"))
    talk = staff.ask(_QUESTION).conversation

    def figure(service: GuardedService) -> object:
        return [service.export_key_figure(one) for one in staff.key_figures()]

    return {
        "ask": lambda s: s.ask(_QUESTION),
        "ask, internt begärt": lambda s: s.ask(_QUESTION, filters=both),
        "ask, filen begärd": lambda s: s.ask(_QUESTION, filters=Filters(files=(FILE,))),
        "search": lambda s: s.search("lön vaktmästare"),
        "search, internt begärt": lambda s: s.search("lön vaktmästare", filters=both),
        "documents": lambda s: s.documents(),
        "documents, internt begärt": lambda s: s.documents(filters=both),
        "similar": lambda s: s.similar(other),
        "similar, till dokumentet": lambda s: s.similar(document),
        "page_picture": lambda s: s.page_picture(document, 1),
        "page_text": lambda s: s.page_text(document, 1),
        "section_text": lambda s: s.section_text(document, quote),
        "section_text, i annat namn": lambda s: s.section_text(
            document, replace(quote, document=other)
        ),
        "table": lambda s: s.table(replace(quote, source="table")),
        "file_bytes": lambda s: s.file_bytes(document).decode("utf-8"),
        "file_bytes, internt begärt": lambda s: s.file_bytes(document, filters=both).decode(),
        "key_figures": lambda s: s.key_figures(),
        "theme": lambda s: s.theme("lön"),
        "briefing": lambda s: s.briefing(),
        "glossary": lambda s: s.glossary(),
        "suggestions": lambda s: s.suggestions(),
        "next_questions": lambda s: s.next_questions(talk),
        "conversations": lambda s: s.conversations(),
        "conversation": lambda s: s.conversation(talk),
        "export_conversation": lambda s: s.export_conversation(talk, "md").decode(),
        "export_theme": lambda s: s.export_theme("T", [(excerpt, "")], "md").decode(),
        "export_key_figure": figure,
        "give_feedback": lambda s: s.give_feedback(talk, 0, True),
        "delete_conversation": lambda s: s.delete_conversation(talk),
    }


def _met(service: GuardedService, attempt: Try) -> str:
    """What came back, an error's words included."""
    try:
        return repr(attempt(service))
    except FinsamError as error:
        return str(error)


def _leaks(found: str) -> bool:
    return any(word in found for word in _SECRETS)


def _allowed(service: GuardedService, method: str) -> str:
    """The fault where the method can be called; "" where it is refused."""
    given = {"add_file": ("x.md", b""), "set_metadata": ("x",), "remove_file": ("x",)}
    given["backup"] = ("x",)
    with suppress(NotAllowed):
        getattr(service, method)(*given.get(method, ()))
        return "tilläts"
    return ""
