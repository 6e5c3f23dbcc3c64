"""What needs and requests for support add to the frame, and the words of their states."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from waymark.base import face, reasons, statuses
from waymark.community.wording_needs import REASONS

reasons.register(REASONS)
statuses.register(
    {
        "need.open": statuses.Status(_("Open need"), "info"),
        "need.met": statuses.Status(_("Need met"), "good"),
        "need.withdrawn": statuses.Status(_("Need withdrawn")),
        "need.private": statuses.Status(_("Only your city")),
        "need.partners": statuses.Status(_("Shared with partners"), "info"),
        "need.public": statuses.Status(_("Public"), "info"),
    }
)


@face.beside("gap")
def needs_of_a_gap(request: HttpRequest, gap: Any) -> Iterator[face.Entry]:
    """The needs that a city has opened from a gap, and the way to open one."""
    from waymark.community.queries import needs  # with schemes and reports, for few

    place, criterion = gap
    for row in needs.open_for(request.user, place, criterion, timezone.now())[:5]:
        yield face.Entry(row.title, face.address("need", row.pk), order=10)
    add = face.address("need_add", place.slug)
    yield face.Entry(gettext("Say what you need for this"), f"{add}?criterion={criterion}")
