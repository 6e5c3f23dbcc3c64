"""Messages about quarterly reports."""

from django.utils.translation import gettext_lazy as _

from waymark.base import notices

notices.kind(
    "quarterly.committee",
    subject=_("The report on national mechanisms is there: %(quarter)s"),
    text=_(
        "The platform has written from the record what national mechanisms did in the quarter. "
        "It comes before the committee’s next meeting."
    ),
    params=("quarter",),
)
notices.kind(
    "quarterly.ministry",
    subject=_("Your report to the ministry is there: %(quarter)s"),
    text=_(
        "The platform has written from the record what your mechanism did in the quarter. Hand it "
        "to the ministry; it comes before the committee’s next meeting too."
    ),
    params=("quarter",),
)
