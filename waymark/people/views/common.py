"""What the views of this room share."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from django.http import Http404, HttpRequest

from waymark.people import queries

if TYPE_CHECKING:
    from waymark.people.models import User

Thing = TypeVar("Thing")


def person(request: HttpRequest) -> User:
    """Return the person who has logged in; only for views behind `login_required`."""
    return cast("User", request.user)


def found(thing: Thing | None) -> Thing:
    """Return a thing; a missing one and one that the viewer may not see are both a 404."""
    if thing is None:
        raise Http404
    return thing


def workspace_or_404(request: HttpRequest, slug: str) -> queries.Workspace:
    """Return a workspace that the person may see."""
    return found(queries.workspace(request.user, slug))
