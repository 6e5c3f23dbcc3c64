"""What the public site adds to the frame of every page."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from waymark.base.face import Entry, address, menu


@menu
def public(request: HttpRequest) -> Iterable[Entry]:
    """Pages that everybody finds in the header and at the foot."""
    yield Entry(_("Criteria"), address("schemes"), order=30)
    yield Entry(_("Help"), address("help"), order=90)
    yield Entry(pgettext("this site", "About"), address("about"), "foot", 10)
    yield Entry(_("Privacy"), address("privacy"), "foot", 20)
    yield Entry(_("Accessibility"), address("accessibility"), "foot", 30)
