"""The form of a ruling on ties."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.assessments.forms.review import words
from waymark.base import statuses

statuses.register(
    {
        "tie.counts": statuses.Status(_("Counts"), "warn"),
        "tie.past": statuses.Status(_("Counts no more")),
        "tie.cleared": statuses.Status(_("No obstacle"), "good"),
        "tie.stands": statuses.Status(_("Stands in the way"), "bad"),
    }
)


class RulingForm(forms.Form):
    """Whether the ties keep somebody from the case, and why."""

    outcome = forms.ChoiceField(
        label=_("Your ruling"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how you rule.")},
    )
    reason = words(
        _("Your reasons"),
        _("The person concerned and the secretariat read them. They stay on record."),
        rows=4,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, can_clear: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["outcome"]
        assert isinstance(field, forms.ChoiceField)
        clears = ("clears", _("It is no obstacle: she may review this case"))
        stands = ("stands", _("It stands in the way: she may not review this case"))
        field.choices = [clears, stands] if can_clear else [stands]

    @property
    def clears(self) -> bool:
        """Whether nothing stands in the way."""
        return bool(self.cleaned_data["outcome"] == "clears")
