"""The messages that this room sends: values proposed from outside, and what became of them."""

from django.utils.translation import gettext_lazy as _

from waymark.base import notices

notices.kind(
    "proposals.made",
    subject=_("Values are proposed for %(place)s"),
    text=_("%(person)s has proposed values. None counts before you or a colleague accepts it."),
    params=("place", "person"),
)
notices.kind(
    "proposals.accepted",
    subject=_("%(place)s has accepted what you proposed"),
    text=_("Your page shows which values, and whether something was changed. Thank you."),
    params=("place",),
)
notices.kind(
    "proposal.declined",
    subject=_("%(place)s has declined a value: %(indicator)s"),
    text=_("The reason: %(reason)s"),
    params=("place", "indicator", "reason"),
)
notices.kind(
    "proposals.declined",
    subject=_("%(place)s has declined several values that you proposed"),
    text=_("The reason: %(reason)s"),
    params=("place", "reason"),
)
notices.kind(
    "proposals.wait",
    subject=_("%(place)s looks again at values that you proposed"),
    text=_("What was decided about them was undone. They wait once more."),
    params=("place",),
)
notices.kind(
    "proposal.undone",
    subject=_("%(place)s looks at a value again: %(indicator)s"),
    text=_("What was decided was undone. The value you proposed waits once more."),
    params=("place", "indicator"),
)
