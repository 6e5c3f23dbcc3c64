"""What this room adds to the frame of every page."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.translation import gettext as _

from waymark.base.face import Entry, address, menu


@menu
def public(request: HttpRequest) -> Iterable[Entry]:
    """The data, for everybody."""
    yield Entry(_("Data"), address("opendata:index"), order=20, public=True)
