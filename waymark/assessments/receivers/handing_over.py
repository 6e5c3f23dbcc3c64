"""When a case comes in, the rule looks who does the secretariat's acts on it; they are told."""

from __future__ import annotations

from django.urls import reverse

from waymark.assessments.models import Case, Hearing
from waymark.assessments.queries.handing_over import people_at_desk
from waymark.assessments.rules.life.doubt import BY_VOTE
from waymark.base import notices
from waymark.base.models import Record
from waymark.base.record import receives


def _case(row: Record) -> Case | None:
    found = Case.objects.filter(pk=row.subject.partition(":")[2])
    return found.select_related("place", "mechanism").first()


@receives("case.submitted")
def look_who_is_free(row: Record) -> None:
    """Without waiting for the clock."""
    from waymark.assessments.actions.handing_over import settle_desk  # much code, for few acts

    case = _case(row)
    if case is not None:
        settle_desk(case=case, by=None, at=row.at)


@receives("hearing.opened")
def look_who_is_free_of_a_doubt(row: Record) -> None:
    """Who is named in it can't put it on an agenda; where that is everybody there, others can."""
    from waymark.assessments.actions.handing_over import settle_desk  # much code, for few acts

    found = Hearing.objects.filter(pk=row.subject.partition(":")[2]).select_related(
        "case__mechanism"
    )
    hearing = found.first()
    if hearing is not None and hearing.cause in BY_VOTE:
        settle_desk(case=hearing.case, by=None, at=row.at)


@receives("case.desk_handed_over")
def tell_the_new_desk(row: Record) -> None:
    """Whoever has the acts now, and can see the case."""
    case = _case(row)
    if case is not None:
        notices.send(
            "desk.handed_over",
            people_at_desk(case, row.at),
            {"city": dict(case.place.name)},
            url=reverse("assessments:case", args=[case.pk]),
            about=row.subject,
            once_key=f"desk.handed_over:{row.uid}",
            at=row.at,
        )
