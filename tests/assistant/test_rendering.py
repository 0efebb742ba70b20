"""Page pictures: what is marked, where, and what is refused."""

import io
import threading
import time
from pathlib import Path

import pytest
from PIL import Image

from assistant import rendering
from assistant.errors import DamagedFile, UnknownItem
from assistant.rendering import picture
from assistant.schema import Box, Citation
from tests.ui.small_pdf import HEIGHT, WIDTH, small_pdf

LINES = ["Delårsrapport", "Under året deltog 412 perso-", "ner i insatserna.", "Till arbete 61 74"]


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    path = tmp_path / "rapport.pdf"
    path.write_bytes(small_pdf([LINES, ["Sida två", "Annan text."]]))
    return path


def cite(quote: str, page: int | None = 1, boxes: tuple[Box, ...] = ()) -> Citation:
    return Citation(1, "d", "f.pdf", "T", "rapport", 2022, page, "", quote, "prose", boxes)


def opened(data: bytes) -> Image.Image:
    assert data.startswith(b"\x89PNG")
    return Image.open(io.BytesIO(data)).convert("RGB")


def marked_rows(data: bytes) -> set[int]:
    """The rows of pixels with the mark's colour in them."""
    image = opened(data)
    left = image.tobytes()
    width = image.width * 3
    colour = bytes(rendering._MARK)
    return {
        row for row in range(image.height) if colour * 3 in left[row * width : (row + 1) * width]
    }


def test_a_page_without_quotes_is_plain_and_of_the_asked_size(pdf: Path) -> None:
    data = picture(pdf, 1, (), 2.0)
    assert opened(data).size == (WIDTH * 2, HEIGHT * 2)
    assert not marked_rows(data)


def test_boxes_are_marked_where_they_lie(pdf: Path) -> None:
    data = picture(pdf, 1, [cite("Delårsrapport", boxes=(Box(1, 100, 200, 300, 220),))], 1.0)
    rows = marked_rows(data)
    assert rows and 197 <= min(rows) <= 201 and 219 <= max(rows) <= 223


def test_a_quote_without_boxes_is_found_over_lines_and_hyphens(pdf: Path) -> None:
    rows = marked_rows(picture(pdf, 1, [cite("412 personer i insatserna.")], 1.0))
    # baselines of the two lines stand at 140 and 162
    assert rows and 124 < min(rows) < 134 and 162 < max(rows) < 172
    first = marked_rows(picture(pdf, 1, [cite("Under året deltog")], 1.0))
    assert first and max(first) < 150


def test_parts_of_a_row_are_found_in_another_order(pdf: Path) -> None:
    rows = marked_rows(picture(pdf, 1, [cite("ner i insatserna. Under året deltog")], 1.0))
    assert rows and min(rows) < 140 < 160 < max(rows)


def test_nothing_is_marked_for_what_does_not_stand_there(pdf: Path) -> None:
    plain = picture(pdf, 1, (), 1.0)
    other_page = cite("Annan text.", page=2)
    boxes_elsewhere = cite("Annan text.", 2, (Box(2, 10, 10, 50, 50),))
    for citation in (cite("Detta står ingenstans alls."), other_page, boxes_elsewhere, cite("")):
        assert picture(pdf, 1, [citation], 1.0) == plain


def darkest(image: Image.Image) -> int:
    """The darkest grey of a picture, 0 to 255."""
    return min(image.convert("L").tobytes())


def test_text_under_a_mark_stays_dark(pdf: Path) -> None:
    doubled = (120.0, 170.0, 600.0, 200.0)
    plain = opened(picture(pdf, 1, (), 2.0)).crop(doubled)
    marked = opened(picture(pdf, 1, [cite("Delårsrapport")], 2.0)).crop(doubled)
    assert darkest(plain) <= 10
    assert darkest(marked) <= 10


@pytest.mark.parametrize("page", [0, -1, 3])
def test_a_page_that_is_not_there(pdf: Path, page: int) -> None:
    with pytest.raises(UnknownItem):
        picture(pdf, page, (), 1.0)


def test_formats_without_pages_and_missing_files(tmp_path: Path) -> None:
    (tmp_path / "text.docx").write_bytes(b"PK")
    with pytest.raises(UnknownItem):
        picture(tmp_path / "text.docx", 1, (), 1.0)
    with pytest.raises(UnknownItem):
        picture(tmp_path / "borta.pdf", 1, (), 1.0)


def test_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "trasig.pdf"
    path.write_bytes(b"%PDF-1.7\nnothing that holds together")
    with pytest.raises(DamagedFile):
        picture(path, 1, (), 1.0)


def test_the_scale_has_bounds(pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert opened(picture(pdf, 1, (), 0.0001)).width == round(WIDTH * 0.2)
    monkeypatch.setattr(rendering, "MAX_PIXELS", 500_000)
    image = opened(picture(pdf, 1, [cite("Delårsrapport")], 50.0))
    assert image.width * image.height <= 510_000


def test_a_changed_file_is_drawn_anew(pdf: Path) -> None:
    before = picture(pdf, 1, (), 1.0)
    pdf.write_bytes(small_pdf([["Något helt annat", "med annan längd."]]))
    assert picture(pdf, 1, (), 1.0) != before


def test_many_threads_get_the_same_pictures(pdf: Path) -> None:
    wanted = {page: picture(pdf, page, [cite("Annan text.", 2)], 1.1) for page in (1, 2)}
    rendering._RENDERS.__init__()  # type: ignore[misc]
    wrong: list[int] = []

    def draw(number: int) -> None:
        page = 1 + number % 2
        if picture(pdf, page, [cite("Annan text.", 2)], 1.1) != wanted[page]:
            wrong.append(number)

    threads = [threading.Thread(target=draw, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_memory_of_renders_is_bounded(pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    renders = rendering._Renders()
    monkeypatch.setattr(rendering, "_RENDERS", renders)
    monkeypatch.setattr(rendering, "_KEPT_BYTES", 4_000_000)
    for scale in (0.9, 1.0, 1.1, 1.2):
        picture(pdf, 1, (), scale)
    assert sum(one.size for one in renders._kept.values()) <= 4_000_000


def test_sample_pages_are_marked_within_a_second(shared: Path) -> None:
    path = shared / "corpus" / "sus-rapport-2012-2022.pdf"
    start = time.perf_counter()
    data = picture(path, 9, [cite("Utskrivning till arbete 2012-2022 Malmö", 9)], 1.5)
    assert time.perf_counter() - start < 5.0  # a second on a machine that is not busy
    assert marked_rows(data)
