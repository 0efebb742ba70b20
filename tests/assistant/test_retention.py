"""What is forgotten, when, and that it is gone from the disk as well."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant import cli
from assistant.errors import IndexBusy
from assistant.library import Library
from assistant.local_service import LocalService
from assistant.retention import Retention, purge
from assistant.schema import Answer
from assistant.settings import Paths, Settings
from assistant.settings import Retention as Setting

WORD = "Zebrafinken"


class Clock:
    """A clock that stands until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.open(tmp_path / "indexes" / "library.sqlite", create=True)


def asked(library: Library, owner: str, question: str, days_ago: int = 0) -> str:
    conversation = library.new_conversation(owner)
    library.add_turn(conversation, Answer(question, question, "not_found", "Det står inte."))
    library.add_log(owner, "fråga", question)
    age(library, conversation, question, days_ago)
    return conversation


def age(library: Library, conversation: str, question: str, days: int) -> None:
    then = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="seconds")
    with library._db.writing() as connection:
        connection.execute(
            "UPDATE conversations SET changed = ? WHERE id = ?", (then, conversation)
        )
        connection.execute("UPDATE log SET happened = ? WHERE detail = ?", (then, question))


def purged_at(library: Library, when: datetime) -> None:
    with library._db.writing() as connection:
        connection.execute("INSERT OR REPLACE INTO meta VALUES ('purged', ?)", (when.isoformat(),))


def on_disk(library: Library, word: str) -> list[str]:
    files = library.path.parent.glob(library.path.name + "*")
    return [file.name for file in files if word.encode() in file.read_bytes()]


def test_only_what_is_old_is_forgotten_and_the_log_says_so(library: Library) -> None:
    asked(library, "", "gammal", 366)
    asked(library, "", "ny", 364)
    assert purge(library, 365) == 2
    assert [c.title for c in library.conversations()] == ["ny"]
    assert [(e.what, e.detail) for e in library.log()] == [
        ("gallring", "2 samtal och loggrader äldre än 365 dagar"),
        ("fråga", "ny"),
    ]
    assert purge(library, 365) == 0
    assert len(library.log()) == 2


def test_it_is_done_once_a_day_also_by_a_process_that_never_ends(library: Library) -> None:
    clock = Clock()
    retention = Retention(365, clock)
    assert retention.keep(library) == 0
    asked(library, "", "gammal", 400)
    assert retention.keep(library) == 0
    assert Retention(365).keep(library) == 0, "another process, the same day"
    purged_at(library, datetime.now(UTC) - timedelta(hours=25))
    assert retention.keep(library) == 0, "looked within the hour"
    clock.now += 3601
    assert retention.keep(library) == 2


def test_a_purge_in_the_future_does_not_stop_it(library: Library) -> None:
    asked(library, "", "gammal", 400)
    purged_at(library, datetime.now(UTC) + timedelta(days=400))
    assert Retention(365).keep(library) == 2


def test_nothing_goes_where_everything_is_to_be_kept(library: Library) -> None:
    asked(library, "", "gammal", 30_000)
    assert Retention(0).keep(library) == 0
    assert len(library.conversations()) == 1


