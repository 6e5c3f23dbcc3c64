"""Makes known which roles allow which acts here, and how a person comes to hold them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from waymark.base import permits
from waymark.people.queries import held_by, user_body_roles
from waymark.people.rules import BodyKind, Role
from waymark.places.rules import Changing
from waymark.schemes import audiences as audiences  # registers itself
from waymark.schemes.models import Adaptation, Scheme
from waymark.schemes.rules.publishing import TABLE

permits.register("schemes", TABLE)


@permits.roles_on(Scheme)
def on_scheme(viewer: Any, scheme: Scheme) -> frozenset[str]:
    """What seats in the global bodies give: a country's own bodies have no say here."""
    held = user_body_roles(viewer, timezone.now())
    return frozenset(role.role for role in held if role.country_id is None)


@permits.roles_on(Adaptation)
def on_adaptation(viewer: Any, laid: Adaptation) -> frozenset[str]:
    """The country's secretariat writes; a global steward proposes, the global chair decides.

    Whoever sits in the country's own secretariat or committee proposes nothing about its work.
    """
    held = user_body_roles(viewer, timezone.now())
    found: set[str] = {
        role.role for role in held if role.country_id is None and role.role == Role.CHAIR
    }
    if any(role.body_id == laid.mechanism.secretariat_id for role in held):
        found.add(Role.SECRETARIAT)
    own = {laid.mechanism.secretariat_id, laid.mechanism.committee_id}
    if not any(role.body_id in own for role in held):
        found |= {role.role for role in held if role.role == Role.STEWARD}
    return frozenset(found)


@permits.roles_on(Changing)
def on_changing(viewer: Any, changing: Changing) -> frozenset[str]:
    """The secretariat of the mechanism that certifies there, but for who works for the places."""
    from waymark.schemes.queries import mechanism_for  # every command loads this file

    held = held_by(viewer, timezone.now())
    serves = mechanism_for(viewer, changing.country)
    if serves is None or changing.places & set(held.places):
        return frozenset()
    sits = serves.secretariat_id in held.bodies(BodyKind.SECRETARIAT)
    return frozenset({Role.SECRETARIAT}) if sits else frozenset()
