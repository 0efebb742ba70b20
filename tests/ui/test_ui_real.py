"""The three users' ways through the screen, over the real service and the project's documents."""

from __future__ import annotations

import base64
import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.ui.pixels import marked
from tests.ui.small_pdf import small_pdf
from ui.screenshots import PAGES, ask, settled, visit

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.ui.real_app import RealApp

pytestmark = pytest.mark.browser
LABEL = "[class*=_etiketter] button"
PICTURE = ".st-key-source_panel .sidbild img"
PANEL = ".st-key-source_panel"


def shown(page: Page) -> bytes:
    """The page's picture as the browser got it."""
    source = page.locator(PICTURE).get_attribute("src") or ""
    return base64.b64decode(source.partition("base64,")[2])


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def test_ask_click_a_label_see_the_words_marked(page: Page, real: RealApp) -> None:
    import pypdfium2 as pdfium
    from PIL import Image, ImageChops

    from assistant.rendering import picture

    visit(page, real.url, "")
    ask(page, "Vilka är målgrupperna 2026?")
    # which of the sentences about them is chosen is not the screen's
    assert "målgrupp" in page.locator(".svar").first.inner_text().lower()
    quote = page.locator("blockquote.citat").first.inner_text().strip("”")
    page.locator(LABEL).first.click()
    page.locator(PICTURE).wait_for()
    # the mark, compared pixel by pixel with the page as it is, lies on the quoted words
    file = real.corpus / "verksamhetsplan-2026-sammandrag.pdf"
    number = int(re.findall(r"s\. (\d+) av", page.locator(".sidnummer").inner_text())[0])
    bare = Image.open(io.BytesIO(picture(file, number, (), 1.5))).convert("RGB")
    got = Image.open(io.BytesIO(shown(page))).convert("RGB")
    assert got.size == bare.size
    box = ImageChops.difference(got, bare).getbbox()
    assert box is not None
    leaf = pdfium.PdfDocument(file)[number - 1]
    high = leaf.get_height()
    left, top, right, bottom = (edge / 1.5 for edge in box)
    under = leaf.get_textpage().get_text_bounded(left, high - bottom, right, high - top)
    assert words(quote)[1:-1] and set(words(quote)[1:-1]) <= set(words(under))
    share, first, last = marked(page.locator(PICTURE))
    assert share > 0.001
    assert last - first < 0.2


def in_sight(page: Page) -> None:
    """The mark is seen: below the panel's head, above its end, and inside the picture's frame."""
    _, first, last = marked(page.locator(PICTURE))
    assert first < last
    boxes = [
        page.locator(part).bounding_box()
        for part in (PICTURE, f"{PANEL} .st-key-source_head", PANEL, f"{PANEL} .sidbild")
    ]
    picture, head, panel, frame = (box for box in boxes if box is not None)
    top, bottom = (picture["y"] + share * picture["height"] for share in (first, last))
    assert top >= head["y"] + head["height"]
    assert top >= frame["y"]
    assert bottom <= min(panel["y"] + panel["height"], frame["y"] + frame["height"])
    assert panel["y"] <= head["y"]


@pytest.mark.parametrize("height", [860, 520])
def test_the_mark_is_in_sight_when_the_page_opens(page: Page, real: RealApp, height: int) -> None:
    page.set_viewport_size({"width": 1366, "height": height})
    visit(page, real.url, "")
    ask(page, "Vad får insatserna kosta 2026?")
    page.locator(LABEL).first.click()
    page.locator(PICTURE).wait_for()
    settled(page)
    in_sight(page)


def test_the_mark_is_in_sight_when_the_page_is_enlarged(page: Page, real: RealApp) -> None:
    visit(page, real.url, "")
    ask(page, "Vad får insatserna kosta 2026?")
    page.locator(LABEL).first.click()
    page.locator(PICTURE).wait_for()
    settled(page)
    page.locator(f"{PANEL} .st-key-source_zoom [role=combobox]").click()
    page.get_by_role("option", name="300 %").click()
    page.locator(f"{PANEL} .sidbild.stor").wait_for()
    settled(page)
    in_sight(page)
    assert page.locator(f"{PANEL} .sidbild").evaluate("frame => frame.scrollLeft") > 0


