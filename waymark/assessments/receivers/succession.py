"""Who is told when places merge, split, or get another name or boundary."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from waymark.assessments.models import Carrying, Case
from waymark.assessments.receivers.moving import desk_and_reviewers
from waymark.assessments.reporting.words import show_day
from waymark.assessments.rules.flows import BEFORE_DECISION
from waymark.base import notices
from waymark.base.models import Record
from waymark.base.record import receives
from waymark.people.queries import people_of
from waymark.places.models import Place
from waymark.places.queries.succession import Told, succession
from waymark.places.rules.succession import Kind


def _kind(told: Told, place: Place) -> str:
    if told.kind in {Kind.RENAME, Kind.BOUNDARY}:
        return f"succession.{told.kind}"
    return "succession.ended" if place in told.ended else "succession.gained"


def _send(row: Record, kind: str, place: Place, told: Told, people: list[tuple[Any, str]]) -> None:
    facts = {"city": dict(place.name), "day": show_day(told.row.effective_on.isoformat())}
    facts["act"] = told.row.act
    for user, url in people:
        key = f"{kind}:{row.uid}:{place.pk}"
        notices.send(kind, [user], facts, url=url, about=row.subject, once_key=key, at=row.at)


@receives("place.succession", "place.succession_undone")
def tell_of_a_succession(row: Record) -> None:
    """The people of every place that it is about; desk and reviewers where a case is open."""
    told = succession(None, row.subject.partition(":")[2])
    if told is None:
        return
    undone = row.verb == "place.succession_undone"
    for place in {one.pk: one for one in (*told.before, *told.after)}.values():
        kind = "succession.undone" if undone else _kind(told, place)
        page = reverse("people:place", args=[place.slug])
        _send(row, kind, place, told, [(user, page) for user in people_of(place, row.at)])
        if place not in told.ended:
            continue
        open_ = Case.objects.filter(place=place, state__in=BEFORE_DECISION).exclude(state="draft")
        for case in open_.select_related("place", "mechanism"):
            _send(row, kind, place, told, desk_and_reviewers(case, row))


@receives("case.carried_over")
def tell_that_a_case_was_taken_over(row: Record) -> None:
    """The people of both cities: what one that ended had entered stands in the other's case too."""
    found = Carrying.objects.filter(pk=row.subject.partition(":")[2])
    one = found.select_related("source__place", "target__place").first()
    if one is None:
        return
    facts = {"city": dict(one.source.place.name), "heir": dict(one.target.place.name)}
    actor = row.actor.partition(":")[2]
    for case in (one.source, one.target):
        people = [user for user in people_of(case.place_id, row.at) if user.pk != actor]
        notices.send(
            "succession.carried",
            people,
            facts,
            url=reverse("assessments:journey_of", args=[case.place.slug, f"case-{case.pk}"]),
            about=f"case:{case.pk}",
            once_key=f"succession.carried:{row.uid}:{case.pk}",
            at=row.at,
        )
