"""Forms of events and tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.assessments.forms.committee import words_field
from waymark.assessments.forms.when import WhenForm, day_field
from waymark.base import reasons
from waymark.community.actions.events import Plan
from waymark.community.rules.events import MOST_WHERE
from waymark.community.rules.spaces import MOST_TITLE

if TYPE_CHECKING:
    from waymark.community.models import Event

reasons.register(
    {
        "event.backwards": _("It ends before it begins."),
        "event.too_long": _("An event lasts at most %(most)s days."),
        "event.passed": _("This time has passed."),
        "event.cancelled": _("It was called off."),
        "training.no_aim": _("Say what those who take part will know or be able to do."),
        "training.is_none": _("This is no training."),
        "training.closed": _("This training is closed; nothing is changed in it."),
        "training.not_begun": _("Who takes part can be noted once it has begun."),
        "training.not_over": _("A training is closed when it is over."),
    }
)
TEXT = {"dir": "auto"}


class EventForm(WhenForm):
    """When and where."""

    title = forms.CharField(
        label=_("Name of the event"), max_length=MOST_TITLE, widget=forms.TextInput(attrs=TEXT)
    )
    where = forms.CharField(
        label=_("Place or link"),
        required=False,
        max_length=MOST_WHERE,
        widget=forms.TextInput(attrs=TEXT),
    )
    about = words_field(_("What it is about"), required=False)
    field_order = ["title"]

    @classmethod
    def given(cls, row: Event) -> dict[str, Any]:
        """What holds now, in the zone in which it is spoken of."""
        said = {name: getattr(row, name) for name in ("title", "where", "about", "aim")}
        return said | cls.given_when(row.starts_at, row.ends_at, row.zone)

    def plan(self) -> Plan:
        """What the action takes."""
        read, (starts, ends) = self.cleaned_data, self.moments()
        return Plan(
            title=read["title"],
            starts=starts,
            ends=ends,
            zone=read["zone"],
            where=read["where"],
            about=read["about"],
            aim=read.get("aim", ""),
        )


class TrainingForm(EventForm):
    """A joint training: an event with an aim."""

    aim = words_field(_("Aim"), _("What those who take part will know or be able to do."))
    field_order = ["title", "aim"]


class PartsForm(forms.Form):
    """Who of the members' people took part."""

    there: Any = forms.ModelMultipleChoiceField(
        label=_("Who took part"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, people: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["there"].queryset = people  # type: ignore[attr-defined]


class ClosingForm(forms.Form):
    """The closing note of a training."""

    words = words_field(_("Closing note"), _("What was learned, and what follows from it."))


class TaskForm(forms.Form):
    """Something to do, by when and by whom."""

    title = forms.CharField(
        label=_("What is to do"), max_length=MOST_TITLE, widget=forms.TextInput(attrs=TEXT)
    )
    due = day_field(_("By when"), required=False)
    who: Any = forms.ModelChoiceField(
        label=_("Who does it"), queryset=None, required=False, empty_label=_("Nobody yet")
    )

    def __init__(self, *args: Any, people: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["who"].queryset = people  # type: ignore[attr-defined]
