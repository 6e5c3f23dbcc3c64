"""What the room adds to the frame of every page."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.base import statuses
from waymark.base.face import Entry, address, menu
from waymark.base.statuses import Status


@menu
def public(request: HttpRequest) -> Iterable[Entry]:
    """Pages that everybody finds in the header."""
    yield Entry(_("Registry"), address("registry"), order=10, public=True)
    yield Entry(_("Check a certificate"), address("verify"), order=20, public=True)


statuses.register(
    {
        "reinstated": Status(gettext_lazy("Suspension lifted"), "good"),
        "could_not_check": Status(gettext_lazy("Could not be checked"), "warn"),
        "lapsed": Status(gettext_lazy("End put on record"), "warn"),
        "handed_on": Status(gettext_lazy("Stays with the legal successor"), "info"),
        "ended": Status(gettext_lazy("Ended with its city"), "warn"),
        "annulled": Status(gettext_lazy("Annulled"), "bad"),
        "corrected": Status(gettext_lazy("Replaced by a corrected one"), "info"),
        "passed": Status(gettext_lazy("Passed"), "good"),
    }
)
