"""The three users' ways through the screen, in a real Chromium over the fake service.

Adding and removing a document, and the phone, are in `test_ui_real`.
"""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ui.screenshots import ask, settled, visit

if TYPE_CHECKING:
    from playwright.sync_api import Dialog, Page

pytestmark = pytest.mark.browser
LABEL = "[class*=_etiketter] button"
PICTURE = ".st-key-source_panel .sidbild img"


def test_ask_click_a_label_see_the_marked_page(page: Page, address: str) -> None:
    visit(page, address, "")
    ask(page, "Hur många deltog 2030?")
    assert "412 personer" in page.locator(".svar").first.inner_text()
    page.locator(LABEL).first.click()
    alt = page.locator(PICTURE).get_attribute("alt")
    assert alt is not None
    assert "Under januari till augusti deltog 412 personer" in alt
    yellow = page.locator(PICTURE).evaluate(
        """img => { const c = document.createElement('canvas'); c.width = img.naturalWidth;
        c.height = img.naturalHeight; const g = c.getContext('2d'); g.drawImage(img, 0, 0);
        const d = g.getImageData(0, 0, c.width, c.height).data; let n = 0;
        for (let i = 0; i < d.length; i += 4) if (d[i] > 200 && d[i+2] < 170) n++; return n; }"""
    )
    assert yellow > 500


def test_the_file_opens_at_the_page_and_only_by_its_ticket(page: Page, address: str) -> None:
    visit(page, address, "")
    ask(page, "Vad kostar Bryggan?")
    page.locator(LABEL).first.click()
    link = page.get_by_role("link", name=re.compile("Öppna filen på s. 2"))
    link.wait_for()
    target = link.get_attribute("href")
    assert target is not None and target.endswith(".pdf#page=2")
    assert link.get_attribute("target") == "_blank"
    got = page.request.get(f"{address}/{target.split('#')[0]}")
    assert got.body().startswith(b"%PDF")
    assert got.headers["content-disposition"].startswith("inline")
    assert page.request.get(f"{address}/original/gissad/x.pdf").status == 404


def test_a_follow_up_and_a_reload_with_the_source_open(page: Page, address: str) -> None:
    visit(page, address, "")
    ask(page, "Hur många deltog 2030?")
    ask(page, "Hur många var kvinnor?")
    assert page.locator("h2.fraga").count() == 2
    page.locator(LABEL).last.click()
    page.locator(PICTURE).wait_for()
    settled(page)
    assert "samtal=" in page.url and "kalla=1-1" in page.url
    page.reload()
    page.locator(PICTURE).wait_for(timeout=30_000)
    assert page.locator("h2.fraga").count() == 2


def test_a_source_opens_beside_the_place_one_reads(page: Page, address: str) -> None:
    visit(page, address, "")
    for text in ("Hur många deltog 2030?", "Hur många var kvinnor?", "Vad kostar Bryggan?"):
        ask(page, text)
    label = page.locator(LABEL).last
    label.scroll_into_view_if_needed()
    label.click()
    page.locator(PICTURE).wait_for()
    settled(page)
    for wanted in (page.locator(LABEL).last, page.get_by_role("button", name="Stäng")):
        box = wanted.bounding_box()
        assert box is not None
        assert 0 <= box["y"] < 860


