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
