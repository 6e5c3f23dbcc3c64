"""Messages about meetings, decisions and what becomes of certificates."""

from django.utils.translation import gettext_lazy as _

from waymark.assessments.models import Meeting
from waymark.assessments.reporting.calendar import calendar_file
from waymark.base import notices
from waymark.base.mail import Attachment
from waymark.base.models import Notice


def entry(notice: Notice) -> Attachment | None:
    """The meeting that a notice is about, for the reader's own calendar, as it is by now."""
    row = Meeting.objects.filter(pk=notice.about.partition(":")[2]).first()
    if row is None:
        return None
    return Attachment("meeting.ics", "text/calendar", calendar_file(row))


notices.kind(
    "meeting.planned",
    subject=_("The committee meets: %(meeting)s"),
    text=_(
        "It begins on %(starts)s (%(local)s). The agenda is on its page and may still grow. "
        "The file with this message enters it into your calendar."
    ),
    params=("meeting", "starts", "local"),
    attach=entry,
)
notices.kind(
    "meeting.moved",
    subject=_("The meeting is moved: %(meeting)s"),
    text=_("It now begins on %(starts)s (%(local)s). The reason: %(reason)s"),
    params=("meeting", "starts", "local", "reason"),
    attach=entry,
)
notices.kind(
    "meeting.cancelled",
    subject=_("The meeting is called off: %(meeting)s"),
    text=_("The reason: %(reason)s"),
    params=("meeting", "reason"),
    attach=entry,
)
notices.kind(
    "meeting.nothing_ready",
    subject=_("The meeting is called off: %(meeting)s"),
    text=_("No report was ready in time. What comes later waits for the next meeting."),
    params=("meeting",),
    attach=entry,
)
notices.kind(
    "meeting.empty",
    subject=_("Nothing is on the agenda: %(meeting)s"),
    text=_("No report was ready in time. The meeting stands; call it off if it is not needed."),
    params=("meeting",),
)
notices.kind(
    "meeting.reminder",
    subject=_("The committee meets soon: %(meeting)s"),
    text=_(
        "It begins on %(starts)s (%(local)s). Say before then for each city on the agenda whether "
        "you have a tie to it, and read its report."
    ),
    params=("meeting", "starts", "local"),
    attach=entry,
)
notices.kind(
    "meeting.convened",
    subject=_("The meeting is open: %(meeting)s"),
    text=_("Say for each city whether you have a tie to it, read its report, and vote."),
    params=("meeting",),
)
notices.kind(
    "written.open",
    subject=_("To be decided in writing: %(meeting)s"),
    text=_(
        "Say for each city whether you have a tie to it, read its report, and vote until "
        "%(until)s. You can ask for a meeting instead."
    ),
    params=("meeting", "until"),
)
notices.kind(
    "written.soon",
    subject=_("Your answer is missing: %(meeting)s"),
    text=_("You can vote until %(until)s."),
    params=("meeting", "until"),
)
notices.kind(
    "meeting.asked",
    subject=_("A member asks for a meeting: %(meeting)s"),
    text=_("The procedure in writing has ended. The reason: %(reason)s"),
    params=("meeting", "reason"),
)
notices.kind(
    "meeting.adjourned",
    subject=_("The meeting was broken off: %(meeting)s"),
    text=_("Cases without a decision wait for another meeting."),
    params=("meeting",),
)
notices.kind(
    "meeting.to_publish",
    subject=_("The meeting is closed: %(meeting)s"),
    text=_("Its decisions wait to be published."),
    params=("meeting",),
)
notices.kind(
    "minutes.to_approve",
    subject=_("Minutes to approve: %(meeting)s"),
    text=_("Read them, and say whether they tell what happened."),
    params=("meeting",),
)
notices.kind(
    "minutes.objected",
    subject=_("A member objects to the minutes: %(meeting)s"),
    text=_("What is wrong stands on the meeting’s page. Word the minutes anew, or leave them."),
    params=("meeting",),
)
notices.kind(
    "minutes.approved",
    subject=_("The minutes are approved: %(meeting)s"),
    text=_("They stay as they are."),
    params=("meeting",),
)
notices.kind(
    "case.on_agenda",
    subject=_("On the agenda: %(city)s"),
    text=_(
        "Say whether you have a tie to this city. If you have none, you can read its report "
        "before the meeting on %(starts)s."
    ),
    params=("city", "starts"),
)
notices.kind(
    "case.scheduled",
    subject=_("The committee will decide on your case"),
    text=_("It is on the agenda of the meeting on %(starts)s."),
    params=("starts",),
)
notices.kind(
    "case.unscheduled",
    subject=_("Your case was taken off the agenda"),
    text=_("It waits for another meeting. Nothing is left for you to do now."),
)
notices.kind(
    "decision.reviewed",
    subject=_("The committee has decided on a case that you reviewed: %(city)s"),
    text=_("The case is closed, or waits for another meeting. Thank you for your review."),
    params=("city",),
)
notices.kind(
    "award.signed",
    subject=_("Your certificate is ready: %(number)s"),
    text=_("It is signed and in the public registry. You can print it and share the signed file."),
    params=("number",),
)
notices.kind(
    "award.suspended",
    subject=_("Your certificate is suspended: %(number)s"),
    text=_("The reason is public: %(reason)s"),
    params=("number", "reason"),
)
notices.kind(
    "award.reinstated",
    subject=_("The suspension of your certificate is lifted: %(number)s"),
    text=_("The reason is public: %(reason)s"),
    params=("number", "reason"),
)
notices.kind(
    "award.revoked",
    subject=_("Your certificate is revoked: %(number)s"),
    text=_("It is no longer valid. The reason is public: %(reason)s"),
    params=("number", "reason"),
)
