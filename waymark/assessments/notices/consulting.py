"""Messages about a city's consultations with partners."""

from django.utils.translation import gettext_lazy as _

from waymark.base import notices

notices.kind(
    "consultation.asked",
    subject=_("A city asks you what to do about its gaps: %(city)s"),
    text=_("You see its question and the gaps that it chose to share. Your answer is advice."),
    params=("city",),
)
notices.kind(
    "consultation.said",
    subject=_("There is something new in a consultation: %(city)s"),
    text=_("The other side has written. Open it to read and to go on."),
    params=("city",),
)
notices.kind(
    "consultation.closed",
    subject=_("A consultation is closed: %(city)s"),
    text=_("Its closing note stands at its end; everything stays readable."),
    params=("city",),
)
