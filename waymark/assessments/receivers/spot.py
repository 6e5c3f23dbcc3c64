"""What follows on draws and spot checks: the seal in the ledger, and who is told."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from waymark.assessments.models import AgendaItem, Draw, SpotCheck
from waymark.base import notices
from waymark.base.models import Record
from waymark.base.record import receives
from waymark.people.queries import members_of, people_of
from waymark.people.rules import WorkspaceRole

CITY = (WorkspaceRole.LEAD, WorkspaceRole.SIGNATORY)


def _id(reference: str) -> str:
    return reference.partition(":")[2]


def _send(row: Record, kind: str, users: Iterable[Any], url: str, **params: Any) -> None:
    people = [user for user in users if user.pk != _id(row.actor)]
    key = f"{kind}:{row.uid}"
    notices.send(kind, people, params, url=url, about=row.subject, once_key=key, at=row.at)


def _draw(row: Record) -> Draw | None:
    return Draw.objects.select_related("mechanism").filter(pk=_id(row.subject)).first()


def _check(row: Record) -> SpotCheck | None:
    found = SpotCheck.objects.filter(pk=_id(row.subject))
    return found.select_related("case__place", "case__mechanism").first()


def _city(check: SpotCheck, row: Record) -> list[Any]:
    return list(people_of(check.case.place_id, row.at, *CITY))


def _own_checks(slug: str) -> str:
    return reverse("assessments:city_checks", args=[slug])


@receives("draw.announced")
def seal_the_announcement(row: Record) -> None:
    """The announcement is placed in the ledger and its head signed, so that others can note it."""
    from waymark.assessments.actions.spot import keep_seal  # much code, for the worker alone

    draw = _draw(row)
    if draw is not None:
        keep_seal(draw=draw, uid=row.uid, at=row.at)


@receives("draw.announced")
def tell_of_an_announcement(row: Record) -> None:
    """Parties are asked for chance; cities learn that they are in the list."""
    draw = _draw(row)
    if draw is None:
        return
    days = {"commit_by": draw.commit_by, "reveal_by": draw.reveal_by}
    givers = [party.user for party in draw.parties.select_related("user")]
    _send(
        row, "draw.asked", givers, reverse("assessments:draw_chance", args=[draw.name]),
        draw=draw.name, **days,
    )  # fmt: skip
    entries = draw.entries.select_related("case__place").defer("case__place__boundary")
    for entry in entries.order_by("case_id"):
        place = entry.case.place
        notices.send(
            "draw.listed",
            people_of(place.pk, row.at, *CITY),
            {"draw": draw.name, "city": dict(place.name)},
            url=_own_checks(place.slug),
            about=row.subject,
            once_key=f"draw.listed:{row.uid}:{place.pk}",
            at=row.at,
        )


@receives("spot.opened")
def tell_the_city_of_a_check(row: Record) -> None:
    """Its case is looked at again, and it is said whether chance chose it."""
    check = _check(row)
    if check is None:
        return
    place = check.case.place
    params: dict[str, Any] = {"city": dict(place.name)}
    if check.kind == "risk":
        params["reason"] = check.reason
    _send(row, f"spot.opened_{check.kind}", _city(check, row), _own_checks(place.slug), **params)


@receives("spot.concluded")
def tell_of_a_result(row: Record) -> None:
    """The city learns what came of it; the desk, where the committee is to decide."""
    check = _check(row)
    if check is None:
        return
    place = check.case.place
    agrees = json.loads(row.body)["facts"]["concordant"]
    kind = "spot.concordant" if agrees else "spot.discordant"
    _send(row, kind, _city(check, row), _own_checks(place.slug), city=dict(place.name))
    if not agrees:
        desk = [seat.user for seat in members_of(check.case.mechanism.secretariat_id, row.at)]
        url = reverse("assessments:spot_check", args=[check.pk])
        _send(row, "spot.to_schedule", desk, url, city=dict(place.name))


@receives("spot.replaced")
def tell_of_a_replacement(row: Record) -> None:
    """Nothing is looked at any more."""
    check = _check(row)
    if check is not None:
        place = check.case.place
        _send(
            row, "spot.replaced", _city(check, row), _own_checks(place.slug), city=dict(place.name)
        )


@receives("spot.scheduled")
def tell_members_of_a_check(row: Record) -> None:
    """Members have to declare their ties."""
    found = AgendaItem.objects.filter(pk=json.loads(row.body)["facts"]["item"])
    item = found.select_related("meeting", "case__place").first()
    if item is None or item.removed_at:
        return
    members = [seat.user for seat in members_of(item.meeting.body_id, row.at)]
    url = reverse("assessments:item", args=[item.meeting_id, item.pk])
    city, starts = dict(item.case.place.name), item.meeting.starts_at
    _send(row, "spot.on_agenda", members, url, city=city, starts=starts)
