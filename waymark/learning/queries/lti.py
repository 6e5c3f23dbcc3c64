"""Courses elsewhere: the desk of those who register platforms, and a learner's own."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet

from waymark.base import permits
from waymark.learning.models.lti import (
    OutsideAccess,
    OutsideCourse,
    OutsideEnrolment,
    OutsideLaunch,
    OutsidePlatform,
)
from waymark.learning.rules.lti import Open, Permit, State
from waymark.library.models import Item
from waymark.library.queries import items

COURSE = "course"  # the kind of an entry of the library
OPEN_FIRST = F("closed_at").asc(nulls_first=True)  # databases differ where nothing is said


def may_keep(viewer: Any) -> bool:
    """Tell whether somebody registers platforms."""
    return permits.may(viewer, Permit.KEEP_PLATFORMS, on=OutsidePlatform())


def platforms(viewer: Any) -> QuerySet[OutsidePlatform]:
    """Return the platforms that the viewer looks after, by name, closed ones last."""
    if not may_keep(viewer):
        return OutsidePlatform.objects.none()
    rows = OutsidePlatform.objects.annotate(
        open_courses=Count("courses", filter=Q(courses__closed_at__isnull=True))
    )
    return rows.order_by(OPEN_FIRST, "name", "pk")


def platform(viewer: Any, pk: str) -> OutsidePlatform | None:
    """Return one that the viewer looks after, or None."""
    return platforms(viewer).filter(pk=pk).first()


def courses_of(viewer: Any, row: OutsidePlatform) -> list[OutsideCourse]:
    """Return a platform's courses with how many began and completed each."""
    if not may_keep(viewer):
        return []
    done = Q(enrolments__state=State.COMPLETED)
    rows = row.courses.select_related("item").annotate(
        begun=Count("enrolments"), completed=Count("enrolments", filter=done)
    )
    return list(rows.order_by(OPEN_FIRST, "item__sort_title", "pk"))


def free_items(viewer: Any) -> list[Item]:
    """Return the courses of the library that no platform opens yet."""
    rows = items.visible(viewer).filter(kinds__contains=f" {COURSE} ", hidden_at=None)
    return list(rows.filter(outside_course=None).order_by("sort_title", "code"))


def _open() -> QuerySet[OutsideCourse]:
    rows = OutsideCourse.objects.select_related("item", "platform")
    return rows.filter(closed_at=None, platform__closed_at=None)


def course(viewer: Any, pk: str) -> OutsideCourse | None:
    """Return a course that the viewer can open: one whose entry she may see."""
    return _open().filter(pk=pk, item__in=items.visible(viewer), item__hidden_at=None).first()


def kept_course(viewer: Any, pk: str) -> OutsideCourse | None:
    """Return a course for those who look after its platform."""
    if not may_keep(viewer):
        return None
    return OutsideCourse.objects.select_related("item", "platform").filter(pk=pk).first()


def course_of_item(item: Item) -> str | None:
    """Return the id of the course that opens an entry of the library, which somebody sees."""
    if COURSE not in item.kinds:
        return None
    return _open().filter(item=item).values_list("pk", flat=True).first()


def enrolment(viewer: Any, row: OutsideCourse) -> OutsideEnrolment | None:
    """Return how far the viewer is with a course."""
    return row.enrolments.filter(learner__user_id=viewer.pk).first()


def own(viewer: Any) -> QuerySet[OutsideEnrolment]:
    """Return the courses elsewhere that the viewer began, the newest first."""
    rows = OutsideEnrolment.objects.filter(learner__user_id=viewer.pk)
    return rows.select_related("course__item", "course__platform").order_by("-began_at", "-pk")


def launch(viewer: Any, pk: str) -> OutsideLaunch | None:
    """Return a launch that the viewer began, and nobody else's."""
    rows = OutsideLaunch.objects.select_related(
        "enrolment__course__platform", "enrolment__course__item", "enrolment__learner"
    )
    return rows.filter(pk=pk, enrolment__learner__user_id=viewer.pk).first()


def facts(viewer: Any, row: OutsideLaunch) -> Open:
    """Return what the rule asks of a launch; an entry that she no longer sees is closed."""
    found = row.enrolment.course
    at = found.platform
    return Open(
        pk=row.pk,
        client_id=at.client_id,
        redirect_uris=tuple(at.redirect_uris),
        began_at=row.began_at,
        used=row.used_at is not None,
        closed=course(viewer, found.pk) is None,
    )


# What platforms ask for themselves; the viewer is the platform that has shown who it is.


def by_client(client_id: str) -> OutsidePlatform | None:
    """Return an open platform by the name that we gave it."""
    return OutsidePlatform.objects.filter(client_id=client_id, closed_at=None).first()


def digest(token: str) -> str:
    """Return how a token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def by_token(token: str, at: datetime) -> OutsidePlatform | None:
    """Return the open platform that holds a token which has not ended."""
    rows = OutsideAccess.objects.select_related("platform")
    found = rows.filter(digest=digest(token), ends_at__gt=at, platform__closed_at=None).first()
    return found.platform if found else None


def heard_before(row: OutsidePlatform, jti: str) -> bool:
    """Tell whether an assertion was used already."""
    return row.accesses.filter(jti=jti).exists()


def enrolment_of(viewer: OutsidePlatform, course_pk: str, sub: str) -> OutsideEnrolment | None:
    """Return who a platform means, in a course of its own that is still open here."""
    rows = OutsideEnrolment.objects.select_related("course")
    return rows.filter(
        course_id=course_pk,
        course__platform=viewer,
        course__closed_at=None,
        learner__sub=sub,
        learner__platform=viewer,
    ).first()


def own_course(viewer: OutsidePlatform, course_pk: str) -> bool:
    """Tell whether a line of marks is a platform's own."""
    return viewer.courses.filter(pk=course_pk, closed_at=None).exists()


def issuer() -> str:
    """Return how we are called to all platforms."""
    return str(settings.WAYMARK_BASE_URL)
