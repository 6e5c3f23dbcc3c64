"""Forms of what is said in a space."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.assessments.forms.committee import words_field
from waymark.base import reasons
from waymark.community.rules.spaces import MOST_TITLE

reasons.register(
    {
        "space.nothing_said": _("Write something first."),
        "space.no_reason": _("Say why."),
        "space.no_answer": _("This can’t be the answer: it is no reply to a question."),
        "space.flagged_already": _("You have told the facilitators already."),
        "space.settled_already": _("Somebody has looked at this meanwhile."),
    }
)


class ThreadForm(forms.Form):
    """A question or a subject."""

    title = forms.CharField(
        label=_("In a few words"),
        max_length=MOST_TITLE,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    text = words_field(_("What you ask or say"), _("Markdown works: lists, links, tables."), rows=6)
    asks = forms.BooleanField(label=_("It is a question"), required=False, initial=True)


class ReplyForm(forms.Form):
    """A reply."""

    text = words_field(_("Your reply"), rows=4)
