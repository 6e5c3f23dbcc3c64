"""What global stewards are told, and who learns what they propose."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from waymark.assessments.models import SpotCheck
from waymark.assessments.queries.standing import barred_from
from waymark.base import notices
from waymark.base.models import Record
from waymark.base.record import receives
from waymark.people.models import Body
from waymark.people.queries import members_of
from waymark.people.rules import BodyKind, SeatRole
from waymark.schemes.models import Adaptation, Mechanism


def _id(reference: str) -> str:
    return reference.partition(":")[2]


def stewards(row: Record) -> list[Any]:
    """Return the global stewards of that moment, each once."""
    bodies = Body.objects.filter(kind=BodyKind.STEWARDS).order_by("pk")
    found = {seat.user_id: seat.user for body in bodies for seat in members_of(body, row.at)}
    return list(found.values())


def _send(row: Record, kind: str, users: Iterable[Any], url: str, **told: Any) -> None:
    people = [user for user in users if user.pk != _id(row.actor)]
    key = f"{kind}:{row.uid}"
    notices.send(kind, people, told, url=url, about=row.subject, once_key=key, at=row.at)


@receives("spot.concluded")
def tell_stewards_of_a_result(row: Record) -> None:
    """Those without a tie to the city; what came of it they read once they have declared."""
    found = SpotCheck.objects.filter(pk=_id(row.subject))
    check = found.select_related("case__place", "case__mechanism").first()
    people = stewards(row)
    if check is None or not people:
        return
    out = barred_from(check.case, people, row.at)
    free = [user for user in people if user.pk not in out]
    url = reverse("assessments:steward", args=[check.pk])
    _send(row, "steward.checked", free, url, city=dict(check.case.place.name))


def _adaptation(row: Record) -> Adaptation | None:
    found = Adaptation.objects.filter(pk=_id(row.subject)).defer("document")
    return found.select_related("mechanism__country").first()


def _tell_of_adaptation(row: Record, kind: str, users: Iterable[Any]) -> None:
    adaptation = _adaptation(row)
    if adaptation is None or adaptation.mechanism.country is None:
        return
    url = reverse("adaptation", args=[adaptation.pk])
    _send(row, kind, users, url, country=dict(adaptation.mechanism.country.name))


@receives("adaptation.submit")
def tell_stewards_of_an_adaptation(row: Record) -> None:
    """It waits for the global body's word, and for what they propose."""
    _tell_of_adaptation(row, "steward.asked", stewards(row))


@receives("adaptation.propose")
def tell_the_chair_of_a_proposal(row: Record) -> None:
    """The chair of the global committee, who decides."""
    common = Mechanism.objects.filter(kind=Mechanism.Kind.GLOBAL).first()
    if common is not None:
        seats = members_of(common.committee_id, row.at, SeatRole.CHAIR)
        _tell_of_adaptation(row, "steward.proposed", [seat.user for seat in seats])
