"""Messages to global stewards, and to whom they propose something."""

from django.utils.translation import gettext_lazy as _

from waymark.base import notices

notices.kind(
    "steward.checked",
    subject=_("A spot check has a result: %(city)s"),
    text=_("Say whether you have a tie to this city. Without one you can read the case."),
    params=("city",),
)
notices.kind(
    "steward.asked",
    subject=_("An adaptation asks for endorsement: %(country)s"),
    text=_("Read it beside the common edition, and propose a decision to the global body."),
    params=("country",),
)
notices.kind(
    "steward.proposed",
    subject=_("A steward has proposed a decision: the adaptation of %(country)s"),
    text=_("Read the reasons on its page before you decide."),
    params=("country",),
)
