"""`python -m evals.trust [--rounds N] [--files N] [--only NAME]… [--out FILE]` = `make trust`.

Prints a report per bullet with counts, and exits with 1 if anything went wrong. With fewer
rounds and files than the usual it takes minutes instead of an hour.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from evals.trust.tally import Tally

Tell = Callable[[str], None]
Section = Callable[[Path, argparse.Namespace, Tell], list[Tally]]

ROUNDS = 200
FILES = 5_000


def main(argv: Sequence[str] | None = None) -> int:
    """Run the sections that are asked for; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m evals.trust", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="körningar som dödas")
    parser.add_argument("--files", type=int, default=FILES, help="muterade filer")
    parser.add_argument("--only", action="append", choices=sorted(SECTIONS), help="bara denna del")
    parser.add_argument("--seed", type=int, default=11, help="vilka körningar som dödas var")
    parser.add_argument("--out", type=Path, help="skriv rapporten även hit")
    arguments = parser.parse_args(argv)
    started = time.monotonic()

    def tell(text: str) -> None:
        print(f"[{time.monotonic() - started:6.0f} s] {text}", file=sys.stderr, flush=True)

    tallies: list[Tally] = []
    for name, section in SECTIONS.items():
        if arguments.only and name not in arguments.only:
            continue
        tell(name)
        with tempfile.TemporaryDirectory(prefix="trust-") as folder:
            tallies += section(Path(folder), arguments, tell)
    seconds = time.monotonic() - started
    text = "\n".join(line for tally in tallies for line in tally.lines())
    text += f"\n{seconds / 60:.0f} minuter.\n"
    print(text)
    if arguments.out:
        arguments.out.write_text(text, encoding="utf-8")
    return int(not all(tally.faultless for tally in tallies))


def _kills(folder: Path, arguments: argparse.Namespace, tell: Tell) -> list[Tally]:
    from evals.trust.kills import kills, real_kills

    tally = Tally("Fel: dödade körningar", "tillfogade", "återhämtade")
    kills(folder / "quick", arguments.rounds, tally, tell, arguments.seed)
    real_kills(folder / "real", max(2, arguments.rounds // 25), tally, tell)
    return [tally]


def _damage(folder: Path, arguments: argparse.Namespace, tell: Tell) -> list[Tally]:
    from evals.trust.damage import chroma_gone, damage

    tally = Tally("Fel: skadade filer", "tillfogade", "återhämtade")
    chroma_gone(folder, tally)
    damage(folder, max(8, arguments.rounds // 2), tally, tell)
    return [tally]


def _disk(folder: Path, arguments: argparse.Namespace, tell: Tell) -> list[Tally]:
    from evals.trust.disk import full_disk, read_only

    tally = Tally("Fel: full disk och läsbara mappar", "tillfogade", "återhämtade")
    read_only(folder, tally)
    full_disk(folder, max(3, arguments.rounds // 10), tally, tell)
    return [tally]


def _racing(folder: Path, arguments: argparse.Namespace, tell: Tell) -> list[Tally]:
    from evals.trust.racing import clock, reading_while_writing, two_writers

    tally = Tally("Fel: flera på en gång, och klockan", "tillfogade", "återhämtade")
    two_writers(folder / "two", max(2, arguments.rounds // 20), tally)
    reading_while_writing(folder / "reading", max(2, arguments.rounds // 20), tally)
    clock(folder / "clock", tally)
    return [tally]


def _server(folder: Path, arguments: argparse.Namespace, tell: Tell) -> list[Tally]:
    from evals.trust.servers import dying_server, three_apps

    tally = Tally("Chroma-server, och flera appar över den", "tillfogade", "återhämtade")
    dying_server(folder / "dying", max(2, arguments.rounds // 20), tally, tell)
    three_apps(folder / "three", tally, seconds=20.0)
    return [tally]


def _hostile(folder: Path, arguments: argparse.Namespace, tell: Tell) -> list[Tally]:
    from evals.trust.reading_files import hostile

    tally = Tally("Fientliga filer: gjorda för att skada", "prövade", "väl")
    hostile(folder, tally, tell, heavy=arguments.files >= FILES)
    return [tally]


def _fuzz(folder: Path, arguments: argparse.Namespace, tell: Tell) -> list[Tally]:
    from evals.trust.reading_files import fuzz

    tally = Tally("Fientliga filer: muterade", "prövade", "lästa eller tydligt avvisade")
    fuzz(folder, arguments.files, tally, tell)
    return [tally]


def _ways(folder: Path, arguments: argparse.Namespace, tell: Tell) -> list[Tally]:
    from evals.trust.ways import ways

    tally = Tally("Vägar in till ett internt dokument", "prövade", "nekade")
    ways(folder, tally)
    return [tally]


def _backup(folder: Path, arguments: argparse.Namespace, tell: Tell) -> list[Tally]:
    from evals.trust.copies import backups, upgrades

    tally = Tally("Säkerhetskopior och uppgraderingar", "prövade", "väl")
    backups(folder / "backups", max(3, arguments.rounds // 20), tally)
    upgrades(folder / "upgrades", tally)
    return [tally]


def _supply(folder: Path, arguments: argparse.Namespace, tell: Tell) -> list[Tally]:
    from evals.trust.supply import audit, locked, offline

    tally = Tally("Leveranskedja", "prövade", "väl")
    offline(folder, tally)
    locked(tally)
    audit(tally)
    return [tally]


SECTIONS: Mapping[str, Section] = {
    "kills": _kills,
    "damage": _damage,
    "disk": _disk,
    "racing": _racing,
    "server": _server,
    "hostile": _hostile,
    "fuzz": _fuzz,
    "ways": _ways,
    "backup": _backup,
    "supply": _supply,
}

if __name__ == "__main__":
    sys.exit(main())
