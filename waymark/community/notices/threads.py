"""Messages about what is said in a space, to its members of the moment. A summary mails them."""

from django.utils.translation import gettext_lazy as _

from waymark.base import notices
from waymark.base.models import Notice


def _still(notice: Notice) -> bool:
    """Whether its person still belongs to the space; the room's models load when it is asked."""
    from waymark.community.queries.spaces import inside

    return inside(notice.user).filter(pk=notice.about.partition(":")[2]).exists()


notices.kind(
    "space.thread",
    subject=_("New in %(space)s: %(thread)s"),
    text=_("Somebody has asked or begun something."),
    params=("space", "thread"),
    mailed=False,
    still=_still,
)
notices.kind(
    "space.reply",
    subject=_("A reply in %(space)s: %(thread)s"),
    text=_("There is a reply where you have written."),
    params=("space", "thread"),
    mailed=False,
    still=_still,
)
notices.kind(
    "space.flagged",
    subject=_("Told as abuse in %(space)s"),
    text=_("Somebody takes a post for abuse. Please look at it as a facilitator."),
    params=("space",),
)
notices.kind(
    "space.post_hidden",
    subject=_("A post of yours is out of sight in %(space)s"),
    text=_("A facilitator has hidden it. The reason stands in its place."),
    params=("space",),
)
