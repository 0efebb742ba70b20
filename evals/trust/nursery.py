"""Index runs in processes that can be killed: forked from one that has everything imported.

Run as `python -m evals.trust.nursery`; takes a job a line on standard input and answers with
the process's id, then with the stages it comes to, then with how it ended. Linux only.
Used through `Nursery`.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.trust.house import House, analyzer
from evals.trust.material import ROOT

STAGES = ("läsning", "inbäddning", "skrivning", "borttagning", "fyllning av Chroma", "publicering")


@dataclass(frozen=True, slots=True)
class Ended:
    """`stages` it came to, in order; `killed`, or else `said`: "ok" or the error's text."""

    stages: tuple[str, ...]
    killed: bool
    said: str
    seconds: float


class Nursery:
    """Starts index runs, and kills them where it is told to. Use as a context manager."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "evals.trust.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            text=True,
        )
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> Nursery:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)

    def run(self, house: House, stage: str = "", occurrence: int = 1, delay: float = 0.0) -> Ended:
        """One run, killed `delay` s after it came to `stage` for the `occurrence`th time.

        Without a stage the delay counts from the start; without a delay either, it runs to
        its end.
        """
        assert self._process.stdin is not None
        job = {"folder": str(house.folder), "url": house.url, "real": house.real}
        started = time.monotonic()
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        # not by its number, which another process may have by the time it is killed
        child = os.pidfd_open(int(self._next()))
        try:
            ended = self._watched(child, started, stage, occurrence, delay)
        finally:
            os.close(child)
        if ended.killed:
            house.deserted()
        return ended

    def _watched(
        self, child: int, started: float, stage: str, occurrence: int, delay: float
    ) -> Ended:
        stages: list[str] = []
        kill_at = started + delay if delay and not stage else None
        while True:
            line = self._next(None if kill_at is None else kill_at - time.monotonic())
            if line is None:
                with contextlib.suppress(ProcessLookupError):
                    signal.pidfd_send_signal(child, signal.SIGKILL)
                kill_at = None
            elif line.startswith("slut "):
                said = line.removeprefix("slut ").strip()
                return Ended(tuple(stages), said == "dödad", said, time.monotonic() - started)
            else:
                stages.append(line.strip())
                if stages[-1] == stage and stages.count(stage) == occurrence:
                    kill_at = time.monotonic() + delay

    def _next(self, timeout: float | None = None) -> Any:
        """The next line; None when there is none in time."""
        try:
            if timeout is not None:
                return self._lines.get(timeout=max(timeout, 0.0))
            line = self._lines.get(timeout=900)
        except queue.Empty:
            if timeout is not None:
                return None
            raise
        if not line:
            raise RuntimeError("the nursery has ended")
        return line

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put("")


def main() -> None:
    """Fork a run for each job; never returns before its input ends."""
    _import_everything()
    for line in sys.stdin:
        job = json.loads(line)
        # the child must not speak before its id is known
        ready, go = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(go)
            os.read(ready, 1)
            _index(House(Path(job["folder"]), job["url"], job["real"]))
        os.close(ready)
        _say(str(child))
        os.close(go)
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        note = Path(job["folder"]) / "slut"
        if code == 0:
            _say("slut ok")
        elif code == -signal.SIGKILL:
            _say("slut dödad")
        else:
            said = note.read_text("utf-8") if note.exists() else str(code)
            _say(f"slut {said}".replace("\n", " "))


def _index(house: House) -> None:
    note = house.folder / "slut"
    try:
        _mark_stages()
        with house.opened() as service:
            service.index()
    except BaseException as error:
        note.write_text(f"{type(error).__name__}: {error}", "utf-8")
        os._exit(1)
    os._exit(0)


def _import_everything() -> None:
    import chromadb  # noqa: F401
    import langchain_chroma  # noqa: F401

    import assistant.indexing
    import assistant.reading.isolation
    import assistant.vectors  # noqa: F401

    analyzer().analyse("Samordningsförbundets deltagare")


def _mark_stages() -> None:
    """Let the parts of a run say when they begin."""
    from assistant.keeping import Keeper
    from assistant.library import Library
    from assistant.reading.isolation import IsolatedReader
    from assistant.vectors import VectorStore

    reading, embedding, writing, removing, filling, publishing = STAGES
    for owner, name, stage in (
        (IsolatedReader, "read", reading),
        (Keeper, "_vectors", embedding),
        (Library, "replace", writing),
        (Library, "forget", removing),
        (Library, "rename", removing),
        (VectorStore, "add", filling),
        (VectorStore, "remove", filling),
        (VectorStore, "publish", publishing),
    ):
        setattr(owner, name, _marked(getattr(owner, name), stage))


def _marked(function: Callable[..., Any], stage: str) -> Callable[..., Any]:
    def marked(*arguments: Any, **named: Any) -> Any:
        _say(stage)
        return function(*arguments, **named)

    return marked


def _say(text: str) -> None:
    # one write, so that lines of several threads stay whole
    os.write(1, (text + "\n").encode())


if __name__ == "__main__":
    main()
