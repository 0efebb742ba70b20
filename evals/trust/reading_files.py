"""Hostile and mutated files read as files from outside are: in processes with limits.

Counts how each ended. A crash, a time-out or a line that says nothing is a fault of ours; a
clear Swedish refusal, or a document, is none.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import local

from assistant.errors import ReadingError
from assistant.reading import IsolatedReader
from evals.trust import material
from evals.trust.hostile import Hostile, hostile_files
from evals.trust.house import House
from evals.trust.mutations import Mutant, mutants
from evals.trust.tally import Tally

_SWEDISH = re.compile(r"\b(?:Filen|Filer|Sidan|Sidorna)\b")
_UNFORESEEN = re.compile(r"kunde inte läsas \((\w+)\)")
_WORKERS = 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """How reading ended: "läst", "avvisad", "för långsam", "krasch" or "oväntat fel"."""

    how: str
    line: str = ""
    text: str = ""
    seconds: float = 0.0


def one(reader: IsolatedReader, path: Path, name: str) -> Outcome:
    """Read one file as indexing does. Never raises."""
    started = time.monotonic()
    try:
        document = reader.read(path, name)
    except ReadingError as error:
        line, seconds = str(error), time.monotonic() - started
        if "kraschade" in line:
            return Outcome("krasch", line, seconds=seconds)
        if "längre tid" in line:
            return Outcome("för långsam", line, seconds=seconds)
        return Outcome("avvisad", line, seconds=seconds)
    except Exception as error:
        return Outcome("oväntat fel", f"{type(error).__name__}: {error}")
    said = "\n".join((*(unit.text for unit in document.units), *document.notices))
    return Outcome("läst", "", said, time.monotonic() - started)


def hostile(folder: Path, tally: Tally, tell: Callable[[str], None], *, heavy: bool) -> None:
    """The files made on purpose, one by one and then all in one corpus at once."""
    folder.mkdir(parents=True, exist_ok=True)
    pdf, word = _sound()
    house = House(folder / "house")
    house.corpus.mkdir(parents=True)
    (house.corpus / "vanlig.md").write_text("# Vanlig\n\nEn vanlig mening om tio deltagare.\n")
    files = hostile_files(pdf, word, heavy=heavy)
    with IsolatedReader() as reader:
        for number, item in enumerate(files):
            safe = item.name if len(item.name.encode()) < 250 else item.name[-200:]
            path = folder / "en" / str(number) / safe
            path.parent.mkdir(parents=True)
            path.write_bytes(item.data)
            ended = one(reader, path, safe)
            tally.count(item.kind, _fault(item, ended))
            if ended.seconds > 10:
                tally.note(item.kind, f"{ended.seconds:.0f} s")
            if not (heavy and len(item.data) > 5_000_000):
                (house.corpus / f"{number}").mkdir()
                path.rename(house.corpus / f"{number}" / safe)
        alive = reader.read(house.corpus / "vanlig.md", "vanlig.md").units
    tell(f"fientliga filer: {len(files)} lästa en och en")
    tally.count("läsaren lever efteråt", "" if alive else "läste ingenting")
    reports = {report.file: report for report in house.index()}
    refused = [report for report in reports.values() if report.outcome == "failed"]
    lines = [report for report in refused if not _SWEDISH.search(report.message)]
    told = len(refused)
    missing = [r for r in reports if not (house.corpus / r).exists()]
    faults = house.faults(["Hur många deltagare talar den vanliga meningen om?"])
    tally.count(
        "alla i en körning av index",
        "; ".join([*faults, *(f"{r.file}: {r.message}" for r in lines), *missing]),
    )
    tally.note(
        "alla i en körning av index",
        f"{len(reports)} filer: {len(reports) - told} lästa eller dubbletter, {told} avvisade",
    )


def fuzz(
    folder: Path, number: int, tally: Tally, tell: Callable[[str], None], timeout_s: float = 60.0
) -> None:
    """`number` mutated files through the readers. Those that end badly are left in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    own = [*material.own_files(), *_texts(folder)]
    # long reports take seconds each: one of them to each round of small files
    files = [file for long in _samples() or own[:1] for file in (*own, long)]
    held = local()
    readers: list[IsolatedReader] = []
    endings: Counter[str] = Counter()
    unforeseen: Counter[str] = Counter()

    def read(item: Mutant) -> tuple[Mutant, Outcome]:
        if not hasattr(held, "reader"):
            held.reader = IsolatedReader(timeout_s=timeout_s)
            readers.append(held.reader)
        path = folder / item.name
        path.write_bytes(item.data)
        ended = one(held.reader, path, item.name)
        if ended.how in ("läst", "avvisad"):
            path.unlink()
        return item, ended

    with ThreadPoolExecutor(_WORKERS) as pool:
        for done, (item, ended) in enumerate(pool.map(read, mutants(files, number)), start=1):
            suffix = Path(item.name).suffix.lstrip(".").upper()
            fault = "" if ended.how in ("läst", "avvisad") else f"{item.how} ({item.name})"
            if ended.how == "avvisad" and not _SWEDISH.search(ended.line):
                fault = f"otydlig rad: {ended.line}"
            found = _UNFORESEEN.search(ended.line)
            if found:
                unforeseen[found[1]] += 1
            endings[ended.how] += 1
            tally.count(f"muterad {suffix}", f"{ended.how}: {fault}" if fault else "")
            if done % 250 == 0:
                tell(f"muterade filer: {done} av {number} ({dict(endings)})")
    for reader in readers:
        reader.close()
    tally.remark(
        "muterade filer: " + ", ".join(f"{count} {how}" for how, count in endings.most_common())
    )
    if unforeseen:
        tally.remark(
            "avvisade genom ett fel som läsaren inte förutsett: "
            + ", ".join(f"{name} {count}" for name, count in unforeseen.most_common())
        )


