"""For whom something is kept that is not for everybody (ADR 0056).

An audience has a name such as `place:ID`. Rooms say to which of them a person belongs and which
ones can be chosen; who keeps something private asks `of`: nothing else decides who may find it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat

Names = QuerySet[Any, Any]
"""A column of names, not yet asked for."""


@dataclass(frozen=True)
class Group:
    """Audiences of one kind that can be chosen: their names, and what they are called."""

    label: str
    members: tuple[tuple[str, str], ...]


_belonging: list[Callable[[Any], Iterable[Names]]] = []
_known: list[Callable[[], Group]] = []


def belonging(find: Callable[[Any], Iterable[Names]]) -> Callable[[Any], Iterable[Names]]:
    """Register what finds the audiences of a room to which a person belongs now."""
    _belonging.append(find)
    return find


def known(find: Callable[[], Group]) -> Callable[[], Group]:
    """Register what tells which audiences of a kind can be chosen."""
    _known.append(find)
    return find


def named(kind: str, rows: QuerySet[Any], column: str) -> Names:
    """The names of audiences of a kind, by the column that holds whose they are."""
    name = Concat(Value(f"{kind}:"), Cast(column, CharField()), output_field=CharField())
    return rows.order_by().values_list(name, flat=True)


def of(viewer: Any) -> frozenset[str]:
    """The audiences that a person belongs to now: one query, none for who is not signed in."""
    if not (getattr(viewer, "is_authenticated", False) and getattr(viewer, "is_active", False)):
        return frozenset()
    first, *others = [names for find in _belonging for names in find(viewer)]
    return frozenset(first.union(*others, all=True))


def groups() -> list[Group]:
    """All that can be chosen, by kind; kinds without any are left out."""
    return [group for find in _known if (group := find()).members]


def called(names: Collection[str]) -> list[str]:
    """What some audiences are called, in the order in which they can be chosen."""
    return [label for group in groups() for name, label in group.members if name in names]
