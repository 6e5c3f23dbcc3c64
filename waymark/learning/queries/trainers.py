"""Who reads which entry of the register: everybody those of trainers who consent to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from waymark.base import permits
from waymark.learning.models.courses import Enrolment
from waymark.learning.models.trainers import Trainer
from waymark.learning.rules import courses
from waymark.learning.rules.regions import regions_of
from waymark.learning.rules.trainers import State
from waymark.people.queries import is_secretary
from waymark.places.models import Country
from waymark.places.queries import groups_of

PUBLIC = Q(accepted_at__isnull=False, consented_at__isnull=False, user__is_active=True)
FILTERS = {"topic": "topics", "language": "languages", "region": "regions"}


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; empty means anything."""

    topic: str = ""
    language: str = ""
    country: str = ""
    region: str = ""
    coaches: str = ""  # "1": only who coaches


def trainers(viewer: Any) -> QuerySet[Trainer]:
    """Return the entries that the viewer reads; nothing else decides it."""
    found = Trainer.objects.select_related("training__course", "decided_by")
    if is_secretary(viewer):
        return found
    seen = PUBLIC
    if getattr(viewer, "is_authenticated", False):
        seen |= Q(user=viewer)
    return found.filter(seen)


def public(viewer: Any, wanted: Wanted, at: datetime) -> QuerySet[Trainer]:
    """Return the public entries that fit, by name and nothing else.

    A country finds who names it, its region, a part of that or a group, or no place at all.
    """
    found = Trainer.objects.filter(PUBLIC).select_related("training__course")
    for name, column in FILTERS.items():
        if tag := getattr(wanted, name):
            found = found.filter(**{f"{column}__contains": f" {tag} "})
    if wanted.coaches:
        found = found.filter(coaches=True)
    if wanted.country:
        fits = Q(countries="", regions="") | Q(countries__contains=f" {wanted.country} ")
        for code in _around(viewer, wanted.country, at):
            fits |= Q(regions__contains=f" {code} ")
        found = found.filter(fits)
    return found.order_by("name", "pk")


def _around(viewer: Any, iso2: str, at: datetime) -> frozenset[str]:
    row = Country.objects.filter(pk=iso2).first()
    if row is None:
        return frozenset()
    return regions_of(
        region=row.region_code,
        subregion=row.subregion_code,
        intermediate=row.intermediate,
        groups=groups_of(viewer, row, at.date()),
    )


@dataclass(frozen=True)
class Present:
    """What public entries name, for the filters."""

    topics: frozenset[str]
    languages: frozenset[str]
    countries: frozenset[str]
    regions: frozenset[str]


def present(viewer: Any) -> Present:
    """Return what public entries name. One query."""
    rows = Trainer.objects.filter(PUBLIC)
    names = ("topics", "languages", "countries", "regions")
    columns = list(zip(*rows.values_list(*names), strict=True)) or [()] * 4
    return Present(*(frozenset(tag for tags in one for tag in tags) for one in columns))


def trainer(viewer: Any, pk: str) -> Trainer | None:
    """Return one that the viewer reads, or None."""
    return trainers(viewer).filter(pk=pk).first()


def own(viewer: Any) -> Trainer | None:
    """Return the viewer's own entry, or None."""
    if not getattr(viewer, "is_authenticated", False):
        return None
    return Trainer.objects.select_related("training__course").filter(user=viewer).first()


def may_check(viewer: Any, row: Trainer) -> bool:
    """Tell whether the viewer decides on entries."""
    return permits.may(viewer, courses.Permit.CHECK_COURSE, on=row)


def to_check(viewer: Any) -> QuerySet[Trainer]:
    """Return the entries that wait for the secretariat, the longest waiting first."""
    if not is_secretary(viewer):
        return Trainer.objects.none()
    return Trainer.objects.filter(state=State.WAITING).order_by("sent_at", "pk")


def not_shown(viewer: Any) -> QuerySet[Trainer]:
    """Return for the secretariat the trainers who were accepted and do not wish to be public."""
    if not is_secretary(viewer):
        return Trainer.objects.none()
    hidden = Trainer.objects.filter(accepted_at__isnull=False, consented_at__isnull=True)
    return hidden.order_by("name", "pk")


def trainings(viewer: Any) -> list[Enrolment]:
    """Return the courses for trainers that the viewer has completed here."""
    done = Enrolment.objects.filter(user=viewer, completed_at__isnull=False)
    rows = done.select_related("course", "revision").order_by("completed_at", "pk")
    return [one for one in rows if one.revision.told["trains"]]
