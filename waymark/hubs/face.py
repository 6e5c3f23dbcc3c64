"""What this room adds to the frame, and the words of its states and refusals."""

from __future__ import annotations

from collections.abc import Iterator

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
        "fit.fits": statuses.Status(_("Fits"), "good"),
        "fit.not": statuses.Status(_("Does not fit"), "bad"),
        "fit.open": statuses.Status(_("Not answered yet"), "warn"),
    }
)


@face.menu
def entries(_request: HttpRequest) -> Iterator[face.Entry]:
    """The calls, for everybody, at the foot of the page."""
    yield face.Entry(gettext("Calls for hubs"), face.address("calls"), "foot", 9)
