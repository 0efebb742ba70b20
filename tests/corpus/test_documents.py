"""The project's own documents: what they must be, and that the generator makes these very files."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from assistant.reading.catalogue import read_catalogue
from evals.documents.__main__ import render
from evals.documents.source import Chart, Source, SourceError, Table, parse, read_sources
from evals.documents.transcript import read_turns
from evals.originals import Originals

SOURCES = read_sources()
PDFS = [source for source in SOURCES if source.file.endswith(".pdf")]
NAMES = [source.file for source in SOURCES]
SYSTEM = (
    "Sektorsövergripande system för uppföljning av samverkan och finansiell samordning "
    "inom rehabiliteringsområdet"
)
"""A name, which is a fact."""
RUN = 12
"""So many words in a row, found in a public document too, count as copied."""


@pytest.fixture(scope="module")
def corpus(root: Path) -> Path:
    return root / "corpus"


@pytest.fixture(scope="module")
def originals(corpus: Path) -> Originals:
    return Originals(corpus)


def text_of(originals: Originals, file: str) -> str:
    if file.endswith(".pdf"):
        return "\n".join(texts[0] for texts in originals.pages(file))
    return "\n".join(text for _, text in originals.sections(file))


@pytest.mark.parametrize("source", SOURCES, ids=NAMES)
def test_the_generator_makes_the_committed_file(source: Source, corpus: Path) -> None:
    pytest.importorskip("reportlab", reason="extra corpus is not installed")
    assert render(source) == render(source)
    made, committed = render(source), (corpus / source.file).read_bytes()
    if source.file.endswith(".docx"):
        # the compression may differ between zlib versions; what is packed may not
        assert _unpacked(made) == _unpacked(committed)
    elif source.file.endswith(".pdf"):
        assert _pdf_text(made) == _pdf_text(committed)
    else:
        assert made == committed


def test_formats_kinds_and_pages(originals: Originals) -> None:
    endings = [Path(source.file).suffix for source in SOURCES]
    assert endings.count(".pdf") >= 5
    assert endings.count(".docx") >= 2
    assert endings.count(".vtt") >= 1
    assert len({source.kind for source in SOURCES}) == len(SOURCES)
    # a Word file has no pages of its own: 1,800 characters are the usual measure
    words = [len(text_of(originals, f)) / 1800 for f in NAMES if f.endswith(".docx")]
    assert sum(len(originals.pages(source.file)) for source in PDFS) + sum(words) >= 45
    assert sum(source.outline for source in PDFS) >= 2
    assert sum(not source.outline for source in PDFS) >= 2
    blocks = [block for source in PDFS for block in source.blocks]
    tables = [block for block in blocks if isinstance(block, Table)]
    assert {table.ruled for table in tables} == {True, False}
    assert {block.upright for block in blocks if isinstance(block, Chart)} == {True, False}
    assert all(source.notes for source in PDFS)


@pytest.mark.parametrize("file", NAMES)
def test_files_are_small(file: str, corpus: Path) -> None:
    assert 1_000 < (corpus / file).stat().st_size < 300_000


@pytest.mark.parametrize("source", SOURCES, ids=NAMES)
def test_the_first_page_says_what_it_is(source: Source, originals: Originals) -> None:
    if source in PDFS:
        first = originals.pages(source.file)[0][0]
    elif source.file.endswith(".docx"):
        first = text_of(originals, source.file)[:900]
    else:
        first = (originals.corpus / source.file).read_text("utf-8")[:900]
    flat = " ".join(first.split())
    assert "sammandrag som har skrivits för att pröva assistenten" in flat
    assert re.search(r"[Uu]ppgifterna .{0,20}(finns i|är hämtade ur)", flat)


def test_no_text_is_copied_from_the_public_documents(originals: Originals, shared: Path) -> None:
    theirs = Originals(shared / "corpus")
    copied: list[str] = []
    known: set[tuple[str, ...]] = set()
    for path in sorted((shared / "corpus").iterdir()):
        if path.suffix in {".pdf", ".docx"}:
            known |= set(_runs(text_of(theirs, path.name)))
    assert len(known) > 10_000
    for file in NAMES:
        copied += [" ".join(run) for run in _runs(text_of(originals, file)) if run in known]
    assert [run for run in copied if _is_prose(run)] == []


def test_the_catalogue_names_every_document(corpus: Path) -> None:
    entries = read_catalogue(corpus / "catalogue.toml")
    assert sorted(entries) == sorted(NAMES)
    for source in SOURCES:
        entry = entries[source.file]
        assert (entry.kind, entry.issuer) == (source.kind, source.issuer)
        assert (entry.year, entry.written) == (source.year, source.written)


def test_the_readme_names_every_document(corpus: Path) -> None:
    readme = (corpus / "README.md").read_text("utf-8")
    named = set(re.findall(r"`([\w-]+\.(?:pdf|docx|vtt))`", readme))
    assert named == set(NAMES)


@pytest.mark.parametrize("source", PDFS, ids=[source.file for source in PDFS])
def test_the_readme_counts_the_pages(source: Source, originals: Originals, corpus: Path) -> None:
    row = next(
        line
        for line in (corpus / "README.md").read_text("utf-8").splitlines()
        if source.file in line
    )
    assert int(row.split("|")[-2]) == len(originals.pages(source.file))


def test_sums_agree_with_their_parts() -> None:
    """The tables carry the public documents' figures; their own totals must hold."""
    tables = {
        block.caption: block.rows
        for source in SOURCES
        for block in source.blocks
        if isinstance(block, Table)
    }
    for caption, column, total in (
        ("Tabell 2. Insatser i budget 2026", 2, "27 854 587 kr"),
        ("Tabell 5. Budget och utfall per insats", 3, "27 184 580 kr"),
        ("Tabell 5. Budget och utfall per insats", 4, "18 639 838 kr"),
        ("Tabell 4. Avslutade deltagare till och med den 31 augusti 2022", 1, "769"),
        ("Tabell 1. Individinriktade insatser efter inriktning 2017", 1, "586"),
        ("Tabell 2. Strukturövergripande insatser efter inriktning 2017", 1, "516"),
    ):
        rows = tables[caption]
        assert rows[-1][column] == total
        assert sum(_number(row[column]) for row in rows[1:-1]) == _number(total)


