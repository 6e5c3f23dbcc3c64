"""Asking for a city's workspace, and the secretariat's answer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import text as texts
from waymark.kernel.flow import Reason, Refused
from waymark.people.actions.checks import needed, refuse_if, words
from waymark.people.models import Membership, User, WorkspaceRequest
from waymark.people.queries import open_at
from waymark.people.rules import Ask, Permit, WorkspaceRole, refuse_asking
from waymark.places.actions import create_place
from waymark.places.models import Country, Place

State = WorkspaceRequest.State


@transaction.atomic
def ask_workspace(
    *,
    country: Country,
    office: str,
    by: User,
    at: datetime,
    place: Place | None = None,
    proposed_name: str = "",
    kind: str = Place.Kind.CITY,
    message: str = "",
) -> WorkspaceRequest:
    """Ask to work for a place: one that exists, or one to be made with the proposed name.

    Raises NotPermitted, Refused with what stands against it.
    """
    require(by, Permit.ASK_WORKSPACE, on=country)
    if kind not in Place.Kind.values or kind == Place.Kind.GRID_CELL:
        raise Refused(Reason("place.unknown_kind"))
    User.objects.select_for_update().get(pk=by.pk)  # two clicks are one request
    name = words(proposed_name, 150)
    refuse_if(refuse_asking(_facts(by, country, place, name, at)))
    request = WorkspaceRequest.objects.create(
        user=by,
        place=place,
        proposed_name=name,
        kind=kind,
        country=country,
        office=needed(office, 200, "request.office_missing"),
        message=words(message, 4000),
        asked_at=at,
    )
    facts = {"country": country.pk, "place": place.pk if place else "", "kind": kind}
    record("workspace.ask", request, by=by, at=at, scope=place or "", facts=facts)
    return request


def _facts(by: User, country: Country, place: Place | None, name: str, at: datetime) -> Ask:
    pending = WorkspaceRequest.objects.filter(user=by, country=country, state=State.PENDING)
    if place is not None:
        asked = pending.filter(place=place).exists()
        member = Membership.objects.filter(open_at(at), user=by, place=place).exists()
    else:
        wanted = texts.skeleton(name)
        names = pending.filter(place=None).values_list("proposed_name", flat=True)
        asked = any(texts.skeleton(other) == wanted for other in names)
        member = False
    return Ask(
        place=place is not None,
        name=bool(name),
        same_country=place is None or place.country_id == country.pk,
        is_member=member,
        has_pending=asked,
    )


def _take(request: WorkspaceRequest) -> WorkspaceRequest:
    """Lock a request that is to be decided. Raises Refused where it was decided meanwhile."""
    row = WorkspaceRequest.objects.select_for_update().get(pk=request.pk)
    if row.state != State.PENDING:
        raise Refused(Reason("request.decided_already"))
    return row


@transaction.atomic
def admit_workspace(
    *, request: WorkspaceRequest, by: User, at: datetime, place: Place | None = None
) -> Place:
    """Admit a request: make the place if there is none yet, and the asker its lead.

    place: the one that the secretariat found to be meant by a proposed name.
    Raises NotPermitted, Refused (decided meanwhile, place in another country).
    """
    require(by, Permit.DECIDE_WORKSPACE, on=request)
    row = _take(request)
    place = row.place or place
    if place is None:
        name = {_language(row.user): row.proposed_name}
        place = create_place(name=name, kind=row.kind, country=row.country, by=by, at=at)
    elif place.country_id != row.country_id:
        raise Refused(Reason("request.other_country"))
    row.place, row.state = place, State.ADMITTED
    row.decided_by, row.decided_at = by, at
    row.save(update_fields=["place", "state", "decided_by", "decided_at"])
    _make_lead(row.user, place, at)
    record(
        "workspace.admit",
        row,
        by=by,
        at=at,
        scope=place,
        facts={"user": row.user_id, "place": place.pk, "role": WorkspaceRole.LEAD.value},
    )
    return place


def _language(user: User) -> str:
    """Return the language in which a person most likely wrote a name."""
    return user.language.split("-")[0] or "en"


def _make_lead(user: User, place: Place, at: datetime) -> None:
    held = Membership.objects.select_for_update().filter(user=user, place=place, until=None).first()
    if held and held.role == WorkspaceRole.LEAD:
        return
    if held:  # let in meanwhile in another role
        held.until = max(at, held.since)
        held.save(update_fields=["until"])
    Membership.objects.create(user=user, place=place, role=WorkspaceRole.LEAD, since=at)


@transaction.atomic
def refuse_workspace(*, request: WorkspaceRequest, reason: str, by: User, at: datetime) -> None:
    """Refuse a request, with the reason that the asker will read.

    Raises NotPermitted, Refused (decided meanwhile, no reason given).
    """
    require(by, Permit.DECIDE_WORKSPACE, on=request)
    row = _take(request)
    row.reason = needed(reason, 4000, "request.reason_missing")
    row.state, row.decided_by, row.decided_at = State.REFUSED, by, at
    row.save(update_fields=["reason", "state", "decided_by", "decided_at"])
    record(
        "workspace.refuse", row, by=by, at=at, scope=row.place or "", facts={"user": row.user_id}
    )
