"""Messages about cases that are taken to another edition."""

from django.utils.translation import gettext_lazy as _

from waymark.base import notices

notices.kind(
    "case.rebased",
    subject=_("%(city)s goes to edition %(version)s"),
    text=_(
        "The city has taken its case to the edition that is in force now, and looks through what "
        "is asked otherwise. Once it has handed in anew, verdicts stand where the rule is equal "
        "and nothing that they rest on has changed; the others are given anew."
    ),
    params=("city", "version"),
)
