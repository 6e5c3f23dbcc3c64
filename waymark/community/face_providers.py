"""Where providers are found, and the words of their profiles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from waymark.base import reasons, statuses
from waymark.base.face import Entry, address, beside, menu
from waymark.base.fields import short_language
from waymark.kernel import text
from waymark.people.queries import held_by
from waymark.people.rules import BodyKind

statuses.register(
    {
        "provider.waiting": statuses.Status(__("Waits to be checked"), "warn"),
        "provider.accepted": statuses.Status(__("Checked and public"), "good"),
        "provider.returned": statuses.Status(__("Sent back"), "bad"),
        "provider.replaced": statuses.Status(__("Replaced by a newer one")),
        "provider.hidden": statuses.Status(__("Not public")),
    }
)
reasons.register(
    {
        "provider.text_needed": __("Say what you help with, in the language chosen above."),
        "provider.topic_needed": __("Choose at least one topic."),
        "provider.too_long": __("Use at most %(most)s characters."),
        "provider.no_address": __("This is no address of the web; it begins with https://."),
        "provider.many_offers": __("Choose at most %(most)s offers."),
        "provider.unknown": __("“%(value)s” is not known here."),
        "provider.bad_text": __(
            "The text holds characters that can’t be stored. Remove them, then save."
        ),
        "provider.own": __("You sit with this provider: somebody else checks its profile."),
        "provider.no_note": __("Say what is to be mended."),
        "provider.moved": __("Another state has been handed in meanwhile. Please read it first."),
    }
)


@menu
def own_profile(request: HttpRequest) -> Iterator[Entry]:
    """For those who sit for a partner: what it says of itself."""
    if request.user.is_authenticated:
        bodies = held_by(request.user, timezone.now()).bodies(BodyKind.PARTNER)
        for body in sorted(bodies)[:1]:
            yield Entry(_("Our profile"), address("provider_edit", body), order=61)


@menu
def public(request: HttpRequest) -> Iterator[Entry]:
    """The list, at the foot of every page."""
    yield Entry(_("Who can help"), address("providers"), "foot", 5)


@beside("library.list")
def of_the_library(request: HttpRequest, _thing: Any) -> Iterator[Entry]:
    """The list, beside that of the library."""
    yield Entry(_("Who can help: profiles of providers"), address("providers"))


@beside("library.item")
def behind(request: HttpRequest, item: Any) -> Iterator[Entry]:
    """The profiles that name an offer as theirs."""
    from waymark.community.queries import providers  # few pages ask

    for order, row in enumerate(providers.behind(request.user, item.code, timezone.now())[:5]):
        name = text.pick(row.body.name, short_language()).text
        yield Entry(name, address("provider", row.pk), order=order)
