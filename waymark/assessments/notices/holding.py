"""Messages about cases that are held because their adaptation has lost its endorsement."""

from django.utils.translation import gettext_lazy as _

from waymark.base import notices

notices.kind(
    "case.held",
    subject=_("The case of %(city)s is held"),
    text=_(
        "The global body has suspended or withdrawn the endorsement of the adaptation that it is "
        "judged by. Its reasons: %(reason)s Until the committee chooses how it goes on, nobody "
        "judges or decides on it. Certificates given before stay as they are."
    ),
    params=("city", "reason"),
)
notices.kind(
    "draft.not_endorsed",
    subject=_("The adaptation that your draft is for is not endorsed now: %(city)s"),
    text=_(
        "The global body has suspended or withdrawn its endorsement. Its reasons: %(reason)s Your "
        "draft is kept, and can’t be handed in on that adaptation: wait, or take it to the edition "
        "in force."
    ),
    params=("city", "reason"),
)
notices.kind(
    "draft.endorsed_again",
    subject=_("Your draft can be handed in again: %(city)s"),
    text=_("The adaptation that it is for is endorsed again. The reasons: %(reason)s"),
    params=("city", "reason"),
)
notices.kind(
    "hold.chosen_base",
    subject=_("The case of %(city)s is finished on the base edition"),
    text=_(
        "The committee has chosen it. Its reasons: %(reason)s The city looks through what is asked "
        "otherwise and signs anew; verdicts stand where the rule is equal."
    ),
    params=("city", "reason"),
)
notices.kind(
    "hold.chosen_wait",
    subject=_("The case of %(city)s waits"),
    text=_(
        "The committee has chosen that it waits until the endorsement is back. Its reasons: "
        "%(reason)s"
    ),
    params=("city", "reason"),
)
notices.kind(
    "case.released",
    subject=_("The case of %(city)s goes on"),
    text=_("Its adaptation is endorsed again. It goes on where it stood."),
    params=("city",),
)
