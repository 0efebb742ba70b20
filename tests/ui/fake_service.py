"""A service without a library: a few invented documents, real page pictures.

It keeps what the screen does to it (conversations, feedback, uploads) in memory, so that a
test can ask what arrived. It never opens a file or an index, and knows no real document.
`make()` is the factory that FINSAM_SERVICE names; `empty()` is a library with no documents,
`busy()` one on a slow machine with many conversations, `broken()` one whose every call fails
with an error that has a remedy.
"""

from __future__ import annotations

import hashlib
import io
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

from assistant.errors import DamagedFile, FinsamError, IndexMissing, UnknownItem
from assistant.schema import (
    Answer,
    Citation,
    Conversation,
    DocumentInfo,
    FileReport,
    Filters,
    Finding,
    Metadata,
    Statement,
    Turn,
)
from assistant.service import (
    BriefingSection,
    Excerpt,
    Feedback,
    FigurePoint,
    KeyFigure,
    LogEntry,
    Progress,
    StatusLine,
    Term,
    Theme,
    Unanswered,
)
from tests.ui.small_pdf import small_pdf

RENDERING = threading.Lock()
WHEN = "2026-03-02T08:15:00+00:00"
HOSTILE = "<img src=x onerror=alert(1)> [länk](http://exempel.invalid) **fet** $x$ :red[röd]"

PLAN = [
    [
        "Verksamhetsplan 2031 för Samordningsförbundet Lövdala",
        "Förbundet finansierar samordnad rehabilitering.",
        "Målgruppen är personer mellan 16 och 65 år.",
    ],
    [
        "Budget",
        "Insatsen Bryggan får 2 400 tkr under 2031.",
        "Insatsen Stegen får 1 150 tkr under 2031.",
    ],
]
REPORT = [
    [
        "Delårsrapport 2030",
        "Under januari till augusti deltog 412 personer i insatserna.",
        "Av dem var 218 kvinnor.",
    ],
    ["Resultat", "Till arbete 61 74", "Till studier 18 23"],
]
NOTES = (
    "Inledning. Samverkan gav deltagarna en väg in. "
    "Det viktigaste var att någon höll i kontakten. "
    "Flera handläggare beskriver väntetider som det svåraste."
)


def _found(value: str, origin: Literal["catalogue", "found", "guessed"] = "found") -> Finding:
    return Finding(value, origin)


def _info(
    name: str, title: str, kind: str, year: str, pages: int, about: str, **more: Any
) -> DocumentInfo:
    return DocumentInfo(
        id=hashlib.sha256(name.encode()).hexdigest()[:16],
        file=name,
        format=name.rsplit(".", 1)[-1],
        metadata=Metadata(
            title=_found(title),
            kind=_found(kind, more.pop("kind_origin", "found")),
            issuer=_found("Samordningsförbundet Lövdala", "guessed"),
            year=_found(year),
        ),
        pages=pages,
        units=40,
        tables=more.pop("tables", 0),
        charts=0,
        indexed=WHEN,
        about=about,
        **more,
    )


