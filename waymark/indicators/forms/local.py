"""A city's own indicator, and how it stands to a shared one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.indicators.rules.links import KINDS, NONE
from waymark.indicators.rules.local import MAX_LABEL, MAX_NOTE, MAX_UNIT, Local
from waymark.indicators.wording import DIRECTION_NAMES, LINK_NAMES, named


class LocalForm(forms.Form):
    """What a city says of its own indicator; the code is asked for only at first."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("Short, such as W1. Files name the indicator by it; it can’t be changed."),
        max_length=40,
    )
    label = forms.CharField(label=_("Name"), max_length=MAX_LABEL)
    unit = forms.CharField(label=_("Unit"), max_length=MAX_UNIT, required=False)
    direction = forms.ChoiceField(label=_("Direction"), required=False)
    other = forms.CharField(
        label=_("Shared indicator"),
        help_text=_("The code with its list, such as sdg:11.6.2. Empty: there is none."),
        max_length=80,
        required=False,
    )
    kind = forms.ChoiceField(label=_("How it stands to the shared one"), initial=NONE)
    note = forms.CharField(
        label=_("Note"),
        help_text=_("How the two differ, or why there is no shared one."),
        max_length=MAX_NOTE,
        widget=forms.Textarea,
        required=False,
    )

    def __init__(self, *args: Any, new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        directions = [("", DIRECTION_NAMES[""])]
        directions += [(key, name) for key, name in DIRECTION_NAMES.items() if key]
        self.fields["direction"].choices = directions  # type: ignore[attr-defined]
        kinds = [(kind, named(LINK_NAMES, kind)) for kind in KINDS]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        if not new:
            del self.fields["code"]

    @property
    def local(self) -> Local:
        """What was said, as the rules know it."""
        names = ("label", "unit", "direction", "kind", "note")
        return Local(**{name: self.cleaned_data[name] for name in names})