def test_nobody_waits_for_it(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(days: int) -> int:
        raise IndexBusy("Upptaget.")

    monkeypatch.setattr(library, "purge", busy)
    assert Retention(365).keep(library) == 0


def test_opening_the_service_purges(tmp_path: Path, library: Library) -> None:
    asked(library, "", "gammal", 31)
    settings = Settings(
        paths=Paths(tmp_path / "corpus", tmp_path / "indexes"), retention=Setting(30)
    )
    assert LocalService(settings).conversations() == []
    status = {line.name: line.value for line in LocalService(settings).status()}
    assert status["Gallring"].startswith("samtal och logg äldre än 30 dagar; senast 20")


def test_what_is_forgotten_is_gone_from_the_disk(library: Library) -> None:
    kept = asked(library, "b@a.se", "vanlig fråga")
    asked(library, "a@a.se", f"Vad gör {WORD}?")
    library.close()
    assert on_disk(library, WORD)
    assert library.delete_conversations_of("a@a.se") == 1
    assert library.anonymise_log("a@a.se") == 1
    assert on_disk(library, WORD) == []
    assert on_disk(library, "a@a.se") == []
    assert [c.id for c in library.conversations("b@a.se")] == [kept]
    assert [(e.who, e.detail) for e in library.log()] == [
        ("", "(raderat)"),
        ("b@a.se", "vanlig fråga"),
    ]


def test_a_deleted_conversation_is_gone_from_the_disk(library: Library) -> None:
    identity = asked(library, "", f"Vad gör {WORD}?")
    library.anonymise_log("")
    assert on_disk(library, WORD)
    library.delete_conversation(identity)
    assert on_disk(library, WORD) == []


# --- the commands

TOML = '[access]\nlogin = true\nadmin = ["chef@a.se"]\npersonal = ["per@a.se"]\nreader = ["*"]\n'


def run(tmp_path: Path, *arguments: str) -> int:
    config = tmp_path / "finsam.toml"
    config.write_text(TOML, "utf-8")
    where = ["--config", str(config), "--indexes", str(tmp_path / "indexes")]
    return cli.main([*where, "--corpus", str(tmp_path / "corpus"), *arguments])


def test_a_persons_conversations_are_forgotten_by_command(
    tmp_path: Path, library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    asked(library, "a@a.se", f"Vad gör {WORD}?")
    assert run(tmp_path, "forget", "A@a.se", "--log") == 0
    assert capsys.readouterr().out == "1 samtal är borttagna, 1 loggrader är tömda.\n"
    assert library.conversations("a@a.se") == []
    assert library.log()[0].detail == "1 samtal och 1 loggrader om en person"
    assert on_disk(library, WORD) == []


def test_the_log_stays_unless_it_is_asked_for(tmp_path: Path, library: Library) -> None:
    asked(library, "a@a.se", "Vad gör vi?")
    assert run(tmp_path, "forget", "a@a.se") == 0
    assert [e.who for e in library.log()] == ["", "a@a.se"]


def test_old_rows_are_purged_by_command(
    tmp_path: Path, library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    purge(library, 365)
    asked(library, "", "gammal", 400)
    assert run(tmp_path, "purge") == 0
    assert capsys.readouterr().out.startswith("2 samtal och loggrader äldre än 365 dagar")


def test_the_log_is_shown_and_exported_by_command(
    tmp_path: Path, library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    asked(library, "a@a.se", "Vad gör vi?")
    file = tmp_path / "logg.csv"
    assert run(tmp_path, "--as", "chef@a.se", "log", "--csv", str(file)) == 0
    assert "a@a.se;fråga;Vad gör vi?" in file.read_text("utf-8-sig")
    assert run(tmp_path, "log", "--limit", "1") == 0
    assert "chef@a.se  logg exporterad" in capsys.readouterr().out


@pytest.mark.parametrize(
    "command",
    [
        ("log",),
        ("purge",),
        ("forget", "a@a.se"),
        ("backup", "x.finsam"),
        ("restore", "x.finsam"),
        ("serve",),
        ("eval",),
    ],
)
@pytest.mark.parametrize("person", ["per@a.se", "vem@b.se"])
def test_what_is_for_the_admin_is_refused_to_others(
    tmp_path: Path,
    library: Library,
    capsys: pytest.CaptureFixture[str],
    command: tuple[str, ...],
    person: str,
) -> None:
    assert run(tmp_path, "--as", person, *command) == 1
    assert "Det här får bara admin göra." in capsys.readouterr().err


@pytest.mark.parametrize("command", [("index",), ("status",)])
def test_what_is_for_the_staff_is_refused_to_readers(
    tmp_path: Path,
    library: Library,
    capsys: pytest.CaptureFixture[str],
    command: tuple[str, ...],
) -> None:
    assert run(tmp_path, "--as", "vem@b.se", *command) == 1
    assert "Det här får bara personal göra." in capsys.readouterr().err
