"""Messages about decisions that another committee takes by rule."""

from django.utils.translation import gettext_lazy as _

from waymark.base import notices

notices.kind(
    "case.delegated",
    subject=_("The global committee decides on %(city)s"),
    text=_(
        "Too few members of the case’s own committee have no tie to this city, so that no quorum "
        "can be reached. By rule the case goes to the global committee, on its next agenda, with "
        "the scheme and the adaptation that it was opened with. If a quorum becomes possible "
        "before it is taken up there, it comes back."
    ),
    params=("city",),
)
notices.kind(
    "case.given_back",
    subject=_("The own committee decides on %(city)s again"),
    text=_("Enough members without a tie are there again. The case waits for their next meeting."),
    params=("city",),
)
notices.kind(
    "item.nobody_decides",
    subject=_("No quorum is possible on %(city)s"),
    text=_(
        "Too few members have no tie to this city, and above this committee there is nobody. "
        "What the rules allow: deputies for members with a tie, new seats, or taking the city off "
        "the agenda until a tie has ended."
    ),
    params=("city",),
)
