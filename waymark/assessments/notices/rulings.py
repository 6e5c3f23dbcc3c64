"""Messages about ties and rulings on them."""

from django.utils.translation import gettext_lazy as _

from waymark.base import notices

notices.kind(
    "tie.to_rule",
    subject=_("Please rule on a tie: %(person)s, %(city)s"),
    text=_(
        "A reviewer has told of something that may tie her to the city. The case is closed to her "
        "until you have ruled."
    ),
    params=("city", "person"),
)
notices.kind(
    "tie.waits",
    subject=_("%(person)s waits for a ruling: %(city)s"),
    text=_("She has told of something. The technical lead or the chair rules on it."),
    params=("city", "person"),
)
notices.kind(
    "tie.to_rule_panel",
    subject=_("Please rule on a tie: %(person)s, %(city)s"),
    text=_(
        "A member of the appeal panel has told of something that may tie her to the city. The case "
        "is closed to her until you have ruled."
    ),
    params=("city", "person"),
)
notices.kind(
    "tie.waits_panel",
    subject=_("%(person)s waits for a ruling: %(city)s"),
    text=_("She has told of something. The other members of the appeal panel rule on it."),
    params=("city", "person"),
)
notices.kind(
    "tie.cleared",
    subject=_("No obstacle: %(city)s"),
    text=_("It was ruled that your tie does not keep you from the case. The reasons: %(reason)s"),
    params=("city", "reason"),
)
notices.kind(
    "tie.stands",
    subject=_("Your tie stands in the way: %(city)s"),
    text=_("You have been released from the case. The reasons: %(reason)s"),
    params=("city", "reason"),
)
notices.kind(
    "tie.cleared_desk",
    subject=_("%(person)s may review: %(city)s"),
    text=_("It was ruled that her tie is no obstacle. The reasons: %(reason)s"),
    params=("city", "person", "reason"),
)
notices.kind(
    "tie.stands_desk",
    subject=_("%(person)s may not review: %(city)s"),
    text=_("It was ruled that her tie stands in the way. The reasons: %(reason)s"),
    params=("city", "person", "reason"),
)
notices.kind(
    "tie.cleared_panel",
    subject=_("%(person)s may hear the appeal: %(city)s"),
    text=_("It was ruled that her tie is no obstacle. The reasons: %(reason)s"),
    params=("city", "person", "reason"),
)
notices.kind(
    "tie.stands_panel",
    subject=_("%(person)s may not hear the appeal: %(city)s"),
    text=_("It was ruled that her tie stands in the way. The reasons: %(reason)s"),
    params=("city", "person", "reason"),
)
