"""Messages about the life of a certificate, and about appeals."""

from django.utils.translation import gettext_lazy as _

from waymark.base import notices

notices.kind(
    "life.hearing",
    subject=_("You are heard before a decision on your certificate: %(number)s"),
    text=_(
        "The committee considers to revoke it, and tells you why: %(reason)s You can answer "
        "until %(until)s; nothing is decided before."
    ),
    params=("number", "reason", "until"),
)
notices.kind(
    "life.doubted",
    subject=_("The decision on your certificate is looked at again: %(number)s"),
    text=_(
        "The reason: %(reason)s You can answer until %(until)s. Then the committee votes on "
        "whether it stands, without those who have a tie; nothing is decided before."
    ),
    params=("number", "reason", "until"),
)
notices.kind(
    "doubt.to_schedule",
    subject=_("A decision has to be looked at again: %(city)s"),
    text=_("The city can answer until %(until)s. Then put it on the agenda of a meeting."),
    params=("city", "until"),
)
notices.kind(
    "doubt.named",
    subject=_("It is said that you had a tie to %(city)s"),
    text=_("You stay out of the vote on whether the decision of %(number)s stands."),
    params=("city", "number"),
)
notices.kind(
    "doubt.on_agenda",
    subject=_("On the agenda: whether the decision on %(city)s stands"),
    text=_("Say whether you have a tie to the city, read what is said, and vote. %(starts)s"),
    params=("city", "starts"),
)
notices.kind(
    "doubt.scheduled",
    subject=_("The committee votes on whether your certificate stands: %(number)s"),
    text=_("It meets on %(starts)s. You are told what it decides."),
    params=("number", "starts"),
)
notices.kind(
    "hearing.ended",
    subject=_("Nothing more is decided on %(number)s: it has ended"),
    text=_(
        "The certificate of %(city)s ended before it was decided on what it was heard about. That "
        "ends with it; what was said stays on record."
    ),
    params=("number", "city"),
)
notices.kind(
    "hearing.ended_named",
    subject=_("Nothing more is decided on %(number)s: it has ended"),
    text=_(
        "It was said that you had a tie to %(city)s. The certificate ended before the committee "
        "voted, so nothing was found."
    ),
    params=("number", "city"),
)
notices.kind(
    "hearing.waits",
    subject=_("A hearing waits for its end: %(city)s"),
    text=_(
        "The time to answer on %(number)s has passed. It stays open until it is decided on: read "
        "what the city said, and settle it."
    ),
    params=("city", "number"),
)
notices.kind(
    "life.stated",
    subject=_("%(city)s has said something on its certificate %(number)s"),
    text=_("It is on the page of the certificate’s life."),
    params=("city", "number"),
)
notices.kind(
    "life.condition_found",
    subject=_("A condition of your certificate was looked at: %(number)s"),
    text=_("What was found is on its page: %(reason)s"),
    params=("number", "reason"),
)
notices.kind(
    "life.decided",
    subject=_("A decision on the certificate of %(city)s: %(number)s"),
    text=_("It is public, with its reasons: %(reason)s"),
    params=("city", "number", "reason"),
)
notices.kind(
    "life.renewal_open",
    subject=_("You can renew your certificate: %(number)s"),
    text=_("Open a case for the same level; it counts as a renewal until %(until)s."),
    params=("number", "city", "until"),
)
notices.kind(
    "life.ends_soon",
    subject=_("Your certificate ends soon: %(number)s"),
    text=_("It is valid until %(until)s."),
    params=("number", "city", "until"),
)
notices.kind(
    "life.update_soon",
    subject=_("Say what has changed since your certificate: %(number)s"),
    text=_("Your mid-term update is due on %(until)s: a few sentences are enough."),
    params=("number", "city", "until"),
)
notices.kind(
    "life.update_late",
    subject=_("Your mid-term update is late: %(number)s"),
    text=_("It was due on %(until)s. Your certificate stays as it is; please say what changed."),
    params=("number", "city", "until"),
)
notices.kind(
    "life.condition_soon",
    subject=_("A condition of your certificate falls due: %(number)s"),
    text=_("By %(until)s: %(words)s"),
    params=("number", "city", "until", "words"),
)
notices.kind(
    "life.condition_late",
    subject=_("The day of a condition has passed: %(city)s"),
    text=_("It was to be met by %(until)s: %(words)s Nothing follows by itself."),
    params=("number", "city", "until", "words"),
)
for name, subject, text in (
    (
        "award.lapsed",
        _("Your certificate has ended: %(number)s"),
        _("Its time is over. It stays in the registry. %(reason)s"),
    ),
    (
        "award.annulled",
        _("Your certificate is annulled: %(number)s"),
        _("The decision that gave it was set aside: %(reason)s"),
    ),
    (
        "award.superseded",
        _("A newer certificate stands in the place of %(number)s"),
        _("Both stay in the registry: %(reason)s"),
    ),
    (
        "award.corrected",
        _("Your certificate is corrected: %(number)s"),
        _("A new one stands in its place, please use that one: %(reason)s"),
    ),
):
    notices.kind(name, subject=subject, text=text, params=("number", "reason"))

notices.kind(
    "appeal.lodged",
    subject=_("%(city)s appeals against a decision"),
    text=_("Look whether it is admissible: in time, by the city, and with its grounds."),
    params=("city",),
)
notices.kind(
    "appeal.waits",
    subject=_("An appeal waits: %(city)s"),
    text=_("It waits for you to admit it or to name its panel."),
    params=("city",),
)
notices.kind(
    "appeal.admitted",
    subject=_("Your appeal is admitted"),
    text=_("People who had no part in the decision are going to hear it."),
)
notices.kind(
    "appeal.turned_away",
    subject=_("Your appeal is not admitted"),
    text=_("The reason: %(reason)s"),
    params=("reason",),
)
notices.kind(
    "appeal.named",
    subject=_("You are named to hear an appeal: %(city)s"),
    text=_("Say first whether you have a tie to the city. Only then you can read the case."),
    params=("city",),
)
notices.kind(
    "appeal.left",
    subject=_("Somebody has left the panel: %(city)s"),
    text=_("A tie to the city stands in the way. Name somebody else."),
    params=("city",),
)
notices.kind(
    "appeal.decided",
    subject=_("An appeal is decided: %(city)s"),
    text=_("The panel’s reasons: %(reason)s"),
    params=("city", "reason"),
)
