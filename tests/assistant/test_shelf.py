"""Files put into the corpus folder and taken out of it."""

from pathlib import Path

import pytest

from assistant import shelf
from assistant.errors import DamagedFile, EmptyFile, NotAllowed, UnknownItem


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("plan 2026.pdf", "plan 2026.pdf"),
        ("../../etc/plan.pdf", "plan.pdf"),
        (r"C:\Users\x\plan.PDF", "plan.pdf"),
        ("/absolut/plan.docx", "plan.docx"),
        ("års\u202eredo\u200bvis\x00ning\x1b.pdf", "årsredovisning.pdf"),
        ("rad\nbrytning.txt", "rad brytning.txt"),
        ('a<b>:c"|?*.md', "a-b-c-.md"),
        ("A\u030arsplan.pdf", "Årsplan.pdf"),
        (".gömd.pdf", "gömd.pdf"),
        ("~$öppen.docx", "öppen.docx"),
        ("....pdf", "dokument.pdf"),
        ("CON.txt", "CON-dokument.txt"),
        ("README.md", "README-dokument.md"),
    ],
)
def test_names_are_made_safe(given: str, kept: str) -> None:
    assert shelf.safe_name(given) == kept


def test_a_long_name_is_cut_and_keeps_its_extension() -> None:
    name = shelf.safe_name("å" * 400 + ".pdf")
    assert name.endswith("å.pdf")
    assert 190 < len(name.encode()) <= shelf.MAX_NAME_BYTES


@pytest.mark.parametrize("name", ["virus.exe", "utan", "ark.xlsx", "..", "", "plan.pdf/"])
def test_what_cannot_be_read_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(DamagedFile):
        shelf.add(tmp_path, name, b"x")
    assert list(tmp_path.iterdir()) == []


def test_saved_whole_and_nothing_left_over(tmp_path: Path) -> None:
    corpus = tmp_path / "ny mapp"
    assert shelf.add(corpus, "plan.pdf", b"%PDF-1.7 innehall") == "plan.pdf"
    assert (corpus / "plan.pdf").read_bytes() == b"%PDF-1.7 innehall"
    assert [path.name for path in corpus.iterdir()] == ["plan.pdf"]


def test_a_taken_name_gets_a_number(tmp_path: Path) -> None:
    assert shelf.add(tmp_path, "plan.pdf", b"ett") == "plan.pdf"
    assert shelf.add(tmp_path, "Plan.pdf", b"annat") == "Plan-2.pdf"
    assert shelf.add(tmp_path, "plan.pdf", b"tredje") == "plan-3.pdf"
    assert (tmp_path / "Plan-2.pdf").read_bytes() == b"annat"
    assert (tmp_path / "plan.pdf").read_bytes() == b"ett"


def test_the_same_file_again_is_not_kept_twice(tmp_path: Path) -> None:
    shelf.add(tmp_path, "plan.pdf", b"ett")
    assert shelf.add(tmp_path, "plan.pdf", b"ett") == "plan.pdf"
    assert len(list(tmp_path.iterdir())) == 1


def test_empty_and_too_large_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EmptyFile):
        shelf.add(tmp_path, "plan.pdf", b"")
    monkeypatch.setattr(shelf, "check_size", lambda size: _refuse(size))
    with pytest.raises(DamagedFile):
        shelf.add(tmp_path, "plan.pdf", b"12345")
    assert list(tmp_path.iterdir()) == []


def _refuse(size: int) -> None:
    from assistant.reading.limits import check_size

    check_size(size, 4)


def test_without_hard_links_the_file_is_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(self: Path, target: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    assert shelf.add(tmp_path, "plan.pdf", b"ett") == "plan.pdf"
    assert shelf.add(tmp_path, "plan.pdf", b"annat") == "plan-2.pdf"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plan-2.pdf", "plan.pdf"]


def test_removing(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    (corpus / "under").mkdir(parents=True)
    outside = tmp_path / "hemlig.txt"
    outside.write_text("kvar")
    (corpus / "under" / "plan.pdf").write_bytes(b"x")
    (corpus / "lank.txt").symlink_to(outside)
    shelf.remove(corpus, "under/plan.pdf")
    assert not (corpus / "under" / "plan.pdf").exists()
    shelf.remove(corpus, "under/plan.pdf")
    for path in ("../hemlig.txt", str(outside), "under/../../hemlig.txt", ".."):
        with pytest.raises(NotAllowed):
            shelf.remove(corpus, path)
    with pytest.raises(UnknownItem):
        shelf.remove(corpus, "under")
    shelf.remove(corpus, "lank.txt")
    assert outside.read_text() == "kvar"
