"""Who reads which course: everybody what is public, its publisher and the secretariat all of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from waymark.base import permits
from waymark.learning.models.courses import Course, Enrolment, Revision
from waymark.learning.rules.courses import Permit, State, Told
from waymark.library.models import Item
from waymark.library.rules.catalogue import folded
from waymark.people.models import Body
from waymark.people.queries import held_by, is_secretary
from waymark.people.rules import BodyKind

PUBLIC = Q(current__isnull=False, closed_at__isnull=True)


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; empty means anything."""

    words: str = ""
    topic: str = ""
    language: str = ""


def own_bodies(viewer: Any, at: datetime) -> frozenset[str]:
    """Return the ids of the partners for which the viewer acts."""
    if not (getattr(viewer, "is_authenticated", False) and viewer.is_active):
        return frozenset()
    return held_by(viewer, at).bodies(BodyKind.PARTNER)


def courses(viewer: Any, at: datetime) -> QuerySet[Course]:
    """Return the courses that the viewer reads, in whatever state; nothing else decides it.

    A course that was taken from the public stays open to whoever is in it.
    """
    found = Course.objects.select_related("body__organisation", "current")
    if is_secretary(viewer):
        return found
    seen = PUBLIC | Q(body__in=own_bodies(viewer, at))
    if getattr(viewer, "is_authenticated", False):
        mine = Enrolment.objects.filter(user=viewer).values("course")
        seen |= Q(pk__in=mine)
    return found.filter(seen)


def public(viewer: Any, wanted: Wanted, at: datetime) -> QuerySet[Course]:
    """Return the public courses that fit, by title and nothing else."""
    found = Course.objects.filter(PUBLIC).select_related("body__organisation", "current")
    for word in folded(wanted.words).split():
        found = found.filter(search__contains=word)
    for name, column in (("topic", "topics"), ("language", "languages")):
        if tag := getattr(wanted, name):
            found = found.filter(**{f"{column}__contains": f" {tag} "})
    return found.order_by("title__en", "pk")


def present(viewer: Any) -> tuple[frozenset[str], frozenset[str]]:
    """Return the topics and languages of public courses, for the filters."""
    rows = Course.objects.filter(PUBLIC).values_list("topics", "languages")
    columns = list(zip(*rows, strict=True)) or [(), ()]
    topics, languages = (frozenset(tag for tags in one for tag in tags) for one in columns)
    return topics, languages


def course(viewer: Any, pk: str, at: datetime) -> Course | None:
    """Return one that the viewer reads, or None."""
    return courses(viewer, at).filter(pk=pk).first()


def kept(viewer: Any, pk: str, at: datetime) -> Course | None:
    """Return one that the viewer writes or checks, or None."""
    row = course(viewer, pk, at)
    return row if row is not None and may_keep(viewer, row) else None


def may_keep(viewer: Any, row: Course) -> bool:
    """Tell whether the viewer writes a course."""
    return permits.may(viewer, Permit.KEEP_COURSE, on=row)


def may_check(viewer: Any, row: Course, at: datetime) -> bool:
    """Tell whether the viewer checks a course that others have sent."""
    return permits.may(viewer, Permit.CHECK_COURSE, on=row) and not is_own(viewer, row, at)


def is_own(viewer: Any, row: Course, at: datetime) -> bool:
    """Tell whether the viewer sent what waits, or sits with the publisher."""
    return row.sent_by_id == viewer.pk or row.body_id in own_bodies(viewer, at)


def may_close(viewer: Any, row: Course) -> bool:
    """Tell whether the viewer checks courses, and takes them from the public."""
    return permits.may(viewer, Permit.CHECK_COURSE, on=row)


def may_begin_own(viewer: Any) -> bool:
    """Tell whether the viewer can begin a course of the secretariat."""
    return is_secretary(viewer)


def publishers(viewer: Any, at: datetime) -> list[Body]:
    """Return the partners in whose name the viewer can begin a course."""
    return list(Body.objects.filter(pk__in=own_bodies(viewer, at)).order_by("pk"))


def may_publish(viewer: Any, at: datetime) -> bool:
    """Tell whether the viewer can begin a course at all."""
    return is_secretary(viewer) or bool(own_bodies(viewer, at))


def at_desk(viewer: Any, at: datetime) -> QuerySet[Course]:
    """Return the courses that the viewer writes, what waits first."""
    found = Course.objects.select_related("body__organisation", "current")
    if not is_secretary(viewer):
        found = found.filter(body__in=own_bodies(viewer, at))
    waits = Count("pk", filter=Q(state=State.WAITING))
    return found.annotate(waits=waits).order_by("-waits", "-changed_at", "pk")


def bases(viewer: Any, row: Course | None) -> list[Course]:
    """Return the courses of which one can be the version for a region, by title.

    Those are public and themselves no versions; the one that it names already stays.
    """
    fits = PUBLIC & Q(version_of=None)
    if row is not None:
        fits = (fits & ~Q(pk=row.pk)) | Q(pk=row.told.get("of", ""))
    return list(Course.objects.filter(fits).order_by("title__en", "pk"))


def versions(viewer: Any, row: Course) -> list[Course]:
    """Return the public courses that are a course's versions, and the one that it is of."""
    tied = Q(version_of=row) | Q(pk=row.version_of_id or "")
    return list(Course.objects.filter(PUBLIC, tied).order_by("region", "title__en", "pk"))


def told_of(revision: Revision | None) -> Told:
    """Return what a revision says."""
    assert revision is not None, "whoever asks has seen that there is one"
    return Told.read(revision.told)


def revision(viewer: Any, row: Course, number: int) -> Revision | None:
    """Return a revision of a course that the viewer reads, or None."""
    if number > row.version:  # no database is asked for a number that it can't hold
        return None
    return Revision.objects.filter(course=row, number=number).first()


def enrolment(viewer: Any, row: Course) -> Enrolment | None:
    """Return the viewer's own place in a course, or None."""
    if not getattr(viewer, "is_authenticated", False):
        return None
    found = Enrolment.objects.filter(course=row, user=viewer).select_related("revision", "award")
    return found.prefetch_related("done").first()


def own(viewer: Any) -> QuerySet[Enrolment]:
    """Return the courses that the viewer is in, the newest first; nobody else's."""
    found = Enrolment.objects.filter(user=viewer).select_related("course__body", "revision")
    return found.prefetch_related("done")


def figures(viewer: Any, row: Course) -> tuple[int, int]:
    """Return how many are in a course and how many completed it; no names."""
    found = row.enrolments.aggregate(n=Count("pk"), done=Count("completed_at"))
    return found["n"], found["done"]


def of_item(viewer: Any, item: Item) -> str:
    """Return the id of the public course behind an entry of the library, or ""."""
    found = Course.objects.filter(PUBLIC, item=item).values_list("pk", flat=True)
    return found.first() or ""
