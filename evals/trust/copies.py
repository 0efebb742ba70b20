"""Backups taken while others write, restored and compared; libraries of earlier versions."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from pathlib import Path

from assistant.errors import IndexingError
from assistant.library import migrations
from evals.trust import material
from evals.trust.house import House, furnished
from evals.trust.material import ROOT
from evals.trust.tally import Tally

_FINSAM = "import sys; from assistant.cli import main; sys.exit(main())"


def backups(folder: Path, rounds: int, tally: Tally) -> None:
    """`rounds` copies taken while `index` runs, each restored elsewhere and looked through."""
    chance = random.Random(61)
    house = furnished(folder / "house", 61, texts=6)
    house.index()
    asked = material.questions(4, 5)
    copy = folder / "kopia.finsam"
    for _ in range(rounds):
        for kind in ("change", "add", "remove", "document"):
            material.change(house.corpus, chance, kind)
        run = subprocess.Popen(
            [sys.executable, "-m", "evals.trust.racing", str(house.folder), ""],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        taken = 0
        faults: list[str] = []
        while run.poll() is None:
            with house.opened() as service:
                service.backup(str(copy))
            taken += 1
        if run.communicate()[0].strip() != "ok":
            faults.append("index avbröts av kopian")
        faults += _restored(copy, House(folder / "other"), asked)
        tally.count("kopia medan index skriver, återställd", "; ".join(faults[:3]))
    tally.count("kopian är lik originalet", _same(house, copy, folder / "same", asked))
    tally.count("skadad kopia avvisas", _refused(house, copy))


def upgrades(folder: Path, tally: Tally) -> None:
    """A library of every earlier version opens, is brought up to date and takes documents."""
    asked = material.questions(2, 5)
    for version in range(1, migrations.VERSION + 1):
        house = furnished(folder / str(version), 67, texts=2)
        house.indexes.mkdir(parents=True)
        connection = sqlite3.connect(house.settings.library_file)
        for step in migrations.STEPS[:version]:
            connection.executescript(step)
        connection.execute(f"PRAGMA application_id = {migrations.APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute(
            "INSERT INTO conversations (id, owner, started, changed, title)"
            " VALUES ('x', 'anna', '2999-01-01', '2999-01-01', 'Gammalt samtal')"
        )
        connection.commit()
        connection.close()
        house.index()
        faults = house.faults(asked)
        faults += house.differences(house.clean_build(), asked)
        with house.opened() as service:
            if service.conversation("x", "anna").title != "Gammalt samtal":
                faults.append("samtalet är borta")
        now = sqlite3.connect(house.settings.library_file)
        if migrations.version_of(now) != migrations.VERSION:
            faults.append("schemat är det gamla")
        now.close()
        tally.count(f"schema {version} till {migrations.VERSION}", "; ".join(faults))


def _restored(copy: Path, house: House, asked: list[str]) -> list[str]:
    """Restore with the command, and look through what came of it."""
    done = subprocess.run(
        [sys.executable, "-c", _FINSAM, "--corpus", str(house.corpus), "--indexes",
         str(house.indexes), "restore", str(copy)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        return [f"restore: {done.stderr.strip()}"]
    return house.faults(asked[:2])


def _same(house: House, copy: Path, other: Path, asked: list[str]) -> str:
    with house.opened() as service:
        service.ask(asked[0])
        service.backup(str(copy))
        talks = [item.title for item in service.conversations()]
    restored = House(other)
    found = _restored(copy, restored, asked) or house.differences(restored, asked)
    with restored.opened() as service:
        if [item.title for item in service.conversations()][-len(talks) :] != talks:
            found.append("samtalen skiljer sig")
    return "; ".join(found)


def _refused(house: House, copy: Path) -> str:
    """A copy cut short is not taken, and what is there stays."""
    short = copy.with_name("kapad.finsam")
    short.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])
    before = house.content([])
    with house.opened() as service:
        try:
            service.library.restore(short)
        except IndexingError:
            pass
        else:
            return "den kapade kopian togs emot"
    return "" if house.content([]) == before else "innehållet ändrades"
