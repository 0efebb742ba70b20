"""How quick the screen is over the real service: one person, and ten who ask at once.

The times are wall-clock, so that the best of a few rounds counts. Where the machine is busy with
other things, something of the same size that is done just then sets the bound instead; the work
a question costs the server is counted in processor seconds beside it.
"""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.ui.real_app import RealApp, another
from tests.ui.talker import Talker
from ui.screenshots import ask, settled, visit

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.network]
PEOPLE, ROUNDS = 10, 4
QUESTIONS = [
    "Vilka är målgrupperna 2026?",
    "Hur många skrevs ut till arbete 2021?",
    "Vem är förbundschef?",
    "Vad får insatserna kosta 2026?",
    "Hur många kvinnor deltog 2022?",
    "Vilka parter kan bilda ett samordningsförbund?",
    "Vad är Malmökraften?",
    "Hur stort är det egna kapitalet?",
    "Vad kostar rymdraketen?",
    "Vilken vision har förbundet?",
]


def p95(times: list[float]) -> float:
    """The time that 95 of 100 stay below; of ten, the longest."""
    return sorted(times)[max(0, -(-len(times) * 95 // 100) - 1)]


def processor_seconds(pid: int) -> float:
    """What a process has used of the processors so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def together(people: list[Talker], turn: int) -> list[float]:
    """All ask at once, each something else; the seconds until each answer is all drawn."""
    gate, took = threading.Barrier(len(people)), [0.0] * len(people)

    def one(number: int) -> None:
        gate.wait()
        question = QUESTIONS[(number + 3 * turn) % len(QUESTIONS)]
        took[number] = people[number].ask(question)[1]
        assert any("citat" in text or "framgår" in text for text in people[number].texts)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(len(people))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took


def test_ten_ask_at_once(real: RealApp) -> None:
    people = [Talker(real.url) for _ in range(PEOPLE)]
    for person in people:
        person.open()
    alone = min(people[0].ask(question)[1] for question in QUESTIONS[:3])
    before = processor_seconds(real.pid)
    rounds = [together(people, turn) for turn in range(ROUNDS)]
    used = (processor_seconds(real.pid) - before) / (PEOPLE * ROUNDS)
    for person in people:
        person.close()
    print(f"p95 {[round(p95(took), 2) for took in rounds]} s, {used:.3f} processor seconds each")
    print(f"one alone {alone:.2f} s")
    assert all(all(took) for took in rounds)
    # on a busy machine: no longer than if they had asked one after the other
    assert min(p95(took) for took in rounds) < max(3.0, PEOPLE * alone)
    # ten of them then fit in three seconds on two processors, with a quarter to spare
    assert used < 0.45


def test_from_a_label_to_its_marked_page_within_a_second(page: Page, real: RealApp) -> None:
    visit(page, real.url, "")
    ask(page, "Vilka är målgrupperna 2026?")
    took, redrawn = [], []
    for number in range(3):
        start = time.perf_counter()
        page.locator("[class*=_etiketter] button").nth(number % 2).click()
        page.locator(".st-key-source_panel .sidbild img").wait_for()
        took.append(time.perf_counter() - start)
        settled(page)
        page.get_by_role("button", name="Stäng").click()
        page.locator(".st-key-source_panel").wait_for(state="detached")
        settled(page)
        start = time.perf_counter()
        page.reload()
        page.locator("[class*=_etiketter] button").first.wait_for(timeout=30_000)
        redrawn.append(time.perf_counter() - start)
        settled(page)
    print(f"{[round(one, 2) for one in took]} s, reloads {[round(one, 2) for one in redrawn]} s")
    # on a busy machine: no longer than it takes to draw the conversation anew
    assert min(took) <= max(1.0, min(redrawn))


def test_the_first_answer_of_an_app_just_started(page: Page, real: RealApp, tmp_path: Path) -> None:
    start = time.perf_counter()
    with another(real, tmp_path) as app:
        visit(page, app.url, "")
        page.locator("[class*=start_forslag] button").first.wait_for(timeout=60_000)
        opened = time.perf_counter() - start
        box = page.locator("[data-testid=stChatInput] textarea")
        box.fill("Vilka är målgrupperna 2026?")
        start = time.perf_counter()
        box.press("Enter")
        page.locator(".svar").first.wait_for(timeout=30_000)
        took = time.perf_counter() - start
    print(f"{took:.2f} s, after {opened:.2f} s to the first page")
    # on a busy machine: less than it took to start
    assert took <= max(3.0, opened)
