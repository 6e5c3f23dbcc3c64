"""The words of policy issues, and their links on pages of other rooms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from waymark.base import face, reasons, statuses
from waymark.community import wording_policy as wording
from waymark.people.queries import held_by

reasons.register(wording.REASONS)
_TONES: dict[str, statuses.Tone] = {
    "open": "info",
    "taken_up": "info",
    "answered": "info",
    "changed": "good",
}
statuses.register(
    {
        f"policy.{state}": statuses.Status(label, _TONES.get(state, "plain"))
        for state, label in wording.STATES.items()
    }
)
AFTER_NEEDS = 60


@face.beside("gap")
def issue_of_a_gap(request: HttpRequest, gap: Any) -> Iterator[face.Entry]:
    """The way to say that another level's policy stands in the way."""
    place, criterion = gap
    add = face.address("policy_add", place.slug)
    label = gettext("Say which policy of another level stands in the way")
    yield face.Entry(label, f"{add}?criterion={criterion}", order=AFTER_NEEDS)


@face.beside("mechanism")
def issues_of_a_country(request: HttpRequest, mechanism: Any) -> Iterator[face.Entry]:
    """What its cities ask of their country, and for its secretariat what waits there."""
    if mechanism.country_id is None:
        return
    label = gettext("Policy issues of cities in this country")
    log = face.address("policy")
    yield face.Entry(label, f"{log}?country={mechanism.country_id}", order=AFTER_NEEDS)
    user = request.user
    if user.is_authenticated:
        seats = held_by(user, timezone.now()).seats
        if any(seat.body_id == mechanism.secretariat_id for seat in seats):
            desk = face.address("policy_desk")
            yield face.Entry(gettext("Policy issues that you are asked about"), desk, order=59)


@face.beside("desk")
def issues_that_wait(request: HttpRequest, _nothing: Any) -> Iterator[face.Entry]:
    """What a country's secretariat is asked about."""
    seats = held_by(request.user, timezone.now()).seats
    if any(seat.kind == "secretariat" and seat.country_id is not None for seat in seats):
        desk = face.address("policy_desk")
        yield face.Entry(gettext("Policy issues that you are asked about"), desk)
