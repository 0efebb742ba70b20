"""The frame around the pages: roles, the shell, links to originals, how the app starts."""

from __future__ import annotations

import asyncio
import time
import tomllib
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response

from assistant.access import Visitor
from assistant.errors import NotAllowed, SettingsError
from assistant.schema import Filters
from assistant.settings import Access, Paths, Settings
from tests.ui.fake_service import FakeService
from ui import original, serve
from ui.components import markup
from ui.document_shell import DocumentShell, rewritten
from ui.session import Viewer


def opened(link: str) -> Response:
    ticket = link.split("/")[1]
    return original.open_original(Request({"type": "http", "path_params": {"ticket": ticket}}))


def awaited(work: Coroutine[Any, Any, Any]) -> None:
    """In a thread of its own: the browser's tests keep a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()


def settings(**access: Any) -> Settings:
    return Settings(access=Access(**access))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_on_this_machine_no_login_is_needed(host: str) -> None:
    assert serve.command(settings(host=host), 8600)[-2:] == ["--port", "8600"]


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "::", "assistent.exempel.se", ""])
def test_elsewhere_only_with_login(host: str) -> None:
    with pytest.raises(SettingsError) as caught:
        serve.command(settings(host=host))
    assert "login = true" in caught.value.remedy
    serve.check(settings(host=host, login=True))


def test_the_app_opens_the_same_library(tmp_path: Path) -> None:
    given = serve.environment(Settings())
    assert Path(given["FINSAM_CORPUS"]).is_absolute()
    assert "FINSAM_CONFIG" not in given


def test_there_is_no_folder_that_streamlit_serves_without_the_frame() -> None:
    assert not (serve.HERE / "pages").exists()


def test_the_configuration_keeps_the_app_at_home() -> None:
    config = tomllib.loads((serve.HERE / ".streamlit" / "config.toml").read_text("utf-8"))
    assert config["browser"]["gatherUsageStats"] is False
    assert config["server"]["address"] == "127.0.0.1"
    assert config["client"]["showErrorDetails"] == "none"


def test_a_reader_never_sees_what_is_internal() -> None:
    assert Viewer("a@b.se", "läsare").filters(("plan",)).audience == ("alla",)
    assert not Viewer("a@b.se", "läsare").staff
    assert not Viewer("a@b.se", "personal").admin


def test_the_screen_uses_the_service_as_its_viewer_may(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.wiring import open_service
    from ui import wired

    core = open_service(Settings(paths=Paths(tmp_path, tmp_path / "indexes")))
    reader = wired.guarded(core, Visitor("a@b.se", "läsare"))
    with pytest.raises(NotAllowed):
        reader.status()
    assert wired.guarded(core, Visitor()).status()


def test_a_link_asks_the_service_again_for_its_own_audience() -> None:
    class Careful(FakeService):
        def file_bytes(self, document: str, *, filters: Filters = Filters()) -> bytes:
            if "intern" not in filters.audience:
                raise NotAllowed("Dokumentet är bara för personal.")
            return super().file_bytes(document)

    service = Careful()
    info = service.infos[0]
    for audience, status in ((("alla", "intern"), 200), (("alla",), 404)):
        link = original.link(service, info.id, info.file, Filters(audience=audience), 2)
        path, _, anchor = link.partition("#")
        assert anchor == "page=2"

        assert opened(path).status_code == status


def test_an_old_link_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    service = FakeService()
    info = service.infos[0]
    link = original.link(service, info.id, info.file, Filters(), None)

    later = time.monotonic() + original.LIFETIME + 1
    monkeypatch.setattr("ui.original.time.monotonic", lambda: later)
    assert opened(link).status_code == 404


def test_only_pdf_is_shown_by_the_browser() -> None:
    service = FakeService()
    service.files["samtal.docx"] = b"<html><script>alert(1)</script>"
    info = next(i for i in service.infos if i.file == "samtal.docx")
    link = original.link(service, info.id, info.file, Filters(), None)

    answer = opened(link)
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_streamlits_page_becomes_swedish() -> None:
    import streamlit

    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()
    text = rewritten(page).decode()
    assert '<html lang="sv">' in text
    assert "<title>Förbundets dokument</title>" in text
    assert "You need to enable" not in text
    assert "service-desc" not in text
    assert 'src="/finsam/swedish.js"' in text
    assert rewritten(b"<p>annat</p>") == b"<p>annat</p>"


def test_the_shell_gives_every_answer_its_headers() -> None:
    sent: list[Any] = []

    async def inner(scope: Any, receive: Any, send: Any) -> None:
        kind = (b"content-type", b"text/html")
        length = (b"content-length", b"16")
        await send({"type": "http.response.start", "status": 200, "headers": [kind, length]})
        await send({"type": "http.response.body", "body": b'<html lang="en">', "more_body": False})

    async def keep(message: Any) -> None:
        sent.append(message)

    async def nothing() -> Any:
        return {"type": "http.request"}

    scope = {"type": "http", "path": "/dokument", "headers": [(b"accept-encoding", b"gzip")]}
    awaited(DocumentShell(inner)(scope, nothing, keep))
    headers = dict(sent[0]["headers"])
    assert b"default-src 'self'" in headers[b"content-security-policy"]
    assert headers[b"content-length"] == str(len(sent[1]["body"])).encode()
    assert b'lang="sv"' in sent[1]["body"]


def test_a_label_keeps_no_meaning_of_its_own() -> None:
    assert markup.label("**a** [b](c) $d$ :e:") == (r"\*\*a\*\* \[b\]\(c\) \$d\$ \:e\:")
    assert markup.label("x" * 200).endswith("…")
    assert "\n" not in markup.label("a\nb")


def test_a_quote_is_marked_across_line_breaks() -> None:
    assert markup.marked("Ett\nord & två", "Ett ord") == "<p><mark>Ett\nord</mark> &amp; två</p>"
    assert markup.marked("Annat", "Saknas <b>") == (
        "<p><mark>Saknas &lt;b&gt;</mark></p><p>Annat</p>"
    )


def test_a_table_is_escaped_and_named() -> None:
    text = markup.table([["<i>", "b"], ["c", "<script>"]], 'namn "x"', row=1, cells=[1])
    assert "<i>" not in text and "<script>" not in text
    assert "<mark>&lt;script&gt;</mark>" in text
    assert 'aria-label="namn &quot;x&quot;"' in text
