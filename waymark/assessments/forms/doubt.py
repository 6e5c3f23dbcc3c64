"""The form that asks for a decision to be looked at again, and the words of what is refused."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.assessments.forms.life import long_text
from waymark.assessments.rules.life.doubt import Cause
from waymark.base import reasons

reasons.register(
    {
        "doubt.by_vote": _("The committee votes on that: look at the decision again."),
        "doubt.other_hearing": _(
            "The city was asked about the decision itself, on which the committee votes."
        ),
        "doubt.over": _("This is decided already."),
        "doubt.on_agenda": _("It is on the agenda of a meeting already."),
        "doubt.own": _("You name yourself: somebody else has to ask for it."),
        "doubt.no_part": _("Whom you name had no part in the decision."),
    }
)


class DoubtForm(forms.Form):
    """Why a decision has to be looked at again."""

    cause = forms.ChoiceField(
        label=_("What has come up?"),
        choices=[
            (Cause.TIE.value, _("Somebody who took part had a tie to the city")),
            (Cause.FLAW.value, _("The decision was wrong from the beginning for another reason")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what has come up.")},
    )
    tied = forms.ChoiceField(
        label=_("Who had the tie"),
        help_text=_("Whoever you name is told, reads nothing more and stays out of the vote."),
        required=False,
    )
    grounds = long_text(
        _("What you have seen, and where"), _("The city reads it and answers; so do the members.")
    )

    def __init__(self, data: Any = None, *, people: list[tuple[str, str]]) -> None:
        super().__init__(data)
        nobody = ("", _("Nobody by name"))
        self.fields["tied"].choices = [nobody, *people]  # type: ignore[attr-defined]
