"""Files of the index cut short, emptied, overwritten or gone, as after a power cut."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

from assistant.errors import FinsamError
from evals.trust import material
from evals.trust.house import House, copied, furnished
from evals.trust.tally import Tally

_REWRITTEN = "omskriven mitt i"
_KINDS = ("avkapad", "tömd", "nollad sist", _REWRITTEN, "borttagen")


def damage(folder: Path, rounds: int, tally: Tally, tell: Callable[[str], None]) -> None:
    """`rounds` files damaged, every file of the index in turn.

    After each, either an app opens the index (it repairs what it can, or says what to do) and
    then a run follows, or only the run; the content must then be that of before. The vectors
    must come back without embedding anything, as long as the library is whole.
    """
    chance = random.Random(23)
    whole = furnished(folder / "whole", 23, texts=6)
    whole.index()
    material.change(whole.corpus, chance, "change")
    material.change(whole.corpus, chance, "remove")
    _index_and_leave_the_log(whole)
    asked = material.questions(6, 9)
    content = copied(whole, folder / "copy").content(asked)
    for done in range(rounds):
        house = copied(whole, folder / "damaged")
        files = sorted(path for path in house.indexes.rglob("*") if path.is_file())
        path = files[done % len(files)]
        kind = _KINDS[(done // len(files) + done) % len(_KINDS)]
        if kind == _REWRITTEN and path.name.startswith("library.sqlite"):
            # SQLite keeps no sums of its pages: a letter changed in place cannot be seen
            kind = "nollad sist"
        _damage(path, kind, chance)
        name = f"{_named(path, house)} {kind}"
        try:
            fault = _repaired(house, content, asked, open_first=chance.random() < 0.5)
        except Exception as error:
            fault = f"{type(error).__name__}: {error}"
        tally.count(_named(path, house), f"{name}: {fault}" if fault else "")
        if done % 20 == 19:
            tell(f"skadade filer: {done + 1} av {rounds}")


def chroma_gone(folder: Path, tally: Tally) -> None:
    """Chroma's whole folder gone: filled again at opening, from the library alone."""
    house = furnished(folder / "gone", 5, texts=4)
    house.index()
    asked = material.questions(4, 2)
    content = house.content(asked)
    shutil.rmtree(house.settings.vectors_folder)
    with house.opened() as service:
        embedded = _count_embedding(service)
        answered = service.ask(asked[0]).status
        stored = service.vectors.ids()
    fault = ""
    if embedded or stored != content["chroma"] or not answered:
        fault = f"{len(embedded)} stycken bäddades in på nytt, {len(stored)} i Chroma"
    tally.count("hela Chroma borta, öppnad app", fault)


def _repaired(house: House, content: object, asked: list[str], open_first: bool) -> str:
    """What is wrong after opening and a run; "" if nothing."""
    if open_first:
        try:
            faults = house.faults(asked[:2])
        except FinsamError as error:
            # a library beyond reading is renewed empty, and says so; anything else is a fault
            faults = [] if error.remedy else [f"utan råd: {error}"]
        if faults:
            return faults[0]
    house.index()
    faults = house.faults(asked[:1])
    if faults:
        return faults[0]
    now = house.content(asked)
    assert isinstance(content, dict)
    return "; ".join(f"{part} skiljer sig" for part in now if now[part] != content[part])


def _index_and_leave_the_log(house: House) -> None:
    """Leave what a killed run leaves: its changes stand in SQLite's log alone."""
    with house.opened() as service:
        service.index()
        copies = {path: path.read_bytes() for path in house.indexes.glob("library.sqlite*")}
    for path, data in copies.items():
        path.write_bytes(data)


def _damage(path: Path, kind: str, chance: random.Random) -> None:
    size = path.stat().st_size
    if kind == "borttagen":
        path.unlink()
        return
    with path.open("r+b") as file:
        if kind == "avkapad":
            file.truncate(chance.randrange(max(size, 1)))
        elif kind == "tömd":
            file.truncate(0)
        elif kind == "nollad sist":
            length = chance.randrange(1, max(size // 2, 2))
            file.seek(max(size - length, 0))
            file.write(b"\0" * min(length, size))
        else:
            length = min(chance.randrange(100, 5_000), size)
            file.seek(chance.randrange(max(size - length, 1)))
            file.write(chance.randbytes(length))


def _named(path: Path, house: House) -> str:
    """The kind of file, without the numbers that change from run to run."""
    inside = path.relative_to(house.indexes)
    if inside.parts[0] != "chroma":
        return inside.name
    if path.name.endswith(".seal.json"):
        return "chroma: sigill"
    return f"chroma: {path.name}"


def _count_embedding(service: object) -> list[str]:
    """The texts that the service embeds from now on, as a list that grows."""
    embedder = service.embedder  # type: ignore[attr-defined]
    texts: list[str] = []
    encode = embedder.encode_passages

    def counted(some: list[str], on_progress: object = None) -> object:
        texts.extend(some)
        return encode(some)

    embedder.encode_passages = counted
    return texts