def test_a_follow_up_and_a_reload_keep_the_talk_and_its_sources(page: Page, real: RealApp) -> None:
    visit(page, real.url, "")
    ask(page, "Hur många skrevs ut till arbete 2021?")
    assert "572" in page.locator(".svar").last.inner_text()
    ask(page, "Och 2020?")
    assert "447" in page.locator(".svar").last.inner_text()
    page.locator(LABEL).last.click()
    page.locator(PICTURE).wait_for()
    settled(page)
    assert page.locator(f"{PANEL} mark").filter(has_text="447").count()
    quotes = page.locator("blockquote.citat").all_inner_texts()
    page.reload()
    page.locator(PICTURE).wait_for(timeout=30_000)
    settled(page)
    assert page.locator("h2.fraga").all_inner_texts()[0] == "Hur många skrevs ut till arbete 2021?"
    assert page.locator("blockquote.citat").all_inner_texts() == quotes
    assert marked(page.locator(PICTURE))[0] > 0


def test_a_verdict_leads_back_to_the_answer_it_is_about(page: Page, real: RealApp) -> None:
    page.set_viewport_size({"width": 1366, "height": 520})
    visit(page, real.url, "")
    asked = ("Vilka är målgrupperna 2026?", "Hur många skrevs ut till arbete 2021?", "Och 2020?")
    for question in asked:
        ask(page, question)
    page.locator("[class*=omdome]").get_by_role("button", name="Ja").first.click()
    page.get_by_text("Tack! Du svarade ja.").wait_for()
    visit(page, real.url, "drift")
    page.get_by_text("Omdömen", exact=True).first.click()
    row = page.locator("[class*=omdomesrad]").filter(has_text=asked[0]).first
    row.get_by_role("button", name="Öppna samtalet").click()
    heading = page.locator("h2.fraga")
    heading.nth(2).wait_for()
    settled(page)
    page.wait_for_timeout(1_000)
    boxes = [heading.nth(place).bounding_box() for place in (0, 2)]
    first, last = (box["y"] for box in boxes if box is not None)
    assert 0 <= first < 300
    assert last > 520


def test_the_next_question_that_is_offered_has_an_answer(page: Page, real: RealApp) -> None:
    visit(page, real.url, "")
    ask(page, "Vilka är målgrupperna 2026?")
    page.get_by_role("heading", name="Fråga vidare").wait_for()
    offered = page.locator(".st-key-vidare_forslag button").first
    text = offered.inner_text()
    offered.click()
    page.locator("h2.fraga").nth(1).wait_for(timeout=30_000)
    settled(page)
    assert page.locator("h2.fraga").last.inner_text() == text
    assert page.locator(".st-key-tur_1 [class*=_etiketter] button").count()
    assert page.locator(".st-key-vidare_forslag button", has_text=text).count() == 0


def test_a_word_file_is_shown_as_its_section(page: Page, real: RealApp) -> None:
    visit(page, real.url, "")
    ask(page, "Hur många kvinnor deltog 2022?")
    assert "144" in page.locator(".svar").last.inner_text()
    page.locator(LABEL).first.click()
    section = page.locator(".avsnitt")
    section.wait_for()
    assert "144 kvinnor" in section.locator("mark").first.inner_text()
    link = page.get_by_role("link", name="Hämta filen").get_attribute("href")
    got = page.request.get(f"{real.url}/{link}")
    assert got.body() == (real.corpus / "delarsrapport-2022-sammandrag.docx").read_bytes()


def test_what_is_not_there_is_said_and_the_nearest_shown(page: Page, real: RealApp) -> None:
    visit(page, real.url, "")
    ask(page, "Vad kostar rymdraketen?")
    assert "framgår inte" in page.locator(".svar").last.inner_text()
    page.get_by_role("heading", name="Närmast i dokumenten").wait_for()
    page.locator("[class*=_kalla] button").first.click()
    page.locator(f"{PANEL} .kalla-rubrik").wait_for()
    page.locator(f"{PICTURE}, .avsnitt mark").first.wait_for()


