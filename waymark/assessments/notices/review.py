"""Messages about the desk and the review."""

from django.utils.translation import gettext_lazy as _

from waymark.base import notices

notices.kind(
    "case.submitted",
    subject=_("A case was handed in: %(city)s"),
    text=_("Look whether it is complete, then admit it or return it with reasons."),
    params=("city",),
)
notices.kind(
    "case.in_again",
    subject=_("%(city)s has handed in a new version"),
    text=_(
        "Your verdicts hold for the version before. Where nothing changed you can repeat them in "
        "one step."
    ),
    params=("city",),
)
notices.kind(
    "case.answered",
    subject=_("%(city)s has answered the reviewers"),
    text=_("The case is back in review, in the same version."),
    params=("city",),
)
notices.kind(
    "review.invited",
    subject=_("You are invited to review a case: %(city)s"),
    text=_(
        "Say whether you have a tie to the city, and accept or decline. The review would be due "
        "on %(due)s."
    ),
    params=("city", "due"),
)
notices.kind(
    "review.accepted",
    subject=_("%(person)s reviews the case of %(city)s"),
    text=_("The invitation was accepted, with no tie to the city declared."),
    params=("city", "person"),
)
notices.kind(
    "review.declined",
    subject=_("%(person)s has declined: %(city)s"),
    text=_("The slot is free. Please assign somebody else."),
    params=("city", "person"),
)
notices.kind(
    "review.recused",
    subject=_("%(person)s has stepped back: %(city)s"),
    text=_("There is a tie to the city. The slot is free. Please assign somebody else."),
    params=("city", "person"),
)
notices.kind(
    "review.replaced",
    subject=_("Your review has been given to somebody else: %(city)s"),
    text=_("The secretariat has freed your slot. Nothing is left for you to do."),
    params=("city",),
)
notices.kind(
    "review.due_changed",
    subject=_("Another day for your review: %(city)s"),
    text=_("It is due on %(due)s now."),
    params=("city", "due"),
)
notices.kind(
    "review.asked",
    subject=_("A reviewer has a question on %(criterion)s"),
    text=_(
        "Your case is open for changes until every question is answered. You may change answers "
        "and add evidence, and hand in anew."
    ),
    params=("criterion",),
)
notices.kind(
    "review.question_gone",
    subject=_("A question on %(criterion)s was taken back"),
    text=_("It needs no answer any more."),
    params=("criterion",),
)
notices.kind(
    "review.answered",
    subject=_("%(city)s has answered your question on %(criterion)s"),
    text=_("Read the answer beside the claim."),
    params=("city", "criterion"),
)
notices.kind(
    "review.delivered",
    subject=_("A review was delivered: %(city)s"),
    text=_("%(person)s has judged every criterion."),
    params=("city", "person"),
)
notices.kind(
    "review.complete",
    subject=_("All reviews are in: %(city)s"),
    text=_("The report can be made when no question is open."),
    params=("city",),
)
notices.kind(
    "review.reopened",
    subject=_("The review was taken up again: %(city)s"),
    text=_("The reason is: %(reason)s"),
    params=("city", "reason"),
)
notices.kind(
    "review.due_soon",
    subject=_("Your review is due soon: %(city)s"),
    text=_("It is due on %(due)s."),
    params=("city", "due"),
)
notices.kind(
    "review.overdue",
    subject=_("Your review is overdue: %(city)s"),
    text=_("It was due on %(due)s. If you need more time, tell the secretariat."),
    params=("city", "due"),
)
notices.kind(
    "report.made",
    subject=_("The stage report is made: %(city)s"),
    text=_("Read criterion by criterion what was found and why."),
    params=("city",),
)
