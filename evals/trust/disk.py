"""A disk that is full and folders that may only be read.

The disk is a small file system in memory, mounted for this process alone, where that is
allowed; elsewhere files are kept from growing by a limit of the process.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from assistant.errors import FinsamError
from evals.trust import material
from evals.trust.house import House, copied, furnished
from evals.trust.material import ROOT
from evals.trust.tally import Tally

_TOLD = ("Disken är full", "Biblioteket ", "Vektorlagret ")
"""How the lines begin that say what is wrong; a process that may not write more has room left."""


def full_disk(folder: Path, rounds: int, tally: Tally, tell: Callable[[str], None]) -> None:
    """`rounds` runs that meet the end of the disk at different points, each followed by room.

    While it is full the run must say so in Swedish, what was there must go on answering, and
    when there is room again the next run must end as a clean build.
    """
    chance = random.Random(31)
    start = furnished(folder / "start", 31, texts=5)
    start.index()
    asked = material.questions(3, 4)
    larger = copied(start, folder / "larger")
    for _ in range(6):
        material.change(larger.corpus, chance, "add")
    need = _size(copied(larger, folder / "scratch"), run=True)
    have = _size(start)
    content = House(folder / "scratch").content(asked)
    mounted = can_mount()
    name = "full disk (eget filsystem)" if mounted else "full disk (filer får inte växa)"
    told = 0
    for done in range(rounds):
        house = copied(start, folder / "full")
        shutil.rmtree(house.corpus)
        shutil.copytree(larger.corpus, house.corpus)
        room = round(have + (need - have) * chance.uniform(0.0, 1.3))
        said = _run_in_little_room(house, room, mounted)
        clear = said.startswith(_TOLD[:1] if mounted else _TOLD)
        told += clear
        fault = "" if said == "ok" or clear else said
        fault = fault or next(iter(house.faults(asked[:1])), "")
        house.index()
        now = house.content(asked)
        fault = fault or "; ".join(
            f"{part} skiljer sig" for part in now if now[part] != content[part]
        )
        tally.count(name, fault)
        if done % 5 == 4:
            tell(f"full disk: {done + 1} av {rounds}")
    tally.note(name, f"{told} körningar mötte den fulla disken och sade det")


def read_only(folder: Path, tally: Tally) -> None:
    """The index in a folder that may only be read: asking works, indexing says why it does not.

    Both for a user without the right to write and, where mounting is allowed, for root on a
    file system that is mounted to be read.
    """
    for log in (False, True):
        house = furnished(folder / f"ro{log}", 37, texts=4)
        house.index()
        if log:
            _leave_a_log(house)
        after = ", med logg kvar" if log else ""
        tally.count(f"läsbar mapp, utan skrivrätt{after}", _in_child(house, "denied"))
        if can_mount():
            tally.count(f"läsbart filsystem, som root{after}", _in_child(house, "mounted"))
    if not can_mount():
        tally.remark("läsbart filsystem som root: kräver rätt att montera, prövades inte")


def can_mount() -> bool:
    """Whether this process may mount file systems of its own."""
    if not shutil.which("unshare") or os.geteuid() != 0:
        return False
    done = subprocess.run(
        ["unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False
    )
    return done.returncode == 0


def _run_in_little_room(house: House, room: int, mounted: bool) -> str:
    """Index with `room` bytes for the index folder; returns "ok" or what the run said."""
    command = [sys.executable, "-m", "evals.trust.disk", str(house.folder), "room", str(room)]
    if not mounted:
        return _said([*command, "limit"])
    # the folder's content moves into the small file system and, after the run, out of it again
    indexes, aside = house.indexes, house.folder / "aside"
    script = (
        f'mv "{indexes}" "{aside}" && mkdir "{indexes}" &&'
        f' mount -t tmpfs -o size={room} none "{indexes}" && cp -a "{aside}/." "{indexes}/" &&'
        f' "$@"; code=$?; rm -rf "{aside}"; cp -a "{indexes}" "{aside}"; exit $code'
    )
    said = _said(["unshare", "-m", "bash", "-c", script, "bash", *command, "mount"])
    shutil.rmtree(indexes)
    aside.rename(indexes)
    return said


def _in_child(house: House, how: str) -> str:
    """The fault of asking and indexing in a folder that may only be read."""
    command = [sys.executable, "-m", "evals.trust.disk", str(house.folder), "read", "0", how]
    indexes = house.indexes
    if how == "mounted":
        script = (
            f'mount --bind "{indexes}" "{indexes}" && mount -o remount,ro,bind "{indexes}" && "$@"'
        )
        command = ["unshare", "-m", "bash", "-c", script, "bash", *command]
    elif os.geteuid() == 0:
        # root without root's leave to pass over what the files say
        lost = "-dac_override,-dac_read_search"
        command = ["setpriv", f"--bounding-set={lost}", "--inh-caps=-all", *command]
    if how == "denied":
        for path in (indexes, *indexes.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        said = _said(command)
    finally:
        for path in (indexes, *indexes.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
    return "" if said == "ok" else said


def _said(command: list[str]) -> str:
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else done.stderr[-300:]


def _leave_a_log(house: House) -> None:
    with house.opened() as service:
        service.library.add_log("", "prov")
        copies = {path: path.read_bytes() for path in house.indexes.glob("library.sqlite*")}
    for path, data in copies.items():
        path.write_bytes(data)


def _size(house: House, run: bool = False) -> int:
    if run:
        house.index()
    return sum(path.stat().st_size for path in house.indexes.rglob("*") if path.is_file())


def _indexed(house: House) -> str:
    try:
        house.index()
    except FinsamError as error:
        # what was there before must go on answering
        faults = house.faults(material.questions(1, 4), repaired=False)
        return faults[0] if faults else error.message
    return "ok"


def _only_read(house: House) -> str:
    faults = house.faults(material.questions(2, 4))
    if faults:
        return faults[0]
    with house.opened() as service:
        if not service.library.read_only:
            return "mappen gick att skriva i: ingenting prövades"
    try:
        house.index()
    except FinsamError as error:
        return "ok" if "skriva" in error.message and error.remedy else str(error)
    return "index sade inte att mappen är skrivskyddad"


def main() -> None:
    """What the children run."""
    folder, what, size, how = sys.argv[1:5]
    house = House(Path(folder))
    if how == "limit":
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        largest = max(path.stat().st_size for path in house.indexes.rglob("*") if path.is_file())
        resource.setrlimit(resource.RLIMIT_FSIZE, (max(int(size) // 3, largest // 2),) * 2)
    try:
        print(_only_read(house) if what == "read" else _indexed(house))
    except Exception as error:
        traceback.print_exc()
        print(f"{type(error).__name__}: {error}".replace("\n", " "))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
