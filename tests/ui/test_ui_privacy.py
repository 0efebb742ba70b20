"""What the screen says about where questions go, and the log as a file."""

from __future__ import annotations

import pytest

from assistant.service import LogEntry
from assistant.settings import Model, Settings
from tests.ui.fake_service import WHEN, FakeService
from tests.ui.screen import Open, told
from ui import wired


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (Model(), ""),
        (Model(name="gemma", base_url="http://127.0.0.1:8080/v1"), ""),
        (
            Model(name="stor", base_url="https://modell.exempel.se/v1"),
            "Frågor och utdrag skickas till modell.exempel.se.",
        ),
        (
            Model(name="stor", base_url="https://<b>x</b>/v1"),
            "Frågor och utdrag skickas till &lt;b&gt;x&lt;.",
        ),
    ],
    ids=["no model", "on this machine", "hosted", "hostile address"],
)
def test_the_screen_says_whom_questions_are_sent_to(
    open_app: Open, monkeypatch: pytest.MonkeyPatch, model: Model, said: str
) -> None:
    monkeypatch.setattr(wired, "settings", lambda: Settings(model=model))
    text = told(open_app())
    assert ("skickas till" in text) is bool(said)
    assert said in text


def test_the_log_can_be_taken_away(open_app: Open) -> None:
    service = FakeService()
    service.entries = [LogEntry(WHEN, "anna@lovdala.se", "fråga", "Hur många?")]
    app = open_app("views/drift.py", service)
    app.segmented_control(key="drift").set_value("Logg").run()
    assert not app.exception
    assert "anna@lovdala.se" in told(app)
    assert [b.proto.label for b in app.get("download_button")] == ["Hämta hela loggen som CSV"]
