"""Small documents about an association that does not exist, and a library over them.

The words are made up for the tests. The embedder is a bag of index terms, so that two texts
are near when they share words: the same on every machine, and without a model.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant import keywords
from assistant.answering import Answerer, Composer
from assistant.evidence import Evidence, EvidenceFinder, light
from assistant.library import Library
from assistant.retrieval import Retriever
from assistant.schema import (
    Box,
    Cell,
    Document,
    DocumentInfo,
    Filters,
    Finding,
    Mark,
    Metadata,
    Page,
    Point,
    Ranked,
    Unit,
)
from assistant.splitting import analysed_text, embedded_text, split
from assistant.swedish.analysis import Analyzer
from assistant.understanding import understand
from assistant.understanding.followup import Earlier

TODAY = date(2032, 3, 14)
ASSOCIATION = "Samordningsförbundet Lövdala"
OWN_NAMES = ("Lövdala", ASSOCIATION)
DIMENSION = 128


@cache
def analyzer() -> Analyzer:
    """One analyzer for all tests: it takes a second to open."""
    return Analyzer()


class Writer:
    """Writes a document unit by unit; ordinals, blocks and boxes follow by themselves."""

    def __init__(
        self,
        file: str,
        title: str,
        *,
        kind: str = "rapport",
        year: str = "2031",
        issuer: str = ASSOCIATION,
        audience: str = "alla",
    ) -> None:
        self.file = file
        self.paged = file.endswith(".pdf")
        self.page: int | None = 1 if self.paged else None
        self.section: tuple[str, ...] = ()
        self.block = 0
        self.units: list[Unit] = []
        self.metadata = Metadata(
            title=Finding(title, "found"),
            kind=Finding(kind, "found"),
            issuer=Finding(issuer, "found") if issuer else None,
            year=Finding(year, "found") if year else None,
            audience=audience,
        )

    def turn(self) -> None:
        """Go on to the next page."""
        self.page = (self.page or 0) + 1

    def heading(self, *path: str) -> None:
        self.section = path
        self.block += 1
        self._add(Unit(0, "heading", path[-1]))

    def says(self, *sentences: str, marks: str = "") -> None:
        """One paragraph. `marks` is the footnote mark that ends the first sentence."""
        self.block += 1
        for number, text in enumerate(sentences):
            unit = Unit(0, "sentence", text)
            if marks and not number:
                written = f"{text}{marks}"
                mark = Mark(len(text), len(written), marks)
                unit = replace(unit, text=written, marks=(mark,))
            self._add(unit)

    def items(self, lead: str, *items: str) -> None:
        self.says(lead)
        self.block += 1
        for item in items:
            self._add(Unit(0, "list_item", item, lead=lead))

    def note(self, label: str, text: str) -> None:
        self._add(Unit(0, "footnote", text, label=label))

    def table(self, caption: str, header: Sequence[str], *rows: Sequence[str]) -> None:
        self.block += 1
        self._row(caption, [Cell(text, column) for column, text in enumerate(header)])
        for row in rows:
            cells = [
                Cell(text, column, row[0] if column else "", (header[column],))
                for column, text in enumerate(row)
            ]
            self._row(caption, cells)

    def chart(self, caption: str, **series: dict[str, str]) -> None:
        self.block += 1
        points = tuple(
            Point(name, category, value)
            for name, values in series.items()
            for category, value in values.items()
        )
        words = [word for point in points for word in (point.series, point.category, point.value)]
        text = " ".join(dict.fromkeys(words))
        self._add(Unit(0, "chart_series", text, points=points, caption=caption))

    def document(self) -> Document:
        content = "\n".join([self.file, *[unit.text for unit in self.units]])
        fingerprint = hashlib.sha256(content.encode()).hexdigest()
        return Document(
            id=fingerprint[:16],
            file=self.file,
            fingerprint=fingerprint,
            format=self.file.rsplit(".", 1)[1],
            metadata=self.metadata,
            pages=tuple(Page(number, "text") for number in range(1, (self.page or 0) + 1)),
            units=tuple(self.units),
        )

    def _row(self, caption: str, cells: Sequence[Cell]) -> None:
        top = 50.0 + 12 * len(self.units)
        if self.page is not None:
            cells = [
                replace(
                    one,
                    boxes=(
                        Box(self.page, 60.0 + 90 * one.column, top, 145.0 + 90 * one.column, top),
                    ),
                )
                for one in cells
            ]
        text = " ".join(cell.text for cell in cells if cell.text)
        self._add(Unit(0, "table_row", text, cells=tuple(cells), caption=caption))

    def _add(self, unit: Unit) -> None:
        top = 50.0 + 12 * len(self.units)
        boxes = () if self.page is None else (Box(self.page, 60.0, top, 520.0, top + 11),)
        self.units.append(
            replace(
                unit,
                ordinal=len(self.units),
                page=self.page,
                section=self.section,
                block=self.block,
                boxes=boxes,
            )
        )


class TermEmbedder:
    """Vectors of the terms that a text holds; the order of words is lost."""

    fingerprint = "terms-1"

    def encode_query(self, text: str) -> NDArray[np.float32]:
        vector = np.zeros(DIMENSION, dtype=np.float32)
        for term in analyzer().analyse(text):
            vector[zlib.crc32(term.encode()) % DIMENSION] += 1
        vector[0] += 0.01
        return vector / np.float32(np.linalg.norm(vector))

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = [self.encode_query(text) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(-1, DIMENSION)


class VectorTable:
    """Exact search over a few vectors, with what the service asks of a store."""

    def __init__(self) -> None:
        self.vectors: dict[str, NDArray[np.float32]] = {}

    def open(self) -> None:
        pass

    def begin(self) -> None:
        pass

    def give_up(self) -> None:
        pass

    def add(self, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        self.vectors.update(zip(ids, vectors, strict=True))

    def remove(self, ids: Sequence[str]) -> None:
        for one in ids:
            self.vectors.pop(one, None)

    def reset(self) -> None:
        self.vectors.clear()

    def check(self, expected: Collection[str]) -> bool:
        return set(self.vectors) == set(expected)

    def count(self) -> int:
        return len(self.vectors)

    def query(
        self, vector: NDArray[np.float32], k: int, allowed: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        near = [
            (one, 1.0 - float(own @ vector))
            for one, own in self.vectors.items()
            if allowed is None or one in allowed
        ]
        return sorted(near, key=lambda hit: (hit[1], hit[0]))[:k]


class World:
    """A library over some documents, with all that answers from it."""

    def __init__(self, folder: Path, *documents: Document, composer: Composer | None = None):
        self.library = Library.open(folder / "library.sqlite", create=True)
        self.vectors = VectorTable()
        self.embedder = TermEmbedder()
        self.library.use_model(self.embedder.fingerprint)
        for document in documents:
            self._put(document)
        self.retriever = Retriever(
            self.library, self.vectors, self.embedder.encode_query, analyzer().query_terms
        )
        self.finder = EvidenceFinder(
            self.library,
            analyzer().analyse,
            analyzer().query_terms,
            OWN_NAMES,
            lambda word: light.is_verb(word) or analyzer().inflected_verb(word),
        )
        self.answerer = self.answering(composer)

    def answering(self, composer: Composer | None) -> Answerer:
        return Answerer(
            self.library,
            self.retriever,
            self.finder,
            association=ASSOCIATION,
            composer=composer,
            today=lambda: TODAY,
        )

    def ranked(self, text: str, filters: Filters | None = None) -> list[Ranked]:
        return self.retriever.retrieve(understand(text, (), TODAY), filters)

    def evidence(self, text: str, earlier: Sequence[Earlier] = ()) -> list[Evidence]:
        """All evidence for a question, best first."""
        question = understand(text, earlier, TODAY)
        return self.finder.find(question, self.retriever.retrieve(question))

    def documents(self) -> list[DocumentInfo]:
        return self.library.documents()

    def _put(self, document: Document) -> None:
        passages = split(document)
        texts = [embedded_text(passage) for passage in passages]
        vectors = self.embedder.encode_passages(texts)
        terms = [keywords.index_terms(analyzer().analyse, analysed_text(one)) for one in passages]
        self.library.replace(document, passages, terms, vectors)
        self.vectors.add([passage.id for passage in passages], vectors)


def report() -> Document:
    """An annual report of 2031: prose, lists, a table, charts, a footnote."""
    to = Writer("arsredovisning-2031.pdf", "Årsredovisning 2031", kind="årsredovisning")
    to.heading("1 Året i korthet")
    to.says(
        "Samordningsförbundet Lövdala har fyra medlemmar och en styrelse med åtta ledamöter.",
        "Birgitta Lundmark är ordförande i styrelsen.",
        "Styrelsen sammanträdde sju gånger under 2031.",
    )
    to.says(
        "Förbundet arbetar för att arbetslösa ungdomar ska hitta vägen till egen försörjning.",
        "Kontoret ligger på Kvarngatan i Lövdala.",
    )
    to.turn()
    to.heading("2 Insatser", "2.1 Lyktan")
    to.says(
        "Lyktan är en mottagning för unga vuxna med psykisk ohälsa.",
        "Under 2031 deltog 124 personer i Lyktan, varav 71 kvinnor och 53 män.",
        "Av deltagarna i Lyktan gick 38 procent vidare till arbete eller studier.",
    )
    to.says("Under 2030 deltog 97 personer i Lyktan.")
    to.says(
        "KUR (kultur, utbildning och rehabilitering) är den metod som handledarna arbetar efter."
    )
    to.heading("2 Insatser", "2.2 Bryggan")
    to.says(
        "Bryggan vänder sig till föräldralediga som saknar arbete.",
        "Insatsen startade den 15 september 2029.",
    )
    to.items(
        "Bryggan har tre mål:",
        "fler föräldralediga ska få en planering",
        "kontakten med arbetsgivare ska öka",
        "handläggarna ska samarbeta tätare",
    )
    to.heading("2 Insatser", "2.3 Fyren")
    to.says(
        "Fyren lades ner på våren 2031.",
        "Beslutet att lägga ner Fyren fattades eftersom lokalen hade mögel och kostnaderna steg.",
    )
    to.turn()
    to.heading("3 Ekonomi")
    to.says("Förbundets kostnader redovisas per insats.")
    to.table(
        "Tabell 4 Kostnader per insats",
        ("Insats", "Budget 2031", "Utfall 2031", "Budget 2032"),
        ("Lyktan", "2 450 000 kr", "2 391 700 kr", "2 600 000 kr"),
        ("Bryggan", "1 180 000 kr", "1 204 350 kr", "1 250 000 kr"),
        ("Kansli", "890 000 kr", "877 420 kr", "905 000 kr"),
    )
    to.chart(
        "Diagram 2 Deltagare i Bryggan per år",
        kvinnor={"2029": "18", "2030": "44", "2031": "52"},
        män={"2029": "6", "2030": "13", "2031": "19"},
    )
    to.turn()
    to.heading("4 Jämförelse")
    to.says(
        "I Lövdala var andelen som gick till arbete 38 procent.",
        "I hela landet var andelen som gick till arbete 31 procent.",
    )
    to.says("Sjukfrånvaron bland de anställda sjönk med en fjärdedel.", marks="2")
    to.note("2", "Uppgiften gäller tillsvidareanställda vid kansliet.")
    return to.document()


def plan() -> Document:
    """A plan for 2032, without pages."""
    to = Writer(
        "verksamhetsplan-2032.docx", "Verksamhetsplan 2032", kind="verksamhetsplan", year="2032"
    )
    to.heading("Inriktning")
    to.says(
        "Under 2032 ska Lyktan ta emot minst 150 deltagare.",
        "Lyktan får ett eget kök där deltagarna lagar mat tillsammans.",
    )
    to.heading("Bryggan 2032")
    to.says("Bryggan planerar att ta emot 80 deltagare under 2032.")
    to.heading("Personal")
    to.says("Samordnaren Omar Haddad leder arbetet på kansliet.")
    return to.document()


def letter() -> Document:
    """What only the staff may read."""
    to = Writer("lonekartlaggning.pdf", "Lönekartläggning", kind="rapport", audience="intern")
    to.heading("Löner")
    to.says("Vaktmästaren har en månadslön på 31 450 kronor under 2031.")
    return to.document()


def town() -> tuple[Document, ...]:
    return report(), plan(), letter()
