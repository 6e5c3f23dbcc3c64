"""Messages about certificates of cities that ended."""

from django.utils.translation import gettext_lazy as _

from waymark.base import notices

notices.kind(
    "inheritance.asked",
    subject=_("Whether certificate %(number)s stays with %(successor)s"),
    text=_(
        "The committee of %(city)s’s mechanism is asked whether the certificate stays with the "
        "legal successor. Until it has decided, nothing changes."
    ),
    params=("number", "city", "successor"),
)
notices.kind(
    "inheritance.scheduled",
    subject=_("On the agenda: whether certificate %(number)s stays with %(successor)s"),
    text=_("Its city, %(city)s, has ended. Say first whether you have a tie to one of the two."),
    params=("number", "city", "successor"),
)
notices.kind(
    "award.handed_on",
    subject=_("Certificate %(number)s stays with the legal successor"),
    text=_(
        "The committee has decided it. Another certificate names the successor; the signed file "
        "with the old name is withdrawn. Reasons: %(reason)s"
    ),
    params=("number", "reason"),
)
notices.kind(
    "award.ended",
    subject=_("Certificate %(number)s has ended with its city"),
    text=_("The committee has decided that it does not pass on. Reasons: %(reason)s"),
    params=("number", "reason"),
)
