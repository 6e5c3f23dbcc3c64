"""Where what answers a gap is found, and the words of exchanges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from waymark.base import face, reasons, statuses

statuses.register(
    {
        "exchange.asked": statuses.Status(__("Asked"), "warn"),
        "exchange.accepted": statuses.Status(__("Exchange under way"), "info"),
        "exchange.declined": statuses.Status(__("Declined")),
        "exchange.withdrawn": statuses.Status(__("Request taken back")),
        "exchange.closed": statuses.Status(__("Exchange closed"), "good"),
    }
)
reasons.register(
    {
        "exchange.nothing_said": __("Say something with it."),
        "exchange.no_goals": __("Say what you want to learn."),
        "exchange.bad_text": __(
            "The text holds characters that can’t be stored. Remove them, then save."
        ),
        "exchange.too_long": __("Use at most %(most)s characters."),
        "exchange.not_named": __("This city is not named for this criterion any more."),
        "exchange.open_already": __("You have an open exchange with this city: go on there."),
        "peers.not_met": __("No public report finds %(criterion)s met."),
        "suggestion.unknown": __("Choose one of the three."),
    }
)


@face.beside("gap")
def all_that_helps(request: HttpRequest, gap: Any) -> Iterator[face.Entry]:
    """All that answers a gap, with the cities that closed it."""
    place, criterion = gap
    to = face.address("matches", place.slug, criterion)
    yield face.Entry(_("All that helps, and cities that closed this gap"), to, order=60)


@face.beside("library.curate")
def figures(request: HttpRequest, _thing: Any) -> Iterator[face.Entry]:
    """What cities say of suggestions, for curators."""
    yield face.Entry(_("What cities say of suggestions"), face.address("suggestion_figures"))