def test_upload_ask_about_it_and_remove_it(page: Page, real: RealApp) -> None:
    lines = [
        "Protokoll från styrelsens möte den 12 mars 2027",
        "Styrelsen beslutade att insatsen Vindbryggan får 415 000 kronor under 2027.",
        "Insatsen Vindbryggan vänder sig till unga vuxna utan arbete.",
    ]
    visit(page, real.url, "dokument")
    page.get_by_text("Lägg till dokument").click()
    page.locator("input[type=file]").first.set_input_files(
        {
            "name": "protokoll-mars-2027.pdf",
            "mimeType": "application/pdf",
            "buffer": small_pdf([lines]),
        }
    )
    page.get_by_role("button", name="Lägg till i biblioteket").click()
    page.get_by_text("Rapport per fil").wait_for(timeout=60_000)
    settled(page)
    assert "protokoll-mars-2027.pdf" in page.locator(".tabell").first.inner_text()
    visit(page, real.url, "")
    ask(page, "Hur mycket får insatsen Vindbryggan?")
    assert "415 000" in page.locator(".svar").last.inner_text()
    page.locator(LABEL).last.click()
    page.locator(PICTURE).wait_for()
    assert marked(page.locator(PICTURE))[0] > 0
    visit(page, real.url, "dokument")
    page.get_by_role("button", name="Protokoll från styrelsens möte").click()
    page.get_by_role("button", name="Ta bort dokumentet").click()
    page.get_by_role("button", name="Ja, ta bort").click()
    page.get_by_role("heading", name="Dokument", exact=True).wait_for(timeout=30_000)
    settled(page)
    assert page.get_by_role("button", name="Protokoll från styrelsens möte").count() == 0
    assert not (real.corpus / "protokoll-mars-2027.pdf").exists()
    visit(page, real.url, "")
    ask(page, "Hur mycket får insatsen Vindbryggan?")
    assert "415 000" not in page.locator(".svar").last.inner_text()


def test_a_damaged_file_is_named_with_what_to_do(page: Page, real: RealApp) -> None:
    visit(page, real.url, "dokument")
    page.get_by_text("Lägg till dokument").click()
    page.locator("input[type=file]").first.set_input_files(
        {"name": "trasig.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 trasig"}
    )
    page.get_by_role("button", name="Lägg till i biblioteket").click()
    page.get_by_text("Rapport per fil").wait_for(timeout=60_000)
    settled(page)
    row = page.locator(".tabell tr", has_text="trasig.pdf").inner_text()
    assert "kunde inte läsas" in row
    assert len(words(row)) > 8
    (real.corpus / "trasig.pdf").unlink(missing_ok=True)


def test_a_file_that_has_gone_is_said_where_its_page_would_be(page: Page, real: RealApp) -> None:
    visit(page, real.url, "")
    ask(page, "Vilka är målgrupperna 2026?")
    file = real.corpus / "verksamhetsplan-2026-sammandrag.pdf"
    away = real.indexes / file.name
    file.rename(away)
    try:
        page.locator(LABEL).first.click()
        page.locator(PANEL).wait_for()
        settled(page)
        page.get_by_role("button", name="Nästa").click()
        alert = page.locator(f"{PANEL} [role=alert]").first
        alert.wait_for()
        assert "finns inte längre" in alert.inner_text()
    finally:
        away.rename(file)


def test_an_unknown_conversation_is_said(page: Page, real: RealApp) -> None:
    visit(page, real.url, "?samtal=finns-inte")
    assert page.locator("[role=alert]").first.inner_text().strip()
    assert page.locator("[data-testid=stChatInput] textarea").is_visible()


