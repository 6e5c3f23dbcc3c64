"""What a person sees of herself, and the invented people of the demo."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import F, QuerySet

from waymark.people.models import Availability, Interest, Organisation, User
from waymark.people.queries.bodies import is_secretary


def addresses_of(user: Any) -> list[str]:
    """Return a person's verified e-mail addresses."""
    found = EmailAddress.objects.filter(user=user, verified=True)
    return list(found.values_list("email", flat=True))


def person_of(email: str) -> User | None:
    """Return the person with an address, for the operator's console, or None."""
    return User.objects.filter(email=email.strip().lower(), is_active=True).first()


def interests_of(viewer: Any) -> QuerySet[Interest]:
    """Return the standing interests that the viewer has declared, newest first."""
    if not getattr(viewer, "is_authenticated", False):
        return Interest.objects.none()
    return (
        Interest.objects.filter(user=viewer)
        .select_related("place__country", "organisation")
        .order_by("-declared_at", "pk")
    )


def organisations(viewer: Any) -> QuerySet[Organisation]:
    """Return the organisations that one can name."""
    return Organisation.objects.all()


def organisations_kept(viewer: Any) -> QuerySet[Organisation]:
    """Return all organisations with their places, those without one first; the secretariat's."""
    if not is_secretary(viewer):
        return Organisation.objects.none()
    found = Organisation.objects.select_related("country", "place").defer("place__boundary")
    return found.order_by(F("place").asc(nulls_first=True), "name", "pk")


def availability_of(viewer: Any) -> Availability | None:
    """Return what a person said of how available she is, or None."""
    return Availability.objects.filter(user=viewer).first()


def demo_people() -> QuerySet[User]:
    """Return the people whose place a visitor of the demo may take; nobody outside the demo."""
    if not settings.DEMO:
        return User.objects.none()
    return User.objects.filter(is_active=True).exclude(demo_role="").order_by("date_joined", "pk")
