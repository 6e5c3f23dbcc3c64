"""Plain functions that make people, places and bodies for everybody's tests.

Every function fills in what a test does not care about, takes what it does by keyword, and
returns the saved row. Names and addresses are invented and unlike each other.
"""

from __future__ import annotations

import itertools
import time
from datetime import UTC, datetime
from typing import Any

from django.test import Client

from waymark.kernel import text as texts
from waymark.people.models import Body, Department, Membership, Organisation, Seat, User
from waymark.people.rules import BodyKind, SeatRole, WorkspaceRole
from waymark.places.models import Country, Place

PAST = datetime(2024, 1, 1, 9, 0, tzinfo=UTC)
"""When everything that the factories make began, unless a test says otherwise."""

PASSWORD = "correct horse battery staple"  # for the few tests that log in by the form
_numbers = itertools.count(1)

COUNTRIES = {
    "KE": ("KEN", "404", "Kenya", "en"),
    "PE": ("PER", "604", "Peru", "es"),
    "MA": ("MAR", "504", "Morocco", "ar"),
    "NP": ("NPL", "524", "Nepal", "en"),
    "RW": ("RWA", "646", "Rwanda", "en"),
}


def make_user(
    email: str = "",
    *,
    name: str = "",
    password: str | None = None,
    verified: bool = True,
    **extra: Any,
) -> User:
    """Make a person with a verified address and no password (hashing one is slow)."""
    from allauth.account.models import EmailAddress

    number = next(_numbers)
    extra.setdefault("date_joined", PAST)
    user = User.objects.create_user(
        email or f"person{number}@example.org", password, name=name or f"Person {number}", **extra
    )
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=verified)
    return user


def make_country(iso2: str = "KE", **extra: Any) -> Country:
    """Get or make a country; one of `COUNTRIES`, or any code with its fields given."""
    iso3, m49, name, language = COUNTRIES.get(iso2, (f"{iso2}X", f"9{iso2[-2:]}", iso2, "en"))
    fields = {"iso3": iso3, "m49": m49, "name": {"en": name}, "un_language": language} | extra
    return Country.objects.get_or_create(iso2=iso2, defaults=fields)[0]


def make_place(name: str = "", *, country: Country | str = "KE", **extra: Any) -> Place:
    """Make a city."""
    number = next(_numbers)
    name = name or f"City {number}"
    extra.setdefault("created_at", PAST)
    extra.setdefault("slug", f"place-{number}")
    return Place.objects.create(
        name={"en": name},
        name_skeleton=texts.skeleton(name),
        country=make_country(country) if isinstance(country, str) else country,
        **extra,
    )


def make_department(place: Place, name: str = "Planning") -> Department:
    """Make a department of a city's administration."""
    return Department.objects.create(place=place, name=name)


def make_member(
    place: Place, role: str = WorkspaceRole.EDITOR, *, user: User | None = None, **extra: Any
) -> User:
    """Give somebody a role in a city's workspace; return the person."""
    extra.setdefault("since", PAST)
    user = user or make_user()
    Membership.objects.create(user=user, place=place, role=role, **extra)
    return user


def make_body(kind: str = BodyKind.COMMITTEE, *, name: str = "", **extra: Any) -> Body:
    """Make a body; without a country it is a global one."""
    extra.setdefault("created_at", PAST)
    return Body.objects.create(kind=kind, name={"en": name or f"Body {next(_numbers)}"}, **extra)


def make_seat(
    body: Body, role: str = SeatRole.MEMBER, *, user: User | None = None, **extra: Any
) -> User:
    """Seat somebody in a body; return the person."""
    extra.setdefault("since", PAST)
    extra.setdefault("languages", ["en"])
    user = user or make_user()
    Seat.objects.create(body=body, user=user, role=role, **extra)
    return user


def make_secretary(**extra: Any) -> User:
    """Make a person with a seat in the global secretariat (one body, made when missing)."""
    body = Body.objects.filter(kind=BodyKind.SECRETARIAT, country=None).first()
    return make_seat(body or make_body(BodyKind.SECRETARIAT, name="Secretariat"), **extra)


def make_organisation(name: str = "", **extra: Any) -> Organisation:
    """Make an organisation."""
    return Organisation.objects.create(name={"en": name or f"Body {next(_numbers)}"}, **extra)


def log_in(client: Client, user: User) -> Client:
    """Log a person in without hashing a password; counts as having just authenticated."""
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = user.pk
    session.save()
    return client
