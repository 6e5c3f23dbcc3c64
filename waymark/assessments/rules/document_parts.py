"""Small readers shared by the parts of a case document."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from waymark.schemes.rules.located import IDENTIFIER, Reader, no_duplicates

T = TypeVar("T")
Members = Mapping[str, Reader]


def listed(
    reader: Reader | None, build: Callable[[Reader], T | None], at_most: int = 20_000
) -> tuple[T, ...]:
    """Build every entry of a list of objects with ids, which must be unique."""
    items = [] if reader is None else reader.items(0, at_most)
    found = [(item, built) for item in items if (built := build(item)) is not None]
    no_duplicates([item for item, _ in found], [by_id(built) for _, built in found])
    return tuple(built for _, built in found)


def in_order(values: tuple[T, ...], key: Callable[[T], str]) -> tuple[T, ...]:
    """The values sorted by a key."""
    return tuple(sorted(values, key=key))


def by_id(value: object) -> str:
    """The id of a part, to sort by."""
    return str(getattr(value, "id", ""))


def members_of(
    reader: Reader, required: tuple[str, ...], optional: tuple[str, ...] = ()
) -> dict[str, Reader] | None:
    """The fields of an object, or None where a required one is missing (noted already)."""
    members = reader.fields(required, optional)
    return members if members.keys() >= set(required) else None


def text_of(
    members: Members, name: str, pattern: re.Pattern[str] | None = None, want: str = ""
) -> str:
    """An optional text; of a pattern, if one is given."""
    reader = members.get(name)
    if reader is None or reader.value == "":
        return ""
    return reader.text() if pattern is None else reader.matching(pattern, want)


def flag_of(members: Members, name: str) -> bool:
    """An optional yes or no; no where it is absent."""
    return name in members and members[name].boolean()


def ids_of(reader: Reader | None, pattern: re.Pattern[str] = IDENTIFIER) -> tuple[str, ...]:
    """An optional list of ids without repetition, sorted."""
    items = [] if reader is None else reader.items(0, 400)
    names = tuple(item.matching(pattern, "an id") for item in items)
    no_duplicates(items, names)
    return tuple(sorted(names))
