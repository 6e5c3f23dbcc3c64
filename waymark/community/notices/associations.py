"""Messages between associations and their members."""

from django.utils.translation import gettext_lazy as _

from waymark.base import notices

notices.kind(
    "association.invited",
    subject=_("An association asks whether you are its member: %(association)s"),
    text=_("Your lead or the person who signs for your city says yes or no."),
    params=("association",),
)
notices.kind(
    "association.moved",
    subject=_("There is something new on a membership: %(city)s, %(association)s"),
    text=_("Open it to see whether the membership holds."),
    params=("association", "city"),
)
notices.kind(
    "association.told",
    subject=_("%(association)s: %(title)s"),
    text=_("Your association has written to you. Open it to read."),
    params=("association", "title"),
)
notices.kind(
    "survey.opened",
    subject=_("%(association)s asks where you need capacity"),
    text=_("It takes five minutes. Only the association reads your city’s answer."),
    params=("association",),
)
