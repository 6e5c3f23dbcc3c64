"""What cities type about peers, and what they say of suggestions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.community.rules.exchanges import MOST_TEXT
from waymark.community.rules.matching import Said

SAID = {
    Said.USEFUL: _("Useful"),
    Said.NOT_USEFUL: _("Not useful"),
    Said.USED: _("We use it"),
}


def _text(label: Any, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=MOST_TEXT,
        required=required,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )


class ConsentForm(forms.Form):
    """The criteria for which a city wants to be named."""

    criteria = forms.MultipleChoiceField(
        label=_("Name us for these criteria"),
        help_text=_("Choose none to be named for nothing."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(
        self, data: Any = None, *, criteria: Iterable[tuple[str, str]], initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["criteria"].choices = list(criteria)  # type: ignore[attr-defined]


class GoalsForm(forms.Form):
    """What a city wants to learn from another one."""

    goals = _text(
        _("Goals of the exchange"),
        _("What you want to learn, by when, and how: a call, a visit, a document."),
    )


class ExchangeForm(forms.Form):
    """What one side says with a step."""

    text = _text(_("What you say"), required=False)


class SaidForm(forms.Form):
    """What a city says of a suggestion."""

    item = forms.CharField(max_length=10)
    said = forms.ChoiceField(choices=list(SAID.items()))
