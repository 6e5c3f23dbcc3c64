"""Permits: deny by default, roles on an object."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser

from waymark.base import permits


class Thing:
    """Something that roles are held on."""

    def __init__(self, owner: object) -> None:
        self.owner = owner


@pytest.fixture(autouse=True)
def _room() -> Iterator[None]:
    kept = (dict(permits.tables), dict(permits.sources), dict(permits.type_roles))
    permits.register("sample", {"sample.edit": {"owner"}, "sample.read": {"public"}})
    permits.register("sample", {"sample.note": {"user"}})

    @permits.roles_on(Thing)
    def roles(by: object, on: Thing) -> frozenset[str]:
        return frozenset({"owner"}) if on.owner is by else frozenset()

    yield
    for live, before in zip(
        (permits.tables, permits.sources, permits.type_roles), kept, strict=True
    ):
        live.clear()
        live.update(before)  # type: ignore[arg-type]


def person(*, active: bool = True) -> SimpleNamespace:
    return SimpleNamespace(is_authenticated=True, is_active=active)


def test_role_on_this_object_only() -> None:
    one, two = person(), person()
    thing = Thing(one)
    permits.require(one, "sample.edit", on=thing)
    with pytest.raises(permits.NotPermitted) as refused:
        permits.require(two, "sample.edit", on=thing)
    assert refused.value.permit == "sample.edit"
    assert not permits.may(one, "sample.edit", on=Thing(two))


def test_strangers_and_closed_accounts_are_the_public() -> None:
    closed = person(active=False)
    for by in (AnonymousUser(), closed, None):
        assert permits.roles(by, Thing(closed)) == {"public"}
        assert permits.may(by, "sample.read", on=None)
        assert not permits.may(by, "sample.note", on=None)
    assert permits.may(person(), "sample.note", on=None)


def test_what_is_unknown_is_refused() -> None:
    one = person()
    assert not permits.may(one, "sample.fly", on=Thing(one)), "no such permit"
    assert not permits.may(one, "sample.edit", on=object()), "nobody holds roles on such a thing"


def test_name_stands_in_one_room() -> None:
    with pytest.raises(ValueError, match="two rooms"):
        permits.register("other", {"sample.edit": {"public"}})
