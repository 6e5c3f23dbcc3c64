"""Messages about requests for support."""

from django.utils.translation import gettext_lazy as _

from waymark.base import notices

notices.kind(
    "support.sent",
    subject=_("A city asks you for support: %(city)s"),
    text=_("Say yes with your terms, no with your reason, or ask what you have to know first."),
    params=("city",),
)
notices.kind(
    "support.news_partner",
    subject=_("There is something new on a city’s request for support: %(city)s"),
    text=_("Open it to read, and to see whether it waits for you."),
    params=("city",),
)
notices.kind(
    "support.news_city",
    subject=_("There is something new on your request for support: %(provider)s"),
    text=_("Open it to read, and to see whether it waits for you."),
    params=("provider",),
)