class FakeService:
    """The whole `Service`, from memory."""

    def __init__(self, *, delay: float = 0.0) -> None:
        self.delay = delay
        self.files: dict[str, bytes] = {
            "verksamhetsplan-2031.pdf": small_pdf(PLAN),
            "delarsrapport-2030.pdf": small_pdf(REPORT),
            "samtal.docx": NOTES.encode(),
        }
        self.infos: list[DocumentInfo] = [
            _info(
                "verksamhetsplan-2031.pdf",
                "Verksamhetsplan 2031",
                "verksamhetsplan",
                "2031",
                2,
                "Förbundet finansierar samordnad rehabilitering.",
                kind_origin="guessed",
            ),
            _info(
                "delarsrapport-2030.pdf",
                "Delårsrapport 2030",
                "delårsrapport",
                "2030",
                2,
                "Under januari till augusti deltog 412 personer i insatserna.",
                tables=1,
                unread_pages=(2,),
                notices=("Sida 2 är en bild utan text.",),
            ),
            _info(
                "samtal.docx",
                "Samtal om samverkan",
                "utvärdering",
                "2029",
                0,
                "Samverkan gav deltagarna en väg in.",
            ),
        ]
        self.kept: dict[str, Conversation] = {}
        self.verdicts: list[Feedback] = []
        self.waiting: dict[str, bytes] = {}
        self.entries: list[LogEntry] = [
            LogEntry(WHEN, "", "indexering", "added 3, unchanged 1"),
            LogEntry(WHEN, "", "nekad", "remove_file"),
            LogEntry(WHEN, "", "uppgifter ändrade", "a.pdf: audience = intern"),
            LogEntry(WHEN, "", "samtal borttaget", "0123456789abcdef"),
        ]

    # --- the citations everything rests on
    def _cite(self, file: str, page: int | None, quote: str, **more: Any) -> Citation:
        info = next(i for i in self.infos if i.file == file)
        return Citation(
            label=more.pop("label", 1),
            document=info.id,
            file=file,
            title=info.metadata.title.value,
            kind=info.metadata.kind.value,
            year=int(info.metadata.year.value) if info.metadata.year else None,
            page=page,
            section=more.pop("section", ""),
            quote=quote,
            source=more.pop("source", "prose"),
            place=f"s. {page}" if page else "avsnittet Inledning",
            **more,
        )

    def _taking_part(self, label: int = 1) -> Citation:
        return self._cite("delarsrapport-2030.pdf", 1, REPORT[0][1], label=label)

    def _women(self, label: int = 1) -> Citation:
        return self._cite("delarsrapport-2030.pdf", 1, REPORT[0][2], label=label)

    def _cell(self, label: int = 1) -> Citation:
        return self._cite(
            "delarsrapport-2030.pdf",
            2,
            "Till arbete 61 74",
            label=label,
            source="table",
            section="Resultat",
        )

    def _point(self, label: int = 1) -> Citation:
        return self._cite(
            "delarsrapport-2030.pdf",
            2,
            "0 50 100 2029 61 2030 74 Till arbete",
            label=label,
            source="chart",
            section="Resultat › Diagram 1 › Till arbete – 2030",
        )

    def _note(self, label: int = 1) -> Citation:
        quote = "Det viktigaste var att någon höll i kontakten."
        return self._cite("samtal.docx", None, quote, label=label, section="Inledning")

    def _answer(self, question: str, follows: bool) -> Answer:
        low = question.lower()
        if "rymd" in low:
            return Answer(
                question,
                question,
                "not_found",
                "Det står inte i dokumenten. Jag sökte i 3 dokument.",
                nearest=(self._taking_part(),),
                suggestions=("Hur många deltog 2030?",),
            )
        if low.startswith("hur många var det") and not follows:
            return Answer(
                question,
                question,
                "unclear",
                "Vad menar du med det? Nämn en insats eller ett dokument.",
                suggestions=("Hur många deltog 2030?",),
            )
        if "farlig" in low:
            cite = self._cite("samtal.docx", None, HOSTILE)
            return Answer(
                question,
                question,
                "answered",
                f"{HOSTILE} [1]",
                (Statement(HOSTILE, (1,)),),
                (cite,),
            )
        if "kvinnor" in low:
            said, cites = "Av deltagarna 2030 var 218 kvinnor", (self._women(),)
        elif "arbete" in low:
            said, cites = "Till arbete 2030: 74", (self._cell(),)
        elif "diagram" in low:
            said, cites = "Diagram 1 – Till arbete – 2030: 74", (self._point(),)
        elif "viktig" in low:
            said, cites = self._note().quote.rstrip("."), (self._note(),)
        elif "brygg" in low or "kostar" in low:
            plan = self._cite("verksamhetsplan-2031.pdf", 2, PLAN[1][1])
            said, cites = "Bryggan får 2 400 tkr under 2031", (plan,)
        elif (new := self._uploaded_with(low)) is not None:
            said, cites = new.quote, (new,)
        else:
            said = "412 personer deltog i insatserna januari till augusti 2030"
            return Answer(
                question,
                question,
                "answered",
                f"{said} [1]. Av dem var 218 kvinnor [2].",
                (Statement(f"{said}.", (1,)), Statement("Av dem var 218 kvinnor.", (2,))),
                (self._taking_part(1), self._women(2)),
                suggestions=("Hur många var kvinnor?", "Hur många gick till arbete?"),
            )
        return Answer(
            question,
            "Hur många av deltagarna 2030 var kvinnor?" if follows else question,
            "answered",
            f"{said} [1].",
            (Statement(f"{said} [1].", (1,)),),
            cites,
            suggestions=("Hur många gick till arbete?", "Vad kostar Bryggan?"),
            seconds={"total": 0.02},
        )

    def _uploaded_with(self, words: str) -> Citation | None:
        for info in self.infos[3:]:
            if any(part in words for part in info.file.lower().split(".")[0].split("-")):
                return self._cite(info.file, 1, info.about)
        return None

    # --- the first line of the protocol: asking
    def ask(
        self,
        question: str,
        *,
        conversation: str = "",
        filters: Filters = Filters(),
        owner: str = "",
        on_text: Callable[[str], None] | None = None,
    ) -> Answer:
        if not self.infos:
            raise IndexMissing("Inga dokument är inlästa.", "Lägg till dokument först.")
        known = self.kept.get(conversation)
        number = f"samtal{len(self.kept) + 1}"
        answer = self._answer(question, follows=known is not None and bool(known.turns))
        identity = known.id if known else number
        fields = {f: getattr(answer, f) for f in answer.__dataclass_fields__}
        answer = Answer(**{**fields, "conversation": identity})
        for word in answer.answer.split(" "):
            if self.delay:
                time.sleep(self.delay)
            if on_text is not None:
                on_text(word + " ")
        turns = (known.turns if known else ()) + (
            Turn(len(known.turns) if known else 0, WHEN, answer),
        )
        title = known.title if known else question
        self.kept[identity] = Conversation(identity, WHEN, title, turns, owner)
        return answer

    def search(self, query: str, k: int = 10, *, filters: Filters = Filters()) -> list[Citation]:
        every = [self._taking_part(1), self._women(2), self._note(3)]
        if filters.files:
            every = [c for c in every if c.file in filters.files]
        return [] if "rymd" in query.lower() else every[:k]

    def documents(self, *, filters: Filters = Filters()) -> list[DocumentInfo]:
        def wanted(info: DocumentInfo) -> bool:
            year = info.metadata.year.value if info.metadata.year else ""
            return (not filters.kinds or info.metadata.kind.value in filters.kinds) and (
                not filters.years or year in {str(y) for y in filters.years}
            )

        return [i for i in self.infos if wanted(i)]

    def similar(self, document: str, k: int = 3) -> list[DocumentInfo]:
        return [i for i in self.infos if i.id != document][:k]

    def _file_of(self, document: str) -> DocumentInfo:
        for info in self.infos:
            if info.id == document:
                return info
        raise UnknownItem("Dokumentet finns inte längre.", "Välj ett annat i listan.")

    def page_picture(
        self, document: str, page: int, citations: Sequence[Citation] = (), scale: float = 1.5
    ) -> bytes:
        import pypdfium2
        from PIL import ImageDraw

        info = self._file_of(document)
        with RENDERING:
            pdf = pypdfium2.PdfDocument(self.files[info.file])
            if not 1 <= page <= len(pdf):
                raise UnknownItem(f"Sidan {page} finns inte.", "")
            leaf = pdf[page - 1]
            height = leaf.get_height()
            picture = leaf.render(scale=scale).to_pil().convert("RGB")
            text = leaf.get_textpage()
            draw = ImageDraw.Draw(picture, "RGBA")
            for citation in citations:
                if citation.page != page:
                    continue
                for part in citation.quote.split(" 61 "):
                    found = text.search(part).get_next()
                    if found is None:
                        continue
                    for index in range(text.count_rects(*found)):
                        x0, low, x1, high = text.get_rect(index)
                        box = [x0 - 2, height - high - 2, x1 + 2, height - low + 2]
                        draw.rectangle([v * scale for v in box], fill=(255, 200, 0, 110))
            out = io.BytesIO()
            picture.save(out, "PNG")
            pdf.close()
        return out.getvalue()

    def page_text(self, document: str, page: int) -> str:
        info = self._file_of(document)
        if not info.pages:
            return NOTES
        return "\n".join((PLAN if "plan" in info.file else REPORT)[page - 1])

    def section_text(self, document: str, citation: Citation) -> str:
        if not citation.quote:
            raise UnknownItem("Källan finns inte längre i dokumentet.", "Ställ frågan igen.")
        return NOTES if citation.quote in NOTES else f"{NOTES} {citation.quote} Slut."

    def table(self, citation: Citation) -> list[list[str]]:
        if citation.source == "chart":
            return [["", "2029", "2030"], ["Till arbete", "61", "74"]]
        if citation.source != "table":
            return []
        return [["", "2029", "2030"], ["Till arbete", "61", "74"], ["Till studier", "18", "23"]]

    def file_bytes(self, document: str, *, filters: Filters = Filters()) -> bytes:
        return self.files[self._file_of(document).file]

    # --- the library
    def index(
        self,
        paths: Sequence[str] = (),
        *,
        on_progress: Callable[[Progress], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> list[FileReport]:
        reports = [FileReport(i.file, "unchanged") for i in self.infos]
        for done, (name, content) in enumerate(list(self.waiting.items())):
            for step in range(4):
                if cancelled is not None and cancelled():
                    return reports
                if on_progress is not None:
                    doing = f"Läser {name}"
                    on_progress(Progress(done * 4 + step, len(self.waiting) * 4, doing, 2.0))
                time.sleep(self.delay)
            del self.waiting[name]
            if not content.startswith(b"%PDF"):
                reports.append(FileReport(name, "failed", message="Filen är skadad."))
                continue
            self.files[name] = content
            import pypdfium2

            with RENDERING:
                pdf = pypdfium2.PdfDocument(content)
                lines = pdf[0].get_textpage().get_text_bounded().splitlines()
                pages = len(pdf)
                pdf.close()
            about = next((line for line in lines[1:] if line.strip()), "")
            title = Path(name).stem.replace("-", " ").capitalize()
            self.infos.append(_info(name, title, "protokoll", "2031", pages, about))
            reports.append(FileReport(name, "added", pages, 12, 0, seconds=0.2, guessed=("year",)))
        return reports

    def add_file(self, name: str, content: bytes) -> str:
        if not content:
            raise DamagedFile("Filen är tom.", "Välj en annan fil.")
        self.waiting[name] = content
        return name

    def remove_file(self, document: str) -> None:
        self.infos.remove(self._file_of(document))

    def set_metadata(self, document: str, **fields: str) -> None:
        info = self._file_of(document)
        data = info.metadata
        new = Metadata(
            title=_found(fields.get("title", data.title.value), "catalogue"),
            kind=_found(fields.get("kind", data.kind.value), "catalogue"),
            issuer=_found(fields["issuer"], "catalogue") if fields.get("issuer") else data.issuer,
            dnr=_found(fields["dnr"], "catalogue") if fields.get("dnr") else data.dnr,
            year=_found(fields["year"], "catalogue") if fields.get("year") else data.year,
            audience=fields.get("audience", data.audience),
        )
        values = {f: getattr(info, f) for f in info.__dataclass_fields__}
        self.infos[self.infos.index(info)] = DocumentInfo(**{**values, "metadata": new})

    # --- figures, themes, briefing
    def key_figures(self, *, filters: Filters = Filters()) -> list[KeyFigure]:
        if not self.infos:
            return []
        points = tuple(
            FigurePoint(str(y), y, float(v), str(v), d, self._taking_part())
            for y, v, d in (
                (2027, 350, "unika personer, helår"),
                (2028, 381, "unika personer, helår"),
                (2030, 412, "deltagare, jan–aug"),
            )
        )
        work = tuple(
            FigurePoint(str(y), y, float(v), str(v), "avslut till arbete", self._cell())
            for y, v in ((2029, 61), (2030, 74))
        )
        definitions = ("unika personer, helår", "deltagare, jan–aug")
        return [
            KeyFigure("Deltagare", "personer", points, (2029,), definitions),
            KeyFigure("Till arbete", "personer", work, (), ("avslut till arbete",)),
        ]

    def theme(self, query: str, k: int = 12, *, filters: Filters = Filters()) -> Theme:
        if "rymd" in query.lower():
            return Theme(query, (), ("rymd",))
        against = self._cite(
            "samtal.docx",
            None,
            "Flera handläggare beskriver väntetider som det svåraste.",
            section="Inledning",
        )
        return Theme(
            query,
            (
                Excerpt(self._note(), "Samverkan gav deltagarna en väg in.", "", "deltagare"),
                Excerpt(against, "", "", "handläggare", contrary=True),
            ),
            ("arbetsgivare",),
        )

    def briefing(self, *, filters: Filters = Filters()) -> list[BriefingSection]:
        if not self.infos:
            return []
        return [
            BriefingSection("Uppdrag", (self._answer("Vad kostar Bryggan?", False),)),
            BriefingSection("Resultat", (self._answer("Hur många deltog?", False),)),
        ]

    def glossary(self, *, filters: Filters = Filters()) -> list[Term]:
        if not self.infos:
            return []
        return [
            Term("målgrupp", self._cite("verksamhetsplan-2031.pdf", 1, PLAN[0][2])),
            Term("samverkan", self._note()),
        ]

    def suggestions(self, *, filters: Filters = Filters()) -> list[str]:
        if not self.infos:
            return []
        return ["Hur många deltog 2030?", "Vad kostar Bryggan?", "Vad var viktigast?"]

    def next_questions(
        self, conversation: str, *, filters: Filters = Filters(), owner: str = ""
    ) -> list[str]:
        turns = self.conversation(conversation, owner).turns
        asked = {turn.answer.question for turn in turns}
        return [one for one in turns[-1].answer.suggestions if one not in asked]

    # --- conversations
    def conversations(self, owner: str = "") -> list[Conversation]:
        every = reversed(self.kept.values())
        return [Conversation(c.id, c.started, c.title, (), c.owner) for c in every]

    def conversation(self, conversation: str, owner: str = "") -> Conversation:
        if conversation not in self.kept:
            raise UnknownItem("Samtalet finns inte.", "Börja ett nytt samtal.")
        return self.kept[conversation]

    def delete_conversation(self, conversation: str, owner: str = "") -> None:
        del self.kept[conversation]

    def export_conversation(
        self, conversation: str, format: Literal["md", "docx"], owner: str = ""
    ) -> bytes:
        kept = self.conversation(conversation, owner)
        lines = [line for t in kept.turns for line in (t.answer.question, t.answer.answer)]
        return _written(kept.title, lines, format)

    def export_theme(
        self, title: str, excerpts: Sequence[tuple[Excerpt, str]], format: Literal["md", "docx"]
    ) -> bytes:
        lines = [line for e, comment in excerpts for line in (e.citation.quote, comment)]
        sources = [f"{e.citation.title}, {e.citation.place}" for e, _ in excerpts]
        return _written(title, [*lines, "Källor", *sources], format)

    def export_key_figure(self, figure: KeyFigure) -> bytes:
        rows = [f"{p.label};{p.printed};{p.citation.file}" for p in figure.points]
        return ("\ufeff" + "\r\n".join(["år;värde;källa", *rows])).encode()

    # --- staff
    def give_feedback(self, conversation: str, turn: int, good: bool, comment: str = "") -> None:
        asked = self.kept[conversation].turns[turn].answer.question
        same = [v for v in self.verdicts if (v.conversation, v.turn) != (conversation, turn)]
        self.verdicts = [Feedback(conversation, turn, asked, good, comment, WHEN), *same]

    def feedback(self) -> list[Feedback]:
        return self.verdicts

    def unanswered(self) -> list[Unanswered]:
        return [
            Unanswered("Vad säger rymdlagen?", "Vad säger rymdlagen?", 1, WHEN),
            Unanswered("Vad kostar Bryggan 2020?", "och 2020?", 3, WHEN),
        ]

    def log(self, limit: int = 200) -> list[LogEntry]:
        return self.entries[:limit]

    def export_log(self) -> bytes:
        rows = [f"{e.when};{e.who};{e.what};{e.detail}" for e in self.entries]
        return ("\ufeff" + "\r\n".join(["När;Vem;Vad;Detaljer", *rows])).encode()

    def status(self) -> list[StatusLine]:
        return [
            StatusLine("Dokument", f"{len(self.infos)} inlästa"),
            StatusLine("Inbäddningsmodell", "intfloat/multilingual-e5-small e5-onnx-int8 v1"),
            StatusLine(
                "Sidor som inte kunde läsas",
                "1",
                "warning",
                "Installera textigenkänning: apt install tesseract-ocr-swe",
            ),
        ]

    def backup(self, path: str) -> None:
        Path(path).write_bytes(b"PK kopia")


def _written(title: str, lines: Sequence[str], format: Literal["md", "docx"]) -> bytes:
    if format == "md":
        return "\n\n".join([f"# {title}", *lines]).encode()
    import docx

    document = docx.Document()
    document.add_heading(title, 1)
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


class BrokenService:
    """Fails at every call, with a message and a remedy."""

    def __getattr__(self, name: str) -> Any:
        def fail(*_: Any, **__: Any) -> Any:
            raise FinsamError("Registret kan inte öppnas.", "Kör finsam index och försök igen.")

        return fail


class BusyService(FakeService):
    """Lists its documents slowly, so that a page comes to the browser in pieces."""

    def documents(self, *, filters: Filters = Filters()) -> list[DocumentInfo]:
        time.sleep(0.2)
        return super().documents(filters=filters)


_shared: dict[str, Any] = {}


def make() -> FakeService:
    """The same service in every session of a process; slow enough to see it stream."""
    return _shared.setdefault("full", FakeService(delay=0.02))  # type: ignore[no-any-return]


def fresh() -> FakeService:
    """A new one, without delays."""
    return FakeService()


def empty() -> FakeService:
    """A library with no documents."""
    service = FakeService()
    service.infos.clear()
    return service


def busy() -> BusyService:
    """A slow machine with more earlier conversations than the menu shows."""
    service = BusyService()
    for number in range(1, 16):
        service.ask(f"Vad kostar insats nummer {number}?")
    return service


def broken() -> BrokenService:
    """A service that cannot answer."""
    return BrokenService()
