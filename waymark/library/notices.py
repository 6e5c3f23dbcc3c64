"""The messages that this room sends."""

from django.utils.translation import gettext_lazy as _

from waymark.base import notices

notices.kind(
    "study.offered",
    subject=_("A case study of %(place)s waits for you"),
    text=_("%(place)s has consented to “%(title)s”. Please read it before everybody can."),
    params=("place", "title"),
)
notices.kind(
    "study.published",
    subject=_("Your case study stands in the library"),
    text=_("Everybody can read “%(title)s” of %(place)s now. You can take it back at any time."),
    params=("place", "title"),
)
notices.kind(
    "study.returned",
    subject=_("Your case study was given back"),
    text=_("The secretariat asks you to change “%(title)s” of %(place)s: %(note)s"),
    params=("place", "title", "note"),
)
