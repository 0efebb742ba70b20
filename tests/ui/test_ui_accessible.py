"""Every page, light and dark, wide and narrow: axe-core, language, and no English words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.ui.axe import serious
from ui.screenshots import PAGES, ask, settled, visit

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
ENGLISH = re.compile(
    r"\b(the|file|files|press|enter|drag|drop|browse|upload|close|select|choose|help|search|"
    r"open|show|hide|view|more|less|running|loading|stop|submit|send|deploy|settings|menu|"
    r"remove|delete|app|pages|add|axis|skip|main|visualization|spec|download|clear|copy|chat|message|input|sidebar|navigation|page|error|your|of|and)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_no_serious_finding_on_any_page(themed: Page, address: str, path: str) -> None:
    visit(themed, address, path)
    assert serious(themed) == []


def test_no_serious_finding_with_answers_and_a_source(themed: Page, address: str) -> None:
    visit(themed, address, "")
    ask(themed, "Hur många gick till arbete?")
    themed.locator("[class*=_etiketter] button").first.click()
    themed.locator(".sidbild img").wait_for()
    settled(themed)
    assert serious(themed) == []
    themed.set_viewport_size({"width": 390, "height": 844})
    settled(themed)
    assert serious(themed) == []


def test_no_serious_finding_in_opened_parts(themed: Page, address: str) -> None:
    visit(themed, address, "dokument")
    themed.get_by_text("Lägg till dokument").click()
    themed.get_by_text("Begränsa sökningen").click()
    settled(themed)
    assert serious(themed) == []
    themed.get_by_role("button", name="Verksamhetsplan 2031").click()
    themed.get_by_role("heading", name="Verksamhetsplan 2031").wait_for()
    themed.get_by_text("Rätta uppgifterna").click()
    settled(themed)
    assert serious(themed) == []
    themed.get_by_role("button", name="Ta bort dokumentet").click()
    themed.get_by_role("button", name="Ja, ta bort").wait_for()
    settled(themed)
    assert serious(themed) == []
    visit(themed, address, "drift")
    for part in ("Obesvarade frågor", "Omdömen", "Utvärdering", "Logg", "Säkerhetskopia"):
        themed.get_by_text(part, exact=True).first.click()
        settled(themed)
        assert serious(themed) == [], part


def words(page: Page) -> list[str]:
    """Every text a user sees or hears, those of Streamlit's own controls too."""
    found: list[str] = page.evaluate(
        """() => { const out = [document.title];
        const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) { const p = walk.currentNode.parentElement;
          const icon = '[data-testid=stIconMaterial],[translate=no]';
          // Streamlit keeps a chart's own menu, which the style sheet hides
          if (p.closest('script,style,noscript,' + icon)) continue;
          out.push(walk.currentNode.data); }
        for (const e of document.body.querySelectorAll('*:not(svg *)'))
          if (e.checkVisibility())
          for (const a of ['aria-label', 'title', 'placeholder', 'alt', 'aria-roledescription'])
            if (e.getAttribute(a)) out.push(e.getAttribute(a));
        return out; }"""
    )
    return [text.strip() for text in found if text.strip()]


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_nothing_is_in_english(page: Page, address: str, path: str) -> None:
    visit(page, address, path)
    for heading in page.locator("details summary").all():
        heading.click()
    settled(page)
    if not path:
        ask(page, "Hur många deltog 2030?")
        page.locator("[class*=_etiketter] button").first.click()
        page.locator(".sidbild img").wait_for()
        settled(page)
    assert page.locator("html").get_attribute("lang") == "sv"
    assert [text for text in words(page) if ENGLISH.search(text)] == []
