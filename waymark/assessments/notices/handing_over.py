"""Messages about a desk that is handed over by rule."""

from django.utils.translation import gettext_lazy as _

from waymark.base import notices

notices.kind(
    "desk.handed_over",
    subject=_("The secretariat’s acts on a case are yours: %(city)s"),
    text=_(
        "Everybody of the secretariat has a tie to this city. By rule you admit the case or "
        "return it, assign reviewers and make the report, or put a doubt about its decision on an "
        "agenda, until somebody there is free."
    ),
    params=("city",),
)
