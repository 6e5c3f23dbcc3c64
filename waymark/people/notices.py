"""The messages that this room sends."""

from django.utils.translation import gettext_lazy as _

from waymark.base import notices

notices.kind(
    "workspace.asked",
    subject=_("A workspace is asked for: %(place)s"),
    text=_("%(person)s (%(office)s) asks to work for %(place)s. The secretariat decides."),
    params=("place", "person", "office"),
)
notices.kind(
    "workspace.admitted",
    subject=_("Your workspace is open: %(place)s"),
    text=_(
        "You lead the workspace of %(place)s now. Invite the colleagues who will work with you."
    ),
    params=("place",),
)
notices.kind(
    "workspace.refused",
    subject=_("Your request for %(place)s was not admitted"),
    text=_("The secretariat gives this reason: %(reason)s"),
    params=("place", "reason"),
)
notices.kind(
    "invitation.accepted",
    subject=_("%(person)s has joined %(place)s"),
    text=_("Your invitation was accepted."),
    params=("person", "place"),
)
notices.kind(
    "member.changed",
    subject=_("Your role for %(place)s has changed"),
    text=_("%(person)s has given you another role or department. Your page shows which."),
    params=("person", "place"),
)
notices.kind(
    "member.heir",
    subject=_("%(person)s works in the workspace of %(place)s now"),
    text=_(
        "The place has ended, and the secretariat has let in somebody who works for what it became."
    ),
    params=("person", "place"),
)
notices.kind(
    "member.ended",
    subject=_("You no longer work for %(place)s"),
    text=_("Your membership in its workspace has ended. What you wrote there stays."),
    params=("place",),
)
notices.kind(
    "seat.given",
    subject=_("You have a seat: %(body)s"),
    text=_("The secretariat has given you a seat. Please look through your standing interests."),
    params=("body",),
)
notices.kind(
    "seat.ended",
    subject=_("Your seat has ended: %(body)s"),
    text=_("Thank you for your work."),
    params=("body",),
)
notices.kind(
    "seat.ends_soon",
    subject=_("Your seat ends soon: %(body)s"),
    text=_("Its last day is before %(until)s. The secretariat knows, and asks who follows."),
    params=("body", "until"),
)
notices.kind(
    "seat.term_ends",
    subject=_("A term ends soon: %(person)s"),
    text=_("The seat in %(body)s is held until %(until)s. Ask who follows, so that none is empty."),
    params=("person", "body", "until"),
)
