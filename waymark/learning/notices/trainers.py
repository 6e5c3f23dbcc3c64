"""Messages about the register of trainers."""

from django.utils.translation import gettext_lazy as _

from waymark.base import notices

notices.kind(
    "trainer.applied",
    subject=_("Somebody wants to be in the register of trainers"),
    text=_("She has written what she trains on. She is in it once you have accepted her."),
    params=(),
)
notices.kind(
    "trainer.accepted",
    subject=_("You are in the register of trainers"),
    text=_("Everybody reads your entry if you have agreed to that. You can leave at any time."),
    params=(),
)
notices.kind(
    "trainer.declined",
    subject=_("Your entry in the register of trainers was declined"),
    text=_("The reason stands on the page of your entry. You can change it and send it again."),
    params=(),
)
