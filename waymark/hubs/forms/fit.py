"""The questions of the self-check. Nothing that is typed here is stored."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.hubs import wording
from waymark.hubs.forms.calls import day_field, text_field
from waymark.hubs.rules.eligibility import Idea

BRAND = {"yes": True, "no": False}


def _one(label: Any, names: Any) -> Any:
    return forms.ChoiceField(
        label=label, choices=list(names.items()), widget=forms.RadioSelect, required=False
    )


class FitForm(forms.Form):
    """What the rules of eligibility ask; everything may be left open."""

    leader = _one(_("Who leads the initiative?"), wording.LEADERS)
    standing = _one(_("What is the leader in the network?"), wording.STANDINGS)
    starts = day_field(_("First day of the hub"))
    ends = day_field(_("Last day of the hub"))
    first_due = day_field(_("Day on which the first deliverable is due"))
    last_due = day_field(_("Day on which the last deliverable is due"))
    agreed_on = day_field(
        _("Day on which your partners agree to the deliverables"),
        _("It may lie ahead: before the first day of the hub is early enough."),
    )
    topic = _one(_("What is it about?"), wording.TOPICS)
    reason = text_field(
        _("If the approach is new: why?"), 500, _("One sentence."), required=False, rows=2
    )
    brand = forms.ChoiceField(
        label=_("Do you accept the brand rules?"),
        help_text=_("Common visuals and values, in person and online."),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Days of our time: a hub can't end after the calendar does."""
        read: dict[str, Any] = super().clean() or {}
        for name in ("starts", "ends", "first_due", "last_due", "agreed_on"):
            if (found := read.get(name)) and not 2000 <= found.year < 2200:
                self.add_error(name, _("Give a day between the years 2000 and 2199."))
        return read

    def idea(self) -> Idea:
        """What was typed, as rules read it."""
        data = self.cleaned_data
        return Idea(
            leader=data["leader"] or None,
            standing=data["standing"] or None,
            starts=data["starts"],
            ends=data["ends"],
            dues=tuple(day for day in (data["first_due"], data["last_due"]) if day),
            agreed_on=data["agreed_on"],
            topic=data["topic"] or None,
            reason=data["reason"],
            brand=BRAND.get(data["brand"]),
        )
