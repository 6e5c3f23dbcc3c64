"""Messages about questions on calls."""

from django.utils.translation import gettext_lazy as _

from waymark.base import notices

notices.kind(
    "call_question.asked",
    subject=_("A question about a call: %(call)s"),
    text=_("Your answer is published with the question, without the name of who asked."),
    params=("call",),
)
notices.kind(
    "call_question.answered",
    subject=_("Your question about a call is answered: %(call)s"),
    text=_("Question and answer stand on the page of the call, without your name."),
    params=("call",),
)
notices.kind(
    "proposal.more_asked",
    subject=_("The second step of your proposal is open: %(call)s"),
    text=_("The first step fits the call. Hand in the second one until %(until)s."),
    params=("call", "until"),
)
notices.kind(
    "proposal.turned_down",
    subject=_("Your proposal is not taken further: %(call)s"),
    text=_("The reason stands on the page of your proposal. All of it stays readable to you."),
    params=("call",),
)
