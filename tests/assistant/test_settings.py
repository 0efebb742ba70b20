"""Settings: defaults, a file, and what is refused."""

from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.settings import Settings, load_settings


def write(folder: Path, text: str) -> Path:
    file = folder / "finsam.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_no_file_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FINSAM_MODEL_API_KEY", raising=False)
    settings = load_settings()
    assert settings == Settings()
    assert settings.corpus == Path("corpus")
    assert settings.library_file == Path("indexes/library.sqlite")


def test_the_file_in_the_working_folder_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, '[association]\nname = "Finsam Exempel"\n')
    monkeypatch.chdir(tmp_path)
    assert load_settings().association.name == "Finsam Exempel"


def test_a_whole_file(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        """
        [paths]
        corpus = "dokument"
        indexes = "/var/lib/finsam"
        [association]
        name = "Samordningsförbundet Exempel"
        short_names = ["Exempel"]
        [embedding]
        model = "intfloat/multilingual-e5-large"
        engine = "sentence-transformers"
        [vectors]
        url = "http://127.0.0.1:8000"
        [model]
        name = "gemma"
        timeout_s = 5
        [access]
        login = true
        admin = ["a@exempel.se"]
        [retention]
        days = 0
        [ocr]
        enabled = false
        [privacy]
        personal_numbers = "refuse"
        """,
    )
    settings = load_settings(file)
    assert settings.file == file
    assert settings.corpus == tmp_path / "dokument"
    assert settings.indexes == Path("/var/lib/finsam")
    assert settings.association.short_names == ("Exempel",)
    assert settings.model.timeout_s == 5.0
    assert isinstance(settings.model.timeout_s, float)
    assert settings.access.admin == ("a@exempel.se",)
    assert not settings.ocr.enabled
    assert load_settings(file, Path("x"), Path("y")).paths.corpus == Path("x")


@pytest.mark.parametrize(
    ("text", "said", "remedy"),
    [
        ("[vektors]\nurl = ''", "vektors", "Menade du vectors?"),
        ("[model]\nnamn = 'x'", "model.namn", "Menade du model.name?"),
        ("[retention]\ntimeout_s = 3", "retention.timeout_s", "retention.days"),
        ("[retention]\ndays = -1", "retention.days", "Rätta"),
        ("[retention]\ndays = 1.5", "retention.days", "Rätta"),
        ("[access]\nlogin = 'ja'", "access.login", "Rätta"),
        ("[access]\nadmin = 'a@b.se'", "access.admin", "Rätta"),
        ("[access]\nport = true", "access.port", "Rätta"),
        ("[embedding]\nengine = 'onxx'", "embedding.engine", "Menade du onnx?"),
        ("[model]\napi_key = 'hemlig'", "model.api_key", "FINSAM_MODEL_API_KEY"),
        ("ocr = true", "ocr", "[ocr]"),
        ("[ocr", "finsam.toml", "Rätta"),
    ],
)
def test_what_is_wrong_is_named_with_its_file(
    tmp_path: Path, text: str, said: str, remedy: str
) -> None:
    file = write(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        load_settings(file)
    assert str(file) in caught.value.message
    assert said in caught.value.message
    assert remedy in caught.value.remedy


def test_a_missing_file_is_an_error_when_it_was_asked_for(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="--config"):
        load_settings(tmp_path / "finsam.toml")


def test_the_key_comes_from_the_environment_and_is_never_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINSAM_MODEL_API_KEY", "mycket-hemlig")
    monkeypatch.chdir(tmp_path)
    settings = load_settings()
    assert settings.model.api_key == "mycket-hemlig"
    assert "mycket-hemlig" not in repr(settings)
