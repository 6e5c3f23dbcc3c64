"""Who may do what: deny by default, roles on an object, one table per room.

A room declares its permits as a StrEnum with a table permit -> roles in rules.py, and in
grants.py registers both together with a function that tells which roles somebody holds on
an object. Actions ask `require` in their first line; nobody else decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied

type_roles: dict[type, Callable[[Any, Any], frozenset[str]]] = {}
tables: dict[str, frozenset[str]] = {}
sources: dict[str, str] = {}


class NotPermitted(PermissionDenied):
    """The act is not among those that this person's roles on this object allow."""

    def __init__(self, permit: str) -> None:
        super().__init__(permit)
        self.permit = permit


@dataclass(frozen=True)
class Grant:
    """One line of the printed matrix."""

    room: str
    permit: str
    roles: frozenset[str]


def register(room: str, table: Mapping[Any, Iterable[str]]) -> None:
    """Make a room's table permit -> roles known.

    Raises ValueError where another room already uses the name of a permit.
    """
    for permit, roles in table.items():
        if sources.get(permit, room) != room:
            raise ValueError(f"permit {permit} stands in two rooms")
        tables[str(permit)] = frozenset(str(role) for role in roles)
        sources[str(permit)] = room


def roles_on(kind: type) -> Callable[[Any], Any]:
    """Register the function that tells which roles a person holds on objects of a kind."""

    def keep(function: Callable[[Any, Any], frozenset[str]]) -> Any:
        type_roles[kind] = function
        return function

    return keep


def roles(by: Any, on: Any) -> frozenset[str]:
    """Return the roles that a person holds on an object; everybody holds "public"."""
    held = frozenset({"public"})
    if getattr(by, "is_authenticated", False) and getattr(by, "is_active", False):
        held |= {"user"}
        find = type_roles.get(type(on))
        if find is not None:
            held |= find(by, on)
    return held


def may(by: Any, permit: str, *, on: Any) -> bool:
    """Tell whether a person may do an act on an object. Unknown permits are refused."""
    return bool(tables.get(str(permit), frozenset()) & roles(by, on))


def require(by: Any, permit: str, *, on: Any) -> None:
    """Refuse an act that the person's roles on the object do not allow.

    Raises NotPermitted.
    """
    if not may(by, permit, on=on):
        raise NotPermitted(str(permit))


def matrix() -> list[Grant]:
    """Return the whole table, sorted, for the reference page and its test."""
    return [Grant(sources[name], name, tables[name]) for name in sorted(tables)]
