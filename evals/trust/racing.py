"""Two writers, a reader beside a writer, and clocks that go wrong."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from types import ModuleType

import assistant.corpus
from assistant.errors import FinsamError, IndexBusy
from evals.trust import material
from evals.trust.house import House, furnished
from evals.trust.material import ROOT
from evals.trust.tally import Tally


def two_writers(folder: Path, rounds: int, tally: Tally) -> None:
    """Two `index` at once: one does it, the other says that it is being done."""
    chance = random.Random(41)
    house = furnished(folder, 41, texts=5)
    asked = material.questions(2, 1)
    for done in range(rounds):
        for _ in range(3):
            material.change(house.corpus, chance)
        # nobody knows which of them is first, but one of them must be
        runs = [_start(house) for _ in range(2)]
        said = [run.communicate(timeout=300)[0].strip() for run in runs]
        clear = all(text == "ok" or text.startswith(IndexBusy.__name__) for text in said)
        faults = [] if clear and "ok" in said else [f"svarade {said}"]
        house.index()
        faults += house.faults(asked)
        if done == rounds - 1:
            faults += house.differences(house.clean_build(), asked)
        tally.count("två index samtidigt", "; ".join(faults))


def reading_while_writing(folder: Path, rounds: int, tally: Tally) -> None:
    """An app that asks all the time while another process indexes."""
    chance = random.Random(43)
    house = furnished(folder, 43, texts=6)
    house.index()
    asked = material.questions(30, 6)
    answered = 0
    for done in range(rounds):
        for kind in ("change", "remove", "add", "document"):
            material.change(house.corpus, chance, kind)
        faults: list[str] = []
        run = _start(house)
        while run.poll() is None:
            faults += house.faults(chance.sample(asked, 1), repaired=False)
            answered += 1
        said = run.communicate()[0].strip()
        if said != "ok":
            faults.append(said)
        faults += house.faults(asked[:2])
        if done == rounds - 1:
            faults += house.differences(house.clean_build(), asked[:4])
        tally.count("app som läser medan index skriver", "; ".join(faults[:3]))
    held = _one_app_throughout(house, chance, asked)
    tally.count("en och samma app genom en hel körning", held)
    tally.note("app som läser medan index skriver", f"{answered} frågor under körningarna")


def clock(folder: Path, tally: Tally, shifts: Sequence[int] = (-365, -1, 3650)) -> None:
    """The clock set back or ahead by so many days between runs, and files from the future."""
    for shift in shifts:
        name = f"{abs(shift)} dygn {'bakåt' if shift < 0 else 'framåt'}"
        chance = random.Random(47)
        house = furnished(folder / name, 47, texts=4)
        house.index()
        asked = material.questions(3, 3)
        with house.opened() as service:
            before = service.ask(asked[0]).conversation
        with _clock_set(shift):
            material.change(house.corpus, chance, "change")
            _change_keeping_the_stamp(house.corpus, chance)
            house.index()
            faults = house.faults(asked)
            faults += house.differences(house.clean_build(), asked)
            with house.opened() as service:
                kept = {item.id for item in service.library.conversations()}
        if shift < 0 and before not in kept:
            faults.append("ett samtal är borta")
        tally.count(f"klockan {name}", "; ".join(faults))
    house = furnished(folder / "framtid", 49, texts=4)
    ahead = time.time() + 10 * 365 * 86_400
    for path in house.corpus.iterdir():
        os.utime(path, (ahead, ahead))
    house.index()
    one = next(path for path in sorted(house.corpus.iterdir()) if path.suffix == ".md")
    one.write_text(material.text(random.Random(1)), encoding="utf-8")
    os.utime(one, (ahead, ahead))
    house.index()
    asked = material.questions(3, 3)
    tally.count("filer från framtiden", "; ".join(house.differences(house.clean_build(), asked)))


def _one_app_throughout(house: House, chance: random.Random, asked: list[str]) -> str:
    """One service, open from before a run to after it, sees what the run did."""
    with house.opened() as service:
        service.ask(asked[0])
        (house.corpus / "sist.md").write_text(
            "# Sist\n\nInsatsen Zenit hade 731 deltagare under 2031.\n", encoding="utf-8"
        )
        failed: list[str] = []
        done = threading.Event()

        def keep_asking() -> None:
            while not done.is_set():
                try:
                    service.ask(chance.choice(asked))
                except FinsamError as error:
                    failed.append(str(error))

        threads = [threading.Thread(target=keep_asking) for _ in range(2)]
        for thread in threads:
            thread.start()
        run = _start(house)
        said = run.communicate()[0].strip()
        done.set()
        for thread in threads:
            thread.join()
        if said != "ok" or failed:
            return f"{said}; {failed[:1]}"
        answer = service.ask("Hur många deltagare hade insatsen Zenit 2031?")
        found = any("731" in one.quote for one in answer.passages)
        return "" if found else "det nya hittas inte av en app som var öppen"


def _start(house: House) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "evals.trust.racing", str(house.folder), house.url],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def _change_keeping_the_stamp(corpus: Path, chance: random.Random) -> None:
    """Other content of the same size, with the old time put back on it."""
    path = sorted(path for path in corpus.iterdir() if path.suffix == ".md")[0]
    stamp = path.stat()
    data = path.read_bytes()
    at = data.rindex(b" personer")
    path.write_bytes(data[: at - 1] + bytes([48 + (data[at - 1] - 47) % 10]) + data[at:])
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))


@contextmanager
def _clock_set(days: int) -> Iterator[None]:
    """Let the parts that look at the clock see another day."""
    shift = timedelta(days=days)

    class Shifted(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Shifted:
            moved = datetime.now(tz or UTC) + shift
            return cls.fromtimestamp(moved.timestamp(), tz)

    def shifted_time() -> float:
        return time.time() + shift.total_seconds()

    changed: list[tuple[ModuleType, str, object]] = []
    for module in list(sys.modules.values()):
        if not getattr(module, "__name__", "").startswith("assistant."):
            continue
        if getattr(module, "datetime", None) is datetime:
            changed.append((module, "datetime", datetime))
            module.datetime = Shifted  # type: ignore[attr-defined]
    clock_module = ModuleType("time")
    clock_module.__dict__.update(time.__dict__)
    clock_module.time = shifted_time  # type: ignore[attr-defined]
    changed.append((assistant.corpus, "time", time))
    setattr(assistant.corpus, "time", clock_module)  # noqa: B010
    try:
        yield
    finally:
        for module, name, value in changed:
            setattr(module, name, value)


def main(run: Callable[[House], object] = House.index) -> None:
    """A run of index, for the other process."""
    try:
        run(House(Path(sys.argv[1]), sys.argv[2]))
    except FinsamError as error:
        print(f"{type(error).__name__}: {error}")
    else:
        print("ok")


if __name__ == "__main__":
    main()
