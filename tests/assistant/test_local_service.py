"""The service over a library: asking, conversations, documents, pages and files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import wiring
from assistant.errors import IndexMismatch, IndexMissing, NotAllowed, UnknownItem
from assistant.local_service import LocalService
from assistant.lock import writer_lock
from assistant.schema import Filters
from tests.assistant.small_corpus import PDF, WORD, fill, lighten, settings
from tests.assistant.small_documents import TermEmbedder

COUNT = "Hur många deltagare hade Kajen 2031?"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalService]:
    folder = tmp_path_factory.mktemp("service")
    fill(folder / "corpus")
    with pytest.MonkeyPatch.context() as patch:
        lighten(patch)
        made = LocalService(settings(folder))
        made.index()
        yield made
        made.library.close()


def document(service: LocalService, file: str) -> str:
    return next(info.id for info in service.documents() if info.file == file)


def test_an_answer_is_kept_in_a_conversation(service: LocalService) -> None:
    answer = service.ask(COUNT)
    assert "124 deltagare" in answer.answer
    kept = service.conversation(answer.conversation)
    assert [turn.answer.answer for turn in kept.turns] == [answer.answer]
    assert kept.title


def test_a_conversation_goes_on(service: LocalService) -> None:
    first = service.ask(COUNT)
    second = service.ask("Vem leder arbetet där?", conversation=first.conversation)
    assert second.conversation == first.conversation
    assert "Kajen" in second.standalone_question
    assert len(service.conversation(first.conversation).turns) == 2


def test_conversations_are_their_owners(service: LocalService) -> None:
    mine = service.ask(COUNT, owner="a@b.se").conversation
    assert mine in {one.id for one in service.conversations("a@b.se")}
    assert mine not in {one.id for one in service.conversations("c@d.se")}
    with pytest.raises(UnknownItem):
        service.ask("Och sedan?", conversation=mine, owner="c@d.se")
    service.delete_conversation(mine, "a@b.se")
    assert mine not in {one.id for one in service.conversations("a@b.se")}


def test_an_unknown_conversation_is_an_error(service: LocalService) -> None:
    with pytest.raises(UnknownItem):
        service.ask(COUNT, conversation="finns-inte")


def test_the_pieces_make_up_the_answer(service: LocalService) -> None:
    pieces: list[str] = []
    answer = service.ask(COUNT, on_text=pieces.append)
    assert "".join(pieces) == answer.answer
    assert len(pieces) > 3


def test_filters_are_binding_and_kept_with_the_answer(service: LocalService) -> None:
    answer = service.ask(COUNT, filters=Filters(kinds=("verksamhetsplan",), audience=("alla",)))
    assert answer.status == "not_found"
    carried = (*answer.nearest, *answer.passages)
    assert {one.file for one in carried} <= {WORD}
    assert answer.audience == ("alla",)


def test_a_citation_opens_its_page_and_section(service: LocalService) -> None:
    (one,) = service.ask(COUNT).citations
    assert (one.file, one.page) == (PDF, 2)
    assert one.quote in service.page_text(one.document, 2)
    assert one.quote not in service.page_text(one.document, 1)
    assert one.quote in service.section_text(one.document, one)
    assert service.table(one) == []
    picture = service.page_picture(one.document, 2, [one])
    assert picture.startswith(b"\x89PNG")


def test_a_word_file_has_no_pages(service: LocalService) -> None:
    (one,) = service.ask("Vem leder arbetet i Kajen?").citations
    assert (one.file, one.page, one.boxes) == (WORD, None, ())


def test_a_source_that_is_gone_says_so(service: LocalService) -> None:
    (one,) = service.ask(COUNT).citations
    with pytest.raises(UnknownItem, match="Källan finns inte längre"):
        service.section_text(one.document, replace(one, unit=9999))


def test_the_file_as_it_is_and_only_for_its_audience(service: LocalService) -> None:
    pdf = document(service, PDF)
    assert service.file_bytes(pdf).startswith(b"%PDF")
    service.set_metadata(pdf, audience="intern")
    try:
        with pytest.raises(NotAllowed):
            service.file_bytes(pdf, filters=Filters(audience=("alla",)))
        assert PDF not in {
            one.file for one in service.documents(filters=Filters(audience=("alla",)))
        }
        hidden = service.ask(COUNT, filters=Filters(audience=("alla",)))
        assert "124" not in hidden.answer
    finally:
        service.set_metadata(pdf, audience="alla")


def test_unanswered_questions_are_listed(service: LocalService) -> None:
    service.ask("Hur många hästar har Kajen?")
    assert "Hur många hästar har Kajen?" in {one.question for one in service.unanswered()}


def test_search_ranks_the_passage_that_says_it_first(service: LocalService) -> None:
    found = service.search("Omar Haddad", 2)
    assert found[0].file == WORD
    assert [one.label for one in found] == [1, 2]
    assert found[0].place.startswith("avsnittet ”")
    assert service.section_text(found[0].document, found[0])


def test_an_empty_library_names_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lighten(monkeypatch)
    empty = LocalService(settings(tmp_path))
    with pytest.raises(IndexMissing) as error:
        empty.ask(COUNT)
    assert "finsam index" in error.value.remedy
    assert empty.documents() == []
    assert empty.suggestions() == []


def test_an_index_of_another_model_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path / "corpus")
    lighten(monkeypatch)
    LocalService(settings(tmp_path)).index()

    class Other(TermEmbedder):
        fingerprint = "terms-2"

    monkeypatch.setattr(wiring, "open_embedder", lambda settings: Other())
    with pytest.raises(IndexMismatch) as error:
        LocalService(settings(tmp_path)).ask(COUNT)
    assert "finsam index --rebuild" in error.value.remedy


def test_vectors_left_to_a_writer_that_died_are_mended_at_the_next_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path / "corpus")
    lighten(monkeypatch)
    service = LocalService(settings(tmp_path))
    service.index()
    with writer_lock(service.settings.indexes):
        # as a run that has forgotten a document and not yet told the vector store
        service.library.forget(document(service, WORD))
        service.ask(COUNT)
        assert service.vectors.count() > service.library.passage_count()
    # the lock is gone, and nobody has finished the run
    service.ask(COUNT)
    assert service.vectors.check(service.library.all_passage_ids())
    assert service.library.pending()[0] == []
    service.library.close()
