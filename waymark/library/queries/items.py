"""What stands in the library: everybody sees what is not hidden, always in alphabetical order."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Min, Q, QuerySet, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, Lower, NullIf

from waymark.base import audiences, permits
from waymark.base.fields import short_language
from waymark.base.models import Record
from waymark.base.record import ref
from waymark.library.models import Item
from waymark.library.rules.catalogue import folded
from waymark.library.rules.outside.serving import After
from waymark.library.rules.publishers import publisher_id, publishers_in
from waymark.library.rules.vocabulary import ANY, Permit
from waymark.people.models import User

MOST_WORDS = 8
TAGS = {
    "kind": "kinds",
    "topic": "topics",
    "language": "languages",
    "stage": "stages",
    "publisher": "publishers",
}
STATES = ("unchecked", "checked", "hidden")


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; empty means anything."""

    words: str = ""
    kind: str = ""
    topic: str = ""
    language: str = ""
    stage: str = ""
    criterion: str = ""
    state: str = ""
    publisher: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether everything is wanted."""
        return self == Wanted()


def may_curate(viewer: Any) -> bool:
    """Tell whether somebody looks after the library."""
    return permits.may(viewer, Permit.CURATE, on=Item())


def visible(viewer: Any) -> QuerySet[Item]:
    """Return what a person may see: what is for everybody, and for an audience of hers.

    Hidden entries are for curators alone, who see all. Nothing else decides who sees an entry.
    """
    if may_curate(viewer):
        return Item.objects.all()
    own = Q(private=False)
    for name in audiences.of(viewer):
        own |= Q(readers__contains=f" {name} ")
    return Item.objects.filter(own, hidden_at=None)


def indexed() -> QuerySet[Item]:
    """Return what the index keeps, for each entry's own audiences: all but hidden entries."""
    return Item.objects.filter(hidden_at=None)


def shown(viewer: Any, wanted: Wanted) -> QuerySet[Item]:
    """Return what fits, by title in the reader's language. Hidden only where asked for."""
    found = visible(viewer)
    found = found.filter(hidden_at__isnull=wanted.state != "hidden")
    for word in folded(wanted.words).split()[:MOST_WORDS]:
        found = found.filter(search__contains=word)
    for name, column in TAGS.items():
        if tag := getattr(wanted, name):
            found = found.filter(**{f"{column}__contains": f" {tag} "})
    if wanted.criterion:
        own = Q(criteria__contains=f" {wanted.criterion} ")
        found = found.filter(own | Q(criteria__contains=f" {ANY} "))
    if wanted.state == "unchecked":
        found = found.filter(address="unchecked").exclude(url="")
    if wanted.state == "checked":
        found = found.exclude(address="unchecked")
    return found.order_by(_title(), "code")


def _title() -> Any:
    """The title by which the reader orders: her language's, else the original."""
    own = KeyTextTransform(short_language(), "title")
    return Coalesce(NullIf(Lower(own), Value("")), F("sort_title"))


def since(
    first: datetime | None, before: datetime | None, after: After | None, most: int
) -> list[Item]:
    """Return what is for everybody by when it changed, from `first` until `before` (without it).

    after: only what comes after this entry.
    """
    found = visible(None)
    if first:
        found = found.filter(changed_at__gte=first)
    if before:
        found = found.filter(changed_at__lt=before)
    if after:
        at = datetime.fromisoformat(after.changed_at)
        found = found.filter(Q(changed_at__gt=at) | Q(changed_at=at, code__gt=after.code))
    return list(found.order_by("changed_at", "code")[:most])


def first_change() -> datetime | None:
    """Return when the first of what is for everybody changed last, None where there is nothing."""
    return visible(None).aggregate(first=Min("changed_at"))["first"]


def item(viewer: Any, code: str) -> Item | None:
    """Return one entry by its code, or None."""
    return visible(viewer).select_related("checked_by").filter(code=code).first()


@dataclass(frozen=True)
class Present:
    """The tags that occur, for the filters."""

    kinds: frozenset[str]
    topics: frozenset[str]
    languages: frozenset[str]


def present(viewer: Any) -> Present:
    """Return the tags that occur among what a person sees, hidden entries apart."""
    rows = visible(viewer).filter(hidden_at=None).values_list("kinds", "topics", "languages")
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    return Present(*(frozenset(tag for tags in column for tag in tags) for column in columns))


@dataclass(frozen=True)
class Publisher:
    """A publisher, under the name that stands with most of its entries, and how many these are."""

    id: str
    name: str
    entries: int


def publishers(viewer: Any, words: str = "") -> list[Publisher]:
    """Return the publishers of what a person sees, by name; words: part of it. One query."""
    rows = visible(viewer).filter(hidden_at=None).values_list("publisher", "original")
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for publisher, original in rows.iterator(chunk_size=2000):
        for found, name in publishers_in(publisher, original).items():
            names[found][name] += 1
    wanted = folded(words)
    return sorted(
        (
            Publisher(found, min(told, key=lambda name: (-told[name], name)), told.total())
            for found, told in names.items()
            if wanted in folded(" ".join(told))
        ),
        key=lambda one: (folded(one.name), one.id),
    )


def published_by(viewer: Any, names: Iterable[str]) -> QuerySet[Item]:
    """Return what a person sees of these publishers, what changed last first."""
    fits = Q(pk=None)
    for found in {publisher_id(name) for name in names} - {""}:
        fits |= Q(publishers__contains=f" {found} ")
    return visible(viewer).filter(fits, hidden_at=None).order_by("-changed_at", "code")


@dataclass(frozen=True)
class Act:
    """One line of an entry's history."""

    verb: str
    at: Any
    by: User | None
    found: str = ""


def history(viewer: Any, row: Item) -> list[Act]:
    """Return what was done with an entry, the newest first; for curators alone."""
    if not may_curate(viewer):
        return []
    records = list(Record.objects.filter(subject=ref(row)).order_by("-id")[:50])
    ids = {one.actor.partition(":")[2] for one in records if one.actor.startswith("user:")}
    people = {f"user:{user.pk}": user for user in User.objects.filter(pk__in=ids)}
    return [
        Act(
            one.verb,
            one.at,
            people.get(one.actor),
            str(json.loads(one.body)["facts"].get("found", "")),
        )
        for one in records
    ]
