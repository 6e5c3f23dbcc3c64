"""Messages to the people of a city about their own case."""

from django.utils.translation import gettext_lazy as _

from waymark.base import notices

notices.kind(
    "city.mentioned",
    subject=_("%(person)s mentions you on %(criterion)s"),
    text=_("“%(words)s”"),
    params=("person", "criterion", "words"),
)
notices.kind(
    "city.assigned",
    subject=_("%(criterion)s is yours now"),
    text=_("%(person)s has given this criterion of %(city)s to you."),
    params=("person", "criterion", "city"),
)
notices.kind(
    "city.assigned_until",
    subject=_("%(criterion)s is yours until %(due)s"),
    text=_("%(person)s has given this criterion of %(city)s to you."),
    params=("person", "criterion", "city", "due"),
)
notices.kind(
    "city.signature_wanted",
    subject=_("The case of %(city)s waits for your signature"),
    text=_("%(person)s says that it is ready. You see what is handed in before you sign."),
    params=("person", "city"),
)
notices.kind(
    "city.submitted",
    subject=_("The case of %(city)s was handed in"),
    text=_("%(person)s has signed it. The receipt shows what was handed in and what is next."),
    params=("person", "city"),
)
notices.kind(
    "city.admitted",
    subject=_("The case of %(city)s was admitted"),
    text=_("Independent reviewers are looked for now. Nothing is left for you to do."),
    params=("city",),
)
notices.kind(
    "city.returned",
    subject=_("Please complete the case of %(city)s"),
    text=_("The secretariat has returned it: %(reason)s"),
    params=("city", "reason"),
)
notices.kind(
    "city.evidence_erased",
    subject=_("Evidence of %(city)s was erased: “%(title)s”"),
    text=_("The secretariat had to erase it: %(reason)s"),
    params=("city", "title", "reason"),
)
notices.kind(
    "city.evidence_erased_back",
    subject=_("Evidence of %(city)s was erased: “%(title)s”"),
    text=_(
        "The secretariat had to erase it: %(reason)s The case is open to you: put something in its "
        "place or hand it in without."
    ),
    params=("city", "title", "reason"),
)
notices.kind(
    "desk.evidence_erased",
    subject=_("Evidence of %(city)s was erased: “%(title)s”"),
    text=_(
        "The secretariat that had the case before you had to erase it: %(reason)s Where what the "
        "city handed in last rests on it, the case is with the city again."
    ),
    params=("city", "title", "reason"),
)
notices.kind(
    "city.edition_ends",
    subject=_("The edition of your case takes cases until %(until)s: %(city)s"),
    text=_(
        "Edition %(version)s is in force now. Hand your case in by that day, or take it to the "
        "edition in force: look first what would change."
    ),
    params=("city", "version", "until"),
)
notices.kind(
    "city.withdrawn",
    subject=_("%(city)s has taken its case back"),
    text=_("The reason is: %(reason)s"),
    params=("city", "reason"),
)
notices.kind(
    "city.answers_sent",
    subject=_("The answers to the reviewers were sent: %(city)s"),
    text=_("%(person)s has sent them. The review goes on."),
    params=("city", "person"),
)
notices.kind(
    "city.answer_due_soon",
    subject=_("The reviewers wait for answers until %(due)s"),
    text=_("Questions on the case of %(city)s without an answer: %(count)s."),
    params=("city", "count", "due"),
)
notices.kind(
    "city.answer_overdue",
    subject=_("The reviewers waited for answers until %(due)s"),
    text=_("Questions on the case of %(city)s without an answer: %(count)s."),
    params=("city", "count", "due"),
)
notices.kind(
    "city.evidence_withdrawn",
    subject=_("%(city)s has withdrawn evidence of its decided case"),
    text=_(
        "It is “%(title)s”, because: %(reason)s Report and certificate stay as they are. Look "
        "whether the committee should know: the chair can suspend a certificate, and you can ask "
        "for a spot check."
    ),
    params=("city", "title", "reason"),
)
notices.kind(
    "city.decided",
    subject=_("The decision on the case of %(city)s is published"),
    text=_("Read what the committee decided, and why."),
    params=("city",),
)
