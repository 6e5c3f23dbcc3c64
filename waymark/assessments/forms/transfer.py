"""The forms of a transfer between mechanisms, and the words of what is refused."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.assessments.forms.life import long_text
from waymark.assessments.rules.transfer import Cause, Party
from waymark.base import reasons, statuses

reasons.register(
    {
        "transfer.decided": _("It has been decided on: a decision stays with who took it."),
        "transfer.nowhere": _("There is no other mechanism for this country."),
        "transfer.no_edition": _("That mechanism does not certify by this scheme."),
        "transfer.no_level": _("Its edition has no such level. Aim for another one first."),
        "transfer.open_there": _("The city has an open case of this scheme there already."),
        "transfer.unfit": _("What was entered does not fit its edition: %(what)s"),
        "transfer.not_yours": _("You can’t speak for them on this case."),
        "transfer.asked": _("A transfer of this case is asked for already."),
        "transfer.over": _("This transfer has been settled meanwhile."),
        "transfer.answered": _("Somebody has answered it already: it can’t be taken back."),
        "transfer.said": _("Somebody of yours has answered already."),
    }
)
statuses.register(
    {
        "transferred": statuses.Status(_("Goes on elsewhere"), "info"),
        "transfer.open": statuses.Status(_("Asked for"), "warn"),
        "transfer.done": statuses.Status(_("Done"), "good"),
        "transfer.refused": statuses.Status(_("Not agreed to"), "bad"),
        "transfer.withdrawn": statuses.Status(_("Taken back"), "info"),
        "transfer.agrees": statuses.Status(_("Agrees"), "good"),
        "transfer.missing": statuses.Status(_("Has not answered"), "warn"),
    }
)
PARTIES = {
    Party.CITY: _("The city"),
    Party.FROM: _("The secretariat that has the case"),
    Party.TO: _("The secretariat that would get it"),
}
CAUSES = {
    Cause.FOUNDED: _("The country has a mechanism of its own now"),
    Cause.CLOSED: _("The mechanism ends its work"),
    Cause.ASKED: _("Another reason"),
}


class AskForm(forms.Form):
    """Why a case is to go to another mechanism."""

    cause = forms.ChoiceField(
        label=_("What is the occasion?"),
        choices=[(key.value, label) for key, label in CAUSES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what fits best.")},
    )
    reason = long_text(_("Why"), _("The city and both secretariats read it. It stays on record."))
    expected = forms.CharField(widget=forms.HiddenInput, max_length=64)


class AnswerForm(forms.Form):
    """Whether somebody agrees to a transfer."""

    agrees = forms.TypedChoiceField(
        label=_("Your answer"),
        choices=[("yes", _("We agree")), ("no", _("We do not agree, for a reason"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you agree.")},
    )
    reason = long_text(_("Reason, if you do not agree"), required=False)
    party = forms.ChoiceField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, parties: tuple[Party, ...]) -> None:
        first = parties[0].value if parties else ""
        super().__init__(data, initial={"party": first})
        self.fields["party"].choices = [(one.value, one.value) for one in parties]  # type: ignore[attr-defined]
