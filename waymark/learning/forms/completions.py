"""The name on a certificate of completion, and the one that somebody compares with it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.learning.rules.completions import MOST_NAME


class TakeForm(forms.Form):
    """The name that stands on it."""

    name = forms.CharField(
        label=_("Name that stands on it"),
        help_text=_("As in your papers. It can’t be changed later."),
        max_length=MOST_NAME,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "name"}),
    )


class CompareForm(forms.Form):
    """The name that somebody was told."""

    name = forms.CharField(
        label=_("Name that you were told"),
        help_text=_("Letter by letter as it stands on the paper."),
        max_length=MOST_NAME,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )


class WithdrawForm(forms.Form):
    """Why a certificate of completion is withdrawn."""

    why = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
