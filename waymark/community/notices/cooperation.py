"""Messages about cooperation records."""

from django.utils.translation import gettext_lazy as _

from waymark.base import notices

notices.kind(
    "cooperation.asked",
    subject=_("%(side)s names you in a cooperation record"),
    text=_("It is public once every side has said yes. Please read it and say yes or no."),
    params=("side",),
)
notices.kind(
    "cooperation.moved",
    subject=_("A cooperation record: news from %(side)s"),
    text=_("What it said, and whether the record is public, stands there."),
    params=("side",),
)
