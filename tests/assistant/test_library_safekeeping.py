"""Backup, restoring, migration and damage."""

import sqlite3
from pathlib import Path

import pytest

from assistant.errors import IndexingError, IndexMismatch
from assistant.library import DamagedLibrary, Library, migrations
from assistant.repairing import open_or_renew, renew
from tests.assistant.making import document, put
from tests.assistant.test_library_conversations import answer


def filled(path: Path, text: str = "Hunden sover.") -> Library:
    library = Library.open(path, create=True)
    library.use_model("fake-1")
    put(library, document(text))
    conversation = library.new_conversation("anna")
    library.add_turn(conversation, answer("Fråga?"))
    library.give_feedback(conversation, 0, True)
    library.add_log("anna", "fråga")
    return library


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    connection = sqlite3.connect(path)
    try:
        tables = ("documents", "units", "passages", "embeddings", "turns", "feedback", "log")
        return {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables}
    finally:
        connection.close()


def test_a_backup_restored_elsewhere_is_the_same(tmp_path: Path) -> None:
    library = filled(tmp_path / "a" / "library.sqlite")
    copy = tmp_path / "kopia.finsam"
    library.backup(copy, settings="[model]\n")
    assert rows(copy) == rows(library.path)
    assert sorted(item.name for item in tmp_path.iterdir()) == ["a", "kopia.finsam"]

    other = filled(tmp_path / "b" / "library.sqlite", "Något helt annat.")
    before = other.generation()
    assert other.keyword_search(["annat"], 1)
    assert other.restore(copy) == "[model]\n"
    assert rows(other.path) == rows(library.path)
    assert other.generation() > before
    assert not other.keyword_search(["annat"], 1)
    assert other.keyword_search(["hunden"], 1)
    assert other.damage() == ""


def test_a_backup_is_consistent_while_the_library_is_written_to(tmp_path: Path) -> None:
    library = filled(tmp_path / "library.sqlite")
    with library._db.writing(index=True) as connection:
        connection.execute("DELETE FROM units")
        Library.open(library.path).backup(tmp_path / "kopia")
    assert len(rows(tmp_path / "kopia")["units"]) == 1


def test_what_is_no_backup_changes_nothing(tmp_path: Path) -> None:
    library = filled(tmp_path / "library.sqlite")
    before = rows(library.path)
    (tmp_path / "text").write_text("hej" * 1000, encoding="utf-8")
    sqlite3.connect(tmp_path / "annan").execute("CREATE TABLE x (y)").connection.close()
    library.backup(tmp_path / "kapad")
    content = (tmp_path / "kapad").read_bytes()
    (tmp_path / "kapad").write_bytes(content[: len(content) // 2])
    for name in ("text", "annan", "kapad", "saknas"):
        with pytest.raises(IndexingError):
            library.restore(tmp_path / name)
    assert rows(library.path) == before


def test_every_earlier_version_can_be_opened(tmp_path: Path) -> None:
    for version in range(1, migrations.VERSION + 1):
        path = tmp_path / f"{version}.sqlite"
        connection = sqlite3.connect(path)
        for number in range(version):
            connection.executescript(migrations.STEPS[number])
        connection.execute(f"PRAGMA application_id = {migrations.APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.close()
        library = filled(path)
        assert library.keyword_search(["hunden"], 1)
        assert migrations.version_of(sqlite3.connect(path)) == migrations.VERSION


def test_a_step_is_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = filled(tmp_path / "library.sqlite")
    library.close()
    broken = "CREATE TABLE ny (x); CREATE TABLE documents (x);"
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, broken))
    monkeypatch.setattr(migrations, "VERSION", migrations.VERSION + 1)
    with pytest.raises(sqlite3.OperationalError, match="documents"):
        Library.open(library.path)
    connection = sqlite3.connect(library.path)
    assert migrations.version_of(connection) == migrations.VERSION - 1
    assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'ny'").fetchall()
    connection.close()


def test_a_newer_version_is_refused(tmp_path: Path) -> None:
    library = filled(tmp_path / "library.sqlite")
    library.close()
    connection = sqlite3.connect(library.path)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    with pytest.raises(IndexMismatch, match="nyare version"):
        Library.open(library.path)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9])
def test_a_library_cut_off_is_set_aside_and_begun_anew(tmp_path: Path, share: float) -> None:
    path = tmp_path / "library.sqlite"
    library = filled(path, "\n".join(f"Mening {n}." for n in range(500)))
    library.close()
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    renewed, aside = open_or_renew(path)
    assert renewed.damage() == ""
    assert renewed.documents() == []
    assert (aside is not None) == (share > 0)
    put(renewed, document("Katten jagar."))
    again, nothing = open_or_renew(path)
    assert nothing is None
    assert again.keyword_search(["katten"], 1)


def test_what_people_wrote_is_brought_over(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    library = filled(path)
    with library._db.writing() as connection:
        page = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'documents'"
        ).fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    library.close()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    with pytest.raises(DamagedLibrary):
        library.documents()
    aside = renew(library)
    assert aside.exists()
    assert library.documents() == []
    (kept,) = library.conversations("anna")
    assert library.conversation(kept.id, "anna").turns[0].answer == answer("Fråga?")
    assert len(library.feedback()) == len(library.log()) == 1


def test_a_sound_library_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    held = filled(path)  # its log of changes is not yet in the file
    again, aside = open_or_renew(path)
    assert aside is None
    assert again.documents() == held.documents()
