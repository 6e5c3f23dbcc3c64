"""The messages that this room sends."""

from django.utils.translation import gettext_lazy as _

from waymark.base import notices

notices.kind(
    "search.news",
    subject=_("New for your search “%(name)s”"),
    text=_("%(count)s new, the newest first: %(titles)s"),
    params=("name", "count", "titles"),
)
