"""A file that holds a whole list, and which edition it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.indicators.actions.lists import About


class ListUploadForm(forms.Form):
    """A list's file and what is known of its edition."""

    framework = forms.ChoiceField(label=_("List"))
    label = forms.CharField(
        label=_("Edition"),
        help_text=_("As its publisher calls it, such as 2026 or version 3."),
        max_length=60,
    )
    published_on = forms.DateField(
        label=_("Published on"),
        help_text=_("A day such as 2026-03-01, if it is known."),
        required=False,
    )
    effective_on = forms.DateField(
        label=_("In force from"),
        help_text=_("A day such as 2026-03-01, if it is known."),
        required=False,
    )
    source = forms.CharField(
        label=_("Source"),
        help_text=_("Who published it, and where."),
        max_length=2000,
        required=False,
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV or XLSX with the columns code and label, and any of: unit, direction, domain, "
            "objective, goal, target, breakdowns, status, usual source, source, former codes."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )

    def __init__(self, *args: Any, lists: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["framework"].choices = lists  # type: ignore[attr-defined]

    @property
    def about(self) -> About:
        """What was said of the edition."""
        data = self.cleaned_data
        return About(data["label"], data["published_on"], data["effective_on"], data["source"])
