"""Where events are found, what is announced for the common list, and the words of refusals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from waymark.base import reasons, statuses
from waymark.base.face import Entry, address, beside, menu
from waymark.base.happenings import MOST, Happening, source

statuses.register(
    {
        "announced.called_off": statuses.Status(__("Called off"), "bad"),
        "announced.hidden": statuses.Status(__("Taken from the public"), "bad"),
        "announced.over": statuses.Status(__("Over")),
    }
)
reasons.register(
    {
        "announced.nowhere": __("Say where it is, or that one can take part online."),
        "announced.address": __("Give a whole address that begins with https://."),
        "announced.backwards": __("It ends before it begins."),
        "announced.too_long": __("An event lasts at most %(most)s days."),
        "announced.passed": __("This time has passed."),
        "announced.moved": __("It was changed since you opened the page. Read it again."),
        "announced.cancelled": __("It was called off."),
    }
)


@menu
def list_of_events(_request: HttpRequest) -> Iterator[Entry]:
    """The list, at the foot of every page."""
    yield Entry(_("Events"), address("events"), "foot", 7)


@beside("library.list")
def beside_the_library(_request: HttpRequest, _thing: Any) -> Iterator[Entry]:
    """The list, beside that of the library."""
    yield Entry(_("Trainings and other events"), address("events"))


@source
def announced(_viewer: Any, since: datetime, until: datetime) -> Iterator[Happening]:
    """What everybody may come to."""
    from waymark.learning.models.events import Announcement  # few pages ask
    from waymark.learning.queries.events import PUBLIC
    from waymark.learning.shown_events import of

    rows = Announcement.objects.filter(PUBLIC, cancelled_at=None)
    rows = rows.filter(ends_at__gte=since, starts_at__lt=until)
    for row in rows.select_related("body__organisation").order_by("starts_at", "pk")[:MOST]:
        yield of(row, address("event", row.pk))
