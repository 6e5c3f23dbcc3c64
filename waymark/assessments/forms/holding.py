"""The form by which a committee chooses for a held case, and the words of what is refused."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.assessments.forms.life import long_text
from waymark.assessments.rules.holding import Choice
from waymark.base import reasons, statuses

reasons.register(
    {
        "hold.held": _(
            "The adaptation that the case is judged by is not endorsed now: nobody judges or "
            "decides on it until that is settled."
        ),
        "hold.committee_chooses": _(
            "The endorsement of your country’s adaptation is gone. The committee chooses how your "
            "case goes on."
        ),
        "hold.over": _("The case is not held any more."),
        "hold.chosen": _("This is what holds already."),
        "hold.no_level": _("The base edition does not have the level that the city aims for."),
    }
)
statuses.register(
    {
        "hold.open": statuses.Status(_("Waits for the committee’s choice"), "warn"),
        "hold.wait": statuses.Status(_("Waits for the endorsement"), "info"),
        "hold.base": statuses.Status(_("Finished on the base edition"), "good"),
        "hold.back": statuses.Status(_("Endorsed again: it went on"), "good"),
        "hold.newer": statuses.Status(_("Went on with its country’s new edition"), "good"),
        "hold.left": statuses.Status(_("The case has ended"), "info"),
    }
)
CHOICES = {
    Choice.BASE: _("It is finished on the base edition"),
    Choice.WAIT: _("It waits until the endorsement is back"),
}


class ChoiceForm(forms.Form):
    """What a committee chooses, and why."""

    choice = forms.ChoiceField(
        label=_("How does the case go on?"),
        choices=[(key.value, label) for key, label in CHOICES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how the case goes on.")},
    )
    reason = long_text(_("Why"), _("The city, the secretariat and the reviewers read it."))