def _fault(item: Hostile, ended: Outcome) -> str:
    if ended.how not in ("läst", "avvisad"):
        return f"{item.name}: {ended.how} {ended.line}"
    if ended.how == "avvisad" and not _SWEDISH.search(ended.line):
        return f"{item.name}: otydlig rad: {ended.line}"
    if item.said and (ended.how == "läst" or item.said not in ended.line):
        return f"{item.name}: väntade ”{item.said}”, fick {ended.how} {ended.line}"
    if item.absent and item.absent in ended.text:
        return f"{item.name}: texten innehåller {item.absent!r}"
    return ""


def _sound() -> tuple[bytes, bytes]:
    own = material.own_files()
    pdf = min((p for p in own if p.suffix == ".pdf"), key=lambda p: p.stat().st_size)
    word = min((p for p in own if p.suffix == ".docx"), key=lambda p: p.stat().st_size)
    return pdf.read_bytes(), word.read_bytes()


def _samples() -> list[Path]:
    """The sample files but for scans, which take OCR seconds each."""
    return [path for path in material.sample_files() if "skannad" not in path.name]


def _texts(folder: Path) -> list[Path]:
    """Small files of the text formats."""
    import random

    chance = random.Random(3)
    body = material.text(chance, 40)
    html = "<!doctype html><html><body>" + "".join(
        f"<h2>Rubrik {n}</h2><p>{line}</p><table><tr><th>År</th><td>{n}</td></tr></table>"
        for n, line in enumerate(body.splitlines())
    )
    srt = "".join(
        f"{n}\n00:00:{n % 60:02},000 --> 00:00:{n % 60:02},900\n{line}\n\n"
        for n, line in enumerate(body.splitlines(), start=1)
    )
    found = []
    for name, content in (("k.md", body), ("k.txt", body), ("k.html", html), ("k.srt", srt)):
        path = folder / name
        path.write_text(content, encoding="utf-8")
        found.append(path)
    return found
