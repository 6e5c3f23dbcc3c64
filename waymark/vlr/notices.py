"""Messages about voluntary reviews."""

from django.utils.translation import gettext_lazy as _

from waymark.base import notices

for verb, subject, text in (
    (
        "vlr.party_asked",
        _("You are asked to write a voluntary review together: %(review)s"),
        _("Its page says what it is about. Say there whether you take part."),
    ),
    (
        "vlr.party_agreed",
        _("Another level writes your voluntary review with you: %(review)s"),
        _("You can say on its page which sections it writes."),
    ),
    (
        "vlr.party_left",
        _("Another level does not write your voluntary review with you: %(review)s"),
        _("What it wrote stays."),
    ),
    (
        "vlr.tie_said",
        _("Somebody links a voluntary review to yours: %(review)s"),
        _("It is public once you have confirmed it on the page of your review."),
    ),
    (
        "vlr.published",
        _("A voluntary review that you wrote with others is published: %(review)s"),
        _("Everybody reads it on its page."),
    ),
):
    notices.kind(verb, subject=subject, text=text, params=("review",))
