"""Messages about editions that are discussed in public."""

from django.utils.translation import gettext_lazy as _

from waymark.base import notices

notices.kind(
    "edition.consult",
    subject=_("Say what you think: %(scheme)s, edition %(version)s"),
    text=_(
        "What it asks of cities may change, and everybody can comment until %(until)s. Read what "
        "would be new, and say what it would mean for you."
    ),
    params=("scheme", "version", "until"),
)
notices.kind(
    "edition.replies",
    subject=_("Replies to what you said: %(scheme)s, edition %(version)s"),
    text=_("There are replies to your comments, and what became of them: %(count)s."),
    params=("scheme", "version", "count"),
)
notices.kind(
    "edition.comments",
    subject=_("New comments: %(scheme)s, edition %(version)s"),
    text=_("Since the day before: %(count)s. Every comment gets a reply."),
    params=("scheme", "version", "count"),
)