def test_the_question_comes_to_the_top_and_its_answer_stays_in_sight(
    page: Page, address: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    visit(page, address, "")
    for text in ("Hur många deltog 2030?", "Hur många var kvinnor?", "Vad säger rymdlagen?"):
        ask(page, text)
        page.wait_for_timeout(1000)
        box = page.locator("h2.fraga").last.bounding_box()
        assert box is not None
        # under the bar with the menu, or lower where the page ends
        assert 60 <= box["y"] < 500, text


def test_the_reference_is_copied(page: Page, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit(page, address, "")
    ask(page, "Hur många deltog 2030?")
    page.locator(LABEL).first.click()
    page.get_by_role("button", name="Kopiera källhänvisningen").click()
    page.get_by_text("Kopierad.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    page.context.clear_permissions()
    assert copied.startswith("”Under januari till augusti deltog 412 personer")
    assert copied.endswith("(Delårsrapport 2030 – 2030 – delårsrapport – s. 1)")


def test_a_click_on_the_page_brings_it_nearer(page: Page, address: str) -> None:
    visit(page, address, "")
    ask(page, "Hur många deltog 2030?")
    page.locator(LABEL).first.click()
    page.locator(PICTURE).wait_for()
    settled(page)
    before = page.locator(PICTURE).evaluate("image => image.offsetWidth")
    page.locator(PICTURE).click()
    assert page.locator(PICTURE).evaluate("image => image.offsetWidth") > 2 * before
    page.locator(PICTURE).click()
    assert page.locator(PICTURE).evaluate("image => image.offsetWidth") == before


def test_a_conversation_is_taken_away_as_word(page: Page, address: str, tmp_path: Path) -> None:
    import docx

    visit(page, address, "")
    ask(page, "Hur många deltog 2030?")
    with page.expect_download() as got:
        page.get_by_role("button", name="Spara som Word").click()
    got.value.save_as(tmp_path / "samtal.docx")
    text = "\n".join(p.text for p in docx.Document(str(tmp_path / "samtal.docx")).paragraphs)
    assert "412 personer" in text


def test_key_figures_as_chart_table_and_file(page: Page, address: str, tmp_path: Path) -> None:
    visit(page, address, "nyckeltal")
    page.locator("[data-testid=stVegaLiteChart]").locator("canvas, svg").first.wait_for()
    assert page.locator(".tabell tbody tr").count() == 3
    with page.expect_download() as got:
        page.get_by_role("button", name="Hämta som CSV").click()
    got.value.save_as(tmp_path / "deltagare.csv")
    assert (tmp_path / "deltagare.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    page.get_by_role("button", name="2030: 412", exact=True).click()
    page.locator(PICTURE).wait_for()


def test_a_theme_becomes_a_word_file(page: Page, address: str) -> None:
    import docx

    visit(page, address, "underlag")
    page.get_by_role("textbox", name="Tema").fill("samverkan")
    page.get_by_role("textbox", name="Tema").press("Enter")
    page.get_by_role("button", name="Lägg i underlaget").first.click()
    comment = page.get_by_role("textbox", name="Din kommentar")
    comment.fill("Börja avsnittet här")
    with page.expect_download() as got:
        page.get_by_role("button", name="Hämta som Word").click()
    content = Path(got.value.path()).read_bytes()
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)
    assert "Det viktigaste var att någon höll i kontakten." in text
    assert "Börja avsnittet här" in text
    assert "Samtal om samverkan" in text


def test_the_briefing_leads_to_a_source_and_to_a_question(page: Page, address: str) -> None:
    visit(page, address, "ny-i-styrelsen")
    page.locator(LABEL).first.click()
    page.locator(PICTURE).wait_for()
    settled(page)
    page.get_by_role("button", name="Vad kostar Bryggan?").click()
    page.locator("h2.fraga").wait_for(timeout=30_000)
    page.locator("[class*=omdome]").first.wait_for(timeout=30_000)
    assert "2 400 tkr" in page.locator(".svar").last.inner_text()


def test_by_keyboard_alone(page: Page, busy: str) -> None:
    visit(page, busy, "")
    # past the menu and its earlier conversations, to where one writes
    skip = "Hoppa till innehållet"
    tabbed(page, skip, 1)
    box = page.get_by_role("link", name=skip).bounding_box()
    assert box is not None
    assert box["x"] >= 0 and box["y"] >= 0
    page.keyboard.press("Enter")
    assert focused(page) == "main"
    tabbed(page, "Skriv din fråga här", 6)
    page.keyboard.type("Hur många deltog 2030?")
    page.keyboard.press("Enter")
    page.locator("[class*=omdome]").first.wait_for(timeout=30_000)
    settled(page)
    assert page.locator(".stSidebar [class*=st-key-talk_] button").count() == 12
    # and to the answer: round the page's end, and past the menu again
    tabbed(page, skip, 3)
    page.keyboard.press("Enter")
    tabbed(page, "Källa 1", 3)
    page.keyboard.press("Enter")
    page.locator(PICTURE).wait_for()
    settled(page)
    assert "kalla-rubrik" in page.evaluate("document.activeElement.className")
    page.keyboard.press("Escape")
    page.locator(PICTURE).wait_for(state="detached")
    settled(page)
    assert focused(page) == "Källa 1"


def test_a_source_that_gives_way_to_a_question_leaves_the_focus(page: Page, address: str) -> None:
    visit(page, address, "")
    ask(page, "Hur många deltog 2030?")
    page.locator(LABEL).first.click()
    page.locator(PICTURE).wait_for()
    settled(page)
    ask(page, "Hur många var kvinnor?")
    page.locator(PICTURE).wait_for(state="detached")
    settled(page)
    assert focused(page) == "Skriv din fråga här"


def focused(page: Page) -> str:
    """What a person at the keyboard stands on: its text or its name."""
    told = page.evaluate(
        """() => { const e = document.activeElement;
        return e === document.body ? 'body' : e.tagName === 'MAIN' ? 'main'
          : e.innerText || e.getAttribute('aria-label') || e.tagName; }"""
    )
    return str(told).strip()


def tabbed(page: Page, wanted: str, most: int) -> None:
    """Press Tab until `wanted` has the focus, at most `most` times."""
    passed = []
    for _ in range(most):
        page.keyboard.press("Tab")
        passed.append(focused(page))
        if passed[-1] == wanted:
            return
    pytest.fail(f"{wanted!r} was not reached in {most} steps: {passed}")


def test_document_text_cannot_run_or_link(page: Page, address: str) -> None:
    fired: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        fired.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    visit(page, address, "")
    ask(page, "Något farligt")
    page.locator(LABEL).first.click()
    page.locator(".avsnitt").wait_for()
    settled(page)
    page.remove_listener("dialog", dismiss)
    assert fired == []
    assert page.locator("img[src=x]").count() == 0
    assert page.locator("a[href*='exempel.invalid']").count() == 0
    assert "<img src=x onerror=alert(1)>" in page.locator(".svar").last.inner_text()
