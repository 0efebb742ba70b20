"""The records of `assistant.schema` to and from JSON, word for word and without loss.

Works from the type hints alone, so that a new field needs no code here. A record becomes an
object, a named tuple (`Box`, `Mark`) a list, a tuple a list. It never touches a file, and
never guesses: an unknown key or a missing field raises `ValueError`.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

R = TypeVar("R")
_Convert = Callable[[Any], Any]


def to_plain(record: Any, *, brief: bool = False) -> Any:
    """`record` as dicts, lists, strings and numbers.

    With `brief`, fields that hold their default are left out (for storage); without it every
    field is there (for other programs to read). `from_plain` reads both.
    """
    if is_dataclass(record) and not isinstance(record, type):
        return {
            name: to_plain(value, brief=brief)
            for name, default in _defaults(type(record))
            if not ((value := getattr(record, name)) == default and brief)
        }
    if isinstance(record, (tuple, list)):
        return [to_plain(item, brief=brief) for item in record]
    if isinstance(record, dict):
        return {str(key): to_plain(value, brief=brief) for key, value in record.items()}
    return record


def from_plain(kind: type[R], plain: Any) -> R:
    """The record of type `kind` that `to_plain` made `plain` from.

    Raises `ValueError` if `plain` has another shape.
    """
    try:
        hint: Any = kind
        record: R = _reader(hint)(plain)
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"{kind.__name__}: {error}") from error
    return record


def dumps(record: Any) -> str:
    """`record` as compact JSON, defaults left out."""
    return json.dumps(to_plain(record, brief=True), ensure_ascii=False, separators=(",", ":"))


def loads(kind: type[R], text: str) -> R:
    """The record that `dumps` wrote. Raises `ValueError`."""
    return from_plain(kind, json.loads(text))


@cache
def _defaults(kind: type) -> tuple[tuple[str, Any], ...]:
    """Each field's name with its default (a value equal to nothing where it has none)."""
    return tuple(
        (
            item.name,
            item.default_factory()
            if item.default_factory is not MISSING
            else (_NOTHING if item.default is MISSING else item.default),
        )
        for item in fields(kind)
    )


_NOTHING = object()


@cache
def _reader(hint: Any) -> _Convert:
    """A function from plain data to a value of the type `hint`."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        inner = _reader(next(item for item in arguments if item is not type(None)))
        return lambda plain: None if plain is None else inner(plain)
    if origin is tuple:
        item = _reader(arguments[0])
        return lambda plain: tuple([item(value) for value in plain])
    if origin is dict:
        value_of = _reader(arguments[1])
        return lambda plain: {key: value_of(value) for key, value in plain.items()}
    if origin is Literal:
        return _literal(arguments)
    if isinstance(hint, type) and is_dataclass(hint):
        return _record_reader(hint)
    if isinstance(hint, type) and issubclass(hint, tuple):
        return lambda plain: hint(*plain)
    if hint is float:
        return float
    return lambda plain: plain


def _literal(allowed: tuple[Any, ...]) -> _Convert:
    def read(plain: Any) -> Any:
        if plain not in allowed:
            raise ValueError(f"{plain!r} is none of {allowed}")
        return plain

    return read


def _record_reader(kind: type) -> _Convert:
    hints = get_type_hints(kind)
    readers = {item.name: _reader(hints[item.name]) for item in fields(kind)}

    def read(plain: Any) -> Any:
        return kind(**{name: readers[name](value) for name, value in plain.items()})

    return read
