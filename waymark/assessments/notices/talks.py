"""Messages about reviewers who differ, and about the third who decides."""

from django.utils.translation import gettext_lazy as _

from waymark.base import notices

notices.kind(
    "review.differ",
    subject=_("You and the other reviewer differ: %(city)s"),
    text=_(
        "All verdicts are in, and you differ on %(count)s criteria. Each of you now sees the "
        "other’s: talk by %(by)s, and revise where you were convinced."
    ),
    params=("city", "count", "by"),
)
notices.kind(
    "review.said",
    subject=_("The other reviewer has written on %(criterion)s: %(city)s"),
    text=_("Read it beside both verdicts."),
    params=("city", "criterion"),
)
notices.kind(
    "review.revised",
    subject=_("The other reviewer has a new verdict on %(criterion)s: %(city)s"),
    text=_("Read it with its reason beside the first one."),
    params=("city", "criterion"),
)
notices.kind(
    "review.talk_due",
    subject=_("You still differ: %(city)s"),
    text=_("Please come to an end by %(by)s. Where you stay tied, a third reviewer decides."),
    params=("city", "by"),
)
notices.kind(
    "review.tied",
    subject=_("A third reviewer is needed: %(city)s"),
    text=_(
        "The reviewers have talked and are tied on %(count)s criteria. Choose somebody who has "
        "had no part in the case."
    ),
    params=("city", "count"),
)
notices.kind(
    "review.third_invited",
    subject=_("You are invited as third reviewer: %(city)s"),
    text=_(
        "Two reviewers are tied on some criteria, and your verdict decides on them. Say whether "
        "you have a tie to the city, and accept or decline. It would be due on %(due)s."
    ),
    params=("city", "due"),
)
notices.kind(
    "review.third_again",
    subject=_("Something more to decide: %(city)s"),
    text=_("The reviewers are tied on further criteria. Please judge these too."),
    params=("city",),
)
notices.kind(
    "review.released",
    subject=_("No third verdict is needed any more: %(city)s"),
    text=_("The reviewers are not tied now. Nothing is left for you to do."),
    params=("city",),
)
