"""Bodies, and who sits in them for how long."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused
from waymark.people.actions.checks import needed, refuse_if, require_or_console
from waymark.people.models import Body, Organisation, Seat, User
from waymark.people.queries import members_of
from waymark.people.rules import (
    VOTING,
    BodyKind,
    Composition,
    Permit,
    SeatRole,
    Term,
    is_open,
    read_composition,
    refuse_by_composition,
    refuse_composition,
    refuse_seat,
)
from waymark.places.models import Country


@transaction.atomic
def create_body(
    *,
    kind: str,
    name: Mapping[str, str],
    by: User | None,
    at: datetime,
    country: Country | None = None,
    part_of: Body | None = None,
    organisation: Organisation | None = None,
    languages: Iterable[str] = (),
) -> Body:
    """Make a body; without a country it is a global one. by=None: the operator's console.

    part_of: a technical team in which the people of this one sit too, such as a university's. The
    country of a part is where it works; it serves whom the whole team serves.
    Raises NotPermitted, Refused (unknown kind, no name, part of what can have no parts, stewards of
    a country).
    """
    works_in, country = (country, part_of.country) if part_of else (None, country)
    body = Body(kind=kind, country=country, works_in=works_in, created_at=at)
    require_or_console(by, Permit.MANAGE_SEATS, on=body)
    if kind not in set(BodyKind):
        raise Refused(Reason("body.wrong_kind"))
    if part_of is not None and not (
        kind == part_of.kind == BodyKind.TECHNICAL_TEAM and part_of.part_of_id is None
    ):
        raise Refused(Reason("body.no_part"))
    if kind == BodyKind.STEWARDS and country is not None:
        raise Refused(Reason("body.global_only"))
    names = {code: needed(text, 150, "body.name_missing") for code, text in name.items() if text}
    if not names:
        raise Refused(Reason("body.name_missing"))
    body.name, body.part_of, body.organisation = names, part_of, organisation
    body.languages = sorted(set(languages))
    body.save()
    facts = {"kind": kind, "country": country.pk if country else ""}
    if part_of is not None:
        facts |= {"part_of": part_of.pk, "organisation": organisation.pk if organisation else ""}
        facts |= {"works_in": works_in.pk if works_in else ""}
    record("body.create", body, by=by, at=at, scope=body, facts=facts)
    return body


@transaction.atomic
def give_seat(
    *,
    body: Body,
    user: User,
    role: str,
    by: User | None,
    at: datetime,
    languages: Iterable[str] = (),
    fields_of_work: Iterable[str] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    seconded_by: Organisation | None = None,
    group: str = "",
    deputy_for: Seat | None = None,
) -> Seat:
    """Seat a person in a body from now or from `since`. by=None: the operator's console.

    Raises NotPermitted, Refused (wrong role for the body, terms that overlap, a secondment
    without an end, what the body's composition does not allow, a deputy of nobody).
    """
    require_or_console(by, Permit.MANAGE_SEATS, on=body)
    body = Body.objects.select_for_update().get(pk=body.pk)
    if not user.is_active:
        raise Refused(Reason("seat.account_closed"))
    term = Term(since or at, until)
    held = [Term(seat.since, seat.until) for seat in body.seats.filter(user=user)]
    refuse_if(
        (
            *refuse_seat(body.kind, role, term, held, seconded=seconded_by is not None),
            *_refuse_in_committee(body, user, role, term, group, deputy_for, at),
        )
    )
    seat = Seat.objects.create(
        body=body,
        user=user,
        role=role,
        languages=sorted(set(languages)),
        fields_of_work=sorted(set(fields_of_work)),
        since=term.since,
        until=until,
        seconded_by=seconded_by,
        group=group,
        deputy_for=deputy_for,
    )
    facts = {"user": user.pk, "role": role, "since": term.since.isoformat()}
    facts["until"] = until.isoformat() if until else ""
    if seconded_by is not None:
        facts["seconded_by"] = seconded_by.pk
    if group:
        facts["group"] = group
    if deputy_for is not None:
        facts["deputy_for"] = deputy_for.pk
    record("seat.give", seat, by=by, at=at, scope=body, facts=facts)
    return seat


def _refuse_in_committee(
    body: Body, user: User, role: str, term: Term, group: str, holder: Seat | None, at: datetime
) -> tuple[Reason, ...]:
    """Return why somebody may not take a seat by the body's composition, or stand in for a seat."""
    voting = body.seats.filter(user=user, role__in=VOTING)
    found = refuse_by_composition(
        read_composition(body.composition),
        group,
        term,
        [Term(seat.since, seat.until) for seat in voting],
        votes=role in VOTING,
    )
    if (role == SeatRole.DEPUTY) != (holder is not None):
        return (*found, Reason("seat.deputy_of_nobody"))
    if holder is not None and not (
        holder.body_id == body.pk
        and holder.role in VOTING
        and holder.user_id != user.pk
        and is_open(Term(holder.since, holder.until), at)
    ):
        return (*found, Reason("seat.deputy_of_nobody"))
    return found


@transaction.atomic
def set_composition(*, body: Body, composition: Composition, by: User | None, at: datetime) -> Body:
    """Lay down how a committee is made up; seats that are held stay. by=None: the console.

    Raises NotPermitted, Refused.
    """
    require_or_console(by, Permit.MANAGE_SEATS, on=body)
    row = Body.objects.select_for_update().get(pk=body.pk)
    if row.kind != BodyKind.COMMITTEE:
        raise Refused(Reason("body.wrong_kind"))
    refuse_if(refuse_composition(composition))
    row.composition = composition.document()
    row.save(update_fields=["composition"])
    record("body.composition", row, by=by, at=at, scope=row, facts=composition.document())
    return row


@transaction.atomic
def end_seat(*, seat: Seat, by: User | None, at: datetime) -> None:
    """End a seat now. The last seat of the global secretariat can't be ended.

    Raises NotPermitted, Refused.
    """
    require_or_console(by, Permit.MANAGE_SEATS, on=seat.body)
    body = Body.objects.select_for_update().get(pk=seat.body_id)
    row = Seat.objects.select_for_update().get(pk=seat.pk)
    if row.until is not None and row.until <= at:
        raise Refused(Reason("seat.ended_already"))
    is_global = body.kind == BodyKind.SECRETARIAT and body.country_id is None
    if is_global and not members_of(body, at).exclude(pk=row.pk).exists():
        raise Refused(Reason("seat.last_secretary"))
    row.until = max(at, row.since)
    row.save(update_fields=["until"])
    facts = {"user": row.user_id, "role": row.role}
    record("seat.end", row, by=by, at=at, scope=body, facts=facts)
