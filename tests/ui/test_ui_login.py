"""Login: what it needs, and a browser that logs in through a provider on loopback."""

from __future__ import annotations

import json
import stat
import time
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from assistant.errors import SettingsError
from assistant.schema import Filters
from assistant.settings import Access, Settings, load_settings
from tests.ui import oidc_provider
from tests.ui.fake_service import FakeService
from ui import login, original, serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

COOKIE_SECRET = "kakor-" * 8
SECRETS = {
    "FINSAM_CLIENT_SECRET": oidc_provider.SECRET,
    "FINSAM_COOKIE_SECRET": COOKIE_SECRET,
}
READY = Access(
    login=True,
    admin=("chef@lovdala.se",),
    issuer="https://inloggning.exempel.se/",
    client_id="finsam",
    address="https://fraga.exempel.se/",
    client_secret='hem"ligt\\',
)


def test_without_login_nothing_is_needed() -> None:
    login.check(Access())
    with login.configured(Access()) as options:
        assert options == {}


@pytest.mark.parametrize(
    ("lacks", "named"),
    [
        ({"issuer": ""}, "access.issuer"),
        ({"client_id": ""}, "access.client_id"),
        ({"address": ""}, "access.address"),
        ({"client_secret": ""}, "FINSAM_CLIENT_SECRET"),
        ({"cookie_secret": "kort"}, "FINSAM_COOKIE_SECRET"),
        ({"issuer": "http://inloggning.exempel.se"}, "access.issuer"),
        ({"address": "http://fraga.exempel.se"}, "access.address"),
        ({"address": "fraga.exempel.se"}, "access.address"),
        ({"admin": ()}, "access.admin"),
    ],
)
def test_what_is_missing_is_named(lacks: dict[str, Any], named: str) -> None:
    with pytest.raises(SettingsError) as caught:
        login.check(replace(READY, **lacks))
    assert named in caught.value.message


def test_the_secrets_lie_where_only_the_owner_reads_and_no_longer_than_needed() -> None:
    with login.configured(READY) as options:
        file = Path(options["secrets.files"][0])
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
        written = tomllib.loads(file.read_text("utf-8"))["auth"]
    assert not file.exists()
    assert written["client_secret"] == READY.client_secret
    assert written["redirect_uri"] == "https://fraga.exempel.se/oauth2callback"
    metadata = "https://inloggning.exempel.se/.well-known/openid-configuration"
    assert written["server_metadata_url"] == metadata
    assert len(written["cookie_secret"]) >= 32


def test_secrets_come_from_the_environment_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    file = tmp_path / "finsam.toml"
    file.write_text("[access]\nlogin = true\n", "utf-8")
    settings = load_settings(file)
    assert settings.access.client_secret == oidc_provider.SECRET
    assert not [value for value in SECRETS.values() if value in repr(settings)]
    file.write_text('[access]\nclient_secret = "a"\n', "utf-8")
    with pytest.raises(SettingsError, match="FINSAM_CLIENT_SECRET"):
        load_settings(file)


def test_the_app_does_not_start_half_set_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from ui import wired

    file = tmp_path / "finsam.toml"
    file.write_text('[access]\nlogin = true\nhost = "0.0.0.0"\n', "utf-8")
    monkeypatch.setattr(wired, "settings", lambda: load_settings(file))
    assert serve.main([]) == 1
    assert "Inloggningen är inte färdig" in capsys.readouterr().err


# --- links to files


def asked_with(link: str, claims: dict[str, Any], secret: str = COOKIE_SECRET) -> int:
    """The status of opening the link with the cookie that Streamlit gives after a login."""
    from starlette.requests import Request
    from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

    name = "_streamlit_user"
    value = create_signed_value(secret, name, json.dumps(claims)).decode()
    scope = {
        "type": "http",
        "path_params": {"ticket": link.split("/")[1]},
        "headers": [(b"cookie", f"{name}={value}".encode())] if claims else [],
    }
    return original.open_original(Request(scope)).status_code


def test_a_link_opens_only_for_whom_it_was_made(monkeypatch: pytest.MonkeyPatch) -> None:
    from streamlit.web.server.starlette import starlette_auth_routes

    from ui import wired

    access = replace(READY, personal=("per@lovdala.se",), reader=("*",), session_hours=1.0)
    monkeypatch.setattr(wired, "settings", lambda: Settings(access=access))
    monkeypatch.setattr(starlette_auth_routes, "get_cookie_secret", lambda: COOKIE_SECRET)
    service = FakeService()
    info = service.infos[0]
    link = original.link(service, info.id, info.file, Filters(), 1, "per@lovdala.se")
    now = int(time.time())
    mine = {"is_logged_in": True, "email": "Per@lovdala.se", "iat": now}

    assert asked_with(link, mine) == 200
    assert asked_with(link, {}) == 404
    assert asked_with(link, mine, "en annan hemlighet, också lång nog") == 404
    assert asked_with(link, {**mine, "email": "anna@lovdala.se"}) == 404
    assert asked_with(link, {**mine, "email": "chef@lovdala.se"}) == 404
    assert asked_with(link, {**mine, "iat": now - 3700}) == 404
    assert asked_with(link, {**mine, "email_verified": False}) == 404
    assert asked_with(link, {**mine, "is_logged_in": False}) == 404


