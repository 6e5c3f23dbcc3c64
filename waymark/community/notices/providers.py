"""Messages about providers' profiles."""

from django.utils.translation import gettext_lazy as _

from waymark.base import notices

notices.kind(
    "provider.sent",
    subject=_("A profile waits to be checked: %(provider)s"),
    text=_("Its provider has handed in what it says of itself. It is public once you check it."),
    params=("provider",),
)
notices.kind(
    "provider.accepted",
    subject=_("Your profile is public: %(provider)s"),
    text=_("Cities find it under “Who can help”, and beside your offers."),
    params=("provider",),
)
notices.kind(
    "provider.returned",
    subject=_("Your profile was sent back: %(provider)s"),
    text=_("The secretariat says on its page what is to be mended."),
    params=("provider",),
)
