"""Groups in the header, and the words of their states."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.utils.translation import pgettext_lazy

from waymark.base import statuses
from waymark.base.face import Entry, address, beside, menu

statuses.register(
    {
        "space.proposed": statuses.Status(__("Proposed"), "info"),
        "space.open": statuses.Status(pgettext_lazy("state", "Open"), "good"),
        "space.closed": statuses.Status(__("Closed")),
        "space.question": statuses.Status(__("Question"), "warn"),
        "space.answer": statuses.Status(__("The answer"), "good"),
        "event.training": statuses.Status(__("Joint training"), "info"),
        "space.you_come": statuses.Status(__("You come"), "good"),
        "space.group": statuses.Status(__("Learning group")),
        "space.practice": statuses.Status(__("Community of practice"), "info"),
        "space.hubs": statuses.Status(__("Exchange of hubs"), "info"),
        "reads.closed": statuses.Status(__("Members only, not listed")),
        "reads.members": statuses.Status(__("Members only")),
        "reads.public": statuses.Status(__("Public"), "info"),
    }
)


@menu
def groups(request: HttpRequest) -> Iterable[Entry]:
    """At the foot for everybody, and among a person's own pages: the header is full."""
    label, url = _("Learning groups"), address("groups")
    yield Entry(label, url, area="foot", order=36)
    if request.user.is_authenticated:
        yield Entry(label, url, area="user", order=36)


@beside("hub")
def exchanges(request: HttpRequest, _hub: Any) -> Iterable[Entry]:
    """The exchanges of hubs that the reader finds, on the page of a hub and on their list."""
    from waymark.community.queries.spaces import exchanges_of_hubs  # few pages ask

    for row in exchanges_of_hubs(request.user)[:5]:
        yield Entry(str(row.title), address("group", row.pk), order=1)
