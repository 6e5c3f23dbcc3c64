"""The form that asks whether a certificate stays with a successor, and what is refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.assessments.forms.life import long_text
from waymark.base import reasons, statuses

reasons.register(
    {
        "decision.place_ended": _(
            "The city has ended: no certificate can be given to it. Refuse it, or defer."
        ),
        "inheritance.over": _("This is decided, or was asked anew."),
        "inheritance.not_ended": _("Its city has not ended: the certificate is its own."),
        "inheritance.no_heir": _("The place you name is not what the city became."),
        "inheritance.not_valid": _(
            "The certificate is not valid now. Settle first what stands against it."
        ),
        "inheritance.grounds": _("Say why it is the legal successor."),
        "succession.asked": _("The committee was asked about a certificate because of it."),
    }
)
statuses.register(
    {
        "hand_on": statuses.Status(_("Stays with the legal successor"), "good"),
        "end": statuses.Status(_("Ended with its city"), "warn"),
    }
)


class InheritanceForm(forms.Form):
    """Which place is the legal successor, and why."""

    successor = forms.ChoiceField(
        label=_("Which place is the legal successor?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the legal successor.")},
    )
    grounds = long_text(
        _("Why it is the legal successor, and how the work goes on there"),
        _("The members read it before they vote."),
    )

    def __init__(self, data: Any = None, *, heirs: Sequence[Any]) -> None:
        super().__init__(data)
        self.fields["successor"].choices = [(one.pk, str(one)) for one in heirs]  # type: ignore[attr-defined]
