"""What the findings are narrowed to, and why one is accepted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.indicators.quality_words import CHECKS
from waymark.indicators.rules.facts import MAX_NOTE

STATES = [
    ("open", _("To look at or mend")),
    ("accepted", _("Accepted with a note")),
    ("all", _("All")),
]
SEVERITIES = [("", _("All")), ("mend", _("To mend")), ("look", _("To look at"))]


class FindingsForm(forms.Form):
    """Filters of the findings; anything it does not know counts as not asked for."""

    state = forms.ChoiceField(label=_("Show"), choices=STATES, required=False)
    severity = forms.ChoiceField(label=_("What it asks"), choices=SEVERITIES, required=False)
    check = forms.ChoiceField(label=_("Which check"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(name, words.name) for name, words in CHECKS.items()]
        self.fields["check"].choices = [("", _("All")), *offered]  # type: ignore[attr-defined]

    def asked(self, name: str, default: str = "") -> str:
        """Return a filter's value, or the default where it is not valid."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or default)


class AcceptForm(forms.Form):
    """Why a finding is right as it is."""

    note = forms.CharField(
        label=_("Why it is right"),
        help_text=_("Your colleagues read it. Name the source or the event that explains it."),
        max_length=MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say in a few words why it is right.")},
    )
    alike = forms.BooleanField(
        label=_("The same holds for the other findings of this check in this series"),
        required=False,
    )

    def __init__(self, *args: Any, alike: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not alike:
            del self.fields["alike"]
