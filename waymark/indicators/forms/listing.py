"""What a list is narrowed to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

SHOW = [
    ("all", _("All")),
    ("chosen", _("Chosen")),
    ("key", _("Key values")),
    ("value", _("With a value")),
    ("missing", _("Chosen, without a value")),
]


class ListForm(forms.Form):
    """Filters of a public list; anything it does not know counts as not asked for."""

    part = forms.ChoiceField(label=_("Domain or goal"), required=False)
    q = forms.CharField(label=_("Words or code"), max_length=100, required=False)

    def __init__(self, *args: Any, parts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].choices = [("", _("All")), *parts]  # type: ignore[attr-defined]

    def asked(self, name: str) -> str:
        """Return a filter's value, or "" where it is not valid."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")


class FilterForm(forms.Form):
    """Filters of the list; anything it does not know counts as not asked for."""

    framework = forms.ChoiceField(label=_("List"), required=False)
    part = forms.ChoiceField(label=_("Domain or goal"), required=False)
    show = forms.ChoiceField(label=_("Show"), choices=SHOW, required=False)
    q = forms.CharField(label=_("Words or code"), max_length=100, required=False)

    def __init__(
        self, *args: Any, lists: list[tuple[str, str]], parts: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["framework"].choices = lists  # type: ignore[attr-defined]
        self.fields["part"].choices = [("", _("All")), *parts]  # type: ignore[attr-defined]

    def asked(self, name: str, default: str = "") -> str:
        """Return a filter's value, or the default where it is not valid."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or default)
