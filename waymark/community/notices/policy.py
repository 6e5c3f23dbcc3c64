"""Messages about policy issues. What is only said comes in the summary, while one may read it."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waymark.base import notices
from waymark.base.models import Notice


def _still(notice: Notice) -> bool:
    """Whether its person still reads the issue; the room's models load when it is asked."""
    from waymark.community.queries.policy import issue

    return issue(notice.user, notice.about.partition(":")[2], timezone.now()) is not None


notices.kind(
    "policy.shared",
    subject=_("A policy issue for you: %(city)s"),
    text=_("A city asks you about what stands in its way, or shares it with you."),
    params=("city",),
)
notices.kind(
    "policy.moved",
    subject=_("A policy issue of %(city)s has come further"),
    text=_("Who did what, and why, stands there."),
    params=("city",),
)
notices.kind(
    "policy.said",
    subject=_("Something was said on a policy issue of %(city)s"),
    text=_("It stands there with the level that speaks."),
    params=("city",),
    mailed=False,
    still=_still,
)
notices.kind(
    "policy.joined",
    subject=_("%(city)s has the same policy issue as you"),
    text=_("It is named there, as it wished."),
    params=("city",),
)
notices.kind(
    "policy.flagged",
    subject=_("Told as abuse on a policy issue"),
    text=_("Somebody takes what was said for abuse. Please look at it."),
)
notices.kind(
    "policy.word_hidden",
    subject=_("What you said on a policy issue is out of sight"),
    text=_("The global secretariat has hidden it. The reason stands in its place."),
)
