"""axe-core on every page over the real service, light and dark: nothing serious or critical."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ui.axe import serious
from ui.screenshots import ask, settled, visit

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.ui.real_app import RealApp

pytestmark = pytest.mark.browser
LABEL = "[class*=_etiketter] button"


def test_a_conversation_with_its_sources(themed: Page, real: RealApp) -> None:
    visit(themed, real.url, "")
    assert serious(themed) == []
    ask(themed, "Vad får insatserna kosta 2026?")
    themed.locator(LABEL).last.click()
    themed.locator(".st-key-source_panel .tabell").wait_for()
    settled(themed)
    assert serious(themed) == []
    ask(themed, "Vad kostar rymdraketen?")
    assert serious(themed) == []


def test_the_library_and_a_document(themed: Page, real: RealApp) -> None:
    visit(themed, real.url, "dokument")
    assert serious(themed) == []
    themed.get_by_role("button", name="Verksamhetsplan 2026").first.click()
    themed.get_by_role("heading", name="Verksamhetsplan 2026").wait_for()
    themed.get_by_text("Rätta uppgifterna").click()
    themed.get_by_role("button", name="Läs dokumentet").click()
    themed.locator(".sidbild img").wait_for()
    settled(themed)
    assert serious(themed) == []


def test_key_figures_with_a_source(themed: Page, real: RealApp) -> None:
    visit(themed, real.url, "nyckeltal")
    themed.locator("[data-testid=stVegaLiteChart]").locator("canvas, svg").first.wait_for()
    themed.locator("[class*=st-key-point_] button").first.click()
    themed.locator(".st-key-source_panel").wait_for()
    settled(themed)
    assert serious(themed) == []


def test_a_theme_that_is_collected(themed: Page, real: RealApp) -> None:
    visit(themed, real.url, "underlag")
    box = themed.get_by_role("textbox", name="Tema")
    box.fill("samverkan")
    box.press("Enter")
    themed.get_by_role("button", name="Lägg i underlaget").first.click()
    themed.get_by_role("textbox", name="Din kommentar").wait_for()
    settled(themed)
    # under the pointer too
    themed.locator("[class*=tema_0_0] [data-testid=stBaseButton-tertiary]").first.hover()
    settled(themed)
    assert serious(themed) == []


def test_the_briefing(themed: Page, real: RealApp) -> None:
    visit(themed, real.url, "ny-i-styrelsen")
    themed.locator("h2.grupp").first.wait_for(timeout=30_000)
    settled(themed)
    assert serious(themed) == []


def test_the_staff_page(themed: Page, real: RealApp) -> None:
    visit(themed, real.url, "drift")
    assert serious(themed) == []
    for part in ("Obesvarade frågor", "Logg"):
        themed.get_by_text(part, exact=True).first.click()
        settled(themed)
        assert serious(themed) == [], part
