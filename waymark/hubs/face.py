"""What this room adds to the frame, and the words of its states and refusals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from waymark.base import face, reasons, statuses
from waymark.hubs import face_events as face_events
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


@face.beside("cases")
def proposals(_request: HttpRequest, cases: Any) -> Iterator[face.Entry]:
    """A place's proposals among its cases, on the journey of its certification. No query."""
    for case in cases:
        if case.intake_id is None or case.state in {"withdrawn", "turned_down"}:
            continue
        name, args = "proposal", [case.pk]
        if case.closed_at is None:
            name, args = "assessments:journey_of", [case.place.slug, f"case-{case.pk}"]
        yield face.Entry(gettext("Your proposal for a hub"), face.address(name, *args), order=5)


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
