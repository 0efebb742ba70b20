"""`kill -9` in the middle of index runs, and what the next run or opening makes of it.

Holds the rounds; the checks stand in `house`, the killing in `nursery`.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import DEVNULL

from evals.trust import material
from evals.trust.house import furnished
from evals.trust.material import ROOT
from evals.trust.nursery import STAGES, Nursery
from evals.trust.tally import Tally

ANYWHERE = "när som helst"
_COMPARED_EVERY = 10
# the changes that bring a run to each stage, beside those left to chance
_WANTED = {"borttagning": "remove", "skrivning": "change", "inbäddning": "add", "läsning": "add"}


def kills(
    folder: Path, rounds: int, tally: Tally, tell: Callable[[str], None], seed: int = 11
) -> None:
    """`rounds` runs killed at every stage in turn, each followed by changes and a new run.

    After each kill an app opens the index and asks, or (every other time) only the next run
    comes. Now and then, and at the end, the index is compared with a clean build.
    """
    chance = random.Random(seed)
    house = furnished(folder, seed)
    asked = material.questions(40, 3)
    places = (*STAGES, ANYWHERE)
    done = 0
    compared = 0
    with Nursery() as nursery:
        usual = nursery.run(house).seconds
        while done < rounds:
            place = places[done % len(places)]
            for _ in range(chance.randrange(2, 5)):
                material.change(house.corpus, chance)
            if place in _WANTED:
                material.change(house.corpus, chance, _WANTED[place])
            if place == ANYWHERE:
                ended = nursery.run(house, delay=chance.uniform(0.05, 1.1 * usual))
            else:
                # most strike at once, some later
                delay = chance.choice((0.0, chance.uniform(0, 0.01), chance.uniform(0, 0.1)))
                ended = nursery.run(house, place, chance.choice((1, 1, 2, 3)), delay)
            if not ended.killed:
                if ended.said != "ok":
                    tally.count(f"kill -9 vid {place}", ended.said)
                    done += 1
                continue
            done += 1
            found = house.faults(chance.sample(asked, 2)) if chance.random() < 0.5 else []
            if done % _COMPARED_EVERY == 0 or done == rounds:
                house.index()
                found += house.faults(chance.sample(asked, 2))
                found += house.differences(house.clean_build(), asked[:8])
                compared += 1
                tell(f"kill -9: {done} av {rounds}, {len(tally.failures)} fel")
            tally.count(f"kill -9 vid {place}", "; ".join(found[:3]))
    tally.remark(f"kill -9: {compared} gånger jämfört med ett index byggt från början")


def real_kills(folder: Path, rounds: int, tally: Tally, tell: Callable[[str], None]) -> None:
    """`rounds` of `finsam index` itself, with the real model, killed at any time."""
    chance = random.Random(13)
    house = furnished(folder, 13, texts=4, real=True)
    asked = material.questions(4, 8)
    command = [sys.executable, "-c", _FINSAM, "--corpus", str(house.corpus)]
    command += ["--indexes", str(house.indexes), "index"]
    started = time.monotonic()
    subprocess.run(command, cwd=ROOT, stdout=DEVNULL, stderr=DEVNULL, check=True)
    usual = time.monotonic() - started
    for done in range(rounds):
        for kind in ("change", "remove", "add", "add"):
            material.change(house.corpus, chance, kind)
        with subprocess.Popen(command, cwd=ROOT, stdout=DEVNULL, stderr=DEVNULL) as run:
            time.sleep(usual * chance.uniform(0.1, 0.9))
            in_time = run.poll() is None
            run.kill()
        house.deserted()
        faults = house.faults(asked[:1]) if done % 2 else []
        if done == rounds - 1:
            house.index()
            faults += house.faults(asked)
            faults += house.differences(house.clean_build(), asked)
        if in_time:
            tally.count("kill -9 på finsam index med den riktiga modellen", "; ".join(faults[:3]))
        elif faults:
            tally.count("finsam index med den riktiga modellen", "; ".join(faults[:3]))
    tell(f"kill -9 med den riktiga modellen: {rounds}")


_FINSAM = "import sys; from assistant.cli import main; sys.exit(main())"
