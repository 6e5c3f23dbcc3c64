"""Cohorts and coachings: their part of the list of events, and the words of their states."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from waymark.base import reasons, statuses
from waymark.base.face import address
from waymark.base.happenings import MOST, Happening, source

statuses.register(
    {
        "cohort.coming": statuses.Status(_("Begins later"), "info"),
        "cohort.runs": statuses.Status(pgettext_lazy("cohort", "Under way"), "good"),
        "cohort.over": statuses.Status(pgettext_lazy("cohort", "Over")),
        "cohort.called_off": statuses.Status(_("Called off"), "bad"),
        "cohort.asked": statuses.Status(_("Asked, no answer yet"), "warn"),
        "coaching.asked": statuses.Status(_("Waits for an answer"), "warn"),
        "coaching.agreed": statuses.Status(pgettext_lazy("coaching", "Under way"), "good"),
        "coaching.declined": statuses.Status(pgettext_lazy("coaching", "Declined"), "bad"),
        "coaching.withdrawn": statuses.Status(pgettext_lazy("coaching", "Taken back")),
        "coaching.ended": statuses.Status(pgettext_lazy("coaching", "Ended")),
    }
)
reasons.register(
    {
        "cohort.language": _("The course is not whole in this language."),
        "cohort.backwards": _("The last day lies before the first."),
        "cohort.too_long": _("A cohort lasts at most %(most)s days."),
        "cohort.passed": _("The first day has passed."),
        "cohort.seats": _("There are at least %(least)s places, and at most 500."),
        "cohort.cancelled": _("This cohort was called off."),
        "cohort.over": _("One can’t join this cohort any more."),
        "cohort.full": _("All places of this cohort are taken."),
        "cohort.session_times": _("It ends after it begins, and within a day."),
        "cohort.session_outside": _("This day does not lie within the cohort."),
        "cohort.no_trainer": _("Choose a trainer of the register who was not asked yet."),
        "cohort.trainers": _("At most %(most)s trainers lead a cohort."),
        "cohort.sessions": _("A cohort meets at most %(most)s times."),
        "completion.not_yet": _("Not all lessons of this course are done yet."),
        "completion.no_issuer": _("Nobody here signs certificates yet."),
        "coaching.not_yours": _("The other has to do this."),
        "coaching.own": _("This is your own entry."),
        "coaching.not_offered": _("This trainer does not coach at present."),
        "coaching.already": _("You have asked this trainer already."),
        "coaching.too_many": _(
            "You have asked %(most)s trainers already. Wait for an answer, or take one back."
        ),
        "coaching.over": _("This coaching is over; nothing more is written in it."),
    }
)


@source
def cohorts(viewer: Any, since: datetime, until: datetime) -> Iterator[Happening]:
    """Courses that begin together, for everybody; a whole day is that of universal time."""
    from waymark.learning.queries.cohorts import ahead  # few pages ask

    for row in ahead(viewer, since.date(), until.date()).order_by("first", "pk")[:MOST]:
        yield Happening(
            key=f"cohort:{row.pk}",
            kind="cohort",
            title=f"{row.course.title}: {row.title}",
            language="",  # the title of its course is in the reader’s
            starts=datetime.combine(row.first, time.min, UTC),
            ends=datetime.combine(row.last, time.min, UTC) + timedelta(days=1, seconds=-1),
            zone="UTC",
            url=address("cohort", row.pk),
            changed=row.changed_at,
            host=str(row.course.body.name) if row.course.body else "",
            topics=tuple(row.course.topics),
            sequence=row.version,
        )


@source
def meetings(viewer: Any, since: datetime, until: datetime) -> Iterator[Happening]:
    """When the viewer’s own cohorts meet."""
    if not getattr(viewer, "is_authenticated", False):
        return
    from waymark.learning.queries.cohorts import coming_sessions  # few pages ask

    for row in coming_sessions(viewer, since, until).order_by("starts_at", "pk")[:MOST]:
        yield Happening(
            key=f"session:{row.pk}",
            kind="meeting",
            title=row.title,
            language=row.cohort.language,
            starts=row.starts_at,
            ends=row.ends_at,
            zone=row.zone,
            url=address("cohort", row.cohort_id),
            changed=row.at,
            where=row.where,
            host=row.cohort.title,
            topics=tuple(row.cohort.course.topics),
        )