def test_82_associations_are_listed() -> None:
    rows = next(
        block.rows
        for source in SOURCES
        for block in source.blocks
        if isinstance(block, Table) and "Förbund och kommuner" in block.caption
    )
    assert len(rows) - 1 == 82
    assert len({row[1] for row in rows}) == len(rows)


def test_the_talk_goes_forward_and_has_three_voices() -> None:
    talk = next(source for source in SOURCES if source.file.endswith(".vtt"))
    turns = read_turns(talk)
    assert len({turn.speaker for turn in turns}) == 3
    assert turns[-1].start > 600


@pytest.mark.parametrize(
    "text",
    [
        "::: tabell linjer 1,1 | Fel antal\na | b | c\nd | e | f\n:::",
        "::: tabell linjer 1,1 | Ojämn\na | b\nc\n:::",
        "::: tabell linjer 1,1 | Utan slut\na | b",
        "::: karta linjer 1 | Okänd\na\n:::",
    ],
)
def test_a_broken_source_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse(text)


def test_a_turn_without_time_is_refused() -> None:
    talk = next(source for source in SOURCES if source.file.endswith(".vtt"))
    broken = {name: getattr(talk, name) for name in Source.__slots__}
    with pytest.raises(SourceError, match="no time"):
        read_turns(Source(**{**broken, "text": "Sara Lind\nHej."}))


def test_sources_hold_no_key_that_is_not_used(root: Path) -> None:
    for path in (root / "evals/documents/sources").glob("*.toml"):
        assert set(tomllib.loads(path.read_text("utf-8"))) <= set(Source.__slots__)


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _runs(text: str) -> list[tuple[str, ...]]:
    words = re.findall(r"\w+", " ".join(text.split()).casefold().replace(SYSTEM.casefold(), ""))
    return [tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)]


def _is_prose(run: str) -> bool:
    """Rows of figures and lists of names are facts; verbs make a run prose."""
    small = {"att", "som", "och", "är", "har", "för", "med", "av", "den", "det", "till"}
    return sum(word in small for word in run.split()) >= 3


def _unpacked(content: bytes) -> dict[str, bytes]:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _pdf_text(content: bytes) -> list[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    return [page.get_textpage().get_text_range() for page in document]