# --- in a browser


@pytest.fixture(scope="module")
def provider() -> Iterator[oidc_provider.Provider]:
    pytest.importorskip("authlib", reason="authlib is not installed")
    with oidc_provider.running() as made:
        yield made


@pytest.fixture(scope="module")
def secured(
    provider: oidc_provider.Provider, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The app with login, over an empty library of its own."""
    from ui.screenshots import running

    folder = tmp_path_factory.mktemp("installation")
    (folder / "corpus").mkdir()
    config = folder / "finsam.toml"
    config.write_text(
        f"""
        [access]
        login = true
        admin = ["chef@lovdala.se"]
        reader = ["anna@lovdala.se"]
        issuer = "{provider.address}"
        client_id = "{oidc_provider.CLIENT}"
        address = "http://127.0.0.1:{{port}}"
        """,
        "utf-8",
    )
    given = {
        "FINSAM_CONFIG": str(config),
        "FINSAM_CORPUS": str(folder / "corpus"),
        "FINSAM_INDEXES": str(folder / "indexes"),
        "FINSAM_SERVICE": "",
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        **SECRETS,
    }
    with running(given) as address:
        yield address


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    """A browser that nobody has logged in with."""
    context = browser.new_context(locale="sv-SE")
    yield context.new_page()
    context.close()


def log_in(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Logga in").click()
    page.wait_for_url(f"{address}/**")
    page.locator("h1").first.wait_for(timeout=30_000)


@pytest.mark.network
@pytest.mark.browser
@pytest.mark.parametrize("path", ["", "dokument", "nyckeltal", "underlag", "drift"])
def test_without_login_no_page_opens(visitor: Page, secured: str, path: str) -> None:
    visitor.goto(f"{secured}/{path}")
    visitor.get_by_role("heading", name="Logga in").wait_for(timeout=30_000)
    assert visitor.get_by_role("link", name="Dokument").count() == 0


@pytest.mark.network
@pytest.mark.browser
def test_who_has_logged_in_sees_what_the_role_lets(
    visitor: Page, secured: str, provider: oidc_provider.Provider
) -> None:
    provider.email = "Chef@Lovdala.se"
    log_in(visitor, secured)
    visitor.get_by_role("heading", name="Fråga dokumenten").wait_for(timeout=30_000)
    assert visitor.get_by_role("link", name="Drift").count() == 1
    assert provider.refused == []
    cookies = {str(c.get("name")): c for c in visitor.context.cookies()}
    assert cookies["_streamlit_user"]["httpOnly"]
    visitor.get_by_role("button", name="Logga ut").click()
    visitor.get_by_role("heading", name="Logga in").wait_for(timeout=30_000)


@pytest.mark.network
@pytest.mark.browser
def test_a_reader_has_no_page_for_the_staff(
    visitor: Page, secured: str, provider: oidc_provider.Provider
) -> None:
    provider.email = "anna@lovdala.se"
    log_in(visitor, secured)
    visitor.get_by_role("heading", name="Fråga dokumenten").wait_for(timeout=30_000)
    assert visitor.get_by_role("link", name="Dokument").count() == 1
    assert visitor.get_by_role("link", name="Drift").count() == 0


@pytest.mark.network
@pytest.mark.browser
@pytest.mark.parametrize(
    ("email", "verified", "age"),
    [
        ("vem@annanstans.se", None, 0),
        ("chef@lovdala.se", False, 0),
        ("chef@lovdala.se", None, 11 * 3600),
    ],
    ids=["on no list", "address not verified", "login too old"],
)
def test_a_login_that_is_not_enough(
    visitor: Page,
    secured: str,
    provider: oidc_provider.Provider,
    monkeypatch: pytest.MonkeyPatch,
    email: str,
    verified: bool | None,
    age: int,
) -> None:
    monkeypatch.setattr(provider, "email", email)
    monkeypatch.setattr(provider, "verified", verified)
    monkeypatch.setattr(provider, "age", age)
    before = provider.logins
    log_in(visitor, secured)
    text = "Inloggningen gäller inte längre, eller så saknar kontot behörighet."
    visitor.get_by_text(text).wait_for(timeout=30_000)
    assert provider.logins == before + 1
    assert visitor.get_by_role("link", name="Dokument").count() == 0
