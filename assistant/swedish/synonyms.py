"""Words that mean the same, read from TOML that staff can extend.

Holds phrases as people write them. Does no stemming: the analyzer looks phrases up by stems.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from assistant.errors import SettingsError

_PACKAGED = "synonyms.toml"
_TABLES = ("forkortningar", "vardagsord", "former", "engelska", "forled", "efterled")
_REMEDY = "Rätta filen; formen visas överst i den fil som följer med programmet."


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Phrases by phrase. Keys are lower case, values stand as written.

    `groups` are phrases that lead to each other; `abbreviations` lead both ways;
    `everyday` and `english` lead from key to values only. `forms` maps an irregular form to
    its base form, `whole` are words that are never split, `elements` and
    `last` map first and last parts of compounds to words.
    """

    groups: tuple[tuple[str, ...], ...] = ()
    abbreviations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    everyday: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    english: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    forms: Mapping[str, str] = field(default_factory=dict)
    whole: frozenset[str] = frozenset()
    elements: Mapping[str, str] = field(default_factory=dict)
    last: Mapping[str, str] = field(default_factory=dict)

    def swedish(self) -> dict[str, tuple[str, ...]]:
        """Every Swedish phrase with the phrases it leads to, without itself or repeats."""
        leads: dict[str, dict[str, None]] = {}

        def lead(source: str, *targets: str) -> None:
            found = leads.setdefault(source.lower(), {})
            found.update(dict.fromkeys(t for t in targets if t.lower() != source.lower()))

        for short, meanings in self.abbreviations.items():
            lead(short, *meanings)
            for meaning in meanings:
                lead(meaning, short)
        for group in self.groups:
            for phrase in group:
                lead(phrase, *group)
        for phrase, targets in self.everyday.items():
            lead(phrase, *targets)
        return {phrase: tuple(targets) for phrase, targets in leads.items() if targets}


def load(*extra: Path) -> Synonyms:
    """The packaged words, then those of each existing file of `extra`, in that order.

    A later file adds to an earlier one; a key with an empty list is taken away.
    Raises SettingsError for a file that is not TOML or not of this form.
    """
    tables: dict[str, dict[str, object]] = {name: {} for name in _TABLES}
    groups: list[tuple[str, ...]] = []
    whole: set[str] = set()
    texts = [(_PACKAGED, files(__package__).joinpath(_PACKAGED).read_text("utf-8"))]
    texts += [(str(path), _read(path)) for path in extra if path.is_file()]
    for name, text in texts:
        data = _parsed(name, text)
        groups += [tuple(_phrases(name, "grupper", group)) for group in data.pop("grupper", [])]
        whole.update(_phrases(name, "hela", data.pop("hela", {}).get("ord", [])))
        for table, entries in data.items():
            if table not in _TABLES or not isinstance(entries, dict):
                raise SettingsError(
                    f"{name}: «{table}» är ingen känd rubrik (de heter {', '.join(_TABLES)}, "
                    "hela och grupper).",
                    _REMEDY,
                )
            for key, value in entries.items():
                _add(tables[table], name, table, key.lower(), value)
    return Synonyms(
        groups=tuple(groups),
        abbreviations=_lists(tables["forkortningar"]),
        everyday=_lists(tables["vardagsord"]),
        english=_lists(tables["engelska"]),
        forms=_words(tables["former"]),
        whole=frozenset(word.lower() for word in whole),
        elements=_words(tables["forled"]),
        last=_words(tables["efterled"]),
    )


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} kan inte läsas som text (UTF-8).", _REMEDY) from error


def _parsed(name: str, text: str) -> dict[str, dict[str, object]]:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{name} är inte riktig TOML: {error}.", _REMEDY) from error
    if not isinstance(data.get("grupper", []), list):
        raise SettingsError(f"{name}: «grupper» ska vara en lista av listor.", _REMEDY)
    if not isinstance(data.get("hela", {}), dict):
        raise SettingsError(f"{name}: «hela» ska vara en rubrik med «ord» under sig.", _REMEDY)
    return data


def _add(table: dict[str, object], name: str, heading: str, key: str, value: object) -> None:
    if value in ([], ""):
        table.pop(key, None)
    elif heading in ("former", "forled", "efterled"):
        if not isinstance(value, str):
            raise SettingsError(f"{name}: «{key}» under [{heading}] ska vara ett ord.", _REMEDY)
        table[key] = value.lower()
    else:
        before = table.get(key, ())
        assert isinstance(before, tuple)
        table[key] = tuple(dict.fromkeys((*before, *_phrases(name, heading, value))))


def _phrases(name: str, heading: str, value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
        raise SettingsError(
            f"{name}: under «{heading}» ska varje värde vara en lista av ord.", _REMEDY
        )
    return [str(phrase).strip() for phrase in value]


def _lists(table: dict[str, object]) -> dict[str, tuple[str, ...]]:
    return {key: value for key, value in table.items() if isinstance(value, tuple)}


def _words(table: dict[str, object]) -> dict[str, str]:
    return {key: value for key, value in table.items() if isinstance(value, str)}
