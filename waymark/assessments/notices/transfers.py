"""Messages about cases that go from one mechanism to another."""

from django.utils.translation import gettext_lazy as _

from waymark.base import notices

notices.kind(
    "transfer.asked",
    subject=_("A case is to go to another mechanism: %(city)s"),
    text=_("From %(source)s to %(target)s. The reason: %(reason)s Say whether you agree."),
    params=("city", "source", "target", "reason"),
)
notices.kind(
    "transfer.refused",
    subject=_("A case stays where it is: %(city)s"),
    text=_("Its transfer was not agreed to. The reason: %(reason)s"),
    params=("city", "reason"),
)
notices.kind(
    "transfer.withdrawn",
    subject=_("A case stays where it is: %(city)s"),
    text=_(
        "Who asked that it goes from %(source)s to %(target)s has taken that back. Nobody needs "
        "to answer."
    ),
    params=("city", "source", "target"),
)
notices.kind(
    "transfer.done",
    subject=_("A case goes on under another mechanism: %(city)s"),
    text=_(
        "It went from %(source)s to %(target)s with its answers and evidence. The city looks "
        "through it and signs anew."
    ),
    params=("city", "source", "target"),
)
