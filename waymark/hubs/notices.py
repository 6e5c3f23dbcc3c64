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
notices.kind(
    "hub.agreement_offered",
    subject=_("An agreement waits for your signature: %(hub)s"),
    text=_("Look at deliverables, partners and days, then agree or say what should be different."),
    params=("hub",),
)
notices.kind(
    "hub.agreement_answered",
    subject=_("%(place)s has answered the agreement: %(hub)s"),
    text=_("Give the label where both sides agree, or write a new version."),
    params=("place", "hub"),
)
notices.kind(
    "hub.labelled",
    subject=_("Your hub has its label: %(hub)s"),
    text=_("Publish its page, and use the label as the brand rules say."),
    params=("hub",),
)
