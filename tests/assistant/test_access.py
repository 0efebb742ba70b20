"""Roles, and the rule of every method of the service."""

from __future__ import annotations

import inspect
from dataclasses import replace
from typing import Any, get_args

import pytest

from assistant.access import (
    AUDIENCES,
    LOCAL,
    RULES,
    Role,
    Visitor,
    expired,
    may_see,
    role_of,
    visitor_of,
)
from assistant.audit import AuditLog
from assistant.errors import NotAllowed
from assistant.guarded_service import GuardedService
from assistant.schema import Answer, Citation
from assistant.service import Service
from assistant.settings import Access

METHODS = sorted(name for name in vars(Service) if not name.startswith("_"))
ROLES: tuple[Role, ...] = get_args(Role)
STAFF = {"index", "add_file", "set_metadata", "feedback", "unanswered", "status"}
ADMIN = {"remove_file", "log", "export_log", "backup"}


class Untouchable:
    """A service that nothing may reach."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"{name} was reached")


def forbidden(role: Role) -> set[str]:
    return {"läsare": STAFF | ADMIN, "personal": ADMIN, "admin": set()}[role]


def arguments(method: str) -> dict[str, Any]:
    """Something for each parameter that must be given."""
    given = inspect.signature(getattr(Service, method)).parameters.values()
    needed = [p for p in given if p.default is p.empty and p.name != "self"]
    return {p.name: None for p in needed if p.kind is not p.VAR_KEYWORD}


def test_every_method_of_the_service_has_a_rule_and_a_guard() -> None:
    assert sorted(RULES) == METHODS
    assert set(METHODS) <= set(vars(GuardedService))


def test_the_guard_lets_nothing_else_through() -> None:
    public = {name for name in dir(GuardedService) if not name.startswith("_")}
    assert public == set(METHODS)
    assert "__getattr__" not in vars(GuardedService)


@pytest.mark.parametrize("method", METHODS)
def test_the_guard_takes_what_the_service_takes(method: str) -> None:
    outer = inspect.signature(getattr(GuardedService, method)).parameters
    inner = inspect.signature(getattr(Service, method)).parameters
    for name, parameter in inner.items():
        assert outer[name].kind == parameter.kind
        assert outer[name].default == parameter.default


@pytest.mark.parametrize(
    ("role", "method"), [(role, method) for role in ROLES for method in sorted(forbidden(role))]
)
def test_what_a_role_may_not_never_reaches_the_service(role: Role, method: str) -> None:
    rows: list[tuple[str, str, str]] = []
    audit = AuditLog(lambda *row: rows.append(row), "a@b.se")
    service = GuardedService(Untouchable(), Visitor("a@b.se", role), audit)
    with pytest.raises(NotAllowed) as caught:
        getattr(service, method)(**arguments(method))
    assert caught.value.remedy
    assert rows == [("a@b.se", "nekad", method)]


@pytest.mark.parametrize("method", METHODS)
def test_every_method_asks_for_its_right_first(
    method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.access.RULES", {})
    service = GuardedService(Untouchable(), LOCAL, AuditLog(lambda *row: None))
    with pytest.raises(NotAllowed):
        getattr(service, method)(**arguments(method))


@pytest.mark.parametrize("role", ROLES)
def test_the_rest_it_may(role: Role) -> None:
    allowed = {method for method in METHODS if Visitor("a@b.se", role).may(method)}
    assert allowed == set(METHODS) - forbidden(role)


def test_a_method_without_a_rule_is_nobodys() -> None:
    assert not LOCAL.may("new_method")
    with pytest.raises(NotAllowed):
        LOCAL.require("new_method")


def test_only_the_staff_see_what_is_internal() -> None:
    assert Visitor("a@b.se", "läsare").audience == ("alla",)
    assert Visitor("a@b.se", "personal").audience == AUDIENCES
    assert Visitor("a@b.se", "admin").audience == AUDIENCES
    assert LOCAL.audience == AUDIENCES


@pytest.mark.parametrize(
    ("email", "role"),
    [
        ("chef@a.se", "admin"),
        (" CHEF@a.se ", "admin"),
        ("hand@a.se", "personal"),
        ("vem@b.se", "läsare"),
        ("", None),
        ("   ", None),
    ],
)
def test_the_highest_role_counts(email: str, role: str | None) -> None:
    access = Access(login=True, admin=("Chef@a.se",), personal=("hand@a.se",), reader=("*",))
    assert role_of(access, email) == role


def test_who_is_on_no_list_is_not_let_in() -> None:
    access = Access(login=True, admin=("chef@a.se",))
    assert role_of(access, "vem@b.se") is None
    with pytest.raises(NotAllowed):
        visitor_of(access, "vem@b.se")
    assert visitor_of(access, "Chef@A.se") == Visitor("chef@a.se", "admin")


def test_a_login_grows_old() -> None:
    access = Access(login=True, session_hours=1.0)
    assert not expired(access, 1000, 1000 + 3600)
    assert expired(access, 1000, 1000 + 3601)
    assert expired(access, None, 0.0)
    assert expired(access, "1000", 1000)
    assert expired(access, True, 1)


def test_a_login_from_the_future_is_none() -> None:
    access = Access(login=True, session_hours=1.0)
    assert not expired(access, 1060, 1000)
    assert expired(access, 9000, 1000)


def cited(document: str, file: str = "a.pdf") -> Citation:
    return Citation(1, document, file, "T", "plan", 2031, 1, "", "ord", "prose")


@pytest.mark.parametrize("field", ["citations", "nearest", "passages"])
def test_an_answer_is_seen_by_whoever_may_see_all_it_carries(field: str) -> None:
    plain = Answer("f", "f", "answered", "ord [1]", audience=("alla",))
    carried: dict[str, Any] = {field: (cited("x"),)}
    answer = replace(plain, **carried)
    assert may_see(answer, ("alla",), {"y"})
    assert not may_see(answer, ("alla",), {"x"})
    assert not may_see(answer, ("alla",), {"a.pdf"})
    assert may_see(answer, AUDIENCES, {"x"})


def test_an_answer_looked_for_among_more_is_not_seen() -> None:
    plain = Answer("f", "f", "unclear", "Menar du Plan 2031?")
    assert not may_see(plain, ("alla",), ())
    wide = Answer("f", "f", "unclear", "Menar du Plan 2031?", audience=AUDIENCES)
    assert not may_see(wide, ("alla",), ())
