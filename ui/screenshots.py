"""Pictures of every page for the guide: `python -m ui.screenshots DIR`.

Starts the app on a free port (or uses one that runs), and drives it with Playwright's
Chromium or the system's own. A development tool: the app never imports it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright

PAGES = {
    "fraga": "",
    "dokument": "dokument",
    "nyckeltal": "nyckeltal",
    "underlag": "underlag",
    "ny-i-styrelsen": "ny-i-styrelsen",
    "drift": "drift",
}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# a script that is about to run shows no sign of it yet: stillness has to last a moment
_STILL = """limit => new Promise((done, failed) => {
  const end = Date.now() + limit;
  let since = Date.now();
  const seen = new MutationObserver(() => { since = Date.now(); });
  seen.observe(document.body, { childList: true, subtree: true, characterData: true });
  const look = () => {
    const app = document.querySelector('.stApp');
    const runs = !app || app.getAttribute('data-test-script-state') !== 'notRunning'
      || document.querySelector('[data-testid=stSkeleton]');
    const moves = document.getAnimations().some(
      (one) => one.playState === 'running' && one.effect.getTiming().iterations !== Infinity);
    if (runs || moves) since = Date.now();
    if (Date.now() - since >= 250) { seen.disconnect(); done(); }
    else if (Date.now() > end) { seen.disconnect(); failed(new Error('sidan blev aldrig klar')); }
    else setTimeout(look, 25);
  };
  look();
})"""
Scheme = Literal["light", "dark"]
LAPTOP, PHONE = (1366, 860), (390, 844)


def chromium_path() -> str | None:
    """The system's Chromium, if there is one."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def launch(playwright: Playwright) -> Browser:
    """A headless Chromium that calls nobody on its own."""
    return playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)


def free_port() -> int:
    """A port that nothing listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(environment: dict[str, str] | None = None) -> Iterator[str]:
    """The app on a free port, as its address; stopped at the end."""
    with started(environment) as (address, _):
        yield address


@contextmanager
def started(environment: dict[str, str] | None = None) -> Iterator[tuple[str, int]]:
    """As `running`, with the number of its process."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "ui.serve", "--port", str(port)],
        env={**os.environ, **(environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                    break
            except OSError:
                if process.poll() is not None:
                    raise RuntimeError(f"the app ended with {process.returncode}") from None
                time.sleep(0.2)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(20)


def settled(page: Page) -> None:
    """Wait until the script has run to its end and nothing moves."""
    page.evaluate(_STILL, 30_000)


def visit(page: Page, address: str, path: str) -> None:
    """Open a page of the app and wait for its heading."""
    page.goto(f"{address}/{path}")
    page.locator("h1").first.wait_for(timeout=30_000)
    settled(page)


def ask(page: Page, text: str) -> None:
    """Write a question and wait for its answer."""
    before = page.locator("h2.fraga").count()
    box = page.locator("[data-testid=stChatInput] textarea")
    box.fill(text)
    box.press("Enter")
    page.locator("h2.fraga").nth(before).wait_for(timeout=30_000)
    page.locator("[class*=_forslag], [class*=omdome]").last.wait_for(timeout=30_000)
    settled(page)


def _shot(page: Page, folder: Path, name: str) -> None:
    """The page as 256 colours, which is half the bytes and looks the same."""
    from PIL import Image

    file = folder / f"{name}.png"
    with Image.open(BytesIO(page.screenshot())) as picture:
        picture.convert("RGB").quantize(256).save(file, optimize=True)
    print(file)


def _tour(page: Page, address: str, folder: Path, end: str, question: str) -> None:
    for name, path in PAGES.items():
        visit(page, address, path)
        if name == "fraga":
            _shot(page, folder, f"start{end}")
            first = page.locator("[class*=start_forslag] button").first
            if question or first.count():
                ask(page, question or first.inner_text())
                page.locator("[class*=_etiketter] button").first.click()
                page.locator(".sidbild img, .avsnitt").first.wait_for(timeout=30_000)
                settled(page)
        elif name == "underlag":
            box = page.get_by_role("textbox", name="Tema")
            box.fill("samverkan")
            box.press("Enter")
            page.locator("[class*=tema_0_0]").first.wait_for(timeout=30_000)
            page.get_by_role("button", name="Lägg i underlaget").first.click()
            settled(page)
        _shot(page, folder, f"{name}{end}")


def take(address: str, folder: Path, question: str = "") -> None:
    """Every page on a laptop, light and dark, and on a phone; "" asks the first suggestion."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    shapes: list[tuple[str, tuple[int, int], Scheme]] = [
        ("", LAPTOP, "light"),
        ("-mork", LAPTOP, "dark"),
        ("-telefon", PHONE, "light"),
    ]
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for end, (width, height), scheme in shapes:
            page = browser.new_page(
                viewport={"width": width, "height": height}, color_scheme=scheme, locale="sv-SE"
            )
            _tour(page, address, folder, end, question)
            page.close()
        browser.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the pictures; 0 when all are taken."""
    parser = argparse.ArgumentParser(prog="ui.screenshots")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--question", default="", help="what is asked (the first suggestion)")
    parser.add_argument("--url", default="", help="an app that already runs")
    options = parser.parse_args(arguments)
    if options.url:
        take(options.url.rstrip("/"), options.folder, options.question)
    else:
        with running() as address:
            take(address, options.folder, options.question)
    return 0


if __name__ == "__main__":
    sys.exit(main())
