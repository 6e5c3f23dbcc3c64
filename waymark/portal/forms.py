"""Keeping a search: its name, and how often there is news of it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.portal.rules import NAME, Alert

ALERTS = {
    Alert.DAILY: _("Every day, if there is something new"),
    Alert.WEEKLY: _("Every week, if there is something new"),
    Alert.NONE: _("Never"),
}


class SearchForm(forms.Form):
    """A search that is kept; which one it is stands beside it."""

    name = forms.CharField(
        label=_("Name"),
        help_text=_("So that you know it again. Nobody else sees it."),
        max_length=NAME,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    alert = forms.ChoiceField(
        label=_("Tell me what is new"),
        choices=list(ALERTS.items()),
        widget=forms.RadioSelect,
        initial=Alert.WEEKLY,
    )
