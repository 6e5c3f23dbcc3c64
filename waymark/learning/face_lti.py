"""Where courses elsewhere are found, and the words of their states and refusals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.utils.translation import pgettext_lazy

from waymark.base import reasons, statuses
from waymark.base.face import Entry, address, beside

statuses.register(
    {
        "lti.begun": statuses.Status(__("Begun"), "info"),
        "lti.completed": statuses.Status(__("Completed"), "good"),
        "lti.closed": statuses.Status(__("Closed")),
        "lti.no_keys": statuses.Status(__("Has no keys yet"), "warn"),
        "lti.open": statuses.Status(pgettext_lazy("state", "Open"), "good"),
    }
)
reasons.register(
    {
        "lti.name_needed": __("Give the platform’s name, in at most %(most)s characters."),
        "lti.no_address": __(
            "“%(value)s” can’t be used: give an address that begins with https:// and a host’s "
            "name, without spaces, passwords or #."
        ),
        "lti.redirect_needed": __("Give at least one address to which a learner comes back."),
        "lti.many_redirects": __("Give at most %(most)s addresses."),
        "lti.bad_text": __(
            "The text holds characters that can’t be stored. Remove them, then save."
        ),
        "lti.no_item": __("Choose a course of the library."),
        "lti.item_taken": __("This course is opened on a platform already."),
        "lti.mark": __("Give a whole number from 1 to 100, or nothing."),
        "lti.keys_none": __(
            "There is no public RSA key of at least 2048 bits in it. Ask the platform’s "
            "administrator for its public keys for RS256."
        ),
        "lti.keys_private": __(
            "This holds a private key, which nobody else should ever have. It was not kept. Tell "
            "the platform’s administrator to change it, and paste the public one."
        ),
        "lti.keys_long": __("These are too many keys for one platform."),
        "lti.fetch_address": __(
            "Only an address that begins with https:// on the usual port is read."
        ),
        "lti.fetch_host": __("The host of the keys can’t be found. Check the address."),
        "lti.fetch_private": __(
            "The host of the keys is not on the open Internet, so it is not read. Paste the keys."
        ),
        "lti.fetch_status": __(
            "Nothing but a page with the keys is read: that address leads elsewhere or refuses."
        ),
        "lti.fetch_long": __("The answer was too long or too slow. Paste the keys."),
        "lti.fetch_failed": __("The keys could not be read safely. Try again, or paste them."),
        "lti.closed": __("This course can’t be opened any more."),
        "lti.other_platform": __("The request is from another platform than the one you opened."),
        "lti.redirect": __("The platform wants its answer at an address that is not registered."),
        "lti.other_launch": __("The request does not belong to the course that you opened."),
        "lti.used": __("This opening was used already. Open the course again from its page here."),
        "lti.late": __("That took longer than ten minutes. Open the course again from its page."),
        "lti.request": __("The platform’s request is not as LTI 1.3 asks for."),
    }
)


@beside("library.course")
def opened_here(request: HttpRequest, item: Any) -> Iterator[Entry]:
    """The way to open a course of the library, on its page."""
    from waymark.learning.queries.lti import course_of_item  # few pages ask

    if pk := course_of_item(item):
        yield Entry(_("Open this course"), address("lti_course", pk))


@beside("library.curate")
def platforms(request: HttpRequest, _thing: Any) -> Iterator[Entry]:
    """The desk of platforms, for those who look after the library."""
    yield Entry(_("Platforms on which courses live"), address("lti_platforms"))
