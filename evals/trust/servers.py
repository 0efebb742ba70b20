"""Chroma as a server: it dies and comes back, and three apps share it.

The server listens on 127.0.0.1 only; Chroma's own has no login.
"""

from __future__ import annotations

import json
import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from assistant.errors import FinsamError, IndexBusy, VectorStoreError
from evals.trust import material
from evals.trust.house import House, furnished
from evals.trust.material import ROOT
from evals.trust.nursery import STAGES, Nursery
from evals.trust.tally import Tally

_APPS = 3


class Server:
    """`chroma run` on a free port. Use as a context manager."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        program = Path(sys.executable).with_name("chroma")
        self._process = subprocess.Popen(
            [str(program), "run", "--path", str(self.folder), "--host", "127.0.0.1",
             "--port", str(self.port)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + 90
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise RuntimeError("chroma run did not start")

    def kill(self) -> None:
        """`kill -9`."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None


def dying_server(folder: Path, rounds: int, tally: Tally, tell: Callable[[str], None]) -> None:
    """The server is killed while it is filled, or while it is asked, and comes back.

    While it is gone, asking says so; what `index` had read stays; when it is back, the next
    question or run makes it whole.
    """
    chance = random.Random(53)
    with Server(folder / "server") as server, Nursery() as nursery:
        house = furnished(folder / "house", 53, texts=5, url=server.url)
        house.index()
        asked = material.questions(4, 7)
        for done in range(rounds):
            for kind in ("change", "add", "remove"):
                material.change(house.corpus, chance, kind)
            filling = done % 2 == 0
            faults: list[str] = []
            if filling:
                # the run dies with its server, or alone, in the middle of filling
                ended = nursery.run(
                    house, STAGES[4], chance.choice((1, 2)), chance.uniform(0, 0.03)
                )
                server.kill()
                if not ended.killed and ended.said != "ok":
                    faults.append(ended.said)
            else:
                server.kill()
            faults += _while_gone(house, asked[0])
            server.start()
            if done % 4 < 2:
                house.index()
            faults += house.faults(asked[:2], repaired=done % 4 < 2)
            house.index()
            faults += house.faults(asked[:1])
            if done in (rounds - 1, rounds - 2):
                faults += house.differences(house.clean_build(), asked)
            place = "medan den fylls" if filling else "medan index körs utan den"
            tally.count(f"servern dör {place} och kommer tillbaka", "; ".join(faults[:3]))
        tell(f"servern dog {rounds} gånger")


def three_apps(folder: Path, tally: Tally, seconds: float = 10.0) -> None:
    """Three app processes ask over one server while a fourth indexes."""
    chance = random.Random(59)
    with Server(folder / "server") as server:
        house = furnished(folder / "house", 59, texts=6, url=server.url)
        house.index()
        apps = [
            subprocess.Popen(
                [sys.executable, "-m", "evals.trust.servers", str(house.folder), server.url,
                 str(seconds), str(number)],
                cwd=ROOT, stdout=subprocess.PIPE, text=True,
            )
            for number in range(_APPS)
        ]  # fmt: skip
        runs = 0
        while any(app.poll() is None for app in apps):
            material.change(house.corpus, chance)
            # an app that mends the vectors just now has the lock, and the run is told so
            with suppress(IndexBusy):
                house.index()
                runs += 1
        asked = 0
        for app in apps:
            said = json.loads(app.communicate()[0].strip().splitlines()[-1])
            asked += said["asked"]
            tally.count("tre appar över en server", "; ".join(said["faults"][:2]))
        tally.note("tre appar över en server", f"{asked} frågor, {runs} körningar av index")
        faults = house.faults(material.questions(3, 1))
        faults += house.differences(house.clean_build(), material.questions(4, 2))
        tally.count("servern efteråt", "; ".join(faults))


def _while_gone(house: House, question: str) -> list[str]:
    """Without a server neither asking nor indexing may fall silent, crash or lose anything."""
    found = []
    with house.opened() as service:
        try:
            service.ask(question)
            found.append("svarade utan server")
        except VectorStoreError as error:
            if "Chroma" not in str(error):
                found.append(f"otydligt: {error}")
    with house.opened() as service:
        try:
            service.index()
            found.append("index märkte inte att servern var borta")
        except VectorStoreError as error:
            if not error.remedy:
                found.append(f"utan råd: {error}")
    return found


def main() -> None:
    """One of the apps: asks for some seconds, checks what it got, says how it went."""
    folder, url, seconds, number = sys.argv[1:5]
    house = House(Path(folder), url)
    chance = random.Random(int(number))
    until = time.monotonic() + float(seconds)
    asked = 0
    faults: list[str] = []
    while asked == 0 or time.monotonic() < until:
        try:
            faults += house.faults([material.question(chance)], repaired=False)
        except FinsamError as error:
            faults.append(f"{type(error).__name__}: {error}")
        asked += 1
    print(json.dumps({"asked": asked, "faults": faults}))


if __name__ == "__main__":
    main()
