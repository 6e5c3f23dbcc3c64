"""What this room adds to the frame, and the words of its states and refusals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from waymark.base import face, reasons, statuses
from waymark.hubs.wording import FITS, REASONS

reasons.register(REASONS)
reasons.register(FITS)
statuses.register(
    {
        "call.draft": statuses.Status(pgettext_lazy("call", "Draft")),
        "call.coming": statuses.Status(pgettext_lazy("call", "Opens later"), "info"),
        "call.open": statuses.Status(pgettext_lazy("call", "Open"), "good"),
        "call.past": statuses.Status(pgettext_lazy("call", "Closed")),
        "call.withdrawn": statuses.Status(pgettext_lazy("call", "Withdrawn"), "bad"),
        "hub.accepted": statuses.Status(_("Agreement being made"), "warn"),
        "hub.coming": statuses.Status(_("To come"), "info"),
        "hub.running": statuses.Status(pgettext_lazy("hub", "Running"), "good"),
        "hub.over": statuses.Status(pgettext_lazy("hub", "Over")),
        "hub.closed": statuses.Status(pgettext_lazy("hub", "Closed")),
        "hub.withdrawn": statuses.Status(pgettext_lazy("hub", "Given up"), "bad"),
        "outcome.accepted": statuses.Status(_("Accepted as a hub"), "good"),
        "outcome.reserve": statuses.Status(_("Kept in reserve"), "info"),
        "outcome.not_accepted": statuses.Status(_("Not accepted"), "bad"),
        "deliverable.not_started": statuses.Status(_("Not started")),
        "deliverable.on_time": statuses.Status(_("On time"), "info"),
        "deliverable.late": statuses.Status(pgettext_lazy("deliverable", "Late"), "warn"),
        "deliverable.done": statuses.Status(pgettext_lazy("deliverable", "Done"), "good"),
        "deliverable.dropped": statuses.Status(_("Dropped"), "bad"),
        "fit.fits": statuses.Status(_("Fits"), "good"),
        "fit.not": statuses.Status(_("Does not fit"), "bad"),
        "fit.open": statuses.Status(_("Not answered yet"), "warn"),
    }
)


@face.menu
def entries(_request: HttpRequest) -> Iterator[face.Entry]:
    """The calls, for everybody, at the foot of the page."""
    yield face.Entry(gettext("Calls for hubs"), face.address("calls"), "foot", 9)
    yield face.Entry(gettext("Hubs"), face.address("hubs"), "foot", 9)


@face.beside("intake")
def the_call(_request: HttpRequest, case: Any) -> Iterator[face.Entry]:
    """The proposal beside its case, for the place and for the desk."""
    label = gettext("The proposal, and whether it fits the call")
    yield face.Entry(label, face.address("proposal", case.pk), order=1)


@face.beside("city")
def proposals(request: HttpRequest, place: Any) -> Iterator[face.Entry]:
    """The open proposals of a place, on the journey of its certification."""
    from django.utils import timezone  # few pages ask

    from waymark.hubs.queries.proposals import own_of

    for case in own_of(request.user, place, timezone.now()):
        row = getattr(case, "hub", None)
        if row is not None:
            label = gettext("Your hub: %(title)s") % {"title": row.title}
            yield face.Entry(label, face.address("hub_agreement", row.pk), order=6)
        else:
            path = face.address("assessments:journey_of", place.slug, f"case-{case.pk}")
            yield face.Entry(gettext("Your proposal for a hub"), path, order=5)


@face.beside("award")
def the_hub(_request: HttpRequest, award: Any) -> Iterator[face.Entry]:
    """The page of the hub whose label an award is."""
    from waymark.hubs.queries.hubs import of_award

    found = of_award(award) if award.kind == "label" else None
    if found is not None:
        yield face.Entry(gettext("The page of the hub"), face.address("hub", found), order=1)


@face.beside("space.hubs")
def who_leads(_request: HttpRequest, space: Any) -> Iterator[face.Entry]:
    """Places that lead a public hub, each with the form by which it is invited to an exchange."""
    from urllib.parse import urlencode

    from waymark.hubs.queries.hubs import leading

    form = face.address("group_invite", space.pk)
    for place in leading():
        yield face.Entry(str(place), f"{form}?{urlencode({'city': str(place)})}")
