"""Forms around the minutes of a meeting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.assessments.forms.committee import words_field
from waymark.base import reasons, statuses

reasons.register(
    {
        "minutes.not_yet": _("There are no minutes yet: the meeting is not closed."),
        "minutes.overtaken": _(
            "The minutes were worded anew in the meantime. Read them here and say it again."
        ),
        "minutes.approved": _("The minutes are approved and stay as they are."),
        "minutes.absent": _("Only members who were present can say something of the minutes."),
        "minutes.said": _("You have said it already of this wording."),
        "minutes.empty": _("Write what is to stand in the minutes."),
        "minutes.no_words": _("Say what is wrong, so that it can be put right."),
    }
)

statuses.register(
    {
        "minutes.approved": statuses.Status(_("Approved"), "good"),
        "minutes.open": statuses.Status(_("Not yet approved"), "warn"),
    }
)


class MinutesForm(forms.Form):
    """What is put on record when a meeting ends, and each later wording of it."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    minutes = words_field(
        _("Minutes"),
        _("Drafted from the record. Add what was discussed; the members approve the wording."),
        required=False,
        rows=14,
    )


class OpinionForm(forms.Form):
    """What a member who was present says of the minutes."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    approves = forms.TypedChoiceField(
        label=_("Do the minutes tell what happened?"),
        choices=[("yes", _("Yes, I approve them")), ("no", _("No, something is wrong"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    words: Any = words_field(_("What is wrong, and how it should read"), required=False, rows=3)
