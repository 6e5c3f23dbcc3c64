"""Messages about spaces. They name a space to its members and to whom it asks, and nobody else."""

from django.utils.translation import gettext_lazy as _

from waymark.base import notices

notices.kind(
    "space.asked",
    subject=_("Would %(side)s like to learn with others?"),
    text=_("You are asked to join “%(space)s”. Nobody is told what you answer if you say no."),
    params=("side", "space"),
)
notices.kind(
    "space.opened",
    subject=_("Your group is open: %(space)s"),
    text=_("Enough have said yes. You see now who they are, and can begin."),
    params=("space",),
)
notices.kind(
    "space.lapsed",
    subject=_("A proposed group has ended: %(space)s"),
    text=_("Too few cities wanted it in time. Nobody learns who had said yes."),
    params=("space",),
)
notices.kind(
    "space.closed",
    subject=_("A group is closed: %(space)s"),
    text=_("Its closing note stands on its page; everything stays readable."),
    params=("space",),
)
