"""Documents to break things with: the project's own files, and texts made by chance.

The texts state figures that a question can ask for, so that a stale answer shows.
"""

from __future__ import annotations

import random
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OWN = ROOT / "corpus"
SAMPLES = ROOT.parent / "shared" / "corpus"
"""Sample files beside the repository, where there are any."""

_EFFORTS = ("Alfa", "Björken", "Cirkeln", "Delta", "Enen", "Fyren", "Granen", "Hamnen")
_YEARS = range(2012, 2026)
_VERBS = ("deltog", "slutade", "började studera", "fick arbete", "avbröt i förtid")


def question(chance: random.Random) -> str:
    """A question that some of the texts answer."""
    return (
        f"Hur många {chance.choice(_VERBS)} i insatsen {chance.choice(_EFFORTS)}"
        f" år {chance.choice(_YEARS)}?"
    )


def questions(number: int = 12, seed: int = 5) -> list[str]:
    """The same questions each time, for comparing two libraries."""
    chance = random.Random(seed)
    return [question(chance) for _ in range(number)]


def text(chance: random.Random, sentences: int | None = None) -> str:
    """A report of made-up figures, under headings."""
    lines = [f"# Rapport nummer {chance.randrange(10_000)}", ""]
    for number in range(sentences or chance.randrange(3, 60)):
        if number % 12 == 0:
            lines += ["", f"## {chance.choice(_EFFORTS)} och utfallet", ""]
        lines.append(
            f"Under {chance.choice(_YEARS)} {chance.choice(_VERBS)} {chance.randrange(2, 900)}"
            f" personer i insatsen {chance.choice(_EFFORTS)}."
        )
    return "\n".join(lines) + "\n"


def own_files() -> list[Path]:
    """The project's own documents."""
    return sorted(path for path in OWN.iterdir() if path.suffix in (".pdf", ".docx", ".vtt"))


def sample_files() -> list[Path]:
    """The sample documents; [] where there are none."""
    if not SAMPLES.is_dir():
        return []
    return sorted(path for path in SAMPLES.iterdir() if path.suffix in (".pdf", ".docx"))


def furnish(corpus: Path, chance: random.Random, texts: int = 8) -> None:
    """Fill a corpus folder: some of the project's own files and texts made by chance."""
    corpus.mkdir(parents=True, exist_ok=True)
    for path in own_files():
        if path.suffix == ".vtt" or path.stat().st_size < 40_000:
            shutil.copy(path, corpus / path.name)
    for number in range(texts):
        (corpus / f"rapport-{number}.md").write_text(text(chance), encoding="utf-8")


def change(corpus: Path, chance: random.Random, kind: str = "") -> None:
    """One change that a person could make; `kind` leaves it to chance."""
    files = sorted(path for path in corpus.iterdir() if path.suffix == ".md")
    kind = kind or chance.choice(["add", "change", "rename", "remove", "copy", "document"])
    one = chance.choice(files) if files else None
    fresh = corpus / f"ny-{chance.randrange(10**9)}.md"
    if kind == "document":
        source = chance.choice(own_files())
        target = corpus / source.name
        if target.exists():
            target.unlink()
        elif source.stat().st_size < 40_000:
            shutil.copy(source, target)
    elif one is None or kind == "add" or len(files) < 5:
        fresh.write_text(text(chance), encoding="utf-8")
    elif kind == "change":
        one.write_text(text(chance), encoding="utf-8")
    elif kind == "rename":
        one.rename(fresh)
    elif kind == "copy" and len(files) < 14:
        shutil.copy(one, fresh)
    else:
        one.unlink()
