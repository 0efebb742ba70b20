"""What Streamlit's own login (OIDC) needs, from the settings and the environment.

Streamlit reads it from a file of secrets: that is written for the time the app runs, in a
folder that only its own user can read, and never beside the settings or the documents.
"""

from __future__ import annotations

import json
import secrets
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from assistant.errors import SettingsError
from assistant.settings import CLIENT_SECRET_VARIABLE, COOKIE_SECRET_VARIABLE, Access

_SHORTEST = 32
_WELL_KNOWN = "/.well-known/openid-configuration"
_HERE = ("127.0.0.1", "localhost", "::1")


def check(access: Access) -> None:
    """Raises `SettingsError`, naming what is missing, where login is on but cannot work."""
    if not access.login:
        return
    missing = [f"access.{n}" for n in ("issuer", "client_id", "address") if not getattr(access, n)]
    if not access.client_secret:
        missing.append(f"miljövariabeln {CLIENT_SECRET_VARIABLE}")
    if missing:
        raise SettingsError(
            f"Inloggningen är inte färdig: {', '.join(missing)} saknas.",
            "Se docs/integritet.md, eller sätt login = false under [access].",
        )
    if access.cookie_secret and len(access.cookie_secret) < _SHORTEST:
        raise SettingsError(
            f"{COOKIE_SECRET_VARIABLE} är kortare än {_SHORTEST} tecken.",
            "Sätt en längre, slumpad.",
        )
    for name in ("issuer", "address"):
        parts = urlsplit(getattr(access, name))
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _HERE):
            raise SettingsError(
                f"access.{name} ska börja med https://.",
                "Utan kryptering kan vem som helst på nätet läsa inloggningen.",
            )
    if not (access.admin or access.personal or access.reader):
        raise SettingsError(
            "Ingen får logga in: access.admin, access.personal och access.reader är tomma.",
            'Skriv minst en adress, till exempel admin = ["du@exempel.se"].',
        )


@contextmanager
def configured(access: Access) -> Iterator[Mapping[str, list[str]]]:
    """Streamlit's options that turn login on; {} without login.

    Without a secret for the cookies one is made: then a restart logs everyone out, and several
    processes cannot share the logins. Raises `SettingsError` (see `check`).
    """
    if not access.login:
        yield {}
        return
    check(access)
    with tempfile.TemporaryDirectory(prefix="finsam-") as folder:
        file = Path(folder) / "secrets.toml"
        file.touch(mode=0o600)
        file.write_text(_toml(access), encoding="utf-8")
        yield {"secrets.files": [str(file)]}


def _toml(access: Access) -> str:
    issuer = access.issuer.rstrip("/")
    values = {
        "redirect_uri": access.address.rstrip("/") + "/oauth2callback",
        "cookie_secret": access.cookie_secret or secrets.token_urlsafe(48),
        "client_id": access.client_id,
        "client_secret": access.client_secret,
        "server_metadata_url": issuer if _WELL_KNOWN in issuer else issuer + _WELL_KNOWN,
    }
    # a string in JSON is one in TOML, with the same escapes
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in values.items()]
    return "\n".join(["[auth]", *lines, ""])
