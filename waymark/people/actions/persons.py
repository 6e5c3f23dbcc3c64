"""A person's own page, interests, and what the operator does to accounts at the console."""

from __future__ import annotations

import zoneinfo
from datetime import date, datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import text as texts
from waymark.kernel.flow import Reason, Refused
from waymark.people.actions.checks import needed, words
from waymark.people.models import Digest, Interest, Organisation, User
from waymark.people.rules import Permit
from waymark.places.models import Place


@transaction.atomic
def create_user(
    *, email: str, name: str, at: datetime, password: str | None = None, language: str = "en"
) -> User:
    """Make a person with a verified address, at the operator's console.

    Raises Refused where the address is taken or a name is missing.
    """
    email = email.strip().lower()
    if User.objects.filter(email=email).exists():
        raise Refused(Reason("user.address_taken", {"email": email}))
    user = User.objects.create_user(
        email,
        password,
        name=needed(name, 150, "user.name_missing"),
        language=language,
        date_joined=at,
    )
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    record("user.create", user, by=None, at=at, facts={"by": "console"})
    return user


@transaction.atomic
def set_password(*, user: User, password: str, at: datetime) -> None:
    """Set a person's password at the operator's console; all her sessions end."""
    row = User.objects.select_for_update().get(pk=user.pk)
    row.set_password(password)
    row.save(update_fields=["password"])
    record("user.set_password", row, by=None, at=at, facts={"by": "console"})


@transaction.atomic
def remove_factors(*, user: User, at: datetime) -> int:
    """Remove a person's second factors at the operator's console; return how many there were."""
    found = Authenticator.objects.filter(user=user)
    removed = found.count()
    found.delete()
    record("user.remove_factors", user, by=None, at=at, facts={"by": "console", "count": removed})
    return removed


@transaction.atomic
def deactivate_user(*, user: User, at: datetime) -> None:
    """Close an account at the operator's console: no log-in, no rights; what she did stays."""
    row = User.objects.select_for_update().get(pk=user.pk)
    row.is_active = False
    row.save(update_fields=["is_active"])
    record("user.deactivate", row, by=None, at=at, facts={"by": "console"})


@transaction.atomic
def edit_profile(
    *,
    name: str,
    language: str,
    time_zone: str,
    mail_notices: bool,
    digest: str,
    by: User,
    at: datetime,
) -> User:
    """Change one's own name, language, time zone, and which notices come by mail how often.

    Raises NotPermitted, Refused (no name, unknown language, zone or rhythm).
    """
    require(by, Permit.EDIT_PROFILE, on=by)
    row = User.objects.select_for_update().get(pk=by.pk)
    row.name = needed(name, 150, "user.name_missing")
    if language not in dict(settings.LANGUAGES):
        raise Refused(Reason("user.unknown_language"))
    if time_zone not in zoneinfo.available_timezones():
        raise Refused(Reason("user.unknown_time_zone"))
    if digest not in Digest.values:
        raise Refused(Reason("user.unknown_digest"))
    row.language, row.time_zone = language, time_zone
    row.mail_notices, row.digest = mail_notices, digest
    row.save(update_fields=["name", "language", "time_zone", "mail_notices", "digest"])
    facts = {
        "language": language,
        "time_zone": time_zone,
        "mail_notices": mail_notices,
        "digest": digest,
    }
    record("user.edit_profile", row, by=by, at=at, facts=facts)
    return row


@transaction.atomic
def declare_interest(
    *,
    kind: str,
    by: User,
    at: datetime,
    place: Place | None = None,
    organisation: str = "",
    note: str = "",
    since: date | None = None,
    until: date | None = None,
) -> Interest:
    """Declare a standing tie to a place or to an organisation, known by its name or new.

    Raises NotPermitted, Refused (neither named, unknown kind, ends before it begins).
    """
    require(by, Permit.DECLARE_INTEREST, on=by)
    if kind not in Interest.Kind.values:
        raise Refused(Reason("interest.wrong_kind"))
    name = words(organisation, 150)
    if place is None and not name:
        raise Refused(Reason("interest.in_nothing"))
    if since and until and until < since:
        raise Refused(Reason("interest.ends_before_it_begins"))
    found = _organisation(name) if name else None
    interest = Interest.objects.create(
        user=by,
        kind=kind,
        place=place,
        organisation=found,
        note=words(note, 2000),
        since=since,
        until=until,
        declared_at=at,
    )
    facts = {"kind": kind, "place": place.pk if place else ""}
    facts["organisation"] = found.pk if found else ""
    record("interest.declare", interest, by=by, at=at, facts=facts)
    return interest


def _organisation(name: str) -> Organisation:
    """Find an organisation by any of its names, however they are spelt; else make it."""
    wanted = texts.skeleton(name)
    for known in Organisation.objects.all():
        if any(texts.skeleton(text) == wanted for text in known.name.values()):
            return known
    return Organisation.objects.create(name={"en": name})


@transaction.atomic
def end_interest(*, interest: Interest, until: date, by: User, at: datetime) -> None:
    """Say when a tie of one's own ended. It stays on record.

    Raises NotPermitted, Refused (another's, ends before it begins).
    """
    require(by, Permit.DECLARE_INTEREST, on=by)
    row = Interest.objects.select_for_update().filter(pk=interest.pk, user=by).first()
    if row is None:
        raise Refused(Reason("interest.unknown"))
    if row.since and until < row.since:
        raise Refused(Reason("interest.ends_before_it_begins"))
    row.until = until
    row.save(update_fields=["until"])
    record("interest.end", row, by=by, at=at, facts={"until": until.isoformat()})
