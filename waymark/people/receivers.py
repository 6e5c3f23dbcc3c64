"""What this room does on its own acts, once they are committed: mails and notices.

Each looks up the row that the ledger names and says nothing where it is gone.
"""

from __future__ import annotations

import json
from typing import Any

from django.urls import reverse

from waymark.base import notices
from waymark.base.models import Record
from waymark.base.record import receives
from waymark.people import queries
from waymark.people.mails import mail_invitation
from waymark.people.models import Body, Invitation, User, WorkspaceRequest
from waymark.people.rules import WorkspaceRole
from waymark.places.models import Place


def _id(reference: str) -> str:
    return reference.partition(":")[2]


def _facts(row: Record) -> dict[str, Any]:
    return dict(json.loads(row.body)["facts"])


def _key(row: Record) -> str:
    return f"{row.verb}:{row.uid}"


def _request(row: Record) -> WorkspaceRequest | None:
    found = WorkspaceRequest.objects.filter(pk=_id(row.subject))
    return found.select_related("user", "place").first()


def _named(request: WorkspaceRequest) -> Any:
    """The place's name in all its languages, or the name that was proposed."""
    return dict(request.place.name) if request.place else request.proposed_name


@receives("workspace.ask")
def tell_the_secretariat(row: Record) -> None:
    """A request waits."""
    request = _request(row)
    if request is None or request.state != WorkspaceRequest.State.PENDING:
        return
    params = {"place": _named(request), "person": request.user.name, "office": request.office}
    notices.send(
        "workspace.asked",
        queries.secretaries(row.at),
        params,
        url=reverse("people:request", args=[request.pk]),
        about=row.subject,
        once_key=_key(row),
        at=row.at,
    )


@receives("workspace.admit", "workspace.refuse")
def tell_the_asker(row: Record) -> None:
    """A request was decided."""
    request = _request(row)
    if request is None:
        return
    params = {"place": _named(request)}
    url = reverse("people:workspaces")
    kind = "workspace.admitted"
    if row.verb == "workspace.refuse":
        kind, params["reason"] = "workspace.refused", request.reason
    elif request.place:
        url = reverse("people:members", args=[request.place.slug])
    notices.send(
        kind, [request.user], params, url=url, about=row.subject, once_key=_key(row), at=row.at
    )


@receives("invitation.make", "invitation.resend")
def mail_the_link(row: Record) -> None:
    """An invitation goes out, to whoever has that address."""
    found = Invitation.objects.filter(pk=_id(row.subject)).first()
    if found:
        mail_invitation.enqueue(invitation=found.pk, invited_at=found.invited_at.isoformat())


@receives("invitation.accept")
def tell_who_invited(row: Record) -> None:
    """A colleague has come."""
    found = (
        Invitation.objects.filter(pk=_id(row.subject))
        .select_related("place", "invited_by", "accepted_by")
        .first()
    )
    if found is None or found.accepted_by is None:
        return
    notices.send(
        "invitation.accepted",
        [found.invited_by],
        {"person": found.accepted_by.name, "place": dict(found.place.name)},
        url=reverse("people:members", args=[found.place.slug]),
        about=row.subject,
        once_key=_key(row),
        at=row.at,
    )


@receives("member.heir")
def tell_of_an_heir(row: Record) -> None:
    """Who was let in, and who leads the workspace."""
    place = Place.objects.filter(pk=_id(row.scope)).first()
    user = User.objects.filter(pk=_facts(row)["user"]).first()
    if place is None or user is None:
        return
    params: dict[str, Any] = {"place": dict(place.name), "person": user.name}
    url = reverse("people:members", args=[place.slug])
    people = [user, *queries.leads_of(place, row.at)]
    key = _key(row)
    notices.send("member.heir", people, params, url=url, about=row.subject, once_key=key, at=row.at)


@receives("member.change", "member.end")
def tell_the_member(row: Record) -> None:
    """Somebody else changed what a person may do."""
    place = Place.objects.filter(pk=_id(row.scope)).first()
    user = User.objects.filter(pk=_facts(row)["user"]).first()
    actor = User.objects.filter(pk=_id(row.actor)).first()
    if place is None or user is None or user == actor:
        return
    params: dict[str, Any] = {"place": dict(place.name)}
    kind, url = "member.ended", reverse("people:workspaces")
    if row.verb == "member.change":
        kind = "member.changed"
        if _facts(row)["to"] != WorkspaceRole.CONTRIBUTOR:
            url = reverse("people:members", args=[place.slug])
        params["person"] = actor.name if actor else ""
    notices.send(kind, [user], params, url=url, about=row.subject, once_key=_key(row), at=row.at)


@receives("seat.give", "seat.end")
def tell_the_seated(row: Record) -> None:
    """A seat was given or has ended."""
    body = Body.objects.filter(pk=_id(row.scope)).first()
    user = User.objects.filter(pk=_facts(row)["user"]).first()
    if body is None or user is None:
        return
    given = row.verb == "seat.give"
    notices.send(
        "seat.given" if given else "seat.ended",
        [user],
        {"body": dict(body.name)},
        url=reverse("people:interests" if given else "people:account"),
        about=row.subject,
        once_key=_key(row),
        at=row.at,
    )
