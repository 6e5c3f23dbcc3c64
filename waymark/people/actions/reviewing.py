"""How available somebody is for reviews, and where organisations are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused
from waymark.people.actions.checks import needed, refuse_if, require_or_console
from waymark.people.models import Availability, Organisation, User
from waymark.people.rules import Permit, refuse_availability
from waymark.places.models import Country, Place


@transaction.atomic
def save_availability(
    *, most: int, away_from: date | None, away_until: date | None, by: User, at: datetime
) -> Availability:
    """Say how many reviews one takes at once, and from when to when one takes none.

    Raises NotPermitted, Refused (too many, days in the wrong order).
    """
    require(by, Permit.EDIT_PROFILE, on=by)
    refuse_if(refuse_availability(most, away_from, away_until))
    User.objects.select_for_update().get(pk=by.pk)
    said = {"most": most, "away_from": away_from, "away_until": away_until, "updated_at": at}
    row, _made = Availability.objects.update_or_create(user=by, defaults=said)
    record("availability.save", row, by=by, at=at, facts={"most": most})
    return row


@transaction.atomic
def make_organisation(
    *, name: Mapping[str, str], kind: str, by: User | None, at: datetime
) -> Organisation:
    """Enter an organisation that nobody has named yet. by=None: the operator's console.

    Raises NotPermitted, Refused (unknown kind, no name).
    """
    require_or_console(by, Permit.KEEP_ORGANISATIONS, on=Organisation())
    if kind not in Organisation.Kind.values:
        raise Refused(Reason("organisation.wrong_kind"))
    names = {code: needed(text, 150, "body.name_missing") for code, text in name.items()}
    row = Organisation.objects.create(name=names, kind=kind)
    record("organisation.make", row, by=by, at=at, facts={"kind": kind})
    return row


@transaction.atomic
def edit_organisation(
    *,
    organisation: Organisation,
    kind: str,
    country: Country | None,
    place: Place | None,
    by: User,
    at: datetime,
) -> Organisation:
    """Say what an organisation is and where, so that ties through it are found.

    Raises NotPermitted, Refused (unknown kind, a place in another country).
    """
    require(by, Permit.KEEP_ORGANISATIONS, on=organisation)
    row = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if kind not in Organisation.Kind.values:
        raise Refused(Reason("organisation.wrong_kind"))
    if place is not None and country is not None and place.country_id != country.pk:
        raise Refused(Reason("organisation.other_country"))
    row.kind, row.place = kind, place
    row.country = place.country if place is not None else country
    row.save(update_fields=["kind", "place", "country"])
    facts = {"kind": kind, "place": place.pk if place else "", "country": row.country_id or ""}
    record("organisation.edit", row, by=by, at=at, facts=facts)
    return row
