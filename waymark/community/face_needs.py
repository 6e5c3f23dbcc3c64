"""What needs and requests for support add to the frame, and the words of their states."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from waymark.base import face, reasons, statuses
from waymark.community import wording_requests
from waymark.community.wording_needs import REASONS
from waymark.people.queries import held_by
from waymark.people.rules import BodyKind

reasons.register(REASONS)
reasons.register(wording_requests.REASONS)
statuses.register(
    {
        "need.open": statuses.Status(_("Open need"), "info"),
        "need.met": statuses.Status(_("Need met"), "good"),
        "need.withdrawn": statuses.Status(_("Need withdrawn")),
        "need.private": statuses.Status(_("Only your city")),
        "need.partners": statuses.Status(_("Shared with partners"), "info"),
        "need.public": statuses.Status(_("Public"), "info"),
        "support.sent": statuses.Status(_("Sent"), "info"),
        "support.question": statuses.Status(_("Asked back"), "warn"),
        "support.offered": statuses.Status(_("Yes, with terms"), "info"),
        "support.declined": statuses.Status(_("Declined"), "bad"),
        "support.agreed": statuses.Status(_("Agreed"), "info"),
        "support.delivered": statuses.Status(_("Support given"), "good"),
        "support.reviewed": statuses.Status(_("Reviewed by the city"), "good"),
        "support.withdrawn": statuses.Status(_("Taken back")),
        "support.yours": statuses.Status(_("Waits for you"), "warn"),
    }
)


@face.menu
def entries(request: HttpRequest) -> Iterator[face.Entry]:
    """What waits for a partner's people, and what cities need, for everybody."""
    yield face.Entry(gettext("What cities need"), face.address("needs"), "foot", 8)
    user = request.user
    if not user.is_authenticated or not held_by(user, timezone.now()).bodies(BodyKind.PARTNER):
        return
    from waymark.community.queries import requests  # with schemes and reports, for few

    count = requests.waiting(user, timezone.now())
    support = face.address("support")
    yield face.Entry(gettext("Support"), support, order=42, count=count, work=True)


@face.beside("gap")
def needs_of_a_gap(request: HttpRequest, gap: Any) -> Iterator[face.Entry]:
    """The needs that a city has opened from a gap, and the way to open one."""
    from waymark.community.queries import needs  # with schemes and reports, for few

    place, criterion = gap
    for row in needs.open_for(request.user, place, criterion, timezone.now())[:5]:
        yield face.Entry(row.title, face.address("need", row.pk), order=10)
    add = face.address("need_add", place.slug)
    yield face.Entry(gettext("Say what you need for this"), f"{add}?criterion={criterion}")


@face.beside("city")
def answers_that_wait(request: HttpRequest, place: Any) -> Iterator[face.Entry]:
    """How many requests for support wait for the city, on its own page."""
    from waymark.community.queries import requests  # with schemes and reports, for few

    count = requests.waiting_for_city(request.user, place, timezone.now())
    if count:
        label = ngettext(
            "%(n)s request for support waits for your answer",
            "%(n)s requests for support wait for your answer",
            count,
        )
        yield face.Entry(label % {"n": count}, face.address("city_requests", place.slug))


@face.beside("diagnostic_gap")
def need_of_a_diagnostic(request: HttpRequest, gap: Any) -> Iterator[face.Entry]:
    """The way to open a need from a gap that a diagnostic found."""
    run, question = gap
    add = face.address("need_add", run.place.slug)
    where = f"{add}?diagnostic={run.pk}&question={question}"
    yield face.Entry(gettext("Say what you need for this"), where)


@face.beside("diagnostic")
def needs_of_a_diagnostic(request: HttpRequest, run: Any) -> Iterator[face.Entry]:
    """The needs that a city has opened from what a diagnostic found."""
    from waymark.community.queries import needs  # with schemes and reports, for few

    for row in needs.of_diagnostic(request.user, run, timezone.now()):
        yield face.Entry(row.title, face.address("need", row.pk), order=10)
