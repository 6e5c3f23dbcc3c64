"""What is typed of a cohort, its sessions and its people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.assessments.forms.when import WhenForm, day_field
from waymark.learning.rules.cohorts import MOST, MOST_SEATS, Told

if TYPE_CHECKING:
    from waymark.learning.models.cohorts import Cohort

TEXT = {"dir": "auto"}


class CohortForm(forms.Form):
    """When a course is taken together, and what is told of that."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(
        label=_("Name"),
        help_text=_("Such as: Spring 2027, for offices of statistics."),
        max_length=MOST["title"],
        widget=forms.TextInput(attrs=TEXT),
    )
    language = forms.ChoiceField(label=_("Language in which it is taken"))
    first = day_field(_("First day"))
    last = day_field(_("Last day"), help_text=_("One can join until then."))
    seats = forms.IntegerField(
        label=_("How many can take part"),
        help_text=_("Leave it empty if there is room for everybody."),
        required=False,
        min_value=1,
        max_value=MOST_SEATS,
    )
    about = forms.CharField(
        label=_("How it goes"),
        help_text=_("For whom it is, how often you meet, what people need."),
        required=False,
        max_length=MOST["about"],
        widget=forms.Textarea(attrs={"rows": 5, **TEXT}),
    )

    def __init__(
        self, data: Any = None, *, languages: Iterable[tuple[str, str]], initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["language"].choices = list(languages)  # type: ignore[attr-defined]

    @staticmethod
    def given(row: Cohort) -> dict[str, Any]:
        """What holds now."""
        names = ("title", "language", "first", "last", "seats", "about")
        return {name: getattr(row, name) for name in names} | {"seen": row.version}

    def told(self) -> Told:
        """What was typed."""
        names = ("title", "language", "first", "last", "seats", "about")
        return Told(**{name: self.cleaned_data[name] for name in names})


class JoinForm(forms.Form):
    """Whether the trainers see how far one is."""

    shares = forms.BooleanField(
        label=_("The trainers may see how many lessons I have done"),
        help_text=_("Without it they see your name alone. You can change it at any time."),
        required=False,
    )


class AskTrainerForm(forms.Form):
    """Which trainer of the register is asked."""

    trainer: Any = forms.ModelChoiceField(label=_("Trainer of the register"), queryset=None)

    def __init__(self, data: Any = None, *, trainers: Any) -> None:
        super().__init__(data)
        field = self.fields["trainer"]
        field.queryset = trainers  # type: ignore[attr-defined]
        field.label_from_instance = lambda row: row.name  # type: ignore[attr-defined]


class SessionForm(WhenForm):
    """When the people of a cohort meet."""

    title = forms.CharField(
        label=_("What it is about"), max_length=MOST["title"], widget=forms.TextInput(attrs=TEXT)
    )
    where = forms.CharField(
        label=_("Place or link"),
        help_text=_("Only the people of the cohort see it."),
        required=False,
        max_length=MOST["where"],
        widget=forms.TextInput(attrs=TEXT),
    )
    field_order = ["title"]


class WordsForm(forms.Form):
    """What is said to all people of a cohort, or to the other of a coaching."""

    words = forms.CharField(
        label=_("Your words"),
        max_length=MOST["words"],
        widget=forms.Textarea(attrs={"rows": 4, **TEXT}),
    )
