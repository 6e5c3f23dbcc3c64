"""Messages about exchanges between cities."""

from django.utils.translation import gettext_lazy as _

from waymark.base import notices

for kind, subject, text in (
    (
        "exchange.asked",
        _("A city asks you for an exchange: %(city)s"),
        _("You closed a gap that it still has. You see what it wants to learn, and can decline."),
    ),
    (
        "exchange.accepted",
        _("Your request for an exchange was accepted: %(city)s"),
        _("Open it to see what the other city says, and to go on."),
    ),
    (
        "exchange.declined",
        _("Your request for an exchange was declined: %(city)s"),
        _("The other city says why."),
    ),
    (
        "exchange.withdrawn",
        _("A request for an exchange was taken back: %(city)s"),
        _("There is nothing to answer any more."),
    ),
    (
        "exchange.said",
        _("There is something new in an exchange: %(city)s"),
        _("The other city has written. Open it to read and to go on."),
    ),
    (
        "exchange.closed",
        _("An exchange is closed: %(city)s"),
        _("Its closing note stands at its end; everything stays readable."),
    ),
):
    notices.kind(kind, subject=subject, text=text, params=("city",))
