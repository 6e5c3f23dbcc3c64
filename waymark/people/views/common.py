"""What the views of this room share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.base import face
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


def tabs(slug: str, active: str) -> list[dict[str, Any]]:
    """Return the parts of a workspace as far as they are installed, the one at hand marked."""
    offered = (
        ("journey", _("Journey"), face.address("assessments:journey", slug)),
        ("indicators", _("Indicators"), face.address("indicators:list", slug)),
        ("people", _("People"), reverse("people:members", args=[slug])),
        ("studies", _("Case studies"), face.address("library_studies", slug)),
        ("place", _("Facts"), reverse("people:place", args=[slug])),
    )
    return [
        {"label": label, "url": url, "current": key == active} for key, label, url in offered if url
    ]
