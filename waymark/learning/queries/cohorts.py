"""Who reads what of a cohort: everybody that there is one, its people what is said in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from waymark.base import permits
from waymark.learning.models.cohorts import (
    Cohort,
    CohortMember,
    CohortSession,
    CohortTrainer,
    CohortWord,
)
from waymark.learning.models.courses import Enrolment
from waymark.learning.models.trainers import Trainer
from waymark.learning.queries.courses import own_bodies
from waymark.learning.queries.trainers import PUBLIC as PUBLIC_TRAINER
from waymark.learning.rules.cohorts import Permit
from waymark.people.queries import is_secretary
from waymark.people.rules import Role

PUBLIC = Q(course__current__isnull=False, course__closed_at__isnull=True)


def _known(viewer: Any) -> bool:
    return bool(getattr(viewer, "is_authenticated", False) and viewer.is_active)


def roles(viewer: Any, row: Cohort) -> frozenset[str]:
    """Return what the viewer is in a cohort: of its publisher, of the secretariat, a trainer."""
    if not _known(viewer):
        return frozenset()
    found = {Role.SECRETARIAT} if is_secretary(viewer) else set()
    if row.course.body_id in own_bodies(viewer, timezone.now()):
        found.add(Role.PARTNER)
    if row.pk and row.trainers.filter(agreed_at__isnull=False, trainer__user=viewer).exists():
        found.add(Role.FACILITATOR)
    return frozenset(found)


def cohorts(viewer: Any, at: datetime) -> QuerySet[Cohort]:
    """Return the cohorts that the viewer reads: of public courses, and hers."""
    found = Cohort.objects.select_related("course__body__organisation", "course__current")
    found = found.annotate(count=Count("members"))
    if is_secretary(viewer):
        return found
    seen = PUBLIC | Q(course__body__in=own_bodies(viewer, at))
    if _known(viewer):
        mine = CohortMember.objects.filter(user=viewer, cohort=OuterRef("pk"))
        asked = CohortTrainer.objects.filter(trainer__user=viewer, cohort=OuterRef("pk"))
        seen |= Q(Exists(mine)) | Q(Exists(asked))
    return found.filter(seen)


def cohort(viewer: Any, pk: str, at: datetime) -> Cohort | None:
    """Return one that the viewer reads, or None."""
    return cohorts(viewer, at).filter(pk=pk).first()


def of_course(viewer: Any, course: Any, at: datetime) -> list[Cohort]:
    """Return the cohorts of a course that are not over, the next first."""
    found = cohorts(viewer, at).filter(course=course, cancelled_at=None, last__gte=at.date())
    return list(found.order_by("first", "pk"))


def ahead(viewer: Any, since: date, until: date) -> QuerySet[Cohort]:
    """Return the public cohorts that end on a day or later and begin before the other."""
    found = Cohort.objects.filter(PUBLIC, cancelled_at=None, last__gte=since, first__lt=until)
    return found.select_related("course__body__organisation", "course__current")


def mine(viewer: Any) -> QuerySet[Cohort]:
    """Return the cohorts that the viewer is in or leads, the latest first."""
    hers = CohortMember.objects.filter(user=viewer).values("cohort")
    led = CohortTrainer.objects.filter(trainer__user=viewer).values("cohort")
    found = Cohort.objects.filter(Q(pk__in=hers) | Q(pk__in=led))
    return found.select_related("course__current").order_by("-first", "-pk")


def may_keep(viewer: Any, row: Cohort) -> bool:
    """Tell whether the viewer changes a cohort and asks trainers."""
    return permits.may(viewer, Permit.KEEP_COHORT, on=row)


def may_teach(viewer: Any, row: Cohort) -> bool:
    """Tell whether the viewer leads a cohort: plans sessions and writes to its people."""
    return permits.may(viewer, Permit.TEACH_COHORT, on=row)


def place(viewer: Any, row: Cohort) -> CohortMember | None:
    """Return the viewer's own place in a cohort, or None."""
    return row.members.filter(user=viewer).first() if _known(viewer) else None


def asked(viewer: Any, row: Cohort) -> CohortTrainer | None:
    """Return what the viewer was asked as a trainer, or None."""
    return row.trainers.filter(trainer__user=viewer).first() if _known(viewer) else None


def inside(viewer: Any, row: Cohort) -> bool:
    """Tell whether the viewer reads what is said in a cohort."""
    return place(viewer, row) is not None or may_teach(viewer, row)


def sessions(viewer: Any, row: Cohort) -> QuerySet[CohortSession]:
    """Return when its people meet, the first first; where is for its people alone."""
    return row.sessions.order_by("starts_at", "pk")


def session(viewer: Any, row: Cohort, pk: str) -> CohortSession | None:
    """Return one session, or None."""
    return row.sessions.filter(pk=pk).first()


def words(viewer: Any, row: Cohort) -> QuerySet[CohortWord]:
    """Return what its trainers said, the latest first; nothing for others."""
    found = row.words.select_related("by")
    return found if inside(viewer, row) else found.none()


def trainers(viewer: Any, row: Cohort) -> list[CohortTrainer]:
    """Return its trainers: for everybody those who said yes and are public."""
    found = row.trainers.select_related("trainer")
    if not may_teach(viewer, row):
        found = found.filter(agreed_at__isnull=False).filter(
            trainer__in=Trainer.objects.filter(PUBLIC_TRAINER)
        )
    return list(found)


def to_ask(viewer: Any, row: Cohort) -> QuerySet[Trainer]:
    """Return the public trainers who were not asked yet, by name."""
    found = Trainer.objects.filter(PUBLIC_TRAINER).exclude(cohorts__cohort=row)
    return found.order_by("name", "pk")


@dataclass(frozen=True)
class Person:
    """Somebody in a cohort, and how many lessons she has done where she lets it be seen."""

    name: str
    shares: bool
    done: int
    completed: bool


def people(viewer: Any, row: Cohort) -> list[Person]:
    """Return for whoever leads a cohort who is in it, by name; nobody for others. Two queries."""
    if not may_teach(viewer, row):
        return []
    found = list(row.members.select_related("user"))
    seen = [one.user_id for one in found if one.shares]
    far = {
        one.user_id: one
        for one in Enrolment.objects.filter(course=row.course_id, user__in=seen).annotate(
            n=Count("done")
        )
    }
    told = [
        Person(
            str(one.user),
            one.shares,
            far[one.user_id].n if one.user_id in far else 0,
            one.user_id in far and far[one.user_id].completed_at is not None,
        )
        for one in found
    ]
    return sorted(told, key=lambda one: one.name.casefold())


def coming_sessions(viewer: Any, since: datetime, until: datetime) -> QuerySet[CohortSession]:
    """Return the sessions of the viewer's cohorts between two moments."""
    if not _known(viewer):
        return CohortSession.objects.none()
    found = CohortSession.objects.filter(
        cancelled_at=None,
        cohort__cancelled_at=None,
        ends_at__gte=since,
        starts_at__lt=until,
        cohort__in=mine(viewer).order_by().values("pk"),
    )
    return found.select_related("cohort__course")
