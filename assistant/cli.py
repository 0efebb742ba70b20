"""The command line: `finsam [--corpus DIR] [--indexes DIR] [--config FILE] COMMAND`.

Answers go to standard output, talk to standard error. Holds arguments and printing only;
everything else is behind `assistant.service`. Nothing heavy is imported before it is needed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import __version__
from assistant.errors import FinsamError

if TYPE_CHECKING:
    from assistant.guarded_service import GuardedService
    from assistant.local_service import LocalService
    from assistant.schema import Answer, Citation, Filters
    from assistant.settings import Settings

Command = Callable[[argparse.Namespace, "Settings"], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit code (0 well, 1 something failed, 2 wrong usage)."""
    arguments = _parser().parse_args(argv)
    from assistant.settings import load_settings

    try:
        settings = load_settings(arguments.config, arguments.corpus, arguments.indexes)
        command: Command = arguments.run
        return command(arguments, settings)
    except FinsamError as error:
        print(error.message, file=sys.stderr)
        if error.remedy:
            print(error.remedy, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Avbrutet.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="finsam",
        description="Svarar på frågor ur samordningsförbundets dokument, med källor.",
    )
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("--corpus", type=Path, metavar="DIR", help="mappen med dokument")
    parser.add_argument("--indexes", type=Path, metavar="DIR", help="mappen för index")
    parser.add_argument("--config", type=Path, metavar="FILE", help="inställningar (finsam.toml)")
    parser.add_argument(
        "--as",
        dest="person",
        default="",
        metavar="PERSON",
        help="med den personens behörighet enligt inställningarna (e-postadress)",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    index = commands.add_parser("index", help="läs in nya och ändrade dokument")
    index.add_argument("paths", nargs="*", metavar="PATH", help="bara dessa filer")
    index.add_argument("--rebuild", action="store_true", help="läs in allt från början")
    index.set_defaults(run=_index)

    ask = commands.add_parser("ask", help="ställ en fråga")
    ask.add_argument("question")
    ask.add_argument("--conversation", default="", metavar="ID", help="fortsätt ett samtal")
    _add_filters(ask)
    ask.add_argument("--json", action="store_true", help="svaret som JSON")
    ask.set_defaults(run=_ask)

    chat = commands.add_parser("chat", help="samtala i terminalen")
    _add_filters(chat)
    chat.set_defaults(run=_chat)

    search = commands.add_parser("search", help="sök avsnitt")
    search.add_argument("query")
    search.add_argument("-k", type=int, default=10, help="hur många (10)")
    _add_filters(search)
    search.add_argument("--json", action="store_true", help="träffarna som JSON")
    search.set_defaults(run=_search)

    evaluate = commands.add_parser("eval", help="mät svaren mot facit")
    evaluate.add_argument("--questions", type=Path, action="append", default=[], metavar="FILE")
    evaluate.add_argument("--answers", type=Path, metavar="OUT.jsonl", help="skriv svaren hit")
    evaluate.add_argument("--rejudge", type=Path, metavar="FILE", help="bedöm sparade svar")
    evaluate.add_argument("--held", choices=("without", "only", "all"), default="without")
    evaluate.add_argument("--show", choices=("failures", "all"), default="")
    evaluate.add_argument("--compare", action="store_true", help="jämför med förra mätningen")
    evaluate.set_defaults(run=_eval)

    serve = commands.add_parser("serve", help="öppna appen på 127.0.0.1")
    serve.add_argument("--port", type=int, default=0)
    serve.set_defaults(run=_serve)

    commands.add_parser("status", help="vad som är inläst och om allt står rätt till").set_defaults(
        run=_status
    )
    commands.add_parser("mcp", help="MCP-server på standard in och ut").set_defaults(run=_mcp)

    log = commands.add_parser("log", help="vad som har frågats och gjorts")
    log.add_argument("--limit", type=int, default=50, help="hur många rader (50)")
    log.add_argument("--csv", type=Path, metavar="FILE", help="hela loggen till en CSV-fil")
    log.set_defaults(run=_log)
    commands.add_parser("purge", help="gallra gamla samtal och loggrader nu").set_defaults(
        run=_purge
    )
    forget = commands.add_parser("forget", help="ta bort en persons samtal")
    forget.add_argument("who", metavar="PERSON", help='e-postadress; "" är den utan inloggning')
    forget.add_argument(
        "--log", action="store_true", help="ta också bort namn och frågor ur personens loggrader"
    )
    forget.set_defaults(run=_forget)

    backup = commands.add_parser("backup", help="spara en kopia av biblioteket")
    backup.add_argument("file", type=Path)
    backup.set_defaults(run=_backup)
    restore = commands.add_parser("restore", help="återställ en sparad kopia")
    restore.add_argument("file", type=Path)
    restore.set_defaults(run=_restore)
    return parser


def _add_filters(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--kind", action="append", default=[], help="bara denna sorts dokument")
    parser.add_argument("--year", action="append", default=[], type=int, help="bara detta år")


def _filters(arguments: argparse.Namespace) -> Filters:
    from assistant.schema import Filters

    return Filters(kinds=tuple(arguments.kind), years=tuple(arguments.year))


def _service(settings: Settings) -> LocalService:
    from assistant.wiring import open_service

    return open_service(settings)


def _guarded(arguments: argparse.Namespace, settings: Settings) -> GuardedService:
    """The service as the person named by --as may use it, else the machine's own user."""
    from assistant.access import LOCAL, visitor_of
    from assistant.wiring import guard

    who = visitor_of(settings.access, arguments.person) if arguments.person else LOCAL
    return guard(_service(settings), who)


def _index(arguments: argparse.Namespace, settings: Settings) -> int:
    from assistant.terminal import ProgressBar, report_lines

    service = _guarded(arguments, settings)
    with ProgressBar() as bar:
        reports = service.index(
            [str(path) for path in arguments.paths],
            on_progress=bar.show,
            rebuild=arguments.rebuild,
        )
    for line in report_lines(reports):
        print(line)
    return int(any(report.outcome == "failed" for report in reports))


def _ask(arguments: argparse.Namespace, settings: Settings) -> int:
    answer = _guarded(arguments, settings).ask(
        arguments.question, conversation=arguments.conversation, filters=_filters(arguments)
    )
    if arguments.json:
        from assistant.records_json import to_plain

        plain = to_plain(answer)
        for inner in ("passages", "audience"):
            plain.pop(inner)
        print(json.dumps(plain, ensure_ascii=False, indent=2))
    else:
        _print_answer(answer)
    return 0


def _print_answer(answer: Answer) -> None:
    from assistant.terminal import answer_lines

    for line in answer_lines(answer):
        print(line)


def _chat(arguments: argparse.Namespace, settings: Settings) -> int:
    service = _guarded(arguments, settings)
    filters = _filters(arguments)
    conversation = ""
    print("Ställ en fråga. Tom rad avslutar.", file=sys.stderr)
    while True:
        try:
            question = input("> ").strip()
        except EOFError:
            return 0
        if not question:
            return 0
        answer = service.ask(question, conversation=conversation, filters=filters)
        conversation = answer.conversation
        _print_answer(answer)


def _search(arguments: argparse.Namespace, settings: Settings) -> int:
    found = _guarded(arguments, settings).search(
        arguments.query, arguments.k, filters=_filters(arguments)
    )
    if arguments.json:
        rows = [_search_row(one) for one in found]
        print(json.dumps({"results": rows}, ensure_ascii=False, indent=2))
    else:
        for one in found:
            print(f"{one.label}. {one.title}, {one.place or one.section}\n   {one.quote}\n")
        if not found:
            print("Inga träffar.")
    return 0


def _search_row(one: Citation) -> dict[str, object]:
    return {
        "rank": one.label,
        "file": one.file,
        "page": one.page,
        "section": one.section,
        "source": one.source,
        "text": one.quote,
        "score": round(1 / one.label, 4),
    }


def _eval(arguments: argparse.Namespace, settings: Settings) -> int:
    from evals.command import EvalOptions, run

    options = EvalOptions(
        corpus=settings.corpus,
        questions=tuple(arguments.questions),
        answers=arguments.answers,
        rejudge=arguments.rejudge,
        held=arguments.held,
        show=arguments.show,
        compare=arguments.compare,
    )
    _manager(arguments, settings)
    return run(options, _service(settings))


def _serve(arguments: argparse.Namespace, settings: Settings) -> int:
    _manager(arguments, settings)
    from ui.serve import run

    return run(settings, arguments.port or settings.access.port)


def _status(arguments: argparse.Namespace, settings: Settings) -> int:
    lines = _guarded(arguments, settings).status()
    marks = {"ok": " ", "warning": "!", "error": "✗"}
    for line in lines:
        print(f"{marks[line.state]} {line.name}: {line.value}")
        if line.remedy:
            print(f"    {line.remedy}")
    return int(any(line.state == "error" for line in lines))


def _mcp(arguments: argparse.Namespace, settings: Settings) -> int:
    from assistant.mcp import serve

    serve(_guarded(arguments, settings))
    return 0


def _log(arguments: argparse.Namespace, settings: Settings) -> int:
    service = _guarded(arguments, settings)
    if arguments.csv:
        content = service.export_log()
        try:
            arguments.csv.write_bytes(content)
        except OSError as error:
            print(f"{arguments.csv} går inte att skriva ({error.strerror}).", file=sys.stderr)
            return 1
        print(f"Loggen är sparad i {arguments.csv}.", file=sys.stderr)
        return 0
    for entry in service.log(arguments.limit):
        print(f"{entry.when}  {entry.who or '–'}  {entry.what}  {entry.detail}".rstrip())
    return 0


def _purge(arguments: argparse.Namespace, settings: Settings) -> int:
    from assistant.retention import purge

    _manager(arguments, settings)
    days = settings.retention.days
    if not days:
        print("Inget gallras: retention.days är 0 i inställningarna.", file=sys.stderr)
        return 0
    gone = purge(_service(settings).library, days)
    print(f"{gone} samtal och loggrader äldre än {days} dagar är borttagna.")
    return 0


def _forget(arguments: argparse.Namespace, settings: Settings) -> int:
    from assistant.access import identity

    _manager(arguments, settings)
    who = identity(arguments.who)
    library = _service(settings).library
    gone = library.delete_conversations_of(who)
    rows = library.anonymise_log(who) if arguments.log else 0
    # not whose: that is what was to be forgotten
    library.add_log("", "samtal borttagna", f"{gone} samtal och {rows} loggrader om en person")
    print(f"{gone} samtal är borttagna, {rows} loggrader är tömda.")
    return 0


def _manager(arguments: argparse.Namespace, settings: Settings) -> None:
    """Raises `NotAllowed` unless the person named by --as may take care of the log."""
    from assistant.access import visitor_of

    if arguments.person:
        visitor_of(settings.access, arguments.person).require("log")


def _backup(arguments: argparse.Namespace, settings: Settings) -> int:
    _guarded(arguments, settings).backup(str(arguments.file))
    print(f"Kopian är sparad i {arguments.file}.", file=sys.stderr)
    return 0


def _restore(arguments: argparse.Namespace, settings: Settings) -> int:
    from assistant.wiring import open_library

    _manager(arguments, settings)
    open_library(settings, create=True).restore(arguments.file)
    print(
        "Biblioteket är återställt. Kör finsam status för att se att allt stämmer.", file=sys.stderr
    )
    return 0
