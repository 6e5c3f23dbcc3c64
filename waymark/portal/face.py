"""What the public site adds to the frame of every page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.utils.translation import pgettext

from waymark.base import reasons
from waymark.base.face import Entry, address, beside, menu, open_address
from waymark.base.fields import short_language
from waymark.kernel import text
from waymark.library import figures

reasons.register(
    {
        "saved.name_missing": __("Give it a name."),
        "saved.name_too_long": __("Use at most %(most)s characters."),
        "saved.nothing_asked": __("Look for something first, then save the search."),
        "saved.unknown_alert": __("Choose one of these."),
        "saved.too_many": __(
            "You keep %(most)s searches, and there is room for no more. Delete one that you no "
            "longer need, then save this one."
        ),
    }
)


@menu
def public(request: HttpRequest) -> Iterable[Entry]:
    """Pages that everybody finds in the header and at the foot."""
    yield Entry(_("Criteria"), address("schemes"), order=30, public=True)
    yield Entry(_("Search"), address("search"), order=80, public=True)
    yield Entry(_("Help"), address("help"), order=90, public=True)
    yield Entry(pgettext("this site", "About"), address("about"), "foot", 10)
    yield Entry(_("Privacy"), address("privacy"), "foot", 20)
    yield Entry(_("Accessibility"), address("accessibility"), "foot", 30)
    if request.user.is_authenticated:
        yield Entry(_("Saved searches"), address("saved_searches"), "user", 82)


@beside("library.list")
def saving(request: HttpRequest, query: Any) -> Iterable[Entry]:
    """The way to keep what the list of the library is narrowed down to."""
    if request.user.is_authenticated and query:
        asked = urlencode({"where": "library", "query": query})
        yield Entry(_("Save this search"), f"{address('saved_add')}?{asked}", order=10)


@beside("library.criteria")
def criteria(request: HttpRequest, codes: Any) -> Iterable[Entry]:
    """The criteria of the editions in force, or those of them that an entry helps with."""
    from waymark.schemes.queries import published, scheme_of  # every command loads this file

    for edition in published(request.user):
        scheme = scheme_of(edition)
        to = open_address("criterion", scheme.id)
        for place, criterion in enumerate(scheme.criteria):
            if codes is None or criterion.id in codes:
                title = text.pick(criterion.title, short_language()).text
                yield Entry(f"{criterion.id} {title}", f"{to(criterion.id)}", order=place)


def _studying(name: str) -> Callable[..., Any]:
    def asked(*args: Any) -> Any:
        from waymark.portal import studying  # every command loads this file

        return getattr(studying, name)(*args)

    return asked


figures.register(figures.Sources(*map(_studying, ("certificates", "series", "criteria", "drawn"))))
