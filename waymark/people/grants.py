"""Makes known which roles allow which acts here, and how a person comes to hold them.

Nothing is kept between two requests: a right that was taken away is gone at the next one.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from waymark.base import permits
from waymark.people import queries
from waymark.people.models import Body, Organisation, WorkspaceRequest
from waymark.people.queries import audiences as audiences  # registers itself
from waymark.people.rules import TABLE, Role
from waymark.places.models import Country, Place

permits.register("people", TABLE)


def _secretariat(viewer: Any) -> frozenset[str]:
    return frozenset({Role.SECRETARIAT}) if queries.is_secretary(viewer) else frozenset()


@permits.roles_on(Place)
def on_place(viewer: Any, place: Place) -> frozenset[str]:
    """The role of the open membership, and the global secretariat's."""
    return queries.roles_on_place(viewer, place, timezone.now())


@permits.roles_on(Country)
def on_country(viewer: Any, country: Country) -> frozenset[str]:
    """The global secretariat."""
    return _secretariat(viewer)


@permits.roles_on(WorkspaceRequest)
def on_request(viewer: Any, request: WorkspaceRequest) -> frozenset[str]:
    """The global secretariat."""
    return _secretariat(viewer)


@permits.roles_on(Organisation)
def on_organisation(viewer: Any, organisation: Organisation) -> frozenset[str]:
    """The global secretariat."""
    return _secretariat(viewer)


@permits.roles_on(Body)
def on_body(viewer: Any, body: Body) -> frozenset[str]:
    """What the seats in the body give, and the global secretariat's."""
    held = queries.user_body_roles(viewer, timezone.now())
    return frozenset(role.role for role in held if role.body_id == body.pk) | _secretariat(viewer)
