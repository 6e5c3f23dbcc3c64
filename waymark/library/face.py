"""What the library adds to the frame, and the words of its states and refusals."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from waymark.base import reasons, statuses
from waymark.base.face import Entry, address, menu

statuses.register(
    {
        "library.unchecked": statuses.Status(__("Address not checked"), "warn"),
        "library.works": statuses.Status(__("Address works"), "good"),
        "library.moved": statuses.Status(__("Address has moved"), "warn"),
        "library.gone": statuses.Status(__("Address is gone"), "bad"),
        "library.named": statuses.Status(__("Terms not confirmed"), "warn"),
        "library.ask_provider": statuses.Status(__("Ask the provider"), "warn"),
        "library.curator": statuses.Status(__("Entered by the secretariat"), "info"),
        "library.address_seen": statuses.Status(__("Not confirmed by its publisher"), "warn"),
        "library.document_seen": statuses.Status(__("Not confirmed by its publisher"), "warn"),
        "library.own_knowledge": statuses.Status(__("From memory"), "warn"),
        "library.hidden": statuses.Status(__("Hidden")),
        "library.add": statuses.Status(__("Added")),
        "library.edit": statuses.Status(__("Changed")),
        "library.hide": statuses.Status(__("Hidden")),
        "library.show": statuses.Status(__("Shown again")),
        "library.check": statuses.Status(__("Address checked"), "info"),
    }
)
reasons.register(
    {
        "library.text_needed": __("Fill this in."),
        "library.too_long": __("Use at most %(most)s characters."),
        "library.no_address": __("This is no address of the web; it begins with https://."),
        "library.kind_needed": __("Choose at least one kind."),
        "library.unknown": __("“%(value)s” is not known here."),
        "library.overtaken": __(
            "Somebody has changed this entry since you opened the page. Your words are kept below; "
            "look at the entry again before you save them."
        ),
        "library.nothing_to_check": __("There is no address to check."),
    }
)


@menu
def library(request: HttpRequest) -> Iterable[Entry]:
    """The library in the header."""
    yield Entry(_("Library"), address("library"), order=35, public=True)
