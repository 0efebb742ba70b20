"""A reader, the staff and the log over a real library: read, indexed and asked."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant import cli, wiring
from assistant.access import LOCAL, Visitor
from assistant.errors import IndexingError, NotAllowed, UnknownItem
from assistant.guarded_service import WITHHELD
from assistant.local_service import LocalService
from assistant.schema import Filters
from assistant.settings import Model, Paths, Settings
from assistant.wiring import guard
from tests.assistant.making import FakeEmbedder, FakeStore, vector_of

OPEN = """# Verksamhetsplan 2031

## Mottagning

Mottagningen Lyktan i Lövdala tar emot 120 deltagare under 2031.
Mottagningen har öppet tre dagar i veckan.
"""
INTERNAL = """# Lönelista 2031

## Löner

Chefen för Mottagningen Lyktan har en lön på 64 500 kronor i månaden.
Vaktmästaren Ture Karlblad har en lön på 31 200 kronor i månaden.
"""
SECRETS = ("64 500", "31 200", "Karlblad", "Lönelista", "lonelista")
SALARY = "Vilken lön har vaktmästaren?"
ANNA = Visitor("anna@lovdala.se", "läsare")
PER = Visitor("per@lovdala.se", "personal")


class Embedder(FakeEmbedder):
    """Also for questions."""

    def encode_query(self, text: str) -> Any:
        return vector_of(text)


class Store(FakeStore):
    """Also for questions."""

    def query(
        self, vector: Any, k: int, allowed: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        near = [
            (one, 1.0 - float(own @ vector))
            for one, own in self.vectors.items()
            if allowed is None or one in allowed
        ]
        return sorted(near, key=lambda hit: hit[1])[:k]

    def count(self) -> int:
        return len(self.vectors)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[LocalService]:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "verksamhetsplan-2031.md").write_text(OPEN, "utf-8")
    (corpus / "lonelista-2031.md").write_text(INTERNAL, "utf-8")
    (corpus / "catalogue.toml").write_text(
        '[[document]]\nfile = "lonelista-2031.md"\naudience = "intern"\n', "utf-8"
    )
    made = LocalService(Settings(paths=Paths(corpus, tmp_path / "indexes")))
    made.__dict__["embedder"] = Embedder()
    made.__dict__["vectors"] = Store()
    reports = guard(made, LOCAL).index()
    assert {report.outcome for report in reports} == {"added"}
    yield made
    made.library.close()


def id_of(service: LocalService, file: str) -> str:
    return next(info.id for info in service.library.documents() if info.file == file)


def leaks(found: object) -> list[str]:
    return [word for word in SECRETS if word in repr(found)]


def test_the_staff_find_what_is_internal(service: LocalService) -> None:
    staff = guard(service, PER)
    assert leaks(staff.ask(SALARY))
    assert leaks(staff.search("lön vaktmästare"))
    assert leaks(staff.documents())


def test_a_reader_does_not(service: LocalService) -> None:
    reader = guard(service, ANNA)
    for found in (
        reader.ask(SALARY),
        reader.ask("Vad har chefen för Mottagningen Lyktan i lön?"),
        reader.ask(SALARY, filters=Filters(files=("lonelista-2031.md",))),
        reader.ask(SALARY, filters=Filters(audience=("intern",))),
        reader.search("lön vaktmästare"),
        reader.documents(filters=Filters(audience=("alla", "intern"))),
    ):
        assert not leaks(found)
    with pytest.raises(UnknownItem):
        reader.file_bytes(id_of(service, "lonelista-2031.md"))


def test_a_reader_gets_answers_from_what_is_open(service: LocalService) -> None:
    answer = guard(service, ANNA).ask("Hur många deltagare tar Mottagningen Lyktan emot?")
    assert answer.status == "answered"
    assert "120" in answer.answer
    assert answer.audience == ("alla",)


@pytest.mark.parametrize(
    "command",
    [
        ("ask", SALARY),
        ("ask", SALARY, "--json"),
        ("search", "lön vaktmästare"),
        ("search", "lön vaktmästare", "--json"),
    ],
)
def test_the_command_line_keeps_to_the_person_it_is_used_as(
    service: LocalService,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: tuple[str, ...],
) -> None:
    config = tmp_path / "finsam.toml"
    config.write_text(f'[access]\npersonal = ["{PER.id}"]\nreader = ["{ANNA.id}"]\n', "utf-8")
    monkeypatch.setattr(wiring, "open_service", lambda settings: service)
    where = ["--config", str(config)]
    assert cli.main([*where, "--as", PER.id, *command]) == 0
    assert leaks(capsys.readouterr().out)
    assert cli.main([*where, "--as", ANNA.id, *command]) == 0
    assert not leaks(capsys.readouterr().out)
    assert cli.main([*where, *command]) == 0
    assert leaks(capsys.readouterr().out), "the machine's own user sees all"
    assert cli.main([*where, "--as", "vem@b.se", *command]) == 1
    assert "Kontot har ingen behörighet." in capsys.readouterr().err
    what = "fråga" if command[0] == "ask" else "sökning"
    assert [e.who for e in service.log() if e.what == what] == ["", ANNA.id, PER.id]


def test_turns_from_before_are_no_way_in(service: LocalService) -> None:
    before = guard(service, Visitor(ANNA.id, "personal")).ask(SALARY)
    assert leaks(before)
    reader = guard(service, ANNA)
    kept = reader.conversation(before.conversation)
    assert kept.turns[0].answer.answer == WITHHELD
    assert not leaks(kept)
    with pytest.raises(NotAllowed):
        reader.export_conversation(before.conversation, "md")
    # "hen" would be Ture Karlblad, from the turn before
    assert not leaks(reader.ask("Och vad heter hen?", conversation=before.conversation))


def test_a_document_that_becomes_internal_goes_from_old_answers(service: LocalService) -> None:
    reader = guard(service, ANNA)
    answer = reader.ask("Hur många deltagare tar Mottagningen Lyktan emot?")
    assert "120" in repr(reader.conversation(answer.conversation))
    guard(service, PER).set_metadata(id_of(service, "verksamhetsplan-2031.md"), audience="intern")
    assert "120" not in repr(reader.conversation(answer.conversation))
    assert reader.documents() == []


def test_conversations_are_ones_own(service: LocalService) -> None:
    mine = guard(service, ANNA).ask("Hur många dagar är det öppet?").conversation
    assert [c.id for c in guard(service, ANNA).conversations()] == [mine]
    for other in (guard(service, PER), guard(service, LOCAL)):
        assert other.conversations() == []
        with pytest.raises(UnknownItem):
            other.conversation(mine)
        with pytest.raises(UnknownItem):
            other.give_feedback(mine, 0, False, "inte min")
        with pytest.raises(UnknownItem):
            other.delete_conversation(mine)
        with pytest.raises(UnknownItem):
            other.ask("Och i Malmö?", conversation=mine)
    guard(service, ANNA).give_feedback(mine, 0, True)
    guard(service, ANNA).delete_conversation(mine)
    assert guard(service, ANNA).conversations() == []


def test_the_log_has_a_row_for_each_thing_done(service: LocalService) -> None:
    guard(service, ANNA).ask("Hur många deltagare tar Mottagningen Lyktan emot?")
    with pytest.raises(NotAllowed):
        guard(service, PER).log()
    entries = guard(service, Visitor("chef@lovdala.se")).log()
    assert [(e.who, e.what) for e in entries] == [
        ("per@lovdala.se", "nekad"),
        ("anna@lovdala.se", "fråga"),
        ("", "inläsning"),
        ("", "indexering"),
    ]
    assert "verksamhetsplan-2031.md" in entries[1].detail
    assert "utan språkmodell" in entries[1].detail
    assert "120" not in entries[1].detail


def test_the_exported_log_is_safe_in_a_spreadsheet(service: LocalService) -> None:
    reader = guard(service, Visitor("=cmd@lovdala.se", "läsare"))
    reader.search('=HYPERLINK("http://exempel.invalid";"klicka")')
    reader.search("@SUM(A1)\n\t+1;=2")
    content = guard(service, LOCAL).export_log().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content), delimiter=";"))
    assert rows[0] == ["När (UTC)", "Vem", "Vad", "Detaljer"]
    assert [row[1] for row in rows[-2:]] == ["'=cmd@lovdala.se"] * 2
    assert rows[-2][3].startswith("'=HYPERLINK")
    assert rows[-1][3].startswith("'@SUM(A1) +1;=2")
    assert not [c for row in rows for c in row if c.startswith(("=", "+", "-", "@", "\t"))]


def test_a_library_that_can_only_be_read_answers_the_machines_own_user(
    service: LocalService, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = "Hur många deltagare tar Mottagningen Lyktan emot?"
    service.library.close()
    monkeypatch.setattr(service.library._db, "read_only", True)
    assert "120" in guard(service, LOCAL).ask(question).answer
    with pytest.raises(IndexingError):
        guard(service, ANNA).ask(question)


def test_secrets_stand_nowhere(service: LocalService, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = "sk-hemlig-4711"
    settings = service.settings
    model = Model(name="storm", base_url="https://modell.exempel.se/v1", api_key=secret)
    service.settings = replace(settings, model=model)
    admin = guard(service, LOCAL)
    admin.ask("Hur många deltagare tar Mottagningen Lyktan emot?")
    copy = settings.indexes / "kopia.finsam"
    admin.backup(str(copy))
    told = f"{admin.status()}{admin.log()}{service.settings}{admin.export_log().decode()}"
    assert "storm" in told
    assert secret not in told
    assert secret.encode() not in copy.read_bytes()
    assert not [f for f in settings.indexes.rglob("*") if f.is_file() and held(f, secret)]


def held(file: Path, words: str) -> bool:
    return words.encode() in file.read_bytes()