def test_key_figures_as_chart_table_and_file(page: Page, real: RealApp) -> None:
    visit(page, real.url, "nyckeltal")
    page.get_by_role("combobox", name="Nyckeltal").click()
    page.get_by_role("option", name="Till arbete", exact=True).first.click()
    settled(page)
    page.locator("[data-testid=stVegaLiteChart]").locator("canvas, svg").first.wait_for()
    with page.expect_download() as got:
        page.get_by_role("button", name="Hämta som CSV").first.click()
    content = Path(got.value.path()).read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content), delimiter=";"))
    assert any("2021" in row and "572" in row for row in rows)
    page.get_by_role("button", name="2021: 572").first.click()
    page.locator(PICTURE).wait_for()
    assert "Resultat 2012–2022" in page.locator(".kalla-rubrik").inner_text()
    assert marked(page.locator(PICTURE))[0] > 0


def test_a_theme_becomes_a_word_file(page: Page, real: RealApp) -> None:
    import docx

    visit(page, real.url, "underlag")
    box = page.get_by_role("textbox", name="Tema")
    box.fill("samverkan")
    box.press("Enter")
    quote = page.locator("[class*=tema_0_0] blockquote").first
    quote.wait_for(timeout=30_000)
    source = page.locator("[class*=tema_0_0_kalla] [data-testid=stBaseButton-tertiary]").first
    title = source.inner_text().partition(" – ")[0]
    said = re.findall(r"”(.+)”", quote.inner_text())[0]
    page.get_by_role("button", name="Lägg i underlaget").first.click()
    comment = page.get_by_role("textbox", name="Din kommentar")
    comment.fill("Börja avsnittet här")
    page.get_by_role("textbox", name="Rubrik").fill("Att samverka")
    page.get_by_role("textbox", name="Rubrik").press("Enter")
    settled(page)
    with page.expect_download() as got:
        page.get_by_role("button", name="Hämta som Word").click()
    content = Path(got.value.path()).read_bytes()
    made = docx.Document(io.BytesIO(content))
    text = "\n".join(part.text for part in made.paragraphs)
    whole = text + "".join(str(part.blob, "utf-8", "replace") for part in made.part.package.parts)
    assert "Att samverka" in text
    assert said in text
    assert "Börja avsnittet här" in text
    assert title in whole


def test_the_briefing_leads_to_a_source_and_to_a_question(page: Page, real: RealApp) -> None:
    visit(page, real.url, "ny-i-styrelsen")
    page.locator("h2.grupp").first.wait_for(timeout=30_000)
    settled(page)
    assert page.locator("h2.grupp").count() >= 5
    assert page.locator(".svar").count() == page.locator(".svar + *, .svar").count() > 5
    page.locator(LABEL).first.click()
    page.locator(f"{PICTURE}, .avsnitt mark").first.wait_for()
    settled(page)
    page.locator("[class*=st-key-first_] button").first.click()
    page.locator("[class*=omdome]").first.wait_for(timeout=30_000)
    settled(page)
    assert page.locator(LABEL).count()


def test_a_phone_fits_every_page_and_the_source_covers_it(page: Page, real: RealApp) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    visit(page, real.url, "")
    ask(page, "Vilka är målgrupperna 2026?")
    page.locator(LABEL).first.click()
    page.locator(PICTURE).wait_for()
    settled(page)
    box = page.locator(PANEL).bounding_box()
    assert box is not None
    assert (box["x"], box["y"], box["width"]) == (0, 0, 390)
    assert marked(page.locator(PICTURE))[0] > 0
    page.get_by_role("button", name="Stäng").click()
    page.locator(PANEL).wait_for(state="detached")
    for path in PAGES.values():
        visit(page, real.url, path)
        assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= 390, path


def test_the_first_run_says_what_to_do(page: Page, empty: RealApp) -> None:
    for path in ("", "dokument", "nyckeltal", "underlag", "ny-i-styrelsen"):
        visit(page, empty.url, path)
        told = page.locator(".besked").first.inner_text()
        assert "inga dokument" in told, path
        assert "Lägg till" in told, path
    visit(page, empty.url, "drift")
    assert page.locator(".tabell").first.is_visible()
    visit(page, empty.url, "dokument")
    assert page.locator("input[type=file]").count() == 1
