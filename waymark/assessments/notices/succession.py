"""Messages about places that merged, were divided, or got another name or boundary."""

from django.utils.translation import gettext_lazy as _

from waymark.base import notices

notices.kind(
    "succession.ended",
    subject=_("%(city)s has ended on %(day)s"),
    text=_(
        "It is entered that it became part of another city or was divided: %(act)s. Your "
        "workspace, figures and cases stay. Certificates stay as they are until the committee "
        "decides whether they stay with a legal successor. No new case can be opened."
    ),
    params=("city", "day", "act"),
)
notices.kind(
    "succession.gained",
    subject=_("%(city)s: what other cities were is entered, from %(day)s on"),
    text=_(
        "Cities became part of it, or it came of one: %(act)s. Their certificates, cases and "
        "figures do not pass on to you by themselves. Figures before and after are not comparable "
        "by themselves."
    ),
    params=("city", "day", "act"),
)
notices.kind(
    "succession.rename",
    subject=_("%(city)s: a new name is entered, from %(day)s on"),
    text=_(
        "By: %(act)s. All that it has stays, and it is found by its former name too. A certificate "
        "names it as it was called until it is corrected."
    ),
    params=("city", "day", "act"),
)
notices.kind(
    "succession.boundary",
    subject=_("%(city)s: a changed boundary is entered, from %(day)s on"),
    text=_(
        "By: %(act)s. Figures before and after are not comparable by themselves. Bring in the new "
        "boundary on the page of your place."
    ),
    params=("city", "day", "act"),
)
notices.kind(
    "succession.undone",
    subject=_("%(city)s: an entry is undone"),
    text=_(
        "What was entered as of %(day)s counts no more: it was a mistake (%(act)s). All is as it "
        "was before."
    ),
    params=("city", "day", "act"),
)
notices.kind(
    "succession.carried",
    subject=_("%(heir)s has taken over what %(city)s had entered"),
    text=_("Answers, tables and evidence stand in its case too. Nothing that was said is gone."),
    params=("city", "heir"),
)
