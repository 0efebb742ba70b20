"""The tree of errors: complete as it is drawn, and each one tells what to do."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import errors
from assistant.errors import FinsamError, ModelError, ReadingError, SettingsError
from assistant.settings import load_settings

CLASSES = {
    name: one
    for name, one in inspect.getmembers(errors, inspect.isclass)
    if issubclass(one, Exception)
}
_LINE = re.compile(r"^ {4}([│├└─ ]*)([A-Z]\w+)", re.MULTILINE)


def drawn() -> dict[str, str]:
    """Each class of the drawing with the class it hangs from; the root hangs from ""."""
    found: dict[str, str] = {}
    path: list[str] = []
    for branch, name in _LINE.findall(errors.__doc__ or ""):
        depth = len(branch) // 4
        path[depth:] = [name]
        found[name] = path[depth - 1] if depth else ""
    return found


def test_every_class_is_drawn_under_its_parent() -> None:
    assert drawn() == {
        name: one.__bases__[0].__name__ if one is not FinsamError else ""
        for name, one in CLASSES.items()
    }


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_every_error_is_documented_and_carries_a_remedy(name: str) -> None:
    one = CLASSES[name]
    assert issubclass(one, FinsamError)
    assert (one.__doc__ or "").strip()
    error = one("Det gick fel.", "Kör: finsam status")
    assert (error.message, error.remedy) == ("Det gick fel.", "Kör: finsam status")
    assert str(error) == "Det gick fel. Kör: finsam status"
    assert str(one("Det gick fel.")) == "Det gick fel."


def raised(root: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every place in the core that makes one of the errors: "file:line" and the call."""
    for file in sorted((root / "assistant").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in CLASSES
            ):
                yield f"{file.relative_to(root)}:{node.lineno}", node


def test_every_error_that_stops_a_command_says_what_to_do(root: Path) -> None:
    # one file's trouble is a line of the index report, and the model's a notice: all goes on
    passing = {name for name, one in CLASSES.items() if issubclass(one, (ReadingError, ModelError))}
    calls = [
        (where, call)
        for where, call in raised(root)
        if isinstance(call.func, ast.Name) and call.func.id not in passing
    ]
    assert len(calls) > 30
    bare = [
        where
        for where, call in calls
        if len(call.args) < 2
        and not any(word.arg == "remedy" for word in call.keywords)
        and not any(isinstance(argument, ast.Starred) for argument in call.args)
    ]
    assert not bare, f"without a remedy: {', '.join(bare)}"


def test_every_error_is_raised_somewhere(root: Path) -> None:
    made = {call.func.id for _, call in raised(root) if isinstance(call.func, ast.Name)}
    parents = {one.__bases__[0].__name__ for one in CLASSES.values()}
    assert set(CLASSES) - made - parents == set()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[modell]\nname = 'x'\n", "Menade du model?"),
        ("[retention]\ndags = 3\n", "Menade du retention.days?"),
        ("[retention]\ndays = -1\n", "mellan 0 och"),
        ("[retention]\ndays = 'tre'\n", "ett heltal"),
        ("[embedding]\nengine = 'onx'\n", "Menade du onnx?"),
        ("[model]\napi_key = 'x'\n", "FINSAM_MODEL_API_KEY"),
        ("[model\n", "Rätta raden"),
        ("[retrieval]\ndisable = ['stem']\n", "stemming"),
        ("access = 3\n", "[access]"),
    ],
)
def test_a_wrong_setting_says_how_to_right_it(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "finsam.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(SettingsError) as error:
        load_settings(file)
    assert error.value.remedy
    assert says in str(error.value)


def test_a_settings_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as error:
        load_settings(tmp_path / "saknas.toml")
    assert "--config" in error.value.remedy
