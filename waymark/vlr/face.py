"""What this room adds to the frame, and the words of its states and refusals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from waymark.base import face, reasons, statuses
from waymark.vlr.wording import REASONS

reasons.register(REASONS)
statuses.register(
    {
        "vlr.planned": statuses.Status(pgettext_lazy("review", "Planned")),
        "vlr.collecting": statuses.Status(_("Data and views are collected"), "info"),
        "vlr.drafting": statuses.Status(_("Being written"), "info"),
        "vlr.consulting": statuses.Status(_("Draft, public"), "warn"),
        "vlr.checking": statuses.Status(_("Being checked"), "info"),
        "vlr.published": statuses.Status(pgettext_lazy("review", "Published"), "good"),
        "vlr.given_up": statuses.Status(pgettext_lazy("review", "Given up"), "bad"),
        "vlr.waits": statuses.Status(_("Not confirmed yet"), "warn"),
        "vlr.asked": statuses.Status(_("Asked, no answer yet"), "warn"),
    }
)


@face.menu
def entries(_request: HttpRequest) -> Iterator[face.Entry]:
    """The list, for everybody, at the foot of the page."""
    yield face.Entry(gettext("Voluntary reviews"), face.address("vlrs"), "foot", 8)


@face.beside("library.list")
def beside_the_library(_request: HttpRequest, _thing: Any) -> Iterator[face.Entry]:
    """The list, beside that of the library."""
    yield face.Entry(gettext("Voluntary reviews"), face.address("vlrs"))
