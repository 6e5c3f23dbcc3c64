"""Messages about what cities need."""

from django.utils.translation import gettext_lazy as _

from waymark.base import notices

notices.kind(
    "need.shared",
    subject=_("A city shares with you what it needs: %(city)s"),
    text=_("You can read it, and see what else the city asks for and from whom."),
    params=("city",),
)
notices.kind(
    "need.closed",
    subject=_("A need that a city shared with you is closed: %(city)s"),
    text=_("The city says there how it came."),
    params=("city",),
)
notices.kind(
    "need.gap_closed",
    subject=_("The gap behind one of your needs is closed: %(criterion)s"),
    text=_("The newest report finds the criterion met. Say whether the need is met as well."),
    params=("criterion",),
)
