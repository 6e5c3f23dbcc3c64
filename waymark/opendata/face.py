"""What this room adds to the frame of every page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from waymark.base.face import Entry, address, beside, menu
from waymark.base.fields import isolated


@menu
def public(request: HttpRequest) -> Iterable[Entry]:
    """The data, for everybody."""
    yield Entry(_("Data"), address("opendata:index"), order=20, public=True)


@beside("places")
def published_data(request: HttpRequest, places: Iterable[Any]) -> Iterable[Entry]:
    """Where what other places have published is read, as far as they have published."""
    wanted = {place.slug for place in places}
    if not wanted:
        return
    from waymark.indicators.queries import public_rows  # with indicators, for few

    for row in public_rows.places(request.user):
        if row.slug in wanted:
            label = _("Published data of %(place)s") % {"place": isolated(str(row.name))}
            yield Entry(label, address("opendata:place", row.slug))
