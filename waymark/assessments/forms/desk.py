"""The desk's forms: filters of the inbox, who reviews until when, and reasons."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class FilterForm(forms.Form):
    """What the inbox shall show; every field may be left empty."""

    state = forms.ChoiceField(label=_("State"), required=False)
    mechanism = forms.ChoiceField(label=_("Mechanism"), required=False)
    country = forms.ChoiceField(label=_("Country or area"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    q = forms.CharField(
        label=_("City"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "dir": "auto"}),
    )
    order = forms.ChoiceField(
        label=_("In order of"),
        required=False,
        choices=[("", _("Day handed in, the oldest first")), ("name", _("City, alphabetical"))],
    )

    def __init__(
        self, *args: Any, choices: dict[str, Iterable[tuple[str, str]]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, found in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("All")), *found]


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label,
        widget=widget,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Give a day such as 2027-01-31.")},
    )


class AssignForm(forms.Form):
    """Who reviews in a slot, until when."""

    reviewer = forms.ChoiceField(
        label=_("Reviewer"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reviewer.")},
    )
    slot = forms.TypedChoiceField(label=_("Slot"), coerce=int)
    due = _day(_("Review due by"))

    def __init__(
        self,
        *args: Any,
        reviewers: Iterable[tuple[str, str]],
        slots: Iterable[int],
        today: date,
        third: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        people, places = self.fields["reviewer"], self.fields["slot"]
        assert isinstance(people, forms.ChoiceField)
        assert isinstance(places, forms.ChoiceField)
        people.choices = list(reviewers)
        places.choices = [(str(slot), str(slot)) for slot in slots]
        if third:
            del self.fields["slot"]

    def clean_due(self) -> date:
        """A day that has not passed."""
        due: date = self.cleaned_data["due"]
        if due < self.today:
            raise forms.ValidationError(_("This day has passed."))
        return due


class FieldsForm(forms.Form):
    """Which fields of work a case asks for."""

    fields_of_work = forms.MultipleChoiceField(
        label=_("Fields that this case asks for"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, known: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["fields_of_work"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one, one) for one in known]


class DueForm(forms.Form):
    """Another day."""

    due = _day(_("Review due by"))
