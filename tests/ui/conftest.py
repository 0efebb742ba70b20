"""Fixtures of the screen's tests: an AppTest over a fake service, and a real browser."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.ui import fake_service
from tests.ui.real_app import RealApp, real_app
from tests.ui.screen import Open

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize
    from streamlit.testing.v1 import AppTest

APP = Path(__file__).resolve().parents[2] / "ui" / "app.py"
LAPTOP: ViewportSize = {"width": 1366, "height": 860}


@pytest.fixture
def open_app(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Open:
    """Opens a page of the app: `open_app("views/drift.py", service=...)`."""
    import streamlit as st
    from streamlit.testing.v1 import AppTest

    monkeypatch.chdir(tmp_path)

    def opened(page: str = "", service: Any = None, **query: str) -> AppTest:
        st.cache_resource.clear()
        st.cache_data.clear()
        made = service or fake_service.FakeService()
        monkeypatch.setattr(fake_service, "fresh", lambda: made)
        monkeypatch.setenv("FINSAM_SERVICE", "tests.ui.fake_service:fresh")
        monkeypatch.setenv("FINSAM_EVALS", str(tmp_path))
        app = AppTest.from_file(str(APP), default_timeout=30)
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        if page:
            app.switch_page(page).run()
        assert not app.exception
        return app

    return opened


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium; the test skips where there is none."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    from ui.screenshots import chromium_path, launch

    with api.sync_playwright() as playwright:
        if chromium_path() is None and not Path(playwright.chromium.executable_path).exists():
            pytest.skip("no Chromium: install chromium or run playwright install chromium")
        found = launch(playwright)
        yield found
        found.close()


def _faked(factory: str, evals: Path) -> AbstractContextManager[str]:
    """The app over a fake service, in a process of its own."""
    from ui.screenshots import running

    path = os.pathsep.join([str(APP.parents[1]), os.environ.get("PYTHONPATH", "")])
    return running(
        {
            "PYTHONPATH": path,
            "FINSAM_SERVICE": f"tests.ui.fake_service:{factory}",
            "FINSAM_EVALS": str(evals),
        }
    )


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app over the fake service, shared by all tests."""
    with _faked("make", tmp_path_factory.mktemp("evals")) as url:
        yield url


@pytest.fixture
def busy(tmp_path: Path) -> Iterator[str]:
    """The app on a slow machine with many earlier conversations, for one test."""
    with _faked("busy", tmp_path) as url:
        yield url


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealApp]:
    """The app over the real service and the project's own documents, shared by all tests."""
    with real_app(tmp_path_factory.mktemp("real")) as app:
        yield app


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealApp]:
    """The app over the real service as it is at first: no documents."""
    with real_app(tmp_path_factory.mktemp("empty"), documents=False) as app:
        yield app


@pytest.fixture(scope="session")
def window(browser: Browser) -> Iterator[Page]:
    """One page for all tests, Swedish: the browser compiles Streamlit's own files but once."""
    context = browser.new_context(viewport=LAPTOP, locale="sv-SE", accept_downloads=True)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(window: Page) -> Iterator[Page]:
    """A page without memories, laptop size; fails the test if it calls outside or a script fails.

    A visit is a new session to Streamlit; what the browser keeps is emptied after each test.
    """
    outside: list[str] = []
    failed: list[str] = []
    here = ("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")

    def called(request: Any) -> None:
        if not request.url.startswith(here):
            outside.append(request.url)

    def broke(error: Any) -> None:
        failed.append(str(error))

    context = window.context
    context.on("request", called)
    window.on("pageerror", broke)
    yield window
    context.remove_listener("request", called)
    window.remove_listener("pageerror", broke)
    for other in context.pages:
        if other is not window:
            other.close()
    if window.url.startswith("http"):
        window.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    window.goto("about:blank")
    window.set_viewport_size(LAPTOP)
    window.emulate_media(color_scheme="light")
    context.clear_cookies()
    assert outside == []
    assert failed == []


@pytest.fixture(params=["light", "dark"])
def themed(page: Page, request: pytest.FixtureRequest) -> Page:
    """The page in one of the two themes."""
    page.emulate_media(color_scheme=request.param)
    return page
