"""What this room does on its own acts once they are committed: what everybody sees follows."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from waymark.base import notices
from waymark.base.models import Record
from waymark.base.record import receives
from waymark.indicators.models import Proposal, Publication, Series
from waymark.people.models import User
from waymark.people.queries import people_of
from waymark.people.rules import WorkspaceRole
from waymark.places.models import Place

DECIDE = (WorkspaceRole.LEAD, WorkspaceRole.EDITOR)
TOLD = {"accept": "proposals.accepted", "decline": "proposal.declined"}
TOLD |= dict.fromkeys(("undo", "reopen"), "proposal.undone")
TOLD_OF_ACTS = {"accept": "proposals.accepted", "decline": "proposals.declined"}
TOLD_OF_ACTS |= dict.fromkeys(("undo", "reopen"), "proposals.wait")
"""Kinds of notices, where a proposal was decided by itself and where with others."""


def _id(reference: str) -> str:
    return reference.partition(":")[2]


def _follow(place: Place | None, touched: Collection[int] | None = None) -> None:
    from waymark.indicators.actions.showing import show_again  # much code, for the worker alone

    if place is not None:
        with transaction.atomic():
            show_again(place, at=timezone.now(), touched=touched)


@receives("value.enter", "value.change", "value.remove", "target.set")
def follow_a_value(row: Record) -> None:
    """One value or target of a city changed."""
    series = Series.objects.filter(pk=_id(row.subject)).select_related("place").first()
    if series is not None:
        _follow(series.place, {series.indicator_id})


@receives("import.commit", "import.undo", "local.edit", "local.retire")
@receives("place.set_parts", "place.take_back_parts")
def follow_a_city(row: Record) -> None:
    """Much of a city's data changed, or how its indicators or its areas hang together."""
    _follow(Place.objects.filter(pk=_id(row.scope)).first())


@receives("place.create")
def follow_an_area(row: Record) -> None:
    """A city has got one part more, so its areas add up in another way."""
    _follow(Place.objects.filter(parts=_id(row.subject)).first())


@receives("list.import")
def follow_a_list(row: Record) -> None:
    """A list has changed for every city."""
    current = Publication.objects.filter(withdrawn_at=None)
    for place in Place.objects.filter(pk__in=current.values("place")).order_by("pk"):
        _follow(place)


@receives("proposal.make")
def tell_the_editors(row: Record) -> None:
    """Somebody proposes values: told once a day, however many there are."""
    place = Place.objects.filter(pk=_id(row.scope)).first()
    person = User.objects.filter(pk=_id(row.actor)).first()
    if place is None or person is None:
        return
    notices.send(
        "proposals.made",
        people_of(place, row.at, *DECIDE),
        {"place": dict(place.name), "person": person.name},
        url=reverse("indicators:proposals", args=[place.slug]),
        about=row.subject,
        once_key=f"{row.verb}:{place.pk}:{person.pk}:{row.at.date()}",
        at=row.at,
    )


@receives("proposal.accept", "proposal.decline", "proposal.undo", "proposal.reopen")
def tell_who_proposed(row: Record) -> None:
    """A proposal was decided: acceptances are told once a day, other decisions once an act."""
    found = Proposal.objects.select_related("place", "indicator", "proposed_by")
    proposal = found.filter(pk=_id(row.subject)).first()
    if proposal is None:
        return
    kind = row.verb.partition(".")[2]
    step = proposal.steps.filter(kind=kind).last()
    of_act = step.act_id if step else None
    params: dict[str, Any] = {"place": dict(proposal.place.name)}
    if kind == "accept":
        key = f"{row.verb}:{proposal.place_id}:{row.at.date()}"
    elif of_act:
        key = f"{row.verb}:{of_act}"
    else:
        key = f"{row.verb}:{row.uid}"
        params["indicator"] = proposal.indicator.code
    if kind == "decline":
        params["reason"] = step.reason if step else ""
    notices.send(
        (TOLD_OF_ACTS if of_act else TOLD)[kind],
        [proposal.proposed_by],
        params,
        url=reverse("indicators:contribute", args=[proposal.place.slug]),
        about=row.subject,
        once_key=key,
        at=row.at,
    )
